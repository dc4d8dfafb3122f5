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

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from chapter_desk.core.looking import look
from chapter_desk.core.members.same_person import component
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync import comparing, merge, peers, taking_back, taking_in
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.errors import CannotBeTakenBack
from chapter_desk.store import identity, schema
from chapter_desk.store.schema import OnForget
from tests.exchanging import SEVEN_PM, Desk, blank, copied, new_chapter

MOST_LAPTOPS = 4
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where laptops are kept: waiting for a disk is half of the time, and power cuts are no part of this."""
LAPTOP = st.integers(0, 2)
ACTS = [
    "add_person", "edit", "edit", "sign_in", "sign_in", "write_about", "sort_out", "take_back_a_sign_in",
    "link", "unlink", "forget", "undo", "undo", "write", "take_any", "take_any", "hand_over", "swap",
    "set_clock", "time_passes", "back_up", "restore", "copy_the_folder", "take_in_and_back",
    "put_back_an_old_file", "forget_what_came", "answer_twice", "write_in_the_future", "forget_and_edit",
]  # fmt: skip


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
    Laptops(first.db).revoke(first.db.replica_id)  # else every delta would begin where it knows nothing
    first.close()
    return first.folder


class Around(list):
    """The laptops; a number beyond the last means one of them all the same."""

    def __getitem__(self, at):
        return super().__getitem__(at % len(self))


class Replicas(RuleBasedStateMachine):
    template: Path
    at_length = False

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(dir=IN_MEMORY))
        self.time = SharedTime()
        self.laptops = Around()
        self.pool: list[Path] = []
        self.backups: list[tuple[Desk, Path]] = []
        self.signed_in: set[str] = set()
        self.gone: set[str] = set()
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

    def add_person(self, i) -> None:
        self.number += 1
        canary = f"canary{self.number}x"
        person = self.laptops[i].add(schema.person, display_name=canary)
        self.canaries[person] = canary

    def edit(self, i, at, field, value) -> None:
        if person := self.some(self.laptops[i], schema.person, at):
            text = None if value is None else f"{self.canaries.get(person, '')} {value}"
            self.laptops[i].set(schema.person, person, **{field: text})

    def sign_in(self, i, at) -> None:
        laptop = self.laptops[i]
        person, meeting = self.some(laptop, schema.person, at), self.some(laptop, schema.meeting, 0)
        if person:
            id = laptop.add(
                schema.sign_in, meeting_id=meeting, person_id=person, type="entry",
                name_as_written=self.canaries.get(person),
            )  # fmt: skip
            self.signed_in.add(id)

    def write_about(self, i, at) -> None:
        laptop = self.laptops[i]
        if person := self.some(laptop, schema.person, at):
            laptop.add(schema.note, person_id=person, body=self.canaries.get(person))

    def sort_out(self, i, at, solve) -> None:
        laptop = self.laptops[i]
        person, waiting = self.some(laptop, schema.person, at), self.some(laptop, schema.exception, at)
        if solve and person and waiting and laptop.rows(schema.exception)[waiting].person_id is None:
            laptop.set(schema.exception, waiting, person_id=person, solution="found")
        else:
            laptop.add(schema.exception, raw={"name": "somebody"}, reason="no name")

    def take_back_a_sign_in(self, i, at) -> None:
        if id := self.some(self.laptops[i], schema.sign_in, at):
            self.laptops[i].void(schema.sign_in, id)
            self.voided.add(id)

    def link(self, i, at, other) -> None:
        laptop = self.laptops[i]
        one, two = self.some(laptop, schema.person, at), self.some(laptop, schema.person, other)
        if one and two and one != two:
            laptop.add(schema.same_person, person_a=min(one, two), person_b=max(one, two))

    def unlink(self, i, at) -> None:
        if id := self.some(self.laptops[i], schema.same_person, at):
            self.laptops[i].void(schema.same_person, id)

    def forget(self, i, at) -> None:
        laptop = self.laptops[i]
        if person := self.some(laptop, schema.person, at):
            with laptop.db.read() as connection:
                everybody = component(connection, person)
            laptop.forget(*everybody)

    def undo(self, i, back) -> None:
        laptop = self.laptops[i]
        steps = Steps(laptop.db, laptop.exchange.undo_take_in)
        latest = [step for step in steps.latest(10) if step.can_be_taken_back]
        if back < len(latest):
            before = set(laptop.rows(schema.sign_in))
            try:
                steps.take_back(latest[back].id)
            except CannotBeTakenBack:
                return
            self.voided |= {row.target_id for row in laptop.rows(schema.void).values()}
            self.note_gone(before - laptop.rows(schema.sign_in).keys())
            assert laptop.digest == laptop.digest_from_scratch()

    def note_gone(self, sign_ins: set[str]) -> None:
        """Expect no more what went with an old file or a bundle taken back, and was nowhere else."""
        for laptop in self.laptops:
            sign_ins = sign_ins - laptop.rows(schema.sign_in).keys()
        self.gone |= sign_ins

    # ------------------------------------------------------------ bundles, files and clocks

    def write(self, i, kind) -> None:
        self.pool.append(self.laptops[i].bundle(kind))

    def take_any(self, j, at) -> None:
        if self.pool:
            self.laptops[j].take(self.pool[at % len(self.pool)])

    def hand_over(self, i, j) -> None:
        if self.laptops[i] is not self.laptops[j]:
            self.pool.append(self.laptops[i].bundle())
            self.laptops[j].take(self.pool[-1])

    def swap(self, i, j) -> None:
        self.hand_over(i, j)
        self.hand_over(j, i)

    def set_clock(self, i, hours) -> None:
        self.laptops[i].clock = self.laptops[i].db._clock = self.time.on(timedelta(hours=hours))

    def back_up(self, i) -> None:
        laptop = self.laptops[i]
        laptop.db.checkpoint()
        kept = self.root / f"backup-{len(self.backups)}"
        shutil.copyfile(laptop.folder / "chapter.db", kept)
        self.backups.append((laptop, kept))

    def restore(self, at) -> None:
        if not self.backups:
            return
        laptop, kept = self.backups[at % len(self.backups)]
        before = set(laptop.rows(schema.sign_in))
        laptop.close()
        path = laptop.folder / "chapter.db"
        os.link(path, self.root / f"old-{len(list(self.root.iterdir()))}")
        path.unlink()
        shutil.copyfile(kept, path)
        laptop.open()
        self.note_gone(before - laptop.rows(schema.sign_in).keys())

    def copy_the_folder(self, i) -> None:
        if len(self.laptops) == MOST_LAPTOPS:
            return
        name = f"copy-{len(self.laptops)}"
        self.laptops.append(copied(self.laptops[i], name, self.time.on(timedelta())))

    # ------------------------------------------------------------ scenes, where chance alone seldom gets

    def take_in_and_back(self, i, at, meanwhile) -> None:
        self.edit(i, at, "employer", "x")
        self.add_person(i)
        self.sign_in(i, at)
        self.hand_over(i, i + 1)
        if meanwhile:
            self.edit(i + 1, at, "occupation", "y")
            self.sign_in(i + 1, at + 1)
        self.undo(i + 1, 0 if not meanwhile else 2)
        self.swap(i + 1, i)

    def put_back_an_old_file(self, i, at, more) -> None:
        """What was written since the backup may live on where a bundle of it was taken in."""
        self.swap(i, i + 1)
        self.back_up(i)
        for _ in range(more):
            self.sign_in(i, at)
        self.hand_over(i, i + 1)
        self.restore(-1)
        if more % 2:
            self.hand_over(i + 1, i)
        self.sign_in(i, at)
        self.hand_over(i, i + 1)

    def forget_what_came(self, i, at) -> None:
        """A laptop whose file is put back claims less than it said before: a hole."""
        self.swap(i, i + 1)
        self.back_up(i)
        self.sign_in(i + 1, at)
        self.swap(i, i + 1)
        self.hand_over(i, i + 1)
        self.restore(-1)
        self.add_person(i + 1)
        self.hand_over(i + 1, i)

    def answer_twice(self, i, at) -> None:
        self.swap(i, i + 1)
        self.edit(i, at, "employer", "x")
        self.edit(i + 1, at, "employer", "y")
        self.swap(i, i + 1)

    def write_in_the_future(self, i, at, hours) -> None:
        self.set_clock(i, hours)
        self.sign_in(i, at)
        self.edit(i, at, "occupation", "z")
        self.hand_over(i, i + 1)
        self.set_clock(i, 0)
        self.hand_over(i + 1, i)

    def forget_and_edit(self, i, at) -> None:
        self.swap(i, i + 1)
        self.forget(i, at)
        for laptop in range(3):
            self.edit(laptop, at, "employer", "w")
            self.write_about(laptop, at)
        self.hand_over(i + 1, i)

    @rule(act=st.sampled_from(ACTS), i=LAPTOP, j=LAPTOP, at=st.integers(0, 40), choice=st.integers(0, 5))
    def act(self, act, i, j, at, choice) -> None:
        """Do one of the things above.  One rule for all: Hypothesis would leave most rules out of a run."""
        match act:
            case "edit":
                self.edit(i, at, ("employer", "occupation")[choice % 2], (None, "", "a", "b")[choice % 4])
            case "sort_out":
                self.sort_out(i, at, choice > 1)
            case "link":
                self.link(i, at, at + choice)
            case "undo":
                self.undo(i, choice)
            case "write":
                self.write(i, "delta" if choice else "snapshot")
            case "hand_over" | "swap":
                getattr(self, act)(i, j)
            case "set_clock":
                self.set_clock(i, (-2400, -1, 0, 0, 30, 100)[choice])
            case "time_passes":
                self.time.now += timedelta(hours=(1, 60)[choice % 2])
            case "take_in_and_back":
                self.take_in_and_back(i, at, meanwhile=choice > 3)
            case "put_back_an_old_file":
                self.put_back_an_old_file(i, at, choice)
            case "write_in_the_future":
                self.write_in_the_future(i, at, (60, 2400)[choice % 2])
            case "add_person" | "back_up" | "copy_the_folder":
                getattr(self, act)(i)
            case "restore":
                self.restore(at)
            case _:
                getattr(self, act)(i, at)

    # ------------------------------------------------------------ in the end

    def teardown(self) -> None:
        try:
            if self.laptops:
                self.meet()
                self.check()
                if self.at_length:
                    self.any_order_into_a_fresh_file()
        finally:
            self.put_away()

    def put_away(self) -> None:
        for laptop in self.laptops:
            laptop.db.close()
        shutil.rmtree(self.root)

    def meet(self) -> None:
        """Let everybody set the clock right and swap deltas until nobody learns anything."""
        self.time.now += timedelta(hours=2500)  # past every stamp from the future
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
            lost = self.signed_in - self.gone - sign_ins.keys()
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
        """Whoever has nothing yet ends with the same, in whatever order the same bundles come."""
        digests = set()
        for number, order in enumerate(list(permutations(self.pool[-4:]))[::8]):
            fresh = blank(self.laptops[0], f"fresh-{number}")
            for path in order:
                fresh.take(path)
            digests.add(fresh.digest)
            fresh.db.close()
        assert len(digests) == 1


def run(template: Path, *, examples: int, steps: int, machine=Replicas, phases=(Phase.generate,)) -> None:
    Replicas.template = template
    run_state_machine_as_test(
        machine,
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
@pytest.mark.timeout(1200)
def test_three_laptops_agree_in_the_end_at_length(template):
    """A hundred examples of up to fifty acts: about two seconds each."""

    class AtLength(Replicas):
        at_length = True

    run(template, examples=100, steps=50, machine=AtLength, phases=(Phase.generate, Phase.shrink))


# ---------------------------------------------------------------- planted bugs must be found


def a_hole_is_overlooked(patch) -> None:
    """The cursor goes on past what never came."""
    taken_upto = peers.taken_upto

    def careless(connection):
        upto = taken_upto(connection)
        for replica, incarnation, _since, until in look(connection, peers._TAKEN):
            upto[replica, incarnation] = max(upto.get((replica, incarnation), 0), until)
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


def refused_is_taken_for_taken_in(patch) -> None:
    """Rows refused for their clock are taken for taken in."""
    note_entry = taking_in._note_entry

    def careless(writer, bundle, merging):
        merging.effects.refused = 0
        return note_entry(writer, bundle, merging)

    patch.setattr(taking_in, "_note_entry", careless)


def tell(bug) -> None:
    """Tell the story in which a bug does harm, to its end."""
    machine = Replicas()
    try:
        machine.open_some(2)
        play(machine, bug)
        machine.meet()
        machine.check()
    finally:
        machine.put_away()


def play(machine: Replicas, bug) -> None:
    match bug.__name__:
        case "a_hole_is_overlooked":
            machine.forget_what_came(0, 0)
        case "incarnations_are_one":
            machine.put_back_an_old_file(0, 0, 3)
        case "the_forgotten_come_back":
            machine.forget_and_edit(0, 0)
        case "the_cursor_stays_after_taking_back":
            machine.take_in_and_back(0, 0, meanwhile=False)
        case "copies_believe_what_their_original_was_told":
            machine.add_person(0)
            machine.hand_over(0, 1)
            machine.copy_the_folder(1)
            machine.undo(2, 0)
            lost = machine.laptops.pop(0)
            lost.db.close()
            Laptops(machine.laptops[0].db).revoke(lost.db.replica_id)
            machine.hand_over(1, 0)
        case "mine_always_stands":
            machine.answer_twice(0, 0)
        case "refused_is_taken_for_taken_in":
            machine.write_in_the_future(0, 0, 60)


@pytest.mark.parametrize(
    "bug",
    [
        a_hole_is_overlooked,
        incarnations_are_one,
        the_forgotten_come_back,
        the_cursor_stays_after_taking_back,
        copies_believe_what_their_original_was_told,
        mine_always_stands,
        refused_is_taken_for_taken_in,
    ],
)
def test_a_planted_bug_is_found(template, monkeypatch, bug):
    Replicas.template = template
    tell(bug)
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        tell(bug)
