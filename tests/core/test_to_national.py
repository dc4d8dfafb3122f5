"""What national sees: counts, and people only if they agreed; held field by field by the matrix."""

import json
from datetime import timedelta

import pytest

from chapter_desk.core.sync import matrix
from chapter_desk.core.sync.bundle import Reader, read
from chapter_desk.core.sync.exchange import Destination
from chapter_desk.core.sync.matrix import COUNTS, SHARE, TO_NATIONAL
from chapter_desk.core.sync.sealing import Identity
from chapter_desk.core.sync.trust import TrustList
from chapter_desk.errors import BundleRefused, NotAKey, PreviewOutdated, SampleKeyOnly
from chapter_desk.store import schema
from tests.exchanging import PACK, SEVEN_PM, copied, new_chapter

NATIONAL = Identity.generate()


@pytest.fixture
def desk(tmp_path):
    desk = new_chapter(tmp_path)
    desk.set(schema.chapter, "norfolk", name="Norfolk", national_recipient=NATIONAL.recipient)
    yield desk
    desk.db.close()


def person(desk, name, **values) -> str:
    """Somebody with every field filled that could be, each with a word to look for."""
    fields = {
        field: f"canary {field}"
        for field in ("sort_name", "employer", "occupation", "source", "gender_pronouns", "standing_reason")
    }
    id = desk.add(schema.person, display_name=name, **fields | values)
    desk.add(schema.email_address, person_id=id, address=f"{name.lower()}@example.org")
    desk.add(schema.phone_number, person_id=id, number="+17575550100", raw="canary raw")
    desk.add(schema.postal_address, person_id=id, postal_code="23502", raw="canary raw address")
    desk.add(schema.note, person_id=id, body="canary note")
    desk.add(
        schema.gift, person_id=id, amount_cents=2000, employer="canary gift", received_on=SEVEN_PM.date()
    )
    return id


def answer(desk, person_id, decision, at=SEVEN_PM, channel=SHARE) -> str:
    return desk.add(
        schema.consent, person_id=person_id, channel=channel, decision=decision, at=at, how="canary how"
    )


def sign_in(desk, person_id, meeting) -> str:
    return desk.add(
        schema.sign_in, person_id=person_id, meeting_id=meeting, type="entry", at=SEVEN_PM,
        name_as_written="canary written", contact_as_written={"email": "canary"}, greeter="canary-greeter",
    )  # fmt: skip


def meeting(desk, **values) -> str:
    given = {"kind": "meeting", "title": "canary title", "venue": "canary house", "starts_at": SEVEN_PM}
    return desk.add(schema.meeting, **given | {"time_zone": "America/New_York"} | values)


def as_national_reads(desk, kind="snapshot"):
    """Write a bundle to national and open it with national's own identity."""
    path = desk.bundle(kind, Destination.NATIONAL)
    with desk.db.read() as connection:
        from chapter_desk.core.sync.laptops import trust

        chapters = trust(connection, "").chapters
    return read(path, Reader((NATIONAL,), TrustList(chapters)))


def rows_of(bundle) -> dict[str, list[dict]]:
    return {table: [json.loads(line) for line in bundle.rows(table)] for table in bundle.tables}


def test_a_summary_holds_numbers_and_nothing_of_anybody(desk):
    ana, bo = person(desk, "Ana"), person(desk, "Bo")
    person(desk, "Cy")
    desk.add(schema.same_person, person_a=ana, person_b=bo)
    may = meeting(desk)
    desk.add(
        schema.meeting, kind="meeting", starts_at=SEVEN_PM + timedelta(days=30), time_zone="no such zone"
    )
    for one in (ana, ana, bo, None):
        sign_in(desk, one, may)
    desk.void(schema.sign_in, sign_in(desk, None, may))
    issue = desk.add(schema.issue, title="canary issue")
    desk.add(schema.action, issue_id=issue, title="canary action", done_at=SEVEN_PM)
    bundle = as_national_reads(desk, "summary")
    assert bundle.tables == (COUNTS,)
    plain = bundle.contents.content(COUNTS)
    assert b"canary" not in plain and b"Ana" not in plain and ana.encode() not in plain
    assert rows_of(bundle)[COUNTS] == [
        {"what": "people", "count": 2},
        {"what": "members", "count": 2},  # Ana who is Bo came, Cy gave
        {"what": "meetings", "kind": "meeting", "month": "2026-11", "count": 1},
        {"what": "sign_ins", "kind": "meeting", "month": "2026-11", "count": 2},
        {"what": "meetings", "kind": "meeting", "month": "2026-12", "count": 1},
        {"what": "sign_ins", "kind": "meeting", "month": "2026-12", "count": 0},
        {"what": "issues", "count": 1},
        {"what": "actions", "count": 1},
        {"what": "actions_done", "count": 1},
        {"what": "agreement", "status": "drafted", "count": 1},
    ]
    shown = desk.exchange.prepare("summary", Destination.NATIONAL).leaving
    assert (shown.people, shown.left_out, shown.tables) == ((), (), ())
    assert shown.counted[0].what == "people" and shown.counted[0].count == 2


