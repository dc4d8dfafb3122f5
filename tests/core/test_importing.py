"""Taking in a list: what is counted first is what is done, as one step, and nothing is lost."""

from io import BytesIO

import pytest

from chapter_desk.core.fundraising.gifts import Gifts
from chapter_desk.core.members.cleaning import Problem
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.import_plan import Effect
from chapter_desk.core.members.import_words import problem_remedy, problem_text, problem_title
from chapter_desk.core.members.importing import Importing, columns_of
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.person_card import PersonCards
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.errors import CsvRefused, ImportOutdated, NotSaved

ACTION_NETWORK = (
    "uuid,first_name,last_name,email,can2_phone,zip_code,can2_user_tags,can2_subscription_status\n"
)


class Copies:
    """Stands in for the backups, which have tests of their own."""

    def __init__(self):
        self.made = []

    def make(self, reason):
        self.made.append(reason)


@pytest.fixture
def copies():
    return Copies()


@pytest.fixture
def importing(db, copies):
    return Importing(db, copies)


@pytest.fixture
def plan(importing):
    """Plan the import of a text."""
    return lambda text, **how: importing.plan(BytesIO(text.encode()), **how)


@pytest.fixture
def take_in(importing, plan):
    """Plan and carry out."""
    return lambda text, **how: importing.carry_out(plan(text, **how))


@pytest.fixture
def roster(db, pack):
    roster = Roster(db, rule_of(pack))
    roster.load()
    db.on_commit = roster.heard
    return roster


@pytest.fixture
def card(db, pack, roster):
    """Return everything about the one person who is found by a name."""

    def about(name):
        (hit,) = [hit for hit in roster.search(name) if hit.row.display_name == name]
        return PersonCards(db, rule_of(pack)).about(hit.row.id)

    return about


def names(roster):
    return [row.display_name for row in roster.rows().rows]


# ---------------------------------------------------------------- who is new, changed, the same


def test_a_list_as_action_network_exports_it_comes_in_whole(take_in, card):
    done = take_in(
        ACTION_NETWORK + 'a1,Ana,Peña,ANA@example.org,7575550142,23517,"volunteer, phone bank",subscribed\n'
    )

    ana = card("Ana Peña")
    assert (done.new, done.changed, done.same) == (1, 0, 0)
    assert [each.address for each in ana.email_addresses] == ["ana@example.org"]
    assert [each.number for each in ana.phone_numbers] == ["+17575550142"]
    assert [each.postal_code for each in ana.postal_addresses] == ["23517"]
    assert ana.tags == ("phone bank", "volunteer")
    assert ana.consents["email"].given
    assert not ana.standing.member, "a name in a list makes nobody a member"


def test_the_same_list_again_changes_nothing(take_in, plan, steps):
    text = (
        ACTION_NETWORK
        + 'a1,Ana,Peña,ana@example.org,7575550142,23517,"a, b",unsubscribed\n'
        + "a2,Bo,Li,,555-0123,,,\n"
        + "a3,,Only,only@example.org,,,,\n"
    )
    take_in(text)
    before = len(steps.latest())

    again = take_in(text)

    assert (again.step, again.new, again.changed, again.same) == (None, 0, 0, 3)
    assert len(steps.latest()) == before
    assert plan(text, on_duplicate="update").does_nothing


def test_someone_on_file_gets_only_their_blanks_filled(person, take_in, card):
    person("Ana Peña", given_name="Ana", email_addresses=["ana@example.org"], employer="City schools")

    done = take_in("name,email,zip,employer,occupation\nAna Peña,ana@example.org,23517,Elsewhere,teacher\n")

    ana = card("Ana Peña")
    assert (done.new, done.changed) == (0, 1)
    assert (ana.employer, ana.occupation) == ("City schools", "teacher")
    assert [each.postal_code for each in ana.postal_addresses] == ["23517"]


