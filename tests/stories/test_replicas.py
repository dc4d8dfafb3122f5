"""Three laptops and more, real files, real sealed bundles: whatever happens, in the end all hold the same.

People edit, sign in, take back, link, forget; bundles are lost, doubled and out of order; clocks are
wrong; files are restored from old copies and folders copied to new laptops.
"""

import os
import shutil
import tempfile
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chapter_desk.core.members.same_person import component
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync import comparing, merge, peers, taking_back, taking_in
from chapter_desk.errors import CannotBeTakenBack
from chapter_desk.store import identity, schema
from chapter_desk.store.schema import OnForget
from tests.exchanging import SEVEN_PM, Desk, blank, copied, new_chapter

MOST_LAPTOPS = 4
FIELDS = st.sampled_from(["employer", "occupation", "display_name"])
LAPTOP = st.integers(0, 2)
ANY = st.integers(0, 10_000)


class SharedTime:
    """The true time, and each laptop's opinion of it."""

    def __init__(self) -> None:
        self.now = SEVEN_PM

    def on(self, skew: timedelta):
        def tell():
            self.now += timedelta(milliseconds=1)
            return self.now + skew

        return tell


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A chapter's folder that each example copies: making keys and tables anew would take too long."""
    first = new_chapter(tmp_path_factory.mktemp("template"), "first")
    first.add(schema.meeting, title="May")
    first.close()
    return first.folder


class Laptops(list):
    """The laptops; a number beyond the last means one of them all the same."""

    def __getitem__(self, at):
        return super().__getitem__(at % len(self))


