"""Names, e-mails, phones and addresses: kept as written, and in one comparable form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.members.contact import PhoneNumber, address_of, email_of, is_email, phone_of
from chapter_desk.core.members.naming import clean_name, clean_text, sort_name
from chapter_desk.errors import NameNeeded, TextRefused


@pytest.mark.parametrize(
    ("written", "sorted_by"),
    [
        ("Maria Garcia", "Garcia, Maria"),
        ("José de la Cruz", "de la Cruz, José"),
        ("Ana Sofía Peña-Núñez", "Peña-Núñez, Ana Sofía"),
        ("Luis A. Rodríguez Jr.", "Rodríguez, Luis A. Jr."),
        ("James T. Williams III", "Williams, James T. III"),
        ("Dr. Renée St. John-Mosby, Ph.D.", "St. John-Mosby, Renée Ph.D."),
        ("Smith-Smith, Anne-Marie", "Smith-Smith, Anne-Marie"),
        ("Juan Pérez y Ortega", "Pérez y Ortega, Juan"),
        ("Sister Perpetua", "Perpetua"),
        ("Wulandari", "Wulandari"),
        ("김민준", "김민준"),
        ("'Akau'ola Vake", "Vake, 'Akau'ola"),
        ("Jr.", "Jr."),
        (",", ","),
    ],
)
def test_a_sort_name_is_guessed_from_the_name(written, sorted_by):
    assert sort_name(written) == sorted_by


def test_a_known_family_name_is_never_guessed():
    assert sort_name("Nguyễn Thị Ánh", "Thị Ánh", "Nguyễn") == "Nguyễn, Thị Ánh"
    assert sort_name("María García López", family_name="García López") == "García López, María"


@given(st.text(max_size=40))
def test_every_text_is_kept_composed_or_refused(text):
    try:
        name = clean_name(text)
    except (NameNeeded, TextRefused):
        return
    assert name and clean_name(name) == name
    assert "\x00" not in name and sort_name(name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a\x00b", "control"), ("a\nb", "control"), ("a\ud83d", "broken"), ("x" * 1001, "too-long")],
)
def test_what_is_no_writing_is_refused_with_its_reason(text, reason):
    with pytest.raises(TextRefused) as refused:
        clean_name(text)
    assert (refused.value.reason, refused.value.field) == (reason, "display_name")


def test_lines_are_writing_where_they_are_asked_for():
    assert clean_text("one\r\ntwo\n", "note", lines=True) == "one\ntwo"


@pytest.mark.parametrize(
    ("written", "number", "extension", "shown"),
    [
        ("757-555-0141", "+17575550141", "", "(757) 555-0141"),
        ("1 (757) 555.0141", "+17575550141", "", "(757) 555-0141"),
        ("(757) 555-0141 ext. 12", "+17575550141", "12", "(757) 555-0141 x12"),
        ("+33 4 78 00 00 00", "+33478000000", "", "+33 4 78 00 00 00"),
        ("555-0141", "", "", "555-0141"),
        ("call after 6", "", "", "call after 6"),
    ],
)
def test_a_phone_is_kept_comparable_and_as_written(written, number, extension, shown):
    phone = phone_of(written)
    assert (phone.number, phone.extension, phone.raw, phone.shown) == (number, extension, written, shown)


@pytest.mark.parametrize("area", ["757", "212"])
def test_the_usual_way_of_writing_reads_like_the_library_of_numbers(area):
    import phonenumbers

    for written in (f"{area}5550141", f"+1 {area} 555 0141", f"1-{area}-555-0141", f"({area})555-0141"):
        parsed = phonenumbers.parse(written, "US")
        e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        assert phone_of(written).number == e164


def test_digits_to_look_for_leave_out_the_country():
    assert phone_of("757-555-0141").digits == "7575550141"
    assert PhoneNumber("555-0141").digits == "5550141"


@pytest.mark.parametrize("text", ["a@example.org", " Zoë@example.org ", "a.b+c@mail.example.co"])
def test_an_email_is_known_by_its_shape(text):
    assert is_email(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a@@b.c", "a b@c.d", ".a@b.cd", "a@-b.cd", "a@b..c", "@b.cd"]
)
def test_what_has_not_the_shape_of_an_email_is_none(text):
    assert not is_email(text)


def test_an_email_is_kept_in_lower_case():
    assert email_of(" Ana@Example.ORG").address == "ana@example.org"


def test_a_zip_tells_the_town_and_a_slip_stays_as_typed():
    address = address_of("23508-1142")
    assert (address.postal_code, address.locality, address.region, address.raw) == (
        "23508", "Norfolk", "VA", "23508-1142",
    )  # fmt: skip
    assert address_of("2350O").postal_code == "2350O"
    assert address_of("stays at the shelter on Lantern").raw == "stays at the shelter on Lantern"
    assert address_of("  ").empty
