import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.explain_rows import row_problem
from chapter_desk.core.members.cell_values import cents, day, email, yes_or_no, zip_code
from chapter_desk.core.members.cleaning import (
    ImportedConsent,
    ImportedGift,
    ImportedPerson,
    Problem,
    RowCleaner,
)
from chapter_desk.core.members.columns import field_names, recognised
from chapter_desk.core.members.csv_reading import CsvTable

ACTION_NETWORK = (
    "uuid,first_name,last_name,email,Phone Number,can2_phone,can2_user_address,can2_user_city,"
    "can2_user_state,can2_state_abbreviated,can2_county,County,zip_code,country,can2_user_tags,"
    "can2_subscription_status,can2_subscription_date,can2_sms_status,can2_lifetime_value,Committee"
)
ACTBLUE = (
    "Receipt ID,Date,Amount,Recipient,Donor First Name,Donor Last Name,Donor Addr1,Donor City,Donor State,"
    "Donor ZIP,Donor Country,Donor Occupation,Donor Employer,Donor Email,Donor Phone,Employer City,"
    "Employer ZIP,Reserved,Lineitem ID,Refund ID,Reserved,Donor US Passport Number"
)


def cleaner(headers, **more):
    more.setdefault("known_zip", lambda zip_: zip_ != "99999")
    return RowCleaner(recognised(headers.split(",")), **more)


def cleaned(headers, *cells, **more):
    return cleaner(headers, **more).cleaned(7, list(cells))


def only(headers, *cells, **more):
    person, problems = cleaned(headers, *cells, **more)
    assert problems == ()
    return person


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-mail 1 - Value", "email_address"),
        ("can2_user_city", "locality"),
        ("CORREO ELECTRÓNICO", "email_address"),
        ("Nombre(s)", "given_name"),
        ("Apellido Paterno", "first_surname"),
        ("Cód. Postal", "postal_code"),
        ("Estado", "region"),
        ("Estado civil", None),
        ("Teléfono celular", "mobile_phone"),
        ("user__phone_number", "phone_number"),
        ("Voter File VANID", "identifier"),
        ("PreferredEmail", "email_address"),
        ("Pref Phone ", "phone_number"),
        ("mZip5", "postal_code"),
        ("Donor ZIP", "postal_code"),
        ("Employer ZIP", None),
        ("RSVPed on", "rsvp_date"),
        ("Lineitem ID", "source_line"),
        ("primary_address1", "address_line_1"),
        ("¿Cómo se enteró?", "source"),
        ("Attendee #", "identifier"),
        ("Asistió", "attended"),
        ("Email 7", "email_address"),
        ("Title", None),
        ("", None),
        ("Favourite colour", None),
    ],
)
def test_headers_mean_what_people_mean_by_them(header, field):
    assert recognised([header]).fields.get(0) == field


@pytest.mark.parametrize(
    ("headers", "export"),
    [
        (ACTION_NETWORK, "action_network"),
        ("first_name,last_name,email,zip_code,can2_user_tags", "action_network"),
        (ACTBLUE, "actblue"),
        ("nationbuilder_id,first_name,last_name,email1,primary_zip,tag_list,party", "nationbuilder"),
        ("Voter File VANID,FirstName,LastName,Zip5,PreferredEmail,Preferred Phone", "van"),
        ("id,user_id,user__given_name,user__family_name,user__email_address,status,attended", "mobilize"),
        ("Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CC,REGION,LEID,EUID,TAGS", "mailchimp"),
        ("First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Labels", "google_contacts"),
        ("Order #,Order Date,First Name,Last Name,Email,Attendee #,Attendee Status", "eventbrite"),
        ("Name,User ID,Title,Event Host,RSVP,Guests,RSVPed on", "meetup"),
        ("name,email,zip", ""),
    ],
)
def test_the_known_exports_are_recognised(headers, export):
    assert recognised(headers.split(",")).format == export


def test_an_action_network_export_is_placed_column_by_column():
    mapping = recognised(ACTION_NETWORK.split(","))
    placed = {mapping.headers[column]: field for column, field in mapping.fields.items()}
    assert placed["uuid"] == "identifier"
    assert placed["can2_phone"] == "mobile_phone"
    assert placed["can2_user_tags"] == "tags"
    assert (mapping.unknown, mapping.left_out) == (("Committee",), ("can2_county", "County"))


def test_a_person_may_place_a_column_or_leave_it_out():
    mapping = recognised(["name", "Party", "Colour"])
    placed = mapping.placed(2, "note").placed(0, "")
    assert placed.fields == {2: "note"}
    assert (placed.unknown, placed.left_out) == ((), ("Party", "name"))
    assert "note" in field_names()


def test_what_must_not_be_taken_from_a_gift_list_is_left_out():
    mapping = recognised(ACTBLUE.split(","))
    taken = {mapping.headers[column] for column in mapping.fields}
    assert taken.isdisjoint(
        {"Donor US Passport Number", "Employer City", "Employer ZIP", "Recipient", "Reserved"}
    )
    assert mapping.unknown == ()