def test_an_empty_chapter_without_a_name_has_its_summary(tmp_path):
    desk = new_chapter(tmp_path)
    bundle = desk.exchange.prepare("summary", Destination.NATIONAL)
    assert bundle.draft.manifest.recipients[0] == PACK.keys.recipient
    assert bundle.leaving.counted[0].count == 0
    desk.db.close()


def test_only_people_who_agreed_are_named_and_only_by_fields_of_the_matrix(desk):
    ana, bo = person(desk, "Ana"), person(desk, "Borealis")
    may = meeting(desk)
    came = sign_in(desk, ana, may)
    sign_in(desk, bo, may)
    sign_in(desk, None, may)
    desk.set(schema.person, ana, employer="canary later", given_name="Ana")
    answer(desk, ana, "given")
    answer(desk, ana, "given", channel="email")
    answer(desk, bo, "refused")
    bundle = as_national_reads(desk)
    rows = rows_of(bundle)
    everything = json.dumps(rows)
    assert "canary" not in everything and bo not in everything and "orealis" not in everything
    assert [row["display_name"] for row in rows["person"]] == ["Ana"]
    assert [row["address"] for row in rows["email_address"]] == ["ana@example.org"]
    assert [row["id"] for row in rows["sign_in"]] == [came]
    assert [row["channel"] for row in rows["consent"]] == [SHARE]
    assert set(rows) <= set(TO_NATIONAL)
    for table, some in rows.items():
        allowed = {*TO_NATIONAL[table].fields, "id", "made_clock", "made_replica", "stamps"}
        for row in some:
            assert row.keys() <= allowed, table
            assert row.get("stamps", {}).keys() <= set(TO_NATIONAL[table].fields)
    assert list(rows["person"][0]["stamps"]) == ["given_name"]


def test_the_preview_is_what_the_bundle_holds(desk):
    ana, bo, cy = person(desk, "Ana"), person(desk, "Bo"), person(desk, "Cy")
    answer(desk, ana, "given")
    answer(desk, bo, "refused")
    shown = desk.exchange.prepare("snapshot", Destination.NATIONAL).leaving
    rows = rows_of(as_national_reads(desk))
    assert {table.table: table.rows for table in shown.tables} == {t: len(some) for t, some in rows.items()}
    assert {table.table: set(table.fields) for table in shown.tables} == {
        t: {field for row in some for field in row} - {"id", "made_clock", "made_replica", "stamps"}
        for t, some in rows.items()
    }
    assert [(one.person_id, one.name) for one in shown.people] == [(ana, "Ana")]
    assert [(one.person_id, one.reason) for one in shown.left_out] == [(bo, "refused"), (cy, "never-asked")]


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ([], False),
        ([("given", 0)], True),
        ([("given", 0), ("refused", 1)], False),
        ([("refused", 0), ("given", 1)], True),
        ([("given", 1), ("refused", 0)], True),
        ([("given", 0), ("refused", 0)], False),  # at one moment no wins
        ([("refused", 0), ("given", 0)], False),
    ],
)
def test_the_newest_answer_counts(desk, answers, named):
    ana = person(desk, "Ana")
    for decision, day in answers:
        answer(desk, ana, decision, SEVEN_PM + timedelta(days=day))
    assert bool(desk.exchange.prepare("snapshot", Destination.NATIONAL).leaving.people) is named


def test_an_answer_taken_back_does_not_count_and_one_person_answers_for_all_their_entries(desk):
    ana, anna = person(desk, "Ana"), person(desk, "Anna")
    desk.add(schema.same_person, person_a=ana, person_b=anna)
    given = answer(desk, anna, "given")
    shown = desk.exchange.prepare("snapshot", Destination.NATIONAL).leaving
    assert {one.name for one in shown.people} == {"Ana", "Anna"}
    desk.void(schema.consent, given)
    assert not desk.exchange.prepare("snapshot", Destination.NATIONAL).leaving.people


def test_national_hears_of_a_no_and_of_a_forgotten_person_only_if_it_knew_them(desk):
    ana, bo, cy, dan = (person(desk, name) for name in ("Ana", "Bo", "Cy", "Dan"))
    may = meeting(desk)
    came = sign_in(desk, ana, may)
    answer(desk, ana, "given")
    answer(desk, bo, "given")
    as_national_reads(desk)
    answer(desk, ana, "refused", SEVEN_PM + timedelta(days=1))
    answer(desk, dan, "refused")
    desk.void(schema.sign_in, came)
    desk.forget(bo)
    desk.forget(cy)
    rows = rows_of(as_national_reads(desk))
    assert "person" not in rows
    assert {(row["person_id"], row["decision"]) for row in rows["consent"]} == {
        (ana, "given"),
        (ana, "refused"),
    }
    assert [row["id"] for row in rows["forgotten"]] == [bo]
    with desk.db.read() as connection:
        log = connection.execute(schema.access_log.select()).all()
    assert [set(entry.details["people"]) for entry in log] == [{ana, bo}]


