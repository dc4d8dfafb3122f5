"""new, info, sample, backup, restore, check."""

import os
import pty
import re
import shutil
import sys
from contextlib import closing, suppress
from datetime import timedelta
from typing import get_args

import pytest

from chapter_desk.app import open_app
from chapter_desk.core.members.reach import WhyNot
from chapter_desk.core.safekeeping import backups, vault
from chapter_desk.core.sync import sharing
from chapter_desk.files import resource
from chapter_desk.i18n import use_language
from chapter_desk.store.connecting import connected
from tests.cli.conftest import WORDS


def test_new_prints_the_id_and_the_recovery_code_once(desk, tmp_path):
    said = desk("new", tmp_path / "a", "--name", "Norfolk", "--zip", "23517", "--lead", "Denise")
    assert said.code == 0
    assert said.line == desk("info", tmp_path / "a", "--json").facts["chapter_id"]
    assert "Recovery code" in said.err


def test_info_counts_everything(desk, chapter, meeting):
    desk("sign-in", chapter, meeting, "Ana Ruíz")
    facts = desk("info", chapter, "--json").facts
    assert (facts["people"], facts["members"], facts["meetings"], facts["sign_ins"]) == (2, 1, 1, 1)
    assert {"chapter_id", "replica_id", "digest"} <= facts.keys()


def test_the_digest_changes_with_what_is_kept_and_not_with_looking(desk, chapter):
    first = desk("info", chapter, "--json").facts["digest"]
    desk("check", chapter)
    assert desk("info", chapter, "--json").facts["digest"] == first
    desk("members", "add", chapter, "Ana")
    assert desk("info", chapter, "--json").facts["digest"] != first


def test_a_sample_of_one_seed_holds_the_same_people(desk, tmp_path):
    counts = []
    for name in ("one", "two"):
        said = desk("sample", tmp_path / name, "--members", 60, "--meetings", 6, "--seed", 3)
        assert said.code == 0, said.err
        facts = desk("info", tmp_path / name, "--json").facts
        assert facts["sample"] is True
        assert facts["members"] == 60
        counts.append([facts[key] for key in ("people", "members", "meetings", "sign_ins")])
    assert counts[0] == counts[1]
    assert counts[0][1:3] == [60, 6]
    assert desk("check", tmp_path / "one").code == 0


def test_backup_restore_and_check(desk, chapter):
    backup = desk("backup", chapter, "--json").facts
    assert backup["verified"]
    desk("members", "add", chapter, "Ana")
    assert [each["file"] for each in desk("restore", chapter, "--json").facts["backups"]] == [backup["file"]]
    assert desk("restore", chapter, backup["file"]).code == 0
    assert desk("info", chapter, "--json").facts["people"] == 1
    assert desk("check", chapter, "--json").facts["ok"] is True


def test_a_command_copies_the_chapter_when_the_last_copy_is_hours_old(desk, chapter, monkeypatch):
    desk("members", "add", chapter, "Ana")
    (first,) = desk("restore", chapter, "--json").facts["backups"]
    assert first["reason"] == "on-close"
    desk("members", "add", chapter, "Bo")
    assert len(desk("restore", chapter, "--json").facts["backups"]) == 1
    monkeypatch.setattr(backups, "_BETWEEN_COMMANDS", timedelta(0))
    desk("members", "add", chapter, "Cy")
    assert len(desk("restore", chapter, "--json").facts["backups"]) == 2


def test_a_copy_that_fails_is_said_and_the_command_is_done(desk, chapter):
    (chapter / "backups").rmdir()
    (chapter / "backups").write_text("in the way")
    said = desk("members", "add", chapter, "Ana")
    assert said.code == 0 and said.line and "no copy was made" in said.err
    assert desk("info", chapter, "--json").facts["people"] == 2


def test_a_damaged_file_is_found_and_its_backup_put_back(desk, chapter):
    backup = desk("backup", chapter, "--json").facts["file"]
    content = bytearray((chapter / "chapter.db").read_bytes())
    content[5000] ^= 1
    (chapter / "chapter.db").write_bytes(content)
    said = desk("check", chapter)
    assert said.code == 1 and said.err.count(".") >= 3
    assert desk("restore", chapter, backup).code == 0
    assert desk("check", chapter).code == 0


