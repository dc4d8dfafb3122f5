"""The chapter on disk: set up, held by one program, copied, put back, checked."""

import secrets
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chapter_desk.app import open_app
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping import chapter_folder, updating, vault
from chapter_desk.core.safekeeping.backups import (
    Backup,
    _superfluous,
    backups_of,
    put_back,
    put_newest_vault_back,
    put_vault_back,
)
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder, Placement, placement
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.holding import Hold
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.safekeeping.soundness import checked
from chapter_desk.errors import (
    ChapterDeskError,
    ChapterHeld,
    NameNeeded,
    NoSuchBackup,
    NotAChapter,
    NotAPlaceForAChapter,
    UnknownZip,
    VaultUnusable,
)
from chapter_desk.store import database, migrations, schema
from chapter_desk.values import PersonId

CHEAP = Cost(memory_kib=1024, passes=1)
DRAFT = ChapterDraft("Our Revolution Norfolk", "23517-1142", "Denise Wálker", "denise@example.org")
WORDS = "seven quiet herons cross the river"


class Ticking:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 12, 19, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Ticking()


@pytest.fixture
def found(tmp_path, clock):
    def found(name="Norfolk.chapter", draft=DRAFT):
        path = tmp_path / name
        founded = found_chapter(
            path, draft, WORDS, sample_pack_folder(), clock, install_id=install_id(), cost=CHEAP
        )
        return path, founded

    return found


def people(app):
    with app.db.read() as connection:
        query = select(func.count()).select_from(schema.person).where(schema.person.c.made_clock.is_not(None))
        return connection.scalar(query)


def add_person(app, name):
    with app.db.write("add-person") as writer:
        return PersonId(writer.insert(schema.person, {"display_name": name}))


def test_a_new_chapter_knows_its_town_its_lead_and_its_keys(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    with app.db.read() as connection:
        chapter = connection.execute(schema.chapter.select()).one()
        lead = connection.execute(schema.person.select()).one()
    assert (chapter.name, chapter.postal_code, chapter.locality, chapter.region, chapter.time_zone) == (
        "Our Revolution Norfolk", "23517", "Norfolk", "VA", "America/New_York",
    )  # fmt: skip
    assert chapter.id == founded.chapter_id and chapter.lead_id == chapter.contact_id == lead.id
    assert chapter.signing_key and chapter.recipient.startswith("age1")
    assert checked(app.db, app.folder, founded.data_key).sound
    app.close()
    assert vault.unlock(path, WORDS) == founded.data_key
    assert vault.unlock_with_recovery(path, founded.recovery_code) == founded.data_key


def test_the_leads_phone_and_e_mail_are_kept_as_anybodys(found):
    draft = ChapterDraft("Norfolk", "23517", "Denise", "Denise@Example.ORG", "(757) 555-0142 x7")
    path, founded = found(draft=draft)
    app = open_app(path, founded.data_key)
    with app.db.read() as connection:
        phone = connection.execute(schema.phone_number.select()).one()
        email = connection.execute(schema.email_address.select()).one()
    app.close()
    assert (phone.number, phone.extension, phone.raw) == ("+17575550142", "7", "(757) 555-0142 x7")
    assert email.address == "denise@example.org"


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (ChapterDraft("  ", "23517", "Denise"), NameNeeded),
        (ChapterDraft("Norfolk", "23517", ""), NameNeeded),
        (ChapterDraft("Norfolk", "00000", "Denise"), UnknownZip),
    ],
)
def test_an_incomplete_draft_leaves_nothing_behind(found, tmp_path, draft, refusal):
    with pytest.raises(refusal):
        found(draft=draft)
    assert list(tmp_path.glob("*.chapter")) == []


def test_a_full_folder_is_not_taken_for_a_chapter(found, tmp_path):
    (tmp_path / "Norfolk.chapter").mkdir()
    (tmp_path / "Norfolk.chapter" / "letter.txt").write_text("mine")
    with pytest.raises(NotAPlaceForAChapter) as refused:
        found()
    assert refused.value.reason == "taken"
    assert (tmp_path / "Norfolk.chapter" / "letter.txt").read_text() == "mine"