def test_a_row_of_action_network_becomes_a_person():
    person = only(
        ACTION_NETWORK,
        "8f-1", "María", "Núñez", "Maria@Example.ORG ", "757-555-0141", "+1 (757) 555-0142", "12 Lantern St",
        "Norfolk", "Virginia", "VA", "Norfolk", "", "23508-1142", "US", "volunteer, phone bank",
        "subscribed", "2017-03-05 18:00:00 UTC", "unsubscribed", "$1,250.50", "",
    )  # fmt: skip
    assert isinstance(person, ImportedPerson)
    assert (person.row, person.display_name, person.given_name, person.family_name) == (
        7, "María Núñez", "María", "Núñez",
    )  # fmt: skip
    assert [address.address for address in person.email_addresses] == ["maria@example.org"]
    assert [(phone.number, phone.number_type) for phone in person.phone_numbers] == [
        ("+17575550141", ""),
        ("+17575550142", "Mobile"),
    ]
    assert (person.postal_code, person.postal_address.address_lines) == ("23508", ("12 Lantern St",))
    assert person.tags == ("volunteer", "phone bank")
    assert person.identifiers == ("action_network:8f-1",)
    assert person.consents == (ImportedConsent("email", True), ImportedConsent("sms", False))
    assert (person.subscribed_on, person.lifetime_value_cents) == (date(2017, 3, 5), 125050)


def test_a_gift_comes_with_its_own_line_and_day():
    headers = "Date,Amount,Donor First Name,Donor Last Name,Donor Email,Lineitem ID,Refund ID"
    person = only(headers, "2026-05-09 17:33:08", "27.00", "Bo", "Li", "bo@example.org", "AB1", "")
    assert person.gift == ImportedGift(2700, date(2026, 5, 9), "", "AB1")
    assert only(headers, "2026-05-09", "27", "Bo", "Li", "", "AB1", "R9").gift.refunded


@pytest.mark.parametrize(
    ("headers", "cells", "name"),
    [
        ("name", ["  'Akau'ola   Vake "], "'Akau'ola   Vake"),
        ("first,last", ["DeShawn", "McAllister"], "DeShawn McAllister"),
        ("first,middle,last,suffix", ["James", "T.", "Williams", "III"], "James T. Williams III"),
        ("Nombres,Apellido Paterno,Apellido Materno", ["María", "García", "López"], "María García López"),
        ("first,last", ["Null", ""], "Null"),
        ("first,last,goes by", ["", "", "Dee"], "Dee"),
        ("name", ["Anne\nMarie"], "Anne Marie"),
        ("name", ["Zoe\u0308"], "Zoë"),
        (
            "name,first,last",
            ["Smith-Smith, Anne-Marie", "Anne-Marie", "Smith-Smith"],
            "Smith-Smith, Anne-Marie",
        ),
    ],
)
def test_a_name_is_taken_as_it_is_written(headers, cells, name):
    assert only(headers, *cells).display_name == name


def test_a_row_without_a_name_is_left_out_and_named():
    assert cleaned("name,email", " ", "a@example.org") == (None, (Problem(7, "no-name", ""),))


@pytest.mark.parametrize(
    ("header", "typed", "kind"),
    [
        ("email", "not an address", "bad-email"),
        ("email", "a@b", "bad-email"),
        ("email", "/o=exchange/cn=maria", "bad-email"),
        ("phone", "call after 6", "odd-phone"),
        ("phone", "555-0141", "odd-phone"),
        ("zip", "2350O", "odd-zip"),
        ("zip", "99999", "unknown-zip"),
        ("can2_subscription_date", "13/25/24", "odd-date"),
        ("can2_lifetime_value", "lots", "odd-amount"),
        ("city", "x" * 5000, "too-long"),
    ],
)
def test_each_doubt_is_named_and_the_rest_of_the_row_is_kept(header, typed, kind):
    person, problems = cleaned(f"name,{header}", "Ana Li", typed)
    assert person.display_name == "Ana Li"
    assert {(problem.row, problem.kind) for problem in problems} == {(7, kind)}


def test_an_odd_phone_and_an_odd_zip_are_kept_as_typed():
    person, _ = cleaned("name,phone,zip", "Ana Li", "call after 6", "2350O")
    assert (person.phone_numbers[0].raw, person.phone_numbers[0].number) == ("call after 6", "")
    assert person.postal_code == "2350O"


def test_seven_digits_get_the_area_code_of_the_chapter():
    person, problems = cleaned("name,phone", "Ana Li", "555-0141", area_code="757")
    assert [phone.number for phone in person.phone_numbers] == ["+17575550141"]
    assert problems == (Problem(7, "area-code", "555-0141"),)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("(757) 555-0141", ["+17575550141"]),
        ("1-757-555-0141", ["+17575550141"]),
        ("757.555.0141 ext 12", ["+17575550141"]),
        ("7575550141.0", ["+17575550141"]),
        ("7.575550141E9", ["+17575550141"]),
        ("+44 20 7946 0958", ["+442079460958"]),
        ("757-555-0141 ::: 757-555-0142", ["+17575550141", "+17575550142"]),
        ("757-555-0141; 757 555 0141", ["+17575550141"]),
    ],
)
def test_phones_are_read_in_every_usual_way_of_writing(typed, numbers):
    person = only("name,phone", "Ana Li", typed)
    assert [phone.number for phone in person.phone_numbers] == numbers


