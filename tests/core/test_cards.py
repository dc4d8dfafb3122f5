"""Cards: whose a code is, that no code can be read from the file, and what a revoked or unknown one does."""

import re

import pytest

from chapter_desk.core.meetings.card_code import fingerprint, is_some_code, kept_of, new_token, read_token
from chapter_desk.core.meetings.cards import Cards, new_cards
from chapter_desk.core.meetings.sort_out import UNKNOWN_CODE, SortOut
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.errors import NoSuchRecord
from chapter_desk.store import schema

# What a key of the American keyboard, which a scanner presses, types on another.
_AZERTY = str.maketrans("QWAZMqwazm1234567890", "AZQW?azqw,&é\"'(-è_çà")
_QWERTZ = str.maketrans("YZyz-", "ZYzyß")
_SPANISH = str.maketrans("-:/;[]'", "'Ñ-ñ`+´")


@pytest.fixture
def cards(db):
    return Cards(db)


def issued(cards, *people):
    made = new_cards(people)
    cards.issue(made)
    return [card.token for card in made]


def test_a_code_is_random_and_tells_nothing():
    tokens = {new_token() for _ in range(2000)}
    assert len(tokens) == 2000
    assert all(re.fullmatch("CDP[BCDFGHJKLNPRSTVX]{32}", token) for token in tokens)
    by_place = list(zip(*tokens, strict=True))[3:]
    assert all(len(set(letters)) == 16 for letters in by_place)  # each place 4 bits: 128 in all


@pytest.mark.parametrize("keyboard", [_AZERTY, _QWERTZ, _SPANISH], ids=["french", "german", "spanish"])
def test_every_keyboard_types_the_same_code(keyboard):
    token = new_token()
    for typed in (token, token.lower(), token.swapcase()):
        assert read_token(typed.translate(keyboard)) == token


def test_what_stands_around_a_code_does_no_harm():
    token, other = new_token(), new_token()
    assert read_token(f"]Q1{token}\t") == token
    assert read_token(f"mar{token}") == token
    assert read_token(f"{other}{token}") == token
    assert read_token(token[:-1]) is None
    assert read_token("") is None


@pytest.mark.parametrize(
    "typed",
    ["Maria Gutierrez", "+1 757 555 0141", "7575550141", "23517-1234", "maria2024@example.org", "O'Connor",
     "Bartholomew-Featherstonehaugh", "María José de la Cruz", "", "Mc3", "7575550141 ext 12"],
)  # fmt: skip
def test_what_people_type_is_no_code(typed):
    assert not is_some_code(typed)


@pytest.mark.parametrize(
    "scanned",
    [
        "CDP" + "BCDFGHJK" * 4,
        "https://example.org/t/abc",
        "EVT-2026-00123-ABCD",
        "4a7d1ed414474e4033ac29ccb8653d9b",
    ],
)
def test_what_was_scanned_is_a_code(scanned):
    assert is_some_code(scanned)


def test_a_card_signs_its_person_in(cards, person, sign_ins, meeting, db):
    maria, may = person("Maria Gutierrez"), meeting()
    (token,) = issued(cards, maria)
    found = cards.find(token.lower(), may)
    assert (found.person_id, found.name, found.state) == (maria, "Maria Gutierrez", "valid")
    sign_ins.sign_in(may, found.person_id, method="card", card=found.card_id)
    with db.read() as connection:
        row = connection.execute(schema.sign_in.select()).one()
    assert (row.person_id, row.method, row.code) == (maria, "card", found.card_id)


def test_no_code_can_be_read_from_the_file(cards, person, db, path):
    (token,) = issued(cards, person("Maria Gutierrez"))
    with db.read() as connection:
        told = [str(connection.execute(t.select()).all()) for t in schema.metadata.sorted_tables]
    assert not any(token in text for text in told)
    assert any(fingerprint(token) in text for text in told)


