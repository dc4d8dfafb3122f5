"""People: added, edited field by field, put away, put back, and never losing what was there."""

from datetime import date

import pytest
from sqlalchemy import func, select

from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.contact import EmailAddress, PhoneNumber
from chapter_desk.core.members.field_history import FieldHistory
from chapter_desk.core.members.households import Households
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.person_card import PersonCards
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.errors import NameNeeded, NoSuchRecord, TextRefused
from chapter_desk.store import schema


@pytest.fixture
def about(db, pack):
    return PersonCards(db, rule_of(pack)).about


@pytest.fixture
def history(db):
    return FieldHistory(db)


def steps_taken(db):
    with db.read() as connection:
        return connection.scalar(select(func.count()).select_from(schema.step))


def test_a_person_is_kept_exactly_as_they_write_themselves(records, about):
    ana = records.add(
        PersonDraft(
            "Ana <b>Sofía</b> Peña-Núñez", email_addresses=["ana@example.org", "ANA@example.org", ""],
            phone_numbers=["757-555-0141", "call after 6"], postal_addresses=["23508"], tags=["Driver"],
            other_names=["Anita"], employer=" Shipyard ",
        )
    )  # fmt: skip
    card = about(ana)
    assert (card.display_name, card.sort_name) == (
        "Ana <b>Sofía</b> Peña-Núñez",
        "Peña-Núñez, Ana <b>Sofía</b>",
    )
    assert [email.address for email in card.email_addresses] == ["ana@example.org"]
    assert [phone.shown for phone in card.phone_numbers] == ["(757) 555-0141", "call after 6"]
    assert (card.postal_addresses[0].locality, card.employer) == ("Norfolk", "Shipyard")
    assert (card.tags, card.other_names) == (("Driver",), ("Anita",))


def test_adding_is_one_step_and_goes_as_one(db, records, steps, about):
    ana = records.add(PersonDraft("Ana", email_addresses=["a@example.org"], tags=["Driver"]))
    assert steps_taken(db) == 1
    steps.take_back(steps.next_undo().id)
    assert about(ana).removed
    steps.take_back(steps.next_redo().id)
    card = about(ana)
    assert not card.removed and card.email_addresses and card.tags == ("Driver",)


@pytest.mark.parametrize(("name", "error"), [("", NameNeeded), (" \t", NameNeeded), ("a\x07", TextRefused)])
def test_a_person_without_a_name_that_can_be_written_is_not_kept(db, records, name, error):
    with pytest.raises(error):
        records.add(PersonDraft(name))
    assert steps_taken(db) == 0


def test_an_edit_says_what_it_changed_and_leaves_the_rest(records, about, person):
    ana = person("Ana", employer="Shipyard")
    assert records.edit(ana, {"employer": "Shipyard", "occupation": "Welder"}) == ("occupation",)
    assert (about(ana).employer, about(ana).occupation) == ("Shipyard", "Welder")
    with pytest.raises(NoSuchRecord):
        records.edit("nobody", {"employer": "x"})
    with pytest.raises(NameNeeded):
        records.edit(ana, {"display_name": " "})


def test_a_sort_name_follows_the_name_until_somebody_corrects_it(records, about, person):
    ana = person("Maria Garcia")
    records.edit(ana, {"display_name": "María García López"})
    assert about(ana).sort_name == "López, María García"
    records.edit(ana, {"family_name": "García López", "given_name": "María"})
    assert about(ana).sort_name == "García López, María"
    records.edit(ana, {"sort_name": "Garcia Lopez"})
    records.edit(ana, {"display_name": "Maria G. Lopez"})
    assert about(ana).sort_name == "Garcia Lopez"


def test_a_list_of_phones_is_given_whole_and_changed_in_place(db, records, about, person):
    ana = person("Ana", phone_numbers=["757-555-0141", "757-555-0108"])
    first, second = about(ana).phone_numbers
    changed = PhoneNumber("757-555-0199", id=first.id)
    assert records.edit(ana, {"phone_numbers": [changed, "7575550108", "757-555-0111"]}) == ("phone_numbers",)

    phones = about(ana).phone_numbers
    assert [phone.number[-4:] for phone in phones] == ["0199", "0108", "0111"]
    assert [phone.id for phone in phones[:2]] == [first.id, second.id]
    assert phones[1].raw == "757-555-0108"
    assert records.edit(ana, {"phone_numbers": phones}) == ()
    records.edit(ana, {"phone_numbers": []})
    assert about(ana).phone_numbers == ()


def test_the_first_of_a_list_is_the_one_preferred(records, about, person):
    ana = person("Ana", email_addresses=["one@example.org", "two@example.org"])
    one, two = about(ana).email_addresses
    assert records.edit(ana, {"email_addresses": [two, one]}) == ("email_addresses",)
    assert about(ana).email_addresses == (two, one)
    records.edit(ana, {"email_addresses": [EmailAddress("new@example.org"), one]})
    assert [email.address for email in about(ana).email_addresses] == ["new@example.org", "one@example.org"]


def test_archived_and_removed_people_come_back_whole(records, about, person):
    ana, bo = person("Ana", phone_numbers=["757-555-0141"]), person("Bo")
    assert records.archive(ana, bo) == 2
    assert records.archive(ana) == 0
    assert records.remove(ana) == 1
    assert records.restore(ana) == 1
    card = about(ana)
    assert (card.archived_at, card.removed, len(card.phone_numbers)) == (None, False, 1)