def test_several_addresses_in_one_cell_are_several():
    person = only(
        "name,email,email 2", "Ana", "a@example.org ::: b@example.org, c@example.org", "A@example.org"
    )
    assert [e.address for e in person.email_addresses] == ["a@example.org", "b@example.org", "c@example.org"]


def test_a_foreign_postal_code_is_nobodys_mistake():
    person = only("name,zip,country", "Ana Li", "69002", "France", known_zip=lambda _zip: False)
    assert (person.postal_code, person.postal_address.country) == ("69002", "France")


def test_ids_of_an_unknown_list_are_not_taken_for_anybodys():
    assert only("name,id", "Ana Li", "7").identifiers == ()


def test_a_no_anywhere_in_the_row_wins():
    headers = "name,email opt in,unsubscribed,do not call"
    assert only(headers, "Ana", "yes", "2019-01-01", "t").consents == (
        ImportedConsent("email", False),
        ImportedConsent("call", False),
    )
    assert only(headers, "Ana", "yes", "no", "").consents == (ImportedConsent("email", True),)
    assert only(headers, "Ana", "", "", "").consents == ()


def test_attendance_not_noted_is_no_absence():
    headers = "name,event,event date,attended,no show"
    assert only(headers, "Ana", "March", "2026-03-05", "", "").attendance.attended is None
    assert only(headers, "Ana", "March", "2026-03-05", "sí", "").attendance.attended is True
    assert only(headers, "Ana", "March", "3/5/2026", "", "true").attendance.attended is False
    assert only("name", "Ana").attendance is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [("23508", "23508"), ("23508-1142", "23508"), ("2139", "02139"), ("2139.0", "02139"), ("918", "00918"),
     (" 07030 ", "07030"), ("235081142", "23508"), ("21391142", "02139"), ("2350O", ""), ("12", "")],
)  # fmt: skip
def test_a_zip_gets_back_the_zeros_a_spreadsheet_took(typed, read):
    assert zip_code(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2017-03-05", (2017, 3, 5)), ("2017-03-05T10:00:00Z", (2017, 3, 5)), ("3/5/2017", (2017, 3, 5)),
     ("11/29/24 22:28", (2024, 11, 29)), ("25/12/2017", (2017, 12, 25)), ("2017-13-01", None), ("x", None)],
)  # fmt: skip
def test_days_are_read_as_written_here(typed, read):
    assert day(typed) == (date(*read) if read else None)


def test_a_spanish_list_puts_the_day_first():
    assert day("4/5/2017", day_first=True) == date(2017, 5, 4)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("27", 2700), ("$1,250.5", 125050), ("0.07", 7), ("12 USD", 1200), ("-5.00", -500), ("1.2.3", None)],
)
def test_amounts_are_read_in_cents(typed, read):
    assert cents(typed) == read


@pytest.mark.parametrize(("typed", "read"), [("Sí", True), ("FALSE", False), ("", None), ("maybe", None)])
def test_yes_and_no_are_read_in_two_languages(typed, read):
    assert yes_or_no(typed) is read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("o'neill@example.org", "o'neill@example.org"),
        ("<Ana+x@Example.org>", "ana+x@example.org"),
        ("mailto:ana@example.org", "ana@example.org"),
        ("ñandú@example.org", "ñandú@example.org"),
        ("ana..x@example.org", ""),
        ("ana@-example.org", ""),
        ("@", ""),
    ],
)
def test_addresses_are_read_or_refused(typed, read):
    assert email(typed) == read


@given(st.lists(st.text(st.characters(), max_size=30), min_size=20, max_size=20))
def test_no_row_at_all_does_harm(cells):
    person, problems = cleaner(ACTION_NETWORK).cleaned(1, cells)
    assert person is None or person.display_name.strip()
    assert all(problem.row == 1 for problem in problems)


def test_a_file_goes_all_the_way_through():
    text = f"{ACTION_NETWORK}\n" + ",".join(["id-1", "Zoë", "Li", "zoe@example.org"] + [""] * 16) + "\n"
    read = CsvTable(io.BytesIO(text.encode()))
    clean = RowCleaner(recognised(read.headers), known_zip=lambda _zip: True)
    people = [clean.cleaned(line, cells)[0] for line, cells in read.rows()]
    assert [person.display_name for person in people if person] == ["Zoë Li"]


@pytest.mark.parametrize(
    "kind",
    ["too-many-cells", "too-few-cells", "quote-not-closed", "unreadable-letters", "control-characters",
     "no-name", "too-long", "bad-email", "odd-phone", "area-code", "odd-zip", "unknown-zip",
     "odd-date", "odd-amount"],
)  # fmt: skip
def test_every_doubt_has_its_words(kind):
    words = row_problem(kind, "{name}" * 40)
    assert words.endswith(".") and len(words) < 140