class Replicas(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.time = SharedTime()
        self.laptops = Laptops()
        self.pool: list[Path] = []
        self.backups: list[tuple[int, Path]] = []
        self.signed_in: dict[str, Desk] = {}
        self.rolled_back: set[str] = set()
        self.voided: set[str] = set()
        self.canaries: dict[str, str] = {}
        self.number = 0

    @initialize(count=st.sampled_from([2, 2, 3]))
    def open_some(self, count) -> None:
        for name in ("desk", "door", "home")[:count]:
            folder = self.root / name
            shutil.copytree(self.template, folder)
            self.laptops.append(Desk(folder, name, self.time.on(timedelta())))
        for i in range(count):
            self.add_person(i)
            self.sign_in(i, 0)
            self.swap(i, i + 1)

    # ------------------------------------------------------------ people at work

    def some(self, laptop: Desk, table, at: int) -> str | None:
        found = sorted(
            id
            for id, row in laptop.rows(table).items()
            if row.made_clock is not None or row.stamps is not None
        )
        return found[at % len(found)] if found else None

    @rule(i=LAPTOP)
    def add_person(self, i) -> None:
        self.number += 1
        canary = f"canary{self.number}x"
        person = self.laptops[i].add(schema.person, display_name=canary)
        self.canaries[person] = canary

    @rule(i=LAPTOP, at=ANY, field=FIELDS, value=st.sampled_from(["", "a", "b", None]))
    def edit(self, i, at, field, value) -> None:
        if person := self.some(self.laptops[i], schema.person, at):
            text = None if value is None else f"{self.canaries.get(person, '')} {value}"
            self.laptops[i].set(schema.person, person, **{field: text})

    @rule(i=LAPTOP, at=ANY)
    def sign_in(self, i, at) -> None:
        laptop = self.laptops[i]
        person, meeting = self.some(laptop, schema.person, at), self.some(laptop, schema.meeting, 0)
        if person:
            id = laptop.add(
                schema.sign_in, meeting_id=meeting, person_id=person, type="entry",
                name_as_written=self.canaries.get(person),
            )  # fmt: skip
            self.signed_in[id] = laptop

    @rule(i=LAPTOP, at=ANY)
    def write_about(self, i, at) -> None:
        laptop = self.laptops[i]
        if person := self.some(laptop, schema.person, at):
            laptop.add(schema.note, person_id=person, body=self.canaries.get(person))

    @rule(i=LAPTOP, at=ANY, solve=st.booleans())
    def sort_out(self, i, at, solve) -> None:
        laptop = self.laptops[i]
        person, waiting = self.some(laptop, schema.person, at), self.some(laptop, schema.exception, at)
        if solve and person and waiting and laptop.rows(schema.exception)[waiting].person_id is None:
            laptop.set(schema.exception, waiting, person_id=person, solution="found")
        else:
            laptop.add(schema.exception, raw={"name": "somebody"}, reason="no name")

    @rule(i=LAPTOP, at=ANY)
    def take_back_a_sign_in(self, i, at) -> None:
        if id := self.some(self.laptops[i], schema.sign_in, at):
            self.laptops[i].void(schema.sign_in, id)
            self.voided.add(id)

    @rule(i=LAPTOP, at=ANY, other=ANY)
    def link(self, i, at, other) -> None:
        laptop = self.laptops[i]
        one, two = self.some(laptop, schema.person, at), self.some(laptop, schema.person, other)
        if one and two and one != two:
            laptop.add(schema.same_person, person_a=min(one, two), person_b=max(one, two))

    @rule(i=LAPTOP, at=ANY)
    def unlink(self, i, at) -> None:
        if id := self.some(self.laptops[i], schema.same_person, at):
            self.laptops[i].void(schema.same_person, id)

    @rule(i=LAPTOP, at=ANY)
    def forget(self, i, at) -> None:
        laptop = self.laptops[i]
        if person := self.some(laptop, schema.person, at):
            with laptop.db.read() as connection:
                everybody = component(connection, person)
            laptop.forget(*everybody)

    @rule(i=LAPTOP, back=st.integers(0, 4))
    def undo(self, i, back) -> None:
        laptop = self.laptops[i]
        steps = Steps(laptop.db, laptop.exchange.undo_take_in)
        latest = [step for step in steps.latest(10) if step.can_be_taken_back]
        if back < len(latest):
            try:
                steps.take_back(latest[back].id)
            except CannotBeTakenBack:
                return
            self.voided |= {row.target_id for row in laptop.rows(schema.void).values()}
            assert laptop.digest == laptop.digest_from_scratch()

    # ------------------------------------------------------------ bundles, files and clocks

    @rule(i=LAPTOP, kind=st.sampled_from(["delta", "delta", "snapshot"]))
    def write(self, i, kind) -> None:
        self.pool.append(self.laptops[i].bundle(kind))

    @precondition(lambda self: self.pool)
    @rule(j=LAPTOP, at=ANY)
    def take_any(self, j, at) -> None:
        self.laptops[j].take(self.pool[at % len(self.pool)])

    @rule(i=LAPTOP, j=LAPTOP)
    def hand_over(self, i, j) -> None:
        self.pool.append(self.laptops[i].bundle())
        self.laptops[j].take(self.pool[-1])

    @rule(i=LAPTOP, j=LAPTOP)
    def swap(self, i, j) -> None:
        self.hand_over(i, j)
        self.hand_over(j, i)

    @rule(i=LAPTOP, hours=st.sampled_from([-2400, -1, 0, 30, 100]))
    def set_clock(self, i, hours) -> None:
        self.laptops[i].clock = self.laptops[i].db._clock = self.time.on(timedelta(hours=hours))

    @rule(hours=st.sampled_from([1, 60]))
    def time_passes(self, hours) -> None:
        self.time.now += timedelta(hours=hours)

    @rule(i=LAPTOP)
    def back_up(self, i) -> None:
        laptop = self.laptops[i]
        laptop.db.checkpoint()
        kept = self.root / f"backup-{len(self.backups)}"
        shutil.copyfile(laptop.folder / "chapter.db", kept)
        self.backups.append((i, kept))

    @precondition(lambda self: self.backups)
    @rule(at=ANY)
    def restore(self, at) -> None:
        i, kept = self.backups[at % len(self.backups)]
        laptop = self.laptops[i]
        before = set(laptop.rows(schema.sign_in))
        laptop.close()
        path = laptop.folder / "chapter.db"
        os.link(path, self.root / f"old-{at}-{self.number}-{len(list(self.root.iterdir()))}")
        path.unlink()
        shutil.copyfile(kept, path)
        laptop.open()
        self.rolled_back |= before - set(laptop.rows(schema.sign_in))

    @precondition(lambda self: 0 < len(self.laptops) < MOST_LAPTOPS)
    @rule(i=LAPTOP)
    def copy_the_folder(self, i) -> None:
        name = f"copy-{len(self.laptops)}"
        self.laptops.append(copied(self.laptops[i], name, self.time.on(timedelta())))

    @rule(seed=st.integers(0, 2**32))
    def a_busy_week(self, seed) -> None:
        """Do a dozen of these things by chance: left to itself, Hypothesis likes to repeat a few."""
        chance = Random(seed)

        def any_at() -> int:
            return chance.randrange(10_000)

        for _ in range(12):
            i, j = chance.randrange(3), chance.randrange(3)
            match chance.choices(range(16), [1, 3, 3, 1, 2, 1, 1, 1, 2, 2, 2, 4, 2, 1, 1, 1])[0]:
                case 0:
                    self.add_person(i)
                case 1:
                    value = chance.choice(["", "a", "b", None])
                    self.edit(i, any_at(), chance.choice(["employer", "occupation"]), value)
                case 2:
                    self.sign_in(i, any_at())
                case 3:
                    self.write_about(i, any_at())
                case 4:
                    self.sort_out(i, any_at(), chance.random() < 0.6)
                case 5:
                    self.take_back_a_sign_in(i, any_at())
                case 6:
                    self.link(i, any_at(), any_at())
                case 7:
                    self.forget(i, any_at())
                case 8:
                    self.undo(i, chance.randrange(3))
                case 9:
                    self.write(i, chance.choice(["delta", "delta", "snapshot"]))
                case 10 if self.pool:
                    self.take_any(j, any_at())
                case 11:
                    self.swap(i, j)
                case 12:
                    self.hand_over(i, j)
                case 13:
                    self.set_clock(i, chance.choice([-2400, -1, 0, 30, 100]))
                case 14:
                    self.back_up(i)
                case 15 if self.backups:
                    self.restore(any_at())

    # ------------------------------------------------------------ in the end

    def teardown(self) -> None:
        try:
            if self.laptops:
                self.meet()
                self.check()
        finally:
            for laptop in self.laptops:
                laptop.db.close()
            shutil.rmtree(self.root)

    def meet(self) -> None:
        """Let everybody set the clock right and swap deltas until nobody learns anything."""
        self.time.now += timedelta(hours=200)
        for laptop in self.laptops:
            laptop.clock = laptop.db._clock = self.time.on(timedelta())
        for _ in range(6):
            before = [laptop.digest for laptop in self.laptops]
            for laptop in self.laptops:
                self.pool.append(laptop.bundle())
                for other in self.laptops:
                    if other is not laptop:
                        other.take(self.pool[-1])
            if before == [laptop.digest for laptop in self.laptops]:
                break

    def check(self) -> None:
        assert len({laptop.digest for laptop in self.laptops}) == 1, "they do not agree"
        for laptop in self.laptops:
            assert laptop.digest == laptop.digest_from_scratch()
            sign_ins, voids = laptop.rows(schema.sign_in), laptop.rows(schema.void)
            lost = self.signed_in.keys() - self.rolled_back - sign_ins.keys()
            assert not lost, "a sign-in was lost"
            assert {row.target_id for row in voids.values()} & sign_ins.keys() <= self.voided
            self.check_nothing_personal_is_left(laptop)

    def check_nothing_personal_is_left(self, laptop: Desk) -> None:
        gone = laptop.rows(schema.forgotten).keys()
        for table in schema.REPLICATED.values():
            if "person_id" not in schema.references_of(table):
                continue
            for row in laptop.rows(table).values():
                if row.person_id in gone:
                    assert schema.on_forget_of(table) is not OnForget.DELETE
                    assert not any(row._mapping[c] for c in schema.personal_of(table)), table.name
        with laptop.db.read() as connection:
            everything = "\n".join(
                str(row)
                for table in schema.metadata.sorted_tables
                for row in connection.execute(table.select())
            )
        for person in gone:
            assert self.canaries.get(person, "-") + " " not in everything
            assert self.canaries.get(person, "no canary") not in everything

    def any_order_into_a_fresh_file(self) -> None:
        digests = set()
        for number, order in enumerate(list(permutations(self.pool[-4:]))[::8]):
            fresh = blank(self.laptops[0], f"fresh-{number}")
            for path in order:
                fresh.take(path)
            digests.add(fresh.digest)
            fresh.db.close()
        assert len(digests) == 1


def run(template: Path, *, examples: int, steps: int, shrink: bool = False) -> None:
    Replicas.template = template
    phases = [Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])]
    run_state_machine_as_test(
        Replicas,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
            phases=phases,
            database=None,
            print_blob=False,
        ),
    )


