import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import phonenumbers
import pytest

from chapter_desk.core.agreements.gate import CountablePerson, people_counted
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.places.zips import require_place
from chapter_desk.core.samples.mix import BLOCK
from chapter_desk.core.samples.names import forty
from chapter_desk.core.samples.people import CHANNELS, sample_people
from chapter_desk.core.samples.year import (
    arrivals,
    coming_meetings,
    gifts,
    organizing_call,
    sample_chapter,
    sample_meetings,
    sample_plan,
)

TODAY = date(2026, 11, 23)
PACK = read_pack(sample_pack_folder())


@pytest.fixture(scope="module")
def block():
    return list(sample_people(BLOCK, seed=7))


def test_the_same_seed_makes_the_same_people_and_another_seed_others(block):
    assert list(sample_people(BLOCK, seed=7)) == block
    others = list(sample_people(BLOCK, seed=8))
    assert [each.name for each in others[:40]] == [each.name for each in block[:40]]
    assert [each.display_name for each in others[40:]] != [each.display_name for each in block[40:]]


def test_a_short_list_is_the_beginning_of_a_long_one(block):
    assert list(sample_people(17, seed=7)) == block[:17]
    assert list(sample_people(BLOCK + 30, seed=7))[:BLOCK] == block
    assert list(sample_people(0, seed=7)) == []


def test_the_forty_come_first_and_as_written(block):
    assert [each.display_name for each in block[:40]] == [row["display_name"] for row in forty()]
    assert block[14].display_name == "Smith-Smith, Anne-Marie"
    assert block[10].display_name == "Patrick O’Neill"
    assert [row["number"] for row in forty()] == list(range(1, 41))
    assert all(row["search"] for row in forty())


def test_in_any_sample_nine_ten_and_eleven_people_can_be_counted():
    for wanted in (9, 10, 11):
        # one of the first, number 9 of the forty, has died and counts no more
        people = [each for each in sample_people(12, seed=1) if not each.deceased][:wanted]
        on_file = [
            CountablePerson(str(each.position), each.display_name, ways_to_reach=each.ways_to_reach)
            for each in people
        ]
        assert people_counted(on_file).counted == wanted


def test_the_mix_is_as_it_was_meant(block):
    assert Counter(len(each.email_addresses) for each in block) == {1: 172, 0: 50, 2: 18}
    assert Counter(len(each.phone_numbers) for each in block) == {1: 150, 0: 45, 2: 45}
    assert Counter(each.engagement for each in block) == {
        "once": 84,
        "gave": 12,
        "some": 72,
        "often": 48,
        "always": 24,
    }
    assert sum(each.do_not_contact for each in block) == 3
    assert (sum(each.moved_away for each in block), sum(each.deceased for each in block)) == (6, 2)
    assert 25 <= sum(each.preferred_language == "es" for each in block) <= 35
    assert sum("Smith" in each.display_name.split() for each in block) >= 3
    assert sum(each.display_name == "Mary Jones" for each in block) == 2


def test_couples_share_an_email_and_homes_share_a_landline(block):
    by_email = defaultdict(list)
    for each in block:
        for address in each.email_addresses:
            by_email[address].append(each)
    couples = [people for people in by_email.values() if len(people) > 1]
    landlines = Counter(
        phone.number for each in block for phone in each.phone_numbers if phone.number_type == "Home"
    )

    assert len(couples) == 11
    assert all(len(people) == 2 for people in couples)
    assert block[19].email_addresses == block[20].email_addresses
    assert block[19].household == block[20].household != ""
    assert sum(count >= 3 for count in landlines.values()) == 5


def test_a_father_and_son_live_at_one_address_and_twins_share_a_phone(block):
    son, father, james, jim = block[7], block[8], block[33], block[34]

    assert son.postal_address == father.postal_address is not None
    assert father.deceased and not son.deceased
    assert james.phone_numbers[0].number == jim.phone_numbers[0].number
    assert james.email_addresses != jim.email_addresses
    assert jim.same_person_as == james.position
    assert james.household == jim.household == ""


def test_somebody_who_gave_only_a_name_has_nothing_else(block):
    dee = block[27]

    assert (dee.display_name, dee.ways_to_reach, dee.postal_address) == ("Dee", 0, None)
    assert dee.engagement == "once"


def test_nobody_can_be_reached_by_what_is_invented(block):
    for each in block:
        for address in each.email_addresses:
            assert re.fullmatch(r"[a-z.]+\.\d+@([a-z]+\.)?example\.(org|com|net)", address), address
        for phone in each.phone_numbers:
            assert re.fullmatch(r"\+1\d{3}55501\d\d|\+442079460\d{3}", phone.number), phone