def test_what_takes_back_a_sign_in_goes_where_the_sign_in_went(desk):
    ana, bo = person(desk, "Ana"), person(desk, "Bo")
    answer(desk, ana, "given")
    may = meeting(desk)
    hers, his = sign_in(desk, ana, may), sign_in(desk, bo, may)
    desk.void(schema.sign_in, hers)
    desk.void(schema.sign_in, his)
    rows = rows_of(as_national_reads(desk))
    assert [(row["target_table"], row["target_id"]) for row in rows["void"]] == [("sign_in", hers)]


def test_a_receipt_moves_the_next_delta_on_but_never_hides_who_agreed_since(desk):
    ana, bo = person(desk, "Ana"), person(desk, "Bo")
    answer(desk, ana, "given")
    desk.bundle("snapshot", Destination.NATIONAL)
    upto = desk.here().change_seq
    with desk.db.write_local() as connection:
        connection.execute(
            schema.peer.insert().values(
                replica_id="national", incarnation="1", taken_upto=0, confirmed_upto=upto, heard_at=SEVEN_PM
            )
        )
    assert "person" not in rows_of(as_national_reads(desk, "delta"))
    answer(desk, bo, "given")
    rows = rows_of(as_national_reads(desk, "delta"))
    assert [row["display_name"] for row in rows["person"]] == ["Bo"]
    assert [row["address"] for row in rows["email_address"]] == ["bo@example.org"]


def test_a_bundle_to_national_is_looked_into_but_never_taken_in_at_home(desk):
    ana = person(desk, "Ana")
    answer(desk, ana, "given")
    door = copied(desk, "door")
    path = desk.bundle("snapshot", Destination.NATIONAL)
    before = door.here()
    assert door.exchange.look_inside(path).effects is None
    with pytest.raises(BundleRefused) as refused:
        door.take(path)
    assert refused.value.reason == "not-for-us"
    with pytest.raises(BundleRefused) as refused:
        door.take(desk.bundle("summary", Destination.NATIONAL))
    assert refused.value.reason == "wrong-kind"
    assert door.here() == before
    door.db.close()


def test_after_a_no_the_preview_of_a_yes_is_not_written(desk):
    ana = person(desk, "Ana")
    answer(desk, ana, "given")
    prepared = desk.exchange.prepare("snapshot", Destination.NATIONAL)
    answer(desk, ana, "refused", SEVEN_PM + timedelta(days=1))
    with pytest.raises(PreviewOutdated):
        desk.exchange.write(prepared)
    assert not list(desk.exchange.outbox.glob("*"))


def test_without_a_key_of_nationals_nothing_is_prepared(desk):
    from dataclasses import replace

    from chapter_desk.core.national.pack import Keys
    from chapter_desk.core.sync.exchange import Exchange

    desk.set(schema.chapter, "norfolk", national_recipient=None)
    exchange = Exchange(desk.db, desk.folder, replace(PACK, keys=Keys()))
    with pytest.raises(NotAKey):
        exchange.prepare("summary", Destination.NATIONAL)


@pytest.mark.parametrize("kind", ["delta", "snapshot"])
def test_a_real_chapter_names_nobody_to_the_samples_key(desk, kind):
    desk.set(schema.chapter, "norfolk", national_recipient=None)
    assert PACK.keys.sample_only
    with pytest.raises(SampleKeyOnly):
        desk.exchange.prepare(kind, Destination.NATIONAL)
    assert desk.exchange.prepare("summary", Destination.NATIONAL).leaving.counted


def test_the_sample_chapter_may_try_everything(desk):
    desk.set(schema.chapter, "norfolk", national_recipient=None)
    with desk.db.write_local() as connection:
        connection.execute(schema.setting.insert().values(key="sample", value=True))
    assert desk.exchange.prepare("snapshot", Destination.NATIONAL).leaving.kind == "snapshot"


def test_the_matrix_names_only_what_there_is_and_nothing_that_must_stay():
    never = {"note", "gift", "attachment", "exception", "identifier", "operator", "laptop", "custom_value",
             "tagging", "household", "household_member", "follow_up", "rsvp", "plan_version"}  # fmt: skip
    for name, passage in TO_NATIONAL.items():
        assert set(passage.fields) <= set(schema.fields_of(schema.REPLICATED[name])), name
        assert not any(field.endswith("_as_written") or field == "raw" for field in passage.fields)
    assert not never & TO_NATIONAL.keys()
    assert "employer" not in matrix.TO_NATIONAL["person"].fields
    assert matrix.may_go(Destination.NATIONAL, "note") is None
    assert matrix.may_go(Destination.CHAPTER, "note") == schema.fields_of(schema.note)


def test_everything_personal_that_may_go_waits_for_a_yes():
    for name, passage in TO_NATIONAL.items():
        table = schema.REPLICATED[name]
        people = {c for c, target in schema.references_of(table).items() if target == "person"}
        if people & set(passage.fields) or set(schema.personal_of(table)) & set(passage.fields):
            assert passage.when in (matrix.When.AGREED, matrix.When.TOLD), name
