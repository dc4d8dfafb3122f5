"""members, meetings, sign-in, plan, mou, bundle: an evening on the command line."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

CSV = """uuid,first_name,last_name,email,can2_phone,can2_user_city,zip_code,\
can2_user_tags,can2_subscription_status
a1,Ana,Ruíz,ana@example.org,757-555-0101,Norfolk,23517,"march, volunteer",subscribed
a2,Bo,Ek,bo@example.org,,Norfolk,23508,,unsubscribed
a3,,,,,,,,
a4,Li,Bo,,757-555-0102,,99999,,
"""


@pytest.fixture
def csv_file(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(CSV)
    return path


def test_a_dry_run_counts_what_the_import_does(desk, chapter, csv_file):
    dry = desk("members", "import", chapter, csv_file, "--dry-run", "--json").facts
    before = desk("info", chapter, "--json").facts["digest"]
    real = desk("members", "import", chapter, csv_file, "--json").facts
    keys = ("new", "changed", "same", "problems")
    assert [dry[key] for key in keys] == [real[key] for key in keys]
    assert (dry["step"], real["new"]) == (None, 3)
    assert {each["kind"] for each in real["problems"]} == {"no-name", "unknown-zip"}
    assert {each["row"] for each in real["problems"]} == {4, 5}
    assert desk("info", chapter, "--json").facts["digest"] != before


def test_the_same_list_again_changes_nothing_and_undo_takes_it_all_back(desk, chapter, csv_file):
    before = desk("members", "list", chapter, "--json").facts["people"]
    desk("members", "import", chapter, csv_file)
    again = desk("members", "import", chapter, csv_file, "--json").facts
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 3)
    taken = desk("members", "undo", chapter, "--json").facts
    assert taken["kept"] == 0
    assert desk("members", "list", chapter, "--json").facts["people"] == before


def test_undo_without_a_number_takes_back_the_last_import_and_says_what(desk, chapter, csv_file):
    desk("members", "import", chapter, csv_file)
    desk("members", "add", chapter, "Not An Import")
    said = desk("members", "undo", chapter)
    assert said.code == 0 and "import of 3 people" in said.out
    people = desk("members", "list", chapter, "--json").facts["people"]
    assert "Not An Import" in {each["name"] for each in people} and "Ana Ruíz" not in str(people)
    assert desk("members", "undo", chapter).code == 1


def test_undo_without_a_number_leaves_the_import_of_the_laptop_a_folder_was_copied_from(
    desk, chapter, csv_file, tmp_path
):
    desk("members", "import", chapter, csv_file)
    copy = tmp_path / "Copy.chapter"
    shutil.copytree(chapter, copy)
    before = desk("info", copy, "--json").facts["digest"]
    said = desk("members", "undo", copy)
    assert said.code == 1 and "nothing left to take back" in said.err
    assert desk("info", copy, "--json").facts["digest"] == before
    assert desk("members", "undo", chapter).code == 0


@pytest.mark.parametrize(
    ("policy", "counts"), [("skip", (0, 0, 3)), ("none", (3, 0, 0)), ("update", (0, 1, 2))]
)
def test_what_becomes_of_people_on_file_is_chosen(desk, chapter, csv_file, policy, counts):
    desk("members", "import", chapter, csv_file)
    csv_file.write_text(CSV.replace("Ana,Ruíz", "Ana María,Ruíz"))
    facts = desk("members", "import", chapter, csv_file, "--on-duplicate", policy, "--json").facts
    assert (facts["new"], facts["changed"], facts["same"]) == counts


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in this file"),
        (b"%PDF-1.4", "not a table of text"),
        (b"\x00" * 3000, "nothing in this file"),
        (b"Ana,Perez,ana@x.org\nBob,Lee,bob@x.org\n", "No column"),
        (b"a,b\n1,2\n", "No column"),
        (b"first_name,last_name,email\n", "no rows below"),
    ],
)
def test_a_malformed_list_is_refused_and_nothing_taken(desk, chapter, tmp_path, content, words):
    (tmp_path / "x.csv").write_bytes(content)
    before = desk("info", chapter, "--json").facts["digest"]
    said = desk("members", "import", chapter, tmp_path / "x.csv", "--json")
    assert (said.code, said.out) == (1, "") and words in said.err and "Traceback" not in said.err
    assert desk("info", chapter, "--json").facts["digest"] == before


@pytest.mark.parametrize("text", ["ruiz", "ana r", "0101", "ana@", "23517"])
def test_people_are_found_by_what_one_remembers(desk, chapter, csv_file, text):
    desk("members", "import", chapter, csv_file)
    found = desk("members", "find", chapter, text, "--json").facts["people"]
    assert found[0]["name"] == "Ana Ruíz"


def test_a_member_has_the_evidence_beside_the_name(desk, chapter, meeting):
    signed = desk("sign-in", chapter, meeting, "Ana Ruíz", "--json").facts
    (person,) = desk("members", "find", chapter, "ruiz", "--json").facts["people"]
    assert person["member"] is True and person["id"] == signed["person_id"]
    assert person["evidence"][0]["id"] == signed["id"]
    assert person["evidence"][0]["title"] == "May meeting"


def test_a_second_sign_in_says_when_the_first_was(desk, chapter, meeting):
    first = desk("sign-in", chapter, meeting, "Ana Ruíz", "--json").facts
    second = desk("sign-in", chapter, meeting, "ana ruiz", "--json").facts
    third = desk("sign-in", chapter, meeting, "--member", first["person_id"], "--json").facts
    assert first["repeated"] is False and second["repeated"] is third["repeated"] is True
    assert first["at"] == second["at"] == third["at"] and first["id"] == second["id"] == third["id"]


@pytest.mark.parametrize(
    ("again", "repeated"),
    [
        ({"name": "Maria Gutierrez"}, True),
        ({"name": "maria  GUTIÉRREZ"}, True),
        ({"name": "Maria Gutierrez", "zip": "23508"}, False),
        ({"name": "Maria Gutierrez", "email": "not an e-mail"}, False),
    ],
)
def test_the_same_words_again_are_not_another_person_though_two_have_the_name(
    desk, chapter, meeting, again, repeated
):
    for _one in range(2):
        desk("members", "add", chapter, "Maria Gutierrez")
    first = desk("sign-in", chapter, meeting, "Maria Gutierrez", "--json").facts
    assert first["added"] and first["sort_out"] == ["maybe-on-file"]
    lines = "\n".join([json.dumps(again)] * 3)
    said = desk("sign-in", chapter, meeting, "--stdin", "--json", stdin=lines).out.splitlines()
    second, *others = map(json.loads, said)
    assert second["repeated"] is repeated and (second["person_id"] == first["person_id"]) is repeated
    assert all(each["repeated"] and each["id"] == second["id"] for each in others)
    counts = desk("info", chapter, "--json").facts
    assert (counts["people"], counts["sign_ins"]) == ((4, 1) if repeated else (5, 2))


def test_a_zip_that_nobody_knows_is_said_and_keeps_nobody_out(desk, chapter, meeting):
    refused = desk("members", "add", chapter, "Ana", "--zip", "99999")
    assert refused.code == 1 and "no ZIP “99999”" in refused.err
    line = json.dumps({"name": "Zip A", "zip": "abcde"})
    said = desk("sign-in", chapter, meeting, "--stdin", "--json", stdin=line)
    assert said.code == 0 and said.facts["sort_out"] == ["unknown-zip"]
    as_number = json.dumps({"name": "Zip B", "zip": 2139})
    assert desk("sign-in", chapter, meeting, "--stdin", "--json", stdin=as_number).facts["sort_out"] == []


def test_each_list_of_a_meeting_takes_everybody_once(desk, chapter, meeting):
    door = desk("sign-in", chapter, meeting, "Bo Li", "--children", "2", "--json").facts
    voting = desk("sign-in", chapter, meeting, "Bo Li", "--list", "voting", "--json").facts
    assert (voting["person_id"], voting["repeated"]) == (door["person_id"], False)
    line = '{"name": "Bo Li", "list": "voting"}\n{"name": "Bo Li", "children": -1}\n'
    said = desk("sign-in", chapter, meeting, "--stdin", "--json", stdin=line)
    assert json.loads(said.out.splitlines()[0])["repeated"] and said.code == 1  # -1 children is refused
    assert desk("sign-in", chapter, meeting, "Bo Li", "--list", "dance").code == 2
    roll = desk("meetings", "roll", chapter, meeting, "--json").facts
    assert [each["name"] for each in roll["present"]] == ["Bo Li"]


def test_an_e_mail_that_is_none_is_refused(desk, chapter):
    said = desk("members", "add", chapter, "Ana", "--email", "nonsense")
    assert said.code == 1 and "“nonsense” is not an e-mail address" in said.err
    assert desk("members", "list", chapter, "--json").facts["people"][0]["name"] != "Ana"


def test_lines_are_signed_in_one_by_one_and_a_bad_one_is_told(desk, chapter, meeting):
    ana = desk("members", "add", chapter, "--name", "Ana", "--email", "ana@example.org").line
    lines = [
        json.dumps({"member": ana}),
        json.dumps({"name": "Bo Ek", "email": "bo@example.org", "zip": "23508"}),
        "{nonsense",
        json.dumps({"member": "nobody"}),
        json.dumps({"name": "李 小明"}),
    ]
    said = desk("sign-in", chapter, meeting, "--stdin", stdin="\n".join(lines) + "\n")
    assert said.code == 1
    assert len(said.line.splitlines()) == 3
    assert "Line 3" in said.err
    assert desk("info", chapter, "--json").facts["sign_ins"] == 3


def test_an_ended_meeting_takes_nobody_until_it_is_open_again(desk, chapter, meeting):
    assert desk("meetings", "open", chapter, meeting).code == 0
    assert desk("meetings", "end", chapter, "May meeting").code == 0
    said = desk("sign-in", chapter, meeting, "Late")
    assert said.code == 1 and "has ended" in said.err
    desk("meetings", "open", chapter, meeting)
    assert desk("sign-in", chapter, meeting, "Late").code == 0
    (listed,) = desk("meetings", "list", chapter, "--json").facts["meetings"]
    assert listed["signed_in"] == 1 and listed["local_start"] == "2026-05-12T19:00:00"


def test_from_plan_to_signature(desk, chapter, csv_file, meeting, tmp_path):
    gate = desk("mou", "gate", chapter, "--json").facts
    assert gate["ready"] is False
    assert {each["id"] for each in gate["gates"]} == {
        "enough-people", "point-of-contact", "local-plan", "organizing-call",
    }  # fmt: skip
    assert desk("mou", "status", chapter, "--set", "sent", "--on", "2026-05-20").code == 1
    for number in range(9):
        line = json.dumps({"name": f"Guest {number}", "email": f"g{number}@example.org"})
        assert desk("sign-in", chapter, meeting, "--stdin", stdin=line).code == 0
    issue = desk("plan", "add-issue", chapter, "--title", "Flooding", "--priority", "climate").line
    people = desk("members", "list", chapter, "--json").facts["people"]
    assert (
        desk(
            "plan",
            "add-action",
            chapter,
            issue,
            "--title",
            "Ask the city",
            "--owner",
            people[0]["id"],
            "--due",
            "2026-12-01",
        ).code
        == 0
    )
    assert desk("mou", "status", chapter, "--set", "called", "--on", "2026-05-14").code == 0
    assert desk("mou", "gate", chapter, "--json").facts["ready"] is True
    assert desk("mou", "status", chapter, "--set", "sent", "--on", "2026-05-20").code == 0
    signed = desk("mou", "status", chapter, "--set", "signed", "--on", "2026-05-25", "--json").facts
    assert signed["status"] == "signed" and signed["days"]["sent"] == "2026-05-20"
    for noun, name in (("mou", "mou.pdf"), ("plan", "plan.pdf")):
        assert desk(noun, "pdf", chapter, tmp_path / name).code == 0
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
    plan = desk("plan", "show", chapter, "--json").facts
    assert plan["issues"][0]["actions"][0]["due"] == "2026-12-01" and "climate" not in plan["gaps"]


def test_an_unknown_priority_names_those_there_are(desk, chapter):
    said = desk("plan", "add-issue", chapter, "--title", "Flooding", "--priority", "weather")
    assert said.code == 1 and "climate" in said.err


def test_two_laptops_swap_bundles_and_agree(desk, chapter, meeting, tmp_path):
    other, out = tmp_path / "Second.chapter", tmp_path / "stick"
    out.mkdir()
    shutil.copytree(chapter, other)
    desk("info", other)
    desk("sign-in", chapter, meeting, "Ana Ruíz")
    desk("sign-in", other, meeting, "Bo Ek")
    one = desk("bundle", "export", chapter, out, "--kind", "delta", "--to", "chapter", "--json").facts["file"]
    two = desk("bundle", "export", other, out, "--kind", "delta", "--to", "chapter", "--json").facts["file"]
    dry = desk("bundle", "import", other, one, "--dry-run", "--json").facts
    taken = desk("bundle", "import", other, one, "--json").facts
    assert dry["new"] == taken["new"] > 0
    assert desk("bundle", "import", other, one, "--json").facts["new"] == 0
    assert desk("bundle", "import", chapter, two).code == 0
    last = desk("bundle", "export", other, out, "--kind", "delta", "--to", "chapter", "--json").facts["file"]
    desk("bundle", "import", chapter, last)
    first, second = (desk("info", path, "--json").facts for path in (chapter, other))
    assert first["digest"] == second["digest"] and first["sign_ins"] == 2
    assert desk("bundle", "inspect", chapter, two, "--json").facts["chapter_desk:kind"] == "delta"


def test_a_broken_and_a_foreign_bundle_are_refused(desk, chapter, meeting, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    file = desk("bundle", "export", chapter, out, "--kind", "snapshot", "--to", "chapter", "--json").facts[
        "file"
    ]
    before = desk("info", chapter, "--json").facts["digest"]
    (tmp_path / "cut.cdb").write_bytes(Path(file).read_bytes()[:-20])
    other = tmp_path / "Other.chapter"
    desk("new", other, "--name", "Other", "--zip", "23508", "--lead", "Somebody")
    for path, words in (
        (["bundle", "import", chapter, tmp_path / "cut.cdb"], "Nothing"),
        (["bundle", "import", other, file], "Nothing"),
        (["bundle", "import", chapter, tmp_path / "missing.cdb"], "cannot be read"),
    ):
        said = desk(*path)
        assert said.code == 1 and words in said.err and "Traceback" not in said.err
    assert desk("info", chapter, "--json").facts["digest"] == before


def test_national_opens_a_summary_with_its_own_key_and_finds_no_name(desk, tmp_path):
    import subprocess

    keys = desk("hub", "keys", tmp_path / "hub", "--json").facts
    assert desk("hub", "keys", tmp_path / "hub").code == 1
    chapter = tmp_path / "Norfolk.chapter"
    desk(
        "new", chapter, "--name", "Norfolk", "--zip", "23517", "--lead", "Canary Walker",
        "--national-recipient", keys["recipient"],
    )  # fmt: skip
    file = desk("bundle", "export", chapter, tmp_path, "--json").facts["file"]
    plain = subprocess.run(
        ["age", "-d", "-i", tmp_path / "hub" / "national.age", file], capture_output=True, check=True
    ).stdout
    (tmp_path / "plain.zip").write_bytes(plain)
    listed = subprocess.run(["unzip", "-p", tmp_path / "plain.zip"], capture_output=True, check=True).stdout
    assert b"datapackage.org" in listed and b"Canary" not in listed


def test_names_in_any_script_and_with_markup_stay_as_written(desk, chapter, meeting):
    for name in ("<b>Bold</b> & Co", "محمد الأحمد", "王小明", "O'Neill", "Null", "x" * 200):
        assert desk("sign-in", chapter, meeting, name, "--json").facts["name"] == name
    said = desk("sign-in", chapter, meeting, "   ")
    assert said.code == 1


@pytest.mark.parametrize("noun", ["plan", "mou"])
def test_a_paper_goes_to_a_folder_that_is_there_in_a_language_that_is(desk, chapter, tmp_path, noun):
    said = desk(noun, "pdf", chapter, tmp_path / "nowhere" / "paper.pdf")
    assert said.code == 1 and "no such folder" in said.err
    assert desk(noun, "pdf", chapter, tmp_path / "paper.pdf", "--language", "fr").code == 2
    assert not (tmp_path / "paper.pdf").exists()


def test_a_meeting_begins_by_the_clock_of_its_place(desk, chapter):
    words = ("meetings", "add", chapter, "--title", "May", "--zip", "60601", "--starts")
    assert desk(*words, "2026-05-12T19:00+02:00").code == 2
    assert desk("meetings", "list", chapter, "--json").facts["meetings"] == []


def test_a_bundle_makes_the_folder_it_goes_to(desk, chapter, tmp_path):
    written = desk("bundle", "export", chapter, tmp_path / "new", "--json").facts
    assert Path(written["file"]).parent == tmp_path / "new"
    assert written["rows"] > 0
    said = desk("bundle", "export", chapter, tmp_path / "no" / "such")
    assert said.code == 1 and "no such folder" in said.err


def test_people_are_invited_answer_and_are_listed(desk, chapter):
    meeting = desk("meetings", "add", chapter, "--title", "Potluck", "--starts", "2026-12-12T19:00",
                   "--zip", "23517", "--capacity", "2").line  # fmt: skip
    for name in ("Ana", "Bo", "Cy"):
        desk("members", "add", chapter, name)
    invite = desk("meetings", "invite", chapter, "Potluck", "--person", "Ana", "--person", "Bo", "--json")
    assert (invite.facts["invited"], invite.facts["no_answer"]) == (2, 2)
    assert desk("meetings", "invite", chapter, meeting, "--person", "ana").line == "0"
    assert desk("meetings", "answer", chapter, meeting, "Ana", "yes", "--guests", "1").line == "yes"
    full = desk("meetings", "answer", chapter, meeting, "Cy", "yes", "--json").facts
    assert (full["status"], full["waiting"]) == ("tentative", True)
    over = desk("meetings", "answer", chapter, meeting, "Bo", "yes", "--over-the-limit", "--json").facts
    assert (over["status"], over["waiting"]) == ("accepted", False)
    listed = desk("meetings", "expected", chapter, meeting, "--json").facts
    assert (listed["capacity"], listed["free"], listed["said_yes"], listed["guests"]) == (2, -1, 2, 1)
    assert [(each["name"], each["waiting"]) for each in listed["people"]] == [
        ("Ana", False), ("Bo", False), ("Cy", True),
    ]  # fmt: skip
    assert "Ana +1" in " ".join(desk("meetings", "expected", chapter, meeting).out.split())
    assert desk("meetings", "answer", chapter, meeting, "Nobody", "yes").code == 1
    assert desk("meetings", "answer", chapter, meeting, "Ana", "perhaps").code == 2
    assert desk("meetings", "invite", chapter, meeting).code == 2


def test_meetings_go_out_and_come_in_as_calendar_files(desk, chapter, tmp_path):
    desk("meetings", "add", chapter, "--title", "Potluck", "--starts", "2027-06-12T19:00", "--zip", "23517")
    out = desk("meetings", "export", chapter, tmp_path / "all.ics", "--json").facts
    assert out["meetings"] == 1 and b"SUMMARY:Potluck" in (tmp_path / "all.ics").read_bytes()
    same = desk("meetings", "import", chapter, tmp_path / "all.ics", "--json").facts
    assert (same["new"], same["changed"], same["as_before"]) == (0, 0, 1)
    later = (tmp_path / "all.ics").read_text().replace("T190000", "T200000").replace("T203000", "T213000")
    (tmp_path / "later.ics").write_text(later)
    dry = desk("meetings", "import", chapter, tmp_path / "later.ics", "--dry-run", "--json").facts
    assert (dry["changed"], dry["meetings"][0]["fields"]) == (1, ["starts_at", "ends_at"])
    assert "changed" in desk("meetings", "import", chapter, tmp_path / "later.ics").out
    (meeting,) = desk("meetings", "list", chapter, "--json").facts["meetings"]
    assert meeting["local_start"] == "2027-06-12T20:00:00"
    assert desk("meetings", "import", chapter, tmp_path / "none.ics").code == 1
    assert "no calendar" in desk("meetings", "import", chapter, Path(__file__)).err


def test_calls_are_listed_and_thanks_are_written(desk, chapter, csv_file, tmp_path):
    desk("members", "import", chapter, csv_file)
    starts = f"{datetime.now(UTC):%Y-%m-%dT%H:00}"
    meeting = desk(
        "meetings", "add", chapter, "--title", "Potluck", "--starts", starts, "--zip", "23517"
    ).line
    for name in ("Ana Ruíz", "Bo Ek"):
        desk("sign-in", chapter, meeting, name)
    calls = desk("meetings", "calls", chapter, "--json").facts["calls"]
    assert {each["name"]: each["numbers"] for each in calls}["Ana Ruíz"] == ["+17575550101"]
    assert "Ana Ruíz" in desk("meetings", "calls", chapter).out
    told = desk("meetings", "thanks", chapter, meeting, tmp_path / "thanks.csv", "--json").facts
    assert (told["people"], told["left_out"]) == (1, [{"why": "refused", "people": 1}])
    written = (tmp_path / "thanks.csv").read_text("utf-8-sig")
    assert "ana@example.org" in written and "bo@example.org" not in written and "555" not in written