def test_updating_writes_over_what_differs_and_a_blank_erases_nothing(person, take_in, card):
    person("Ana Peña", email_addresses=["ana@example.org"], employer="City schools", occupation="teacher")

    take_in("name,email,employer,occupation\nAna Peña,ana@example.org,Elsewhere,\n", on_duplicate="update")

    assert (card("Ana Peña").employer, card("Ana Peña").occupation) == ("Elsewhere", "teacher")


def test_leaving_alone_leaves_alone(person, take_in, card, steps):
    person("Ana Peña", email_addresses=["ana@example.org"])

    done = take_in(
        "name,email,phone\nAna Peña,ana@example.org,757-555-0142\nBo Li,bo@example.org,\n",
        on_duplicate="skip",
    )

    assert (done.new, done.changed, done.same) == (1, 0, 1)
    assert card("Ana Peña").phone_numbers == ()


def test_where_nobody_is_looked_for_every_row_is_somebody_new(person, take_in, roster):
    person("Ana Peña", email_addresses=["ana@example.org"])

    done = take_in("name,email\nAna Peña,ana@example.org\nAna Peña,ana@example.org\n", on_duplicate="none")

    assert (done.new, done.changed, done.same) == (2, 0, 0)
    assert len(roster) == 3


def test_an_id_of_another_tool_stays_with_whom_it_was_given_to(take_in, card, roster):
    take_in(ACTION_NETWORK + "a1,Ana,Peña,,,,,\n")
    take_in(ACTION_NETWORK + "a1,Ana,Peña,,,23517,,\n", on_duplicate="none")

    found = take_in(ACTION_NETWORK + "a1,Ann,Other,ann@example.org,,,,\n", on_duplicate="fill")

    assert found.changed == 1, "whoever has the id is who is meant"
    assert sorted(len(row.email) > 0 for row in roster.rows().rows) == [False, True]


def test_many_e_mails_and_phones_are_added_and_none_is_taken_away(person, take_in, card):
    person("Ana Peña", email_addresses=["ana@example.org"], phone_numbers=["757-555-0142"])

    take_in("name,email,email 2,phone\nAna Peña,new@example.org,ana@example.org,757-555-0199\n")

    ana = card("Ana Peña")
    assert [each.address for each in ana.email_addresses] == ["ana@example.org", "new@example.org"]
    assert [each.number for each in ana.phone_numbers] == ["+17575550142", "+17575550199"]


def test_a_street_completes_the_address_that_has_only_its_zip(person, take_in, card):
    person("Ana Peña", email_addresses=["ana@example.org"], postal_addresses=["23517"])

    take_in("name,email,address,city,zip\nAna Peña,ana@example.org,12 Colonial Ave,Norfolk,23517\n")

    (address,) = card("Ana Peña").postal_addresses
    assert (address.address_lines, address.postal_code) == (("12 Colonial Ave",), "23517")


def test_an_updated_zip_is_the_preferred_one_and_the_old_one_is_kept(person, take_in, card):
    person("Ana Peña", email_addresses=["ana@example.org"], postal_addresses=["23517"])
    text = "name,email,zip\nAna Peña,ana@example.org,23508\n"

    assert take_in(text, on_duplicate="fill").changed == 0
    take_in(text, on_duplicate="update")

    assert [each.postal_code for each in card("Ana Peña").postal_addresses] == ["23508", "23517"]


# ---------------------------------------------------------------- twice, doubtful, shared


def test_who_comes_twice_in_a_list_is_one_person_with_what_both_rows_say(plan, importing, card):
    planned = plan(
        "name,email,phone,tags\n"
        "Ana Peña,ana@example.org,,canvass\n"
        "Bo Li,bo@example.org,,\n"
        "Ana Peña,ana@example.org,757-555-0142,volunteer\n"
        "Ana Peña,ana@example.org,,\n"
    )

    assert (planned.new, planned.again, planned.same) == (2, 1, 1)
    assert [(each.row, each.kind) for each in planned.problems] == [
        (4, "twice-in-list"),
        (5, "twice-in-list"),
    ]
    importing.carry_out(planned)
    ana = card("Ana Peña")
    assert len(ana.phone_numbers) == 1
    assert ana.tags == ("canvass", "volunteer")


