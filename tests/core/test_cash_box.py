"""The cash box of a meeting: what is kept, refused, asked, counted, taken back; on one laptop and on two."""

from datetime import date

import pytest

from chapter_desk.core.fundraising.box_lines import ANONYMOUS, EVENT_LINE, GIVEN_BACK, SET_ASIDE, Totals
from chapter_desk.core.fundraising.cash_box import BoxGift, CashBoxes
from chapter_desk.core.fundraising.money_counts import CountDraft, MoneyCounts
from chapter_desk.core.fundraising.money_rule import MoneyRuleChoice
from chapter_desk.core.fundraising.rules import CASH_BOX, NO_FUNDRAISING, shipped_rules
from chapter_desk.core.members.evidence import Standings
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.core.sync.matrix import Destination, may_go
from chapter_desk.errors import MoneyRefused, NoSuchRecord, NotAnAmount, TextRefused
from chapter_desk.store import schema


@pytest.fixture
def choice(db):
    with db.write("set-up") as writer:
        values = {"name": "Norfolk", "region": "VA", "time_zone": "America/New_York"}
        writer.put(schema.chapter, db.chapter_id, values)
    return MoneyRuleChoice(db, shipped_rules())


@pytest.fixture
def boxes(db, choice):
    return CashBoxes(db, choice)


@pytest.fixture
def counts(db, choice):
    return MoneyCounts(db, choice)


@pytest.fixture
def standings(db, pack):
    return Standings(db, rule_of(pack))


@pytest.fixture
def open_box(choice, person):
    """The chapter has chosen the cash box: Denise decided it."""
    denise = person("Denise Whitfield")
    choice.choose(CASH_BOX, denise, "The room costs forty dollars")
    return denise


def refused(act, *given, **more):
    with pytest.raises(MoneyRefused) as trouble:
        act(*given, **more)
    return trouble.value


def kinds(box):
    return [(line.kind, line.amount_cents) for line in box.lines]


def test_without_a_choice_money_is_closed(boxes, counts, choice, person, meeting):
    evening, ana = meeting(), person("Ana")
    now = choice.now()
    assert (now.rule.id, now.by, now.on) == (NO_FUNDRAISING, None, None)
    assert refused(boxes.keep, evening, BoxGift(500, "cash", ana)).reason == "closed"
    assert refused(boxes.add_coins, evening, 500).reason == "closed"
    assert refused(counts.sign_off, evening, CountDraft(Totals(), ana, None)).reason == "closed"
    assert boxes.of(evening).lines == () and boxes.of(evening).hand_over_by is None
    assert choice.ask_first().name.en == "Department of Elections"


def test_a_rule_is_chosen_by_somebody_for_a_reason_on_a_day(choice, person, steps):
    denise = person("Denise Whitfield")
    assert refused(choice.choose, CASH_BOX, None, "The room").reason == "nobody"
    assert refused(choice.choose, CASH_BOX, denise, "  ").reason == "no-reason"
    with pytest.raises(TextRefused):
        choice.choose(CASH_BOX, denise, "x" * 301)
    with pytest.raises(NoSuchRecord):
        choice.choose(CASH_BOX, "nobody", "The room")
    chosen = choice.choose(CASH_BOX, denise, "The room")
    assert (chosen.rule.id, chosen.by_name, chosen.reason) == (CASH_BOX, "Denise Whitfield", "The room")
    assert chosen.on == date(2026, 11, 12)
    steps.take_back(steps.next_undo().id)
    assert choice.now().rule.id == NO_FUNDRAISING


def test_another_rule_of_the_chapter_stays_when_the_money_rule_is_chosen(db, choice, person):
    with db.write("set-up") as writer:
        writer.set(schema.chapter, db.chapter_id, {"rule_choices": {"other": {"rule": "x"}}})
    choice.choose(CASH_BOX, person("Denise"), "The room")
    with db.read() as connection:
        kept = connection.execute(schema.chapter.select()).one().rule_choices
    assert kept["other"] == {"rule": "x"} and kept["money"]["rule"] == CASH_BOX


def test_sixty_dollars_without_a_name(boxes, open_box, meeting, standings):
    evening = meeting()
    trouble = refused(boxes.keep, evening, BoxGift(6000))
    assert (trouble.reason, trouble.limit_cents) == ("anonymous-cash", 5000)
    assert boxes.of(evening).lines == ()
    boxes.keep(evening, BoxGift(6000), set_aside=True)
    box = boxes.of(evening)
    assert kinds(box) == [(ANONYMOUS, 5000), (SET_ASIDE, 1000)]
    assert (box.written.all, box.aside_cents) == (5000, 1000)
    assert standings.members() == {}  # nobody becomes a member by a gift without a name


def test_fifty_is_kept_and_fifty_and_one_cent_is_not(boxes, open_box, meeting):
    evening = meeting()
    boxes.keep(evening, BoxGift(5000))
    assert refused(boxes.keep, evening, BoxGift(5001)).reason == "anonymous-cash"
    assert boxes.of(evening).still_to_ask == ()