def test_help_names_every_command_and_how_the_window_is_started(desk):
    said = desk("help").out
    forms = ("chapter-desk --sample", "chapter-desk CHAPTER", "--version")
    for words in (*forms, "members import", "bundle export", "hub keys", "sign-in", "mou pdf", "restore"):
        assert words in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("members", "add"), "CHAPTER falta."),
        (("members", "add", "x", "--colour", "red"), "No hay opción --colour."),
        (("sample", "x", "--members", "0"), "Lo que se dio para --members no sirve."),
        (("members", "wander", "x"), "No se entienden estas palabras."),
    ],
)
def test_words_that_are_not_understood_are_told_in_the_programs_language(desk, monkeypatch, words, said):
    monkeypatch.setenv("CHAPTER_DESK_LANGUAGE", "es")
    told = desk(*words)
    assert told.code == 2 and said in told.err and "--help" in told.err
    assert not any(word in told.err for word in ("Usage", "Error", "Missing", "Input should"))
    use_language("en")


def test_a_full_disk_is_said_and_what_was_saved_stays(desk, small_disk):
    path = small_disk.place / "N.chapter"
    assert desk("new", path, "--name", "N", "--zip", "23517", "--lead", "Dana").code == 0
    small_disk.filled()
    said = [desk("members", "add", path, f"Guest {number} {'x' * 900}") for number in range(40)]
    refused = [each for each in said if each.code == 1]
    assert refused and all("disk is full" in each.err and each.err.count(".") >= 3 for each in refused)
    (small_disk.place / "ballast").unlink()
    assert desk("info", path, "--json").facts["people"] == 1 + len(said) - len(refused)


def test_a_file_of_a_newer_program_is_left_alone(desk, chapter):
    with closing(connected(chapter / "chapter.db", vault.unlock(chapter, WORDS))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said = desk("info", chapter)
    assert said.code == 1 and "newer" in said.err and said.err.count(".") >= 3


def test_a_missing_chapter_file_points_to_its_backups(desk, chapter):
    backup = desk("backup", chapter, "--json").facts["file"]
    for file in chapter.glob("chapter.db*"):
        file.unlink()
    said = desk("info", chapter)
    assert said.code == 1 and "backup" in said.err.lower()
    assert desk("restore", chapter, backup).code == 0
    assert desk("info", chapter).code == 0


def test_the_passphrase_is_asked_for_at_a_prompt(chapter, tmp_path):
    def told(typed: str) -> tuple[int, str]:
        environment = {name: value for name, value in os.environ.items() if name != "CHAPTER_DESK_PASSPHRASE"}
        pid, master = pty.fork()
        if pid == 0:
            os.execve(
                sys.executable, [sys.executable, "-m", "chapter_desk", "info", str(chapter)], environment
            )
        said = b""
        with suppress(OSError):
            while b": " not in said:
                said += os.read(master, 1024)
            os.write(master, typed.encode() + b"\n")
            while chunk := os.read(master, 1024):
                said += chunk
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said.decode()

    code, said = told(WORDS)
    assert code == 0 and "Passphrase: " in said and WORDS not in said
    assert told("not the one at all")[0] == 1


def test_what_was_done_since_a_backup_is_copied_before_it_is_put_back(desk, chapter):
    backup = desk("backup", chapter, "--json").facts["file"]
    desk("members", "add", chapter, "Lost Person")
    restored = desk("restore", chapter, backup, "--json").facts
    assert desk("members", "find", chapter, "Lost", "--json").facts["people"] == []
    assert "before-restore" in restored["copied"]
    desk("restore", chapter, restored["copied"])
    assert [each["name"] for each in desk("members", "find", chapter, "Lost", "--json").facts["people"]] == [
        "Lost Person"
    ]


def test_a_file_of_another_version_is_copied_too_before_a_backup_takes_its_place(desk, chapter):
    backup = desk("backup", chapter, "--json").facts["file"]
    desk("members", "add", chapter, "Ana")
    with closing(connected(chapter / "chapter.db", vault.unlock(chapter, WORDS))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    copied = desk("restore", chapter, backup, "--json").facts["copied"]
    assert "before-restore" in copied
    with closing(connected(chapter / "backups" / copied, vault.unlock(chapter, WORDS))) as connection:
        assert ("Ana",) in connection.execute("SELECT display_name FROM person").fetchall()


def test_a_damaged_vault_is_put_back_with_the_backup(desk, chapter):
    backup = desk("backup", chapter, "--json").facts["file"]
    (chapter / "vault.json").write_text("{}")
    assert desk("info", chapter).code == 1
    assert desk("restore", chapter, backup).code == 0
    assert desk("info", chapter).code == 0


def test_a_copied_folder_is_a_second_laptop(desk, chapter, tmp_path):
    first = desk("info", chapter, "--json").facts
    shutil.copytree(chapter, tmp_path / "copy")
    second = desk("info", tmp_path / "copy", "--json").facts
    assert second["chapter_id"] == first["chapter_id"]
    assert second["replica_id"] != first["replica_id"]
    assert desk("info", tmp_path / "copy", "--json").facts["replica_id"] == second["replica_id"]


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda path: None, "There is no chapter"),
        (lambda path: path.mkdir(), "is not a chapter"),
        (lambda path: (path.mkdir(), (path / "vault.json").write_text("nonsense")), "key file"),
    ],
)
def test_what_is_no_chapter_is_refused_in_three_sentences(desk, tmp_path, prepare, words):
    prepare(tmp_path / "x")
    said = desk("info", tmp_path / "x")
    assert said.code == 1 and said.out == ""
    assert words in said.err
    assert "Traceback" not in said.err