def test_a_third_row_is_found_by_what_the_second_one_brought(plan):
    planned = plan(
        "name,email,phone\nAna Peña,ana@example.org,\nAna Peña,ana@example.org,757-555-0142\n"
        "Ana Peña,,757-555-0142\n"
    )

    assert (planned.new, planned.again, planned.same) == (1, 1, 1)


def test_what_a_row_brought_to_someone_on_file_finds_them_in_the_next(person, plan):
    person("Ana Peña", phone_numbers=["757-555-0142"])

    planned = plan("name,email,phone\nAna Peña,ana@example.org,757-555-0142\nAna Peña,ana@example.org,\n")

    assert (planned.new, planned.changed, planned.same) == (0, 1, 1)


def test_someone_on_file_who_comes_twice_is_counted_once(person, plan):
    person("Ana Peña", email_addresses=["ana@example.org"])

    planned = plan(
        "name,email,phone,employer\nAna Peña,ana@example.org,757-555-0142,\n"
        "Ana Peña,ana@example.org,,Schools\n"
    )

    assert (planned.new, planned.changed, planned.again, planned.people) == (0, 1, 1, 1)
    assert planned.fields == 2


def test_a_doubtful_person_is_taken_in_as_new_and_named(person, plan):
    person("Ana Peña")

    planned = plan("name,email\nAna Peña,ana@example.org\nAna Peña,\n")

    assert planned.new == 2 and planned.changed == 0
    assert planned.problems[0].kind == "maybe-on-file"


def test_two_people_of_one_name_and_no_contact_in_one_list_are_named(plan):
    planned = plan("name\nAna Peña\nAna Peña\n")

    assert [each.kind for each in planned.problems] == ["maybe-twice"]
    assert planned.new == 2


def test_a_shared_e_mail_stays_with_both(person, plan, importing, card):
    person("Luis Peña", email_addresses=["home@example.org"])

    planned = plan("name,email\nRosa Delgado,home@example.org\n")
    importing.carry_out(planned)

    assert [(each.kind, each.typed) for each in planned.problems] == [("shared-email", "Rosa Delgado")]
    assert card("Rosa Delgado").email_addresses[0].address == "home@example.org"
    assert card("Luis Peña").email_addresses[0].address == "home@example.org"


# ---------------------------------------------------------------- answers, notes, gifts


def test_a_no_is_never_overruled_by_a_list(person, db, take_in, card):
    ana = person("Ana Peña", email_addresses=["ana@example.org"])
    Consents(db).note(ana, "email", given=False, how="desk")

    done = take_in(
        "email,name,can2_subscription_status\nana@example.org,Ana Peña,subscribed\n", on_duplicate="update"
    )

    assert not card("Ana Peña").consents["email"].given
    assert done.changed == 0


def test_a_no_in_a_list_overrules_a_yes(person, db, take_in, card):
    ana = person("Ana Peña", email_addresses=["ana@example.org"])
    Consents(db).note(ana, "email", given=True, how="desk")

    take_in("email,name,can2_subscription_status\nana@example.org,Ana Peña,unsubscribed\n")

    assert not card("Ana Peña").consents["email"].given


def test_a_no_in_any_row_of_a_person_is_a_no(take_in, card):
    row = "ana@example.org,Ana Peña,{}\n"
    for said in (["subscribed", "unsubscribed"], ["unsubscribed", "subscribed"]):
        text = "email,name,can2_subscription_status\n" + "".join(map(row.format, said))
        take_in(text.replace("ana", said[0]).replace("Ana", said[0].title()))
        assert not card(f"{said[0].title()} Peña").consents["email"].given