def test_history_tells_each_change_newest_first_and_puts_it_back(clock, records, about, history, person):
    ana = person("Ana", phone_numbers=["757-555-0138"])
    assert [change.field for change in history.of(ana)] == ["phone_number"]
    clock.pass_(minutes=1)
    (phone,) = about(ana).phone_numbers
    records.edit(ana, {"phone_numbers": [PhoneNumber("757-555-0141", id=phone.id)]})
    clock.pass_(minutes=1)
    records.edit(ana, {"deceased_on": date(2026, 10, 1)})

    deceased, raw, number, added = history.of(ana)
    assert (deceased.field, deceased.before, deceased.after) == ("deceased_on", None, date(2026, 10, 1))
    assert {raw.field, number.field} == {"raw", "number"} and added.after == "757-555-0141"
    assert deceased.at == clock.now and deceased.step_kind == "edit-person"

    assert history.put_back(deceased) and about(ana).deceased_on is None
    assert not history.put_back(deceased)
    for change in (raw, number):
        history.put_back(change)
    assert about(ana).phone_numbers[0].shown == "(757) 555-0138"


def test_a_contact_taken_away_comes_back_from_history(records, about, history, person):
    ana = person("Ana", email_addresses=["ana@example.org"])
    records.edit(ana, {"email_addresses": []})
    went, _came = history.of(ana)
    assert (went.field, went.before, went.after) == ("email_address", "ana@example.org", None)
    history.put_back(went)
    assert about(ana).email_addresses[0].address == "ana@example.org"
    history.put_back(history.of(ana)[-1])
    assert about(ana).email_addresses == ()


def test_history_names_who_did_it(db, records, history, person):
    with db.write("operators") as writer:
        writer.insert(schema.operator, {"name": "Tyrone Banks", "role": "greeter"}, id="tyrone")
    ana = person("Ana")
    records.edit(ana, {"occupation": "Welder"})
    assert history.of(ana)[0].by == "Tyrone Banks"


def test_notes_are_written_changed_and_taken_away(records, about, person):
    ana = person("Ana")
    note = records.add_note(ana, "Asked about rides.\nHas a van.")
    records.edit_note(note.id, "Has a van.")
    assert [each.body for each in about(ana).notes] == ["Has a van."]
    records.remove_note(note.id)
    assert about(ana).notes == ()
    with pytest.raises(NameNeeded):
        records.add_note(ana, " ")


def test_tags_are_the_same_however_they_are_capitalized(records, about, person):
    ana, bo = person("Ana", tags=["Driver"]), person("Bo")
    assert records.tag([ana, bo], "driver") == 1
    assert records.set_tags(ana, ["Phone bank"]) == ("Driver", "Phone bank")
    assert (about(ana).tags, about(bo).tags) == (("Phone bank",), ("Driver",))
    assert records.untag([bo, ana], "DRIVER") == 1
    assert records.tag([bo], "Driver") == 1 and about(bo).tags == ("Driver",)


def test_the_newest_consent_counts_and_a_refusal_wins_a_tie(db, clock, about, person):
    ana, consents = person("Ana"), Consents(db)
    consents.note(ana, "email", given=False, how="paper")
    clock.pass_(minutes=1)
    consents.note(ana, "email", given=True, how="desk")
    consents.note(ana, "sms", given=False)
    consents.note(ana, "sms", given=True)
    consents.note(ana, "call", given=True)
    consents.note(ana, "call", given=False, at=clock.now.replace(year=2025))

    answers = about(ana).consents
    assert {channel: answer.given for channel, answer in answers.items()} == {
        "email": True, "sms": False, "call": True,
    }  # fmt: skip
    assert consents.who_agreed("email") == {ana} and consents.who_agreed("sms") == frozenset()


def test_one_person_in_two_entries_has_one_card(db, about, person):
    jim = person("Jim Williams", phone_numbers=["757-555-0134"], tags=["Driver"])
    james = person("James Williams", email_addresses=["james@example.org"])
    Consents(db).note(james, "email", given=True)
    SamePerson(db).link(james, jim)
    card = about(james)
    assert (card.id, card.ids) == (jim, (jim, james))
    assert card.email_addresses and card.phone_numbers and card.tags == ("Driver",)
    assert card.consents["email"].given


def test_a_household_is_said_by_somebody_and_left_again(db, about, person):
    fatima, husband, other = person("Fatima Al-Ahmad"), person("محمد الأحمد"), person("Dee")
    households = Households(db)
    home = households.put_together([fatima, husband])
    assert [mate.person_id for mate in about(fatima).household] == [husband]
    assert households.put_together([husband, other]) == home
    assert len(households.of(fatima)) == 2
    households.part(husband)
    assert [mate.name for mate in households.of(fatima)] == ["Dee"]


def test_nobody_has_a_card_once_forgotten(db, about, person):
    ana = person("Ana")
    with db.write("forget") as writer:
        writer.forget([ana])
    with pytest.raises(NoSuchRecord):
        about(ana)


def test_what_was_written_along_with_a_field_goes_back_with_it(records, about, history, person):
    ana = person("Ana Peña", phone_numbers=["757-555-0138"])
    (phone,) = about(ana).phone_numbers
    records.edit(ana, {"phone_numbers": [PhoneNumber("757-555-0141", id=phone.id)]})
    records.edit(ana, {"display_name": "Ana Ruiz"})

    changes = {change.field: change for change in history.of(ana)}
    history.put_back(changes["number"])
    history.put_back(changes["display_name"])

    assert about(ana).phone_numbers[0].raw == "757-555-0138"
    assert about(ana).sort_name == "Peña, Ana"


def test_history_marks_what_somebody_was_first_written_down_with(records, history, person):
    ana = person("Ana Peña", phone_numbers=["757-555-0138"])
    records.edit(ana, {"email_addresses": ["ana@example.org"]})

    assert [(change.field, change.at_first) for change in history.of(ana)] == [
        ("email_address", False),
        ("phone_number", True),
    ]