def test_a_new_card_ends_the_one_before_and_undo_brings_it_back(cards, person, steps):
    maria, bo = person("Maria Gutierrez"), person("Bo Diaz")
    first, other = issued(cards, maria, bo)
    (second,) = issued(cards, maria)
    assert cards.find(first).state == "revoked" and cards.find(first).revoked_at is not None
    assert cards.find(second).state == "valid" and cards.find(other).state == "valid"
    steps.take_back(steps.next_undo().id)
    assert cards.find(first).state == "valid"
    assert cards.find(second) is None


def test_a_revoked_card_says_whose_it_was_and_can_be_given_back(cards, person, steps):
    maria = person("Maria Gutierrez")
    (token,) = issued(cards, maria)
    assert set(cards.holders()) == {maria}
    assert cards.revoke([maria]) == 1
    assert (cards.find(token).state, cards.find(token).name) == ("revoked", "Maria Gutierrez")
    assert cards.holders() == {} and cards.revoke([maria]) == 0
    steps.take_back(steps.next_undo().id)  # the second time nothing was written
    assert cards.find(token).state == "valid"


def test_cards_are_issued_to_all_or_to_nobody(cards, person):
    maria = person("Maria Gutierrez")
    with pytest.raises(NoSuchRecord):
        issued(cards, maria, "nobody")
    assert cards.holders() == {}


def test_the_code_of_a_confirmation_is_good_at_its_meeting_also_the_one_sent_before(cards, person, meeting):
    maria, may, june = person("Maria Gutierrez"), meeting(), meeting("June", "2026-12-10T19:00")
    first = cards.confirm(may, [maria])[maria]
    second = cards.confirm(may, [maria])[maria]
    for token in (first, second):
        assert cards.find(token, may).state == "valid"
        found = cards.find(token, june)
        assert (found.state, found.meeting_title) == ("other-meeting", "May general meeting")
    (card,) = issued(cards, maria)
    assert cards.find(first, may).state == "valid"
    assert cards.revoke([maria]) == 3
    assert {cards.find(token, may).state for token in (first, second, card)} == {"revoked"}
    with pytest.raises(NoSuchRecord):
        cards.confirm("nothing", [maria])


def test_people_who_are_one_person_keep_both_their_cards_and_lose_both(cards, person, db):
    maria, also = person("Maria Gutierrez"), person("María Gutiérrez")
    one, other = issued(cards, maria, also)
    SamePerson(db).link(maria, also)
    assert {cards.find(token).person_id for token in (one, other)} == {min(maria, also)}
    assert len(cards.holders()) == 1
    assert cards.revoke([also]) == 2


def test_a_card_of_somebody_who_was_removed_is_nobodys(cards, person, records):
    maria = person("Maria Gutierrez")
    (token,) = issued(cards, maria)
    records.remove(maria)
    assert cards.find(token) is None


def test_an_unknown_code_waits_with_who_came_in_with_it(db, sign_ins, meeting, cards):
    may, tray, code = meeting(), SortOut(db), new_token()
    signed = sign_ins.walk_in(may, WalkIn("Bo Diaz", code=code), method="card")
    assert signed.sort_out == (UNKNOWN_CODE,)
    (waiting,) = tray.waiting()
    assert (waiting.reason, waiting.person_id, waiting.sign_in_id) == (
        UNKNOWN_CODE, signed.person_id, signed.id,
    )  # fmt: skip
    assert waiting.raw["name"] == "Bo Diaz"
    assert waiting.raw["code"] == f"CDP…{code[-4:]}" and waiting.raw["token"] == fingerprint(code)


def test_an_unknown_code_nobody_came_in_with_waits_once(db, sign_ins, meeting):
    may, tray, code = meeting(), SortOut(db), "https://example.org/t/12345"
    tray.leave_code(may, code)
    tray.leave_code(may, code)
    (waiting,) = tray.waiting()
    assert (waiting.raw["code"], waiting.person_id) == (code, None)
    sign_ins.walk_in(may, WalkIn("Bo Diaz", code=code))
    (waiting,) = tray.waiting()
    assert waiting.name == "Bo Diaz"
    tray.solve(waiting.id)
    tray.leave_code(may, code)
    assert tray.count() == 0


def test_what_is_kept_of_a_code_is_short_and_printable():
    assert kept_of("  a\x00b" + "x" * 900)["code"] == "ab" + "x" * 198