def test_where_a_list_says_nothing_nothing_is_noted(take_in, card):
    take_in("email,name,can2_subscription_status\nana@example.org,Ana Peña,\n")

    assert card("Ana Peña").consents == {}


def test_notes_are_added_once(person, take_in, card):
    person("Ana Peña", email_addresses=["ana@example.org"])
    text = 'name,email,notes\nAna Peña,ana@example.org,"Brings chairs.\nKnows the school board."\n'

    take_in(text)
    take_in(text)

    assert [each.body for each in card("Ana Peña").notes] == ["Brings chairs.\nKnows the school board."]


ACTBLUE = (
    "Receipt ID,Date,Amount,Donor First Name,Donor Last Name,Donor Email,Lineitem ID,Refund ID,Donor ZIP\n"
)


def test_gifts_come_in_once_and_make_members(db, take_in, card):
    text = (
        ACTBLUE
        + "r1,2026-05-09 17:33:08,10.00,Ana,Peña,ana@example.org,L1,,23517\n"
        + "r1,2026-05-09 17:33:08,10.00,Ana,Peña,ana@example.org,L2,,23517\n"
        + "r2,2026-06-09 17:33:08,25.50,Ana,Peña,ana@example.org,L3,,23517\n"
    )
    take_in(text)
    take_in(text, on_duplicate="update")

    ana = card("Ana Peña")
    gifts = Gifts(db).of(ana.id)
    assert [gift.amount_cents for gift in gifts] == [2550, 1000, 1000]
    assert ana.standing.member and ana.standing.since.isoformat() == "2026-05-09"


def test_a_refunded_gift_is_none(take_in, card):
    take_in(ACTBLUE + "r1,2026-05-09,10.00,Ana,Peña,ana@example.org,L1,x9,23517\n")

    assert not card("Ana Peña").standing.member


def test_a_gift_that_was_taken_back_does_not_come_again(db, take_in, card):
    text = ACTBLUE + "r1,2026-05-09,10.00,Ana,Peña,ana@example.org,L1,,23517\n"
    take_in(text)
    gifts = Gifts(db)
    gifts.take_back(gifts.of(card("Ana Peña").id)[0].id)

    take_in(text)

    assert gifts.of(card("Ana Peña").id) == []


def test_gifts_that_no_tool_numbered_are_told_apart_by_day_and_amount(db, take_in, card):
    text = "name,email,gift amount,gift date\nAna Peña,ana@example.org,$10,2026-05-09\n"
    take_in(text)
    take_in(text)
    take_in(text.replace("05-09", "05-10"))

    assert len(Gifts(db).of(card("Ana Peña").id)) == 2


def test_a_gift_without_a_day_is_named_and_left_out_and_the_person_is_not(plan, importing, card):
    planned = plan("name,gift amount,gift date\nAna Peña,$10,\n")
    importing.carry_out(planned)

    assert [each.kind for each in planned.problems] == ["gift-without-day"]
    assert not card("Ana Peña").standing.member


# ---------------------------------------------------------------- one plan, one step


def test_what_was_previewed_is_what_is_done(person, plan, importing, roster):
    person("Ana Peña", email_addresses=["ana@example.org"])
    planned = plan(
        "name,email,phone\nAna Peña,ana@example.org,757-555-0142\nBo Li,bo@example.org,\n"
        ",nobody@example.org,\n"
    )
    rows = list(planned.rows)

    done = importing.carry_out(planned)

    assert list(planned.rows) == rows
    assert [row.effect for row in rows] == [Effect.CHANGED, Effect.NEW, Effect.LEFT_OUT]
    assert (done.new, done.changed, done.same) == (planned.new, planned.changed, planned.same)
    assert roster.row(rows[1].person_id).display_name == "Bo Li", "under the very id of the preview"