def test_an_empty_and_a_foreign_chapter_file_are_refused_and_left_alone(desk, chapter):
    for content in (b"", b"PK\x03\x04 not a chapter" * 500):
        (chapter / "chapter.db").write_bytes(content)
        for ending in ("-wal", "-shm"):
            (chapter / f"chapter.db{ending}").unlink(missing_ok=True)
        said = desk("info", chapter)
        assert said.code == 1 and "Traceback" not in said.err
        assert (chapter / "chapter.db").read_bytes() == content


def test_the_wrong_passphrase_harms_nothing(desk, chapter, monkeypatch):
    monkeypatch.setenv("CHAPTER_DESK_PASSPHRASE", "wrong")
    said = desk("info", chapter)
    assert said.code == 1 and "not the passphrase" in said.err
    monkeypatch.setenv("CHAPTER_DESK_PASSPHRASE", WORDS)
    assert desk("info", chapter).code == 0


def test_the_passphrase_may_come_from_a_file(desk, chapter, tmp_path, monkeypatch):
    monkeypatch.delenv("CHAPTER_DESK_PASSPHRASE")
    (tmp_path / "words.txt").write_text(WORDS + "\n")
    assert desk("info", chapter, "--passphrase-file", tmp_path / "words.txt").code == 0
    said = desk("info", chapter)
    assert said.code == 1 and "CHAPTER_DESK_PASSPHRASE" in said.err


def test_the_command_line_refuses_while_a_window_has_the_chapter(desk, chapter):
    window = open_app(chapter, vault.unlock(chapter, WORDS), holder="window")
    try:
        said = desk("members", "add", chapter, "Ana")
    finally:
        window.close()
    assert said.code == 1 and "window" in said.err
    assert desk("members", "add", chapter, "Ana").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["info"],
        ["plan"],
        ["meetings", "add", "x", "--title", "y"],
        ["mou", "status", "x", "--set", "nonsense"],
    ],
)
def test_usage_ends_with_two(desk, words):
    assert desk(*words).code == 2


@pytest.mark.parametrize("zip_code", ["00000", "2350O", "norfolk"])
def test_an_unknown_zip_makes_no_chapter(desk, tmp_path, zip_code):
    said = desk("new", tmp_path / "x", "--name", "N", "--zip", zip_code, "--lead", "L")
    assert said.code == 1 and not (tmp_path / "x").exists()


def test_new_takes_another_national_pack(desk, tmp_path):
    from chapter_desk.core.national.pack import sample_pack_folder

    shutil.copytree(sample_pack_folder(), tmp_path / "pack")
    text = (tmp_path / "pack" / "pack.toml").read_text().replace("min_people = 10", "min_people = 1", 1)
    (tmp_path / "pack" / "pack.toml").write_text(text)
    said = desk(
        "new", tmp_path / "a", "--name", "N", "--zip", "23517", "--lead", "L", "--email", "l@example.org",
        "--national", tmp_path / "pack",
    )  # fmt: skip
    assert said.code == 0
    gates = {gate["id"]: gate["met"] for gate in desk("mou", "gate", tmp_path / "a", "--json").facts["gates"]}
    assert gates["enough-people"] is True