def test_one_program_holds_a_chapter_at_a_time(found, clock):
    path, founded = found()
    window = open_app(path, founded.data_key, holder="window", clock=clock)
    with pytest.raises(ChapterHeld) as refused:
        open_app(path, founded.data_key, clock=clock)
    assert refused.value.holder == "window"
    window.close()
    command = open_app(path, founded.data_key, clock=clock)
    with pytest.raises(ChapterHeld) as refused:
        open_app(path, founded.data_key, clock=clock)
    assert refused.value.holder == "command"
    command.close()


def test_a_backup_is_put_back_as_it_was_and_counts_as_a_new_incarnation(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    add_person(app, "Ana")
    backup = app.backups.make("asked")
    add_person(app, "Bo")
    incarnation, replica = app.db.incarnation, app.db.replica_id
    app.close()

    put_back(app.folder, backup.name, founded.data_key, clock, install_id())
    app = open_app(path, founded.data_key, clock=clock)
    assert people(app) == 2  # the lead and Ana
    assert app.db.replica_id == replica and app.db.incarnation != incarnation
    assert checked(app.db, app.folder, founded.data_key).sound
    app.close()


def test_who_was_forgotten_stays_forgotten_after_a_restore(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    ana = add_person(app, "Ana Canary")
    backup = app.backups.make("before-forget")
    with app.db.write("forget") as writer:
        writer.forget([ana])
    app.close()

    put_back(app.folder, backup.name, founded.data_key, clock, install_id())
    app = open_app(path, founded.data_key, clock=clock)
    with app.db.read() as connection:
        names = [row.display_name for row in connection.execute(schema.person.select())]
        assert connection.scalar(select(schema.forgotten.c.id)) == ana
    assert "Ana Canary" not in names
    assert checked(app.db, app.folder, founded.data_key).sound
    app.close()


@pytest.mark.parametrize("name", ["nothing.db", "../chapter.db"])
def test_a_missing_backup_is_refused(found, clock, name):
    path, founded = found()
    with pytest.raises(NoSuchBackup):
        put_back(ChapterFolder(path), name, founded.data_key, clock, install_id())


def test_a_damaged_backup_is_refused_and_the_chapter_stays(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    backup = app.backups.make("asked")
    app.close()
    file = app.folder.backups / backup.name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    before = app.folder.database.read_bytes()
    with pytest.raises(NoSuchBackup) as refused:
        put_back(app.folder, backup.name, founded.data_key, clock, install_id())
    assert refused.value.reason == "damaged"
    assert app.folder.database.read_bytes() == before


@pytest.mark.parametrize("place", [0.02, 0.3, 0.5, 0.7, 0.99])
def test_a_flipped_byte_is_found(found, clock, place):
    path, founded = found()
    folder = ChapterFolder(path)
    content = bytearray(folder.database.read_bytes())
    content[int(len(content) * place)] ^= 0x40
    folder.database.write_bytes(content)
    try:
        app = open_app(path, founded.data_key, clock=clock)
    except ChapterDeskError as refused:
        assert isinstance(refused, NotAChapter)
    else:
        assert not checked(app.db, app.folder, founded.data_key).sound
        app.close()


def test_the_wrong_key_opens_nothing_and_changes_nothing(found, clock):
    path, _founded = found()
    before = (path / "chapter.db").read_bytes()
    with pytest.raises(NotAChapter):
        open_app(path, secrets.token_bytes(32), clock=clock)
    assert (path / "chapter.db").read_bytes() == before


def test_a_copy_is_behind_once_something_was_done_since(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    assert app.backups.is_behind()
    app.backups.make("asked")
    assert not app.backups.is_behind()
    add_person(app, "Ana")
    assert app.backups.is_behind() and not app.backups.is_due()
    clock.now += timedelta(hours=5)
    assert app.backups.is_due()
    app.backups.make("asked")
    assert not app.backups.is_due()
    clock.now -= timedelta(days=400)  # the battery of the clock was empty
    assert app.backups.is_behind() and app.backups.is_due()
    app.close()


def test_old_copies_thin_out_to_days_weeks_and_months():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    made = [Backup(f"{day:03d}", now - timedelta(days=day), "daily", 1) for day in range(500)]
    gone = {backup.name for backup in _superfluous(made, now, None)}
    left = [backup for backup in made if backup.name not in gone]
    assert {backup.name for backup in made[:7]} <= {backup.name for backup in left}
    assert 14 <= len(left) <= 7 + 4 + 12 + 2


def test_no_copy_from_before_a_forgetting_outlives_it_by_more_than_30_days():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    made = [Backup(f"{day:03d}", now - timedelta(days=day), "daily", 1) for day in range(100)]
    gone = _superfluous(made, now, now - timedelta(days=31))
    assert all(backup.made_at >= now - timedelta(days=31) for backup in made if backup not in gone)
    assert len(_superfluous(made, now, now - timedelta(days=29))) < len(gone)


def test_backups_are_listed_newest_first(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    names = [app.backups.make(reason).name for reason in ("daily", "asked")]
    assert [backup.name for backup in backups_of(app.folder)] == names[::-1]
    app.close()


def test_a_syncing_folder_is_noticed_and_a_network_drive_refused(tmp_path, monkeypatch, found):
    assert placement(tmp_path / "Dropbox" / "Norfolk.chapter") is Placement.SYNCING
    (tmp_path / "Syncing").mkdir()
    (tmp_path / "Syncing" / ".stfolder").mkdir()
    assert placement(tmp_path / "Syncing" / "x") is Placement.SYNCING
    assert placement(Path("\\\\desk\\share\\Norfolk.chapter")) in (Placement.NETWORK, Placement.FINE)
    monkeypatch.setattr(chapter_folder, "_file_system", lambda _path: "nfs4")
    with pytest.raises(NotAPlaceForAChapter) as refused:
        found()
    assert refused.value.reason == "network"


def test_an_earlier_chapter_is_copied_and_brought_up_to_date_on_opening(found, clock, monkeypatch, tmp_path):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    add_person(app, "Ana")
    app.close()
    scripts = tmp_path / "scripts"
    shutil.copytree(Path(migrations.__file__).parent, scripts)
    last = migrations.REVISIONS[-1]
    (scripts / "versions" / "9998_next.py").write_text(
        f"from alembic import op\nimport sqlalchemy as sa\nrevision = '9998'\ndown_revision = '{last}'\n"
        "branch_labels = None\ndepends_on = None\n"
        "def upgrade():\n    op.create_table('next', sa.Column('id', sa.Integer(), primary_key=True))\n"
    )
    monkeypatch.setattr(database, "REVISIONS", (*migrations.REVISIONS, "9998"))
    monkeypatch.setattr(updating, "migrate", lambda file, key: migrations.migrate(file, key, scripts=scripts))

    app = open_app(path, founded.data_key, clock=clock)
    assert people(app) == 2
    assert [backup.reason for backup in app.backups.all()] == ["before-update"]
    assert checked(app.db, app.folder, founded.data_key).sound
    app.close()


def test_a_damaged_vault_is_put_back_from_a_backup(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    backup = app.backups.make("asked")
    app.close()
    (path / vault.FILE_NAME).write_text("{")
    with pytest.raises(VaultUnusable):
        vault.unlock(path, WORDS)
    put_vault_back(app.folder, backup.name)
    assert vault.unlock(path, WORDS) == founded.data_key
    with pytest.raises(NoSuchBackup):
        put_vault_back(app.folder, "nothing.db")


def test_the_newest_whole_vault_is_put_back_and_the_damaged_one_kept(found, clock):
    path, founded = found()
    app = open_app(path, founded.data_key, clock=clock)
    app.backups.make("asked")
    newer = app.backups.make("asked")
    app.close()
    (path / vault.FILE_NAME).write_text("{")
    (path / "backups" / newer.name).with_suffix(".vault.json").write_text("nonsense")
    assert put_newest_vault_back(app.folder)
    assert vault.unlock(path, WORDS) == founded.data_key
    assert (path / "damaged-vault.json").read_text() == "{"


def test_without_a_whole_vault_the_damaged_one_stays_as_it_is(found):
    path, _founded = found()
    (path / vault.FILE_NAME).write_text("{")
    assert not put_newest_vault_back(ChapterFolder(path))
    assert (path / vault.FILE_NAME).read_text() == "{"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_keeps_nobody_from_holding_a_chapter(tmp_path):
    folder = ChapterFolder(tmp_path)
    folder.lock.symlink_to("/dev/full")
    hold = Hold(folder, "command")
    with pytest.raises(ChapterHeld):
        Hold(folder, "window")
    hold.let_go()
    Hold(folder, "window").let_go()