def test_three_laptops_agree_in_the_end(template):
    run(template, examples=8, steps=25)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_three_laptops_agree_in_the_end_at_length(template):
    run(template, examples=400, steps=50, shrink=True)


# ---------------------------------------------------------------- planted bugs must be found


def a_hole_is_overlooked(patch) -> None:
    """The cursor goes on past what never came."""
    taken_upto = peers.taken_upto

    def careless(connection):
        upto = taken_upto(connection)
        for entry in peers._standing(connection):
            peer = (entry.replica_id, entry.incarnation)
            upto[peer] = max(upto.get(peer, 0), entry.upto)
        return upto

    patch.setattr(peers, "taken_upto", careless)


def incarnations_are_one(patch) -> None:
    """A restored laptop goes on with the count of what it lost."""
    arrival = identity._arrival

    def careless(*facts):
        found = arrival(*facts)
        return identity.Arrival.MOVED if found is identity.Arrival.RESTORED else found

    patch.setattr(identity, "_arrival", careless)


def the_forgotten_come_back(patch) -> None:
    patch.setattr(comparing, "masked", lambda _table, row, _forgotten: row)


def the_cursor_stays_after_taking_back(patch) -> None:
    patch.setattr(taking_back, "_forget_entry", lambda _connection, _bundle_id: None)


def copies_believe_what_their_original_was_told(patch) -> None:
    """A copied folder takes a bundle back that its original says it has."""
    patch.setattr(peers, "copied_upto", lambda _connection: 0)


def mine_always_stands(patch) -> None:
    joined = comparing.joined
    patch.setattr(
        comparing,
        "joined",
        lambda table, mine, theirs: joined(table, mine, theirs) if merge.is_shell(mine) else mine,
    )


def the_first_time_counts(patch) -> None:
    """Rows refused for their clock are taken for taken in."""
    note_entry = taking_in._note_entry

    def careless(writer, bundle, merging):
        merging.effects.refused = 0
        return note_entry(writer, bundle, merging)

    patch.setattr(taking_in, "_note_entry", careless)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    "bug",
    [
        a_hole_is_overlooked,
        incarnations_are_one,
        the_forgotten_come_back,
        the_cursor_stays_after_taking_back,
        copies_believe_what_their_original_was_told,
        mine_always_stands,
        the_first_time_counts,
    ],
)
def test_a_planted_bug_is_found(template, monkeypatch, bug):
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        run(template, examples=300, steps=50)