def test_planning_writes_nothing(db, plan, steps):
    before = db.path.stat().st_mtime_ns, len(steps.latest())

    plan("name\nAna Peña\n")

    assert (db.path.stat().st_mtime_ns, len(steps.latest())) == before


def test_an_import_is_one_step_after_a_backup(take_in, steps, copies):
    before = len(steps.latest())

    done = take_in("name\nAna Peña\nBo Li\n")

    assert copies.made == ["before-import"]
    (step, *_rest) = steps.latest()
    assert len(steps.latest()) == before + 1
    assert (step.id, step.kind, step.params["new"]) == (done.step, "import", 2)


def test_an_import_is_taken_back_whole(person, take_in, steps, roster, card):
    person("Ana Peña", email_addresses=["ana@example.org"], employer="City schools")
    done = take_in(
        'name,email,phone,employer,tags\nAna Peña,ana@example.org,757-555-0142,Elsewhere,"x, y"\nBo Li,,,,\n',
        on_duplicate="update",
    )

    taken = steps.take_back(done.step)

    ana = card("Ana Peña")
    assert names(roster) == ["Ana Peña"]
    assert (ana.employer, ana.phone_numbers, ana.tags) == ("City schools", (), ())
    assert taken.kept == 0


def test_edits_made_after_an_import_are_kept_when_it_is_taken_back(records, take_in, steps, roster, card):
    done = take_in("name,email\nAna Peña,ana@example.org\nBo Li,bo@example.org\n")
    records.edit(card("Ana Peña").id, {"employer": "City schools"})

    taken = steps.take_back(done.step)

    assert names(roster) == ["Ana Peña"], "somebody worked on her since: she stays, with what came with her"
    assert card("Ana Peña").email_addresses
    assert taken.kept > 0


def test_an_import_taken_back_can_be_put_back(take_in, steps, roster):
    done = take_in("name,tags\nAna Peña,volunteer\nBo Li,\n")
    steps.take_back(done.step)

    steps.take_back(steps.next_redo().id)

    assert names(roster) == ["Bo Li", "Ana Peña"]
    assert roster.tags() == {"volunteer": 1}


def test_a_preview_grown_old_is_refused_and_nothing_is_written(person, plan, importing, roster):
    planned = plan("name\nAna Peña\n")
    person("Ana Peña")

    with pytest.raises(ImportOutdated):
        importing.carry_out(planned)

    assert names(roster) == ["Ana Peña"]


def test_stopping_an_import_midway_leaves_nothing(plan, importing, roster, steps):
    planned = plan("name\n" + "".join(f"Person {number}\n" for number in range(1000)))
    before = len(steps.latest())

    def stop_later(done, _all):
        if done > 300:
            raise NotSaved("disk-full")

    with pytest.raises(NotSaved):
        importing.carry_out(planned, stop_later)

    assert names(roster) == []
    assert len(steps.latest()) == before
    assert importing.carry_out(planned).new == 1000, "the same plan goes when asked again"


def test_progress_is_told_in_rows_and_ends_with_all(plan, importing):
    text = "name\n" + "".join(f"Person {number}\n" for number in range(1000))
    planning, carrying = [], []

    importing.carry_out(
        plan(text, heard=lambda *far: planning.append(far)), lambda *far: carrying.append(far)
    )

    assert planning[-1] == carrying[-1] == (1000, 1000)
    assert planning == sorted(planning) and carrying == sorted(carrying)
    assert len(planning) > 5 and len(carrying) > 3


# ---------------------------------------------------------------- bad lists


def test_a_malformed_list_is_never_half_taken_in(plan, roster):
    good = "".join(f"Person {n},\n" for n in range(400))

    with pytest.raises(CsvRefused):
        plan("name,notes\n" + good + "Ana Peña," + "x" * 7_000_000 + "\n")

    assert names(roster) == []