def words_of(row: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", row.partition("|")[2].partition("|")[2]))


def keys_of(said: object) -> set[str]:
    """Every key of an object and of the objects inside it."""
    if isinstance(said, dict):
        return set(said) | {key for value in said.values() for key in keys_of(value)}
    return {key for each in said for key in keys_of(each)} if isinstance(said, list) else set()


def test_every_key_that_is_printed_is_described_in_the_help_and_the_other_way_round(
    desk, chapter, meeting, tmp_path
):
    (tmp_path / "x.csv").write_text("first_name,last_name,email\nBo,Ek,\nAna,Ruiz,nonsense\n")
    said = {
        "info": desk("info", chapter, "--json").facts,
        "members add": desk("members", "add", chapter, "Ana", "--json").facts,
        "sign-in": desk("sign-in", chapter, meeting, "Ana", "--json").facts,
        "members list": desk("members", "list", chapter, "--json").facts,
        "members import": desk("members", "import", chapter, tmp_path / "x.csv", "--json").facts,
        "members undo": desk("members", "undo", chapter, "--json").facts,
        "meetings list": desk("meetings", "list", chapter, "--json").facts,
        "meetings roll": desk("meetings", "roll", chapter, meeting, "--json").facts,
        "meetings end": desk("meetings", "end", chapter, meeting, "--json").facts,
        "plan add-issue": desk("plan", "add-issue", chapter, "--title", "Rent", "--json").facts,
        "mou gate": desk("mou", "gate", chapter, "--json").facts,
        "mou status": desk("mou", "status", chapter, "--json").facts,
        "mou pdf": desk("mou", "pdf", chapter, tmp_path / "a.pdf", "--json").facts,
        "keys show": desk("keys", "show", chapter, "--json").facts,
        "hub keys": desk("hub", "keys", tmp_path / "hub", "--json").facts,
        "check": desk("check", chapter, "--json").facts,
        "backup": desk("backup", chapter, "--json").facts,
    }
    export = (
        "bundle",
        "export",
        chapter,
        tmp_path / "out",
        "--kind",
        "summary",
        "--to",
        "national",
        "--json",
    )
    said["bundle export"] = desk(*export).facts
    said["restore"] = desk("restore", chapter, said["backup"]["file"], "--json").facts
    rows = [row for row in desk("help", "json").out.splitlines() if row.startswith("| `")]
    meeting_row = next(row for row in rows if "`local_start`" in row)
    for command, facts in said.items():
        row = next(row for row in rows if f"`{command}`" in row.split("|")[1])
        described = words_of(row) | (words_of(meeting_row) if command.startswith("meetings") else set())
        if command == "mou status":
            facts = {**facts, "days": {}}  # its keys are the steps
        assert keys_of(facts) <= described | {"actions"}, command
    assert {"chapter_id", "replica_id", "people", "members", "meetings", "sign_ins", "digest"} <= set(
        said["info"]
    )
    assert {"id", "person_id", "name", "at", "repeated"} <= set(said["sign-in"])
    assert {"file", "kind", "rows", "left_out"} <= set(said["bundle export"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_help_names_every_reason_for_which_somebody_is_left_out(language):
    text = resource("help", language, "json.md").read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(): row for row in text.splitlines() if row.startswith("| ")}
    for why in filter(None, get_args(WhyNot)):
        assert f"`{why}`" in rows["`meetings thanks`"]
    for minor, asked in ((True, True), (False, True), (False, False)):
        assert f"`{sharing._why(minor, asked)}`" in rows["`bundle export`"]


def test_details_to_national_leave_out_who_was_not_asked_and_say_so(desk, tmp_path):
    recipient = desk("hub", "keys", tmp_path / "hub", "--json").facts["recipient"]
    path = tmp_path / "Details.chapter"
    new = ("new", path, "--name", "D", "--zip", "23517", "--lead", "Dana", "--national-recipient", recipient)
    assert desk(*new).code == 0
    ana = desk("members", "add", path, "Ana", "--json").facts["id"]
    export = ("bundle", "export", path, tmp_path / "out", "--kind", "snapshot", "--to", "national", "--json")
    facts = desk(*export).facts
    assert {(each["id"], each["reason"]) for each in facts["left_out"]} >= {(ana, "never-asked")}
    assert len(facts["left_out"]) == 2 and facts["kind"] == "snapshot"


def test_restore_of_what_is_no_chapter_is_refused(desk, tmp_path):
    said = desk("restore", tmp_path / "nothing")
    assert said.code == 1 and said.out == "" and "There is no chapter" in said.err