def test_a_named_giver_becomes_a_member_and_what_is_missing_never_blocks(
    boxes, open_box, person, meeting, standings
):
    evening = meeting()
    ana = person("Ana")
    boxes.keep(evening, BoxGift(6000, "cash", ana))
    (line,) = boxes.of(evening).still_to_ask
    assert (line.name, line.missing) == ("Ana", ("address",))
    assert standings.of(ana).member and standings.of(ana).since == date(2026, 11, 12)
    boxes.correct(line.id, BoxGift(6000, "cash", ana, "1420 Lantern St, Norfolk VA 23508"))
    assert boxes.of(evening).still_to_ask == ()
    assert boxes.of(evening).lines[0].address == "1420 Lantern St, Norfolk VA 23508"


def test_an_address_on_file_is_the_address_at_the_time(boxes, open_box, person, meeting, db):
    evening, ana = meeting(), person("Ana")
    with db.write("set-up") as writer:
        writer.insert(schema.postal_address, {"person_id": ana, "postal_code": "23508"})
    boxes.keep(evening, BoxGift(5100, "check", ana))
    assert [line.missing for line in boxes.of(evening).lines] == [("address",)]  # a ZIP is no address
    values = {"person_id": ana, "address_lines": ["77 Tidewater Loop"], "locality": "Norfolk", "region": "VA"}
    with db.write("set-up") as writer:
        writer.insert(schema.postal_address, values)
    assert boxes.of(evening).still_to_ask == ()
    boxes.keep(evening, BoxGift(5200, "check", ana))
    assert boxes.of(evening).lines[1].address == "77 Tidewater Loop, Norfolk VA"


def test_cash_of_one_person_adds_up_over_the_evening_and_over_two_entries_of_them(
    boxes, open_box, person, meeting, db
):
    evening, other = meeting(), meeting("Another", "2026-11-05T19:00")
    jim, james = person("Jim Williams"), person("James Williams")
    SamePerson(db).link(jim, james)
    boxes.keep(other, BoxGift(10000, "cash", jim))  # another evening is another box
    boxes.keep(evening, BoxGift(6000, "cash", jim))
    assert boxes.giver(evening, james).cash_before_cents == 6000
    assert boxes.giver(evening, james).year_before_cents == 16000
    trouble = refused(boxes.keep, evening, BoxGift(5000, "cash", james))
    assert (trouble.reason, trouble.limit_cents) == ("cash", 10000)
    boxes.keep(evening, BoxGift(5000, "cash", james), set_aside=True)
    assert kinds(boxes.of(evening)) == [("", 6000), ("", 4000), (SET_ASIDE, 1000)]
    boxes.keep(evening, BoxGift(30000, "check", jim))
    assert boxes.of(evening).written == Totals(cash=10000, check=30000)


def test_one_check_of_a_couple_is_split_only_as_they_said(boxes, open_box, person, meeting, standings):
    evening, one, other = meeting(), person("Fatima Al-Ahmad"), person("Muhammad Al-Ahmad")
    boxes.keep(evening, BoxGift(30000, "check", one))
    assert standings.of(one).member and not standings.of(other).member
    both = (BoxGift(15000, "check", one), BoxGift(15000, "check", other))
    boxes.keep(evening, *both)
    assert standings.of(other).member
    assert [line.amount_cents for line in boxes.of(evening).lines] == [30000, 15000, 15000]


def test_coins_are_one_line_of_the_evening_that_nobody_gave(boxes, open_box, meeting, standings, steps):
    evening = meeting()
    boxes.add_coins(evening, 6150)
    boxes.add_coins(evening, 350)
    box = boxes.of(evening)
    assert kinds(box) == [(EVENT_LINE, 6500)] and box.still_to_ask == ()
    assert (box.event_line_cents, box.gifts_cents, standings.members()) == (6500, 0, {})
    steps.take_back(steps.next_undo().id)
    assert boxes.of(evening).written.all == 6150
    boxes.correct(boxes.of(evening).lines[0].id, BoxGift(6000))
    assert kinds(boxes.of(evening)) == [(EVENT_LINE, 6000)]


@pytest.mark.parametrize("cents", [0, -100])
def test_nothing_is_no_gift(boxes, open_box, meeting, cents):
    evening = meeting()
    with pytest.raises(NotAnAmount):
        boxes.keep(evening, BoxGift(cents))
    with pytest.raises(NotAnAmount):
        boxes.add_coins(evening, cents)


def test_a_slip_is_taken_out_once_and_undo_puts_it_back(boxes, open_box, person, meeting, standings, steps):
    evening, ana = meeting(), person("Ana")
    (gift,) = boxes.keep(evening, BoxGift(500, "cash", ana))
    boxes.take_back(gift)
    assert boxes.of(evening).lines == () and not standings.of(ana).member
    assert refused(boxes.take_back, gift).reason == "gone"
    assert refused(boxes.correct, gift, BoxGift(600, "cash", ana)).reason == "gone"
    steps.take_back(steps.next_undo().id)
    assert kinds(boxes.of(evening)) == [("", 500)] and standings.of(ana).member
    with pytest.raises(NoSuchRecord):
        boxes.take_back("no such gift")