def test_rows_nobody_can_be_made_of_are_left_out_by_number(plan):
    planned = plan("name,email\n,\n,nobody@example.org\nAna Peña,not an address\n")

    assert (planned.new, planned.left_out) == (1, 1)
    assert [(each.row, each.kind) for each in planned.problems] == [(3, "no-name"), (4, "bad-email")]


def test_problems_beyond_those_kept_are_counted(plan):
    planned = plan("name,email\n" + "".join(f"Person {n},nothing\n" for n in range(2100)))

    assert planned.problem_counts == {"bad-email": 2100}
    assert len(planned.problems) == 2000


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"first_name,last_name,email\n", "no-rows"), (b"Ana,Perez,ana@x.org\nBob,Lee,b@x.org\n", "no-headers")],
)
def test_a_list_without_rows_or_without_headers_is_refused(importing, content, reason):
    with pytest.raises(CsvRefused) as refused:
        importing.plan(BytesIO(content))
    assert refused.value.reason == reason


def test_rows_are_found_by_their_number_however_many_there_are(plan):
    planned = plan("name\n" + "".join(f"Person {n}\n" for n in range(1000)))

    assert [planned.rows[n].name for n in (0, 255, 256, 999, 5)] == [
        "Person 0", "Person 255", "Person 256", "Person 999", "Person 5",
    ]  # fmt: skip
    assert [row.line for row in planned.rows] == list(range(2, 1002))
    with pytest.raises(IndexError):
        planned.rows[1000]


def test_a_column_placed_by_a_person_is_read(importing, card):
    text = "Quién,Llamar a\nAna Peña,757-555-0142\n"
    mapping, examples = columns_of(BytesIO(text.encode()))
    assert "Llamar a" in mapping.unknown and examples == [["Ana Peña", "757-555-0142"]]
    mapping = mapping.placed(0, "display_name").placed(1, "phone_number")

    importing.carry_out(importing.plan(BytesIO(text.encode()), mapping=mapping))

    assert card("Ana Peña").phone_numbers[0].number == "+17575550142"


def test_seven_digits_get_the_area_code_of_the_chapter(db, copies, card):
    importing = Importing(db, copies, area_code="757")

    planned = importing.plan(BytesIO(b"name,phone\nAna Pe\xc3\xb1a,555-0142\n"))
    importing.carry_out(planned)

    assert card("Ana Peña").phone_numbers[0].number == "+17575550142"
    assert [each.kind for each in planned.problems] == ["area-code"]


def test_every_problem_has_its_words(plan):
    text = (
        "name,email,phone,zip,gift amount,gift date\n"
        "Ana Peña,ana@example.org,1,abcde,lots,32/32/32\nAna Peña,ana@example.org,,99999,$5,\n,x,,,,\n"
        "Rosa Delgado,ana@example.org,,,,,too many\nBo\nBo,,,,,\nCy,broken,,,,\n" + "D" * 1200 + ",,,,,\n"
    )

    planned = plan(text)

    kinds = {each.kind for each in planned.problems}
    assert kinds >= {
        "twice-in-list",
        "shared-email",
        "maybe-twice",
        "gift-without-day",
        "too-long",
        "no-name",
    }
    for problem in planned.problems:
        assert problem_text(problem).endswith(".")
        assert problem_title(problem.kind) and problem_remedy(problem.kind).endswith(".")


def test_a_name_with_braces_is_only_a_name():
    assert "{x}" in problem_text(Problem(2, "maybe-on-file", "{x}"))


def test_a_person_merged_from_two_entries_is_met_as_one(person, db, take_in, roster):
    one = person("Ana Peña", email_addresses=["ana@example.org"])
    other = person("Ana Peña Ruiz", email_addresses=["ruiz@example.org"])
    SamePerson(db).link(one, other)

    done = take_in("name,email,phone\nAna Peña Ruiz,ruiz@example.org,757-555-0142\n")

    assert (done.new, done.changed) == (0, 1)
    assert len(roster) == 1
