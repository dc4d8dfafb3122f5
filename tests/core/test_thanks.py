"""The thank-you list: who came and agreed to e-mail, safe in a spreadsheet, and noted."""

import csv
import io

import pytest

from chapter_desk.core.meetings.thanks import COLUMNS, WROTE, Thanks
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.csv_writing import csv_bytes, safe_cell
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.store import schema


@pytest.fixture
def thanks(db):
    return Thanks(db)


@pytest.fixture
def agreed(db, person):
    """Put somebody on file who agreed to e-mail, or answered otherwise."""

    def agreed(name, email="", given=True, **draft):
        id = person(name, email_addresses=[email] if email else [], **draft)
        if given is not None:
            Consents(db).note(id, "email", given=given)
        return id

    return agreed


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_only_who_came_and_agreed_to_email_is_in_it(thanks, sign_ins, meeting, agreed):
    may, april = meeting(), meeting("April", "2026-11-01T19:00")
    ana = agreed("Ana Ruíz", "ana@example.org", given_name="Ana", family_name="Ruíz", preferred_language="es")
    bo = agreed("Bo", "bo@example.org", given=False)
    cy, dee = agreed("Cy", "cy@example.org", given=None), agreed("Dee")
    eva = agreed("Eva", "eva@example.org", do_not_contact=True)
    absent = agreed("Absent", "absent@example.org")
    sign_ins.sign_in(april, absent)
    for each in (ana, bo, cy, dee, eva):
        sign_ins.sign_in(may, each)
    sign_ins.visitor(may)
    listed = thanks.of(may)
    assert [(each.name, each.email, each.first_time) for each in listed.people] == [
        ("Ana Ruíz", "ana@example.org", True)
    ]
    assert [(each.name, each.why) for each in listed.left_out] == [
        ("Bo", "refused"), ("Cy", "not-asked"), ("Dee", "no-address"), ("Eva", "do-not-contact"),
    ]  # fmt: skip
    assert listed.visitors == 1
    (row,) = read(thanks.written(listed))
    assert tuple(row) == COLUMNS and row["first_name"] == "Ana" and row["language"] == "es"


def test_who_agreed_to_calls_only_is_not_written_to(db, thanks, sign_ins, meeting, agreed):
    may, ana = meeting(), agreed("Ana", "ana@example.org", given=None, phone_numbers=["757 555 0100"])
    Consents(db).note(ana, "call", given=True)
    sign_ins.sign_in(may, ana)
    assert thanks.of(may).people == () and [each.why for each in thanks.of(may).left_out] == ["refused"]


def test_a_person_twice_on_file_is_thanked_once_and_a_sign_in_taken_back_not_at_all(
    db, thanks, sign_ins, meeting, agreed
):
    may = meeting()
    ana, anna = agreed("Ana", "ana@example.org"), agreed("Anna", "anna@example.org")
    for each in (ana, anna):
        sign_ins.sign_in(may, each)
    SamePerson(db).link(ana, anna)
    bo = sign_ins.sign_in(may, agreed("Bo", "bo@example.org"))
    sign_ins.take_back(bo.id)
    assert len(thanks.of(may).people) == 1 and thanks.of(may).left_out == ()


@pytest.mark.parametrize(
    "name", ["=1+1", "+SUM(A1)", "-2", "@cmd", "\t=1", "  =HYPERLINK(\"x\")", "＝1+1", "=cmd|'/C calc'!A0"]
)  # fmt: skip
def test_no_cell_is_ever_a_formula(name):
    assert safe_cell(name).startswith("'")
    (row,) = read(csv_bytes(("name",), [(name,)]))
    assert row["name"] == f"'{name}"


def test_awkward_names_come_back_whole():
    names = ['Bo "the Bo" Diaz', "Ng, Jo", "O'Neill", "Zoë 李", "line\nbreak", ""]
    assert [row["name"] for row in read(csv_bytes(("name", "x"), [(each, "1") for each in names]))] == names
    assert csv_bytes(("a",), [("b",)]) == b"\xef\xbb\xbfa\r\nb\r\n"


def test_that_a_list_was_written_is_noted_with_ids_alone(db, thanks, sign_ins, meeting, agreed):
    may, ana = meeting(), agreed("Ana", "ana@example.org")
    sign_ins.sign_in(may, ana)
    thanks.written(thanks.of(may))
    with db.read() as connection:
        (entry,) = connection.execute(schema.access_log.select()).all()
    assert (entry.what, entry.details) == (WROTE, {"meeting": may, "people": [ana]})