def test_a_gift_given_back_is_told_and_counts_for_nobody(boxes, open_box, person, meeting, standings):
    evening, ana = meeting(), person("Ana")
    (gift,) = boxes.keep(evening, BoxGift(9000, "check", ana, "77 Tidewater Loop"))
    trouble = refused(boxes.give_back, gift, 9001)
    assert (trouble.reason, trouble.limit_cents) == ("more-than-given", 9000)
    with pytest.raises(NotAnAmount):
        boxes.give_back(gift, 0)
    boxes.give_back(gift, 3000)
    box = boxes.of(evening)
    assert sorted(kinds(box)) == [("", 6000), (GIVEN_BACK, 3000)] and box.written.all == 6000
    assert boxes.giver(evening, ana).year_before_cents == 6000 and standings.of(ana).member
    assert box.still_to_ask == ()  # the address of then is kept
    rest = next(line for line in box.lines if not line.kind)
    boxes.give_back(rest.id, 6000)
    assert boxes.of(evening).written.all == 0 and not standings.of(ana).member
    assert standings.members() == {}


def test_a_gift_is_given_to_its_giver_when_they_say_their_name(boxes, open_box, person, meeting, standings):
    evening = meeting()
    (gift,) = boxes.keep(evening, BoxGift(4000))
    ana = person("Ana")
    boxes.correct(gift, BoxGift(4000, "cash", ana))
    (line,) = boxes.of(evening).lines
    assert (line.name, line.kind) == ("Ana", "") and standings.of(ana).member


def test_the_day_of_receipt_is_the_meetings_and_its_year_counts(boxes, open_box, person, meeting, clock):
    evening, ana = meeting("New Year's Eve", "2025-12-31T23:00"), person("Ana")
    boxes.keep(evening, BoxGift(2000, "cash", ana))
    (line,) = boxes.of(evening).lines
    assert line.received_on == date(2025, 12, 31)
    assert boxes.of(evening).hand_over_by == date(2026, 1, 10)
    assert boxes.giver(meeting(), ana).year_before_cents == 0


def test_two_people_count_and_the_difference_is_shown(boxes, counts, open_box, person, meeting, steps):
    evening, ana, bo = meeting(), person("Ana"), person("Bo")
    boxes.keep(evening, BoxGift(2000, "cash", ana))
    boxes.add_coins(evening, 6150)
    counted = Totals(cash=8100)
    assert refused(counts.sign_off, evening, CountDraft(counted, ana, None)).reason == "one-counter"
    assert refused(counts.sign_off, evening, CountDraft(counted, ana, ana)).reason == "same-counter"
    with pytest.raises(NotAnAmount):
        counts.sign_off(evening, CountDraft(Totals(cash=-1), ana, bo))
    kept = counts.sign_off(evening, CountDraft(counted, ana, bo))
    assert (kept.first_name, kept.second_name, kept.written_cents) == ("Ana", "Bo", 8150)
    assert (kept.counted_on, kept.hand_over_by) == (date(2026, 11, 12), date(2026, 11, 22))
    box = boxes.of(evening)
    assert box.count == kept and kept.counted.less(box.written) == Totals(cash=-50)
    counts.sign_off(evening, CountDraft(Totals(cash=8150), bo, ana))
    assert boxes.of(evening).count.counted.cash == 8150
    steps.take_back(steps.next_undo().id)
    assert boxes.of(evening).count.counted.cash == 8100
    steps.take_back(steps.next_undo().id)
    assert boxes.of(evening).count is None
    counts.sign_off(evening, CountDraft(counted, ana, bo))
    assert boxes.of(evening).count.counted.cash == 8100


def test_two_entries_of_one_person_are_not_two_counters(counts, open_box, person, meeting, db):
    jim, james = person("Jim Williams"), person("James Williams")
    SamePerson(db).link(jim, james)
    assert refused(counts.sign_off, meeting(), CountDraft(Totals(), jim, james)).reason == "same-counter"


def test_money_counted_is_the_gifts_and_the_event_line(boxes, open_box, person, meeting):
    evening = meeting()
    boxes.keep(evening, BoxGift(6000), set_aside=True)
    boxes.keep(evening, BoxGift(30000, "check", person("Ana")))
    boxes.add_coins(evening, 6150)
    box = boxes.of(evening)
    assert box.written.all == box.gifts_cents + box.event_line_cents == 41150
    assert box.written == Totals(cash=11150, check=30000)


def test_nothing_of_money_goes_to_national_or_to_a_door():
    for table in ("gift", "count_sheet"):
        assert may_go(Destination.NATIONAL, table) is None
        assert may_go(Destination.DOOR, table) is None
        assert may_go(Destination.CHAPTER, table) == schema.fields_of(schema.REPLICATED[table])
    assert "rule_choices" not in (may_go(Destination.NATIONAL, "chapter") or ())
    assert "rule_choices" not in (may_go(Destination.DOOR, "chapter") or ())
