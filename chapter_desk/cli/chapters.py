"""The commands about a chapter as a whole: new, sample, info, backup, restore, check."""

from pathlib import Path
from typing import Annotated

import typer

from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened, passphrase
from chapter_desk.cli.output import JSON, Json, refusing, say
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.backups import backups_of, put_back, put_vault_back
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.holding import Hold
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.soundness import checked
from chapter_desk.errors import ChapterUnsound, NotAChapter, VaultUnusable
from chapter_desk.i18n import N_, _, ngettext
from chapter_desk.values import utc_now

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]


@refusing
def new(
    chapter: Chapter,
    name: Annotated[str, typer.Option(help=N_("What the chapter is called."))],
    zip_code: Annotated[str, typer.Option("--zip", help=N_("The ZIP code it meets in."))],
    lead: Annotated[str, typer.Option(help=N_("Who leads it, as they write their name."))],
    email: Annotated[str, typer.Option(help=N_("The lead's e-mail."))] = "",
    national: Annotated[Path | None, typer.Option(help=N_("A folder with another national pack."))] = None,
    national_recipient: Annotated[
        str, typer.Option(help=N_("Seal bundles to national to this age key."))
    ] = "",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    draft = ChapterDraft(name, zip_code, lead, email, national_recipient=national_recipient)
    founded = found_chapter(
        chapter,
        draft,
        passphrase(passphrase_file, twice=True),
        national or sample_pack_folder(),
        utc_now,
        install_id=install_id(),
    )
    typer.echo(_("Recovery code, to keep on paper: {code}").format(code=founded.recovery_code), err=True)
    say(as_json, {"chapter_id": founded.chapter_id}, founded.chapter_id)


@refusing
def sample(
    chapter: Chapter,
    members: Annotated[int, typer.Option(min=1, help=N_("How many members."))] = 240,
    meetings: Annotated[
        int, typer.Option(min=1, help=N_("How many meetings: a year of them, the last two still to come."))
    ] = 24,
    seed: Annotated[int, typer.Option(help=N_("The same number makes the same chapter."))] = 1,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    from chapter_desk.core.samples.chapter import make_sample
    from chapter_desk.core.samples.people import enough_for

    made = make_sample(
        chapter,
        people=enough_for(members, seed),
        meetings=meetings,
        seed=seed,
        passphrase=passphrase(passphrase_file),
        clock=utc_now,
        install_id=install_id(),
    )
    say(as_json, {"chapter_id": made.chapter_id}, made.chapter_id)


@refusing
def info(chapter: Chapter, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    with opened(chapter, passphrase_file) as app:
        counts = app.standings.counts()
        card = app.chapter.card()
        facts = {
            "chapter_id": card.id,
            "name": card.name,
            "replica_id": app.db.replica_id,
            "incarnation": app.db.incarnation,
            "arrival": app.db.arrival.value,
            "people": counts.people,
            "members": counts.members,
            "meetings": counts.meetings,
            "sign_ins": counts.sign_ins,
            "digest": app.digest(),
            "sample": card.is_sample,
        }
    say(
        as_json,
        facts,
        f"{card.name} ({card.locality}, {card.region} {card.postal_code})",
        _("{people}, {members} of them members").format(
            people=ngettext("{n} person", "{n} people", counts.people).format(n=counts.people),
            members=counts.members,
        ),
        _("{meetings}, {sign_ins}").format(
            meetings=ngettext("{n} meeting", "{n} meetings", counts.meetings).format(n=counts.meetings),
            sign_ins=ngettext("{n} sign-in", "{n} sign-ins", counts.sign_ins).format(n=counts.sign_ins),
        ),
    )


@refusing
def backup(chapter: Chapter, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    with opened(chapter, passphrase_file) as app:
        made = app.backups.make("asked")
    say(
        as_json,
        {"file": made.name, "made_at": made.made_at, "bytes": made.size_bytes, "verified": True},
        _("Copied and checked: {file}").format(file=made.name),
    )


@refusing
def restore(
    chapter: Chapter,
    file: Annotated[str, typer.Argument(help=N_("The backup's name; without it, they are listed."))] = "",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    folder = ChapterFolder(chapter)
    if not folder.path.is_dir():
        raise NotAChapter(folder.name, "missing")
    if not file:
        backups = backups_of(folder)
        listed = [{"file": each.name, "made_at": each.made_at, "reason": each.reason} for each in backups]
        say(as_json, {"backups": listed}, *(each.name for each in backups))
        return
    hold = Hold(folder, "command")
    try:
        try:
            vault.examine(chapter)
        except VaultUnusable:
            put_vault_back(folder, file)
        key = vault.unlock(chapter, passphrase(passphrase_file))
        copied = put_back(folder, file, key, utc_now, install_id())
    finally:
        hold.let_go()
    facts = {"restored": Path(file).name, "copied": copied}
    lines = [_("The chapter is as it was in {file}.").format(file=file)]
    if copied:
        lines.append(_("As it was before: {file}.").format(file=copied))
    say(as_json, facts, *lines)


@refusing
def check(chapter: Chapter, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    with opened(chapter, passphrase_file) as app:
        found = checked(app.db, app.folder, app.key)
    facts = {"ok": found.sound, "problems": found.problems, "rows": found.rows, "backups": found.backups}
    if not found.sound:
        if as_json:
            say(True, facts)
        raise ChapterUnsound(found.problems)
    say(as_json, facts, _("All is well: {rows} rows checked.").format(rows=found.rows))