def test_numbers_read_as_numbers_and_zips_as_places(block):
    for each in block:
        for phone in each.phone_numbers:
            assert phonenumbers.is_possible_number(phonenumbers.parse(phone.number))
        if each.postal_address:
            assert require_place(each.postal_address.postal_code)
            assert each.postal_address.country == "US"


def test_those_who_refused_everything_consented_to_nothing(block):
    for each in block:
        if each.do_not_contact:
            assert {consent.channel for consent in each.consents} == set(CHANNELS)
            assert not any(consent.given for consent in each.consents)
    shared = [c.given for each in block for c in each.consents if c.channel == "share-with-national"]
    assert any(shared) and not all(shared)


def test_a_thousand_people_are_seldom_called_the_same():
    people = list(sample_people(1000, seed=3))

    assert [each.position for each in people] == list(range(1000))
    assert len({each.display_name for each in people}) > 900
    assert Counter(len(each.email_addresses) for each in people[BLOCK : 2 * BLOCK]) == {1: 172, 0: 50, 2: 18}


# the year


def test_meetings_are_past_in_order_and_of_kinds_the_pack_counts():
    meetings = sample_meetings(24, TODAY)

    assert len(meetings) == 24
    assert all(one.starts_at < other.starts_at for one, other in pairwise(meetings))
    assert meetings[-1].starts_at.date() == TODAY - timedelta(3)
    assert meetings[0].starts_at.date() > TODAY - timedelta(366)
    for meeting in meetings:
        assert PACK.event_type(meeting.kind).makes_members
        assert require_place(meeting.postal_code).locality
        assert "{" not in meeting.title
    assert sample_meetings(0, TODAY) == ()


def test_one_meeting_is_tonight_and_the_call_was_weeks_ago():
    tonight, later = coming_meetings(TODAY)

    assert tonight.starts_at.date() == TODAY < later.starts_at.date()
    assert not PACK.event_type(organizing_call(TODAY).kind).makes_members
    assert organizing_call(TODAY).starts_at.date() < TODAY


def test_everybody_comes_as_often_as_they_do(block):
    meetings = sample_meetings(24, TODAY)
    came = arrivals(block, meetings, seed=7)
    times = Counter(arrival.person for evening in came for arrival in evening)

    assert arrivals(block, meetings, seed=7) == came
    for each in block:
        least, most = {"once": (1, 1), "some": (2, 4), "often": (5, 10), "gave": (0, 0), "always": (11, 22)}[
            each.engagement
        ]
        assert least <= times[each.position] <= most
    for evening in came:
        assert len({arrival.person for arrival in evening}) == len(evening)
        assert [a.seconds_after_start for a in evening] == sorted(a.seconds_after_start for a in evening)


def test_who_died_or_moved_came_in_the_first_half_of_the_year(block):
    gone = {each.position for each in block if each.deceased or each.moved_away}
    came = arrivals(block, sample_meetings(24, TODAY), seed=7)

    assert gone
    assert not gone & {arrival.person for evening in came[12:] for arrival in evening}


def test_with_one_meeting_or_none_nobody_comes_too_often(block):
    assert arrivals(block, (), seed=7) == ()
    assert len(arrivals(block, sample_meetings(1, TODAY), seed=7)[0]) == BLOCK - 12


def test_everybody_who_never_came_gave(block):
    given = gifts(block, 7, TODAY)

    assert {each.position for each in block if each.engagement == "gave"} <= {gift.person for gift in given}
    assert all(300 <= gift.amount_cents <= 25_000 for gift in given)
    assert all(TODAY - timedelta(366) < gift.received_on < TODAY for gift in given)


def test_the_plan_is_tied_to_priorities_of_the_pack_and_has_its_gaps(block):
    plan = sample_plan(TODAY)
    actions = [action for issue in plan for action in issue.actions]

    assert all(PACK.priority(issue.priority_id) for issue in plan)
    assert any(action.done for action in actions)
    assert any(action.owner is None for action in actions)
    assert any(action.due_on < TODAY and not action.done for action in actions)
    assert all(action.due_on < TODAY for action in actions if action.done)
    assert not all(issue.actions for issue in plan)
    for action in actions:
        assert action.owner is None or not block[action.owner].deceased


def test_the_sample_chapter_says_that_it_is_one():
    assert "sample" in sample_chapter().name
    assert sample_chapter().lead_email.endswith("@example.org")
