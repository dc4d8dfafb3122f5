"""What a step did, in words: the act by its kind, and whom or what it was about by their present name.

A step keeps ids and counts, never names: so a name that was corrected reads right in the list of a year
ago, and one that was forgotten is not told.  The words stand after "Undo" and "Taken back:", and
begin a line of History with a capital.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from chapter_desk.core.looking import Row, look
from chapter_desk.core.step_words import Facts, act_words, line_below
from chapter_desk.core.steps import Step
from chapter_desk.i18n import _
from chapter_desk.store.columns import wired_json
from chapter_desk.store.database import Database
from chapter_desk.values import StepId

_NAMES = {
    "person": "SELECT id, display_name FROM person",
    "meeting": "SELECT id, title FROM meeting",
    "issue": "SELECT id, title FROM issue",
    "action": "SELECT id, title FROM action",
    "laptop": "SELECT id, name FROM laptop",
    "operator": "SELECT id, name FROM operator",
}
_ABOUT = {
    "sign_in": "SELECT id, person_id, meeting_id FROM sign_in",
    "exception": "SELECT id, person_id, meeting_id FROM exception",
    "note": "SELECT id, person_id, NULL FROM note",
    "need": "SELECT id, person_id, meeting_id FROM need",
    "gift": "SELECT id, person_id, meeting_id FROM gift",
    "row": """
        SELECT id, person_id, NULL FROM email_address UNION ALL SELECT id, person_id, NULL FROM phone_number
        UNION ALL SELECT id, person_id, NULL FROM postal_address
        UNION ALL SELECT id, person_id, NULL FROM note UNION ALL SELECT id, id, NULL FROM person
    """,
}
"""Rows that are about a person and perhaps a meeting: (id, person, meeting)."""
_MADE = """
SELECT step_id, table_name, row_id FROM change
WHERE step_id IN (SELECT value FROM json_each(?)) AND field IS NULL
AND table_name IN ('issue', 'action', 'operator', 'laptop')
"""
_UNDONE = "SELECT id, kind, params, undoes FROM step WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class StepTitle:
    """An act in words ("sign-in of Maria Gutierrez"), the line below it, and the kind that was meant.

    `kind` is that of the act itself, also for a step that took it back; `is_undo` tells that it was
    taken back, `is_redo` that it was put in force again.
    """

    act: str
    line: str
    kind: str
    is_undo: bool = False
    is_redo: bool = False

    @property
    def text(self) -> str:
        """The words as they begin a line."""
        words = self.act
        if self.is_undo:
            words = _("taken back: {act}").format(act=self.act)
        elif self.is_redo:
            words = _("done again: {act}").format(act=self.act)
        return words[:1].upper() + words[1:]


class StepTitles:
    """Puts steps into words."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, steps: Sequence[Step]) -> list[StepTitle]:
        """Return the words of each step, in order, with the names of today."""
        with self._db.read() as connection:
            acts = [_act_of(connection, step) for step in steps]
            facts = _facts(connection, [(each.id, each.params) for each in acts])
        return [
            StepTitle(
                act=act_words(act.kind, known),
                line=line_below(act.kind, known),
                kind=act.kind,
                is_undo=act.turns % 2 == 1,
                is_redo=bool(act.turns) and act.turns % 2 == 0,
            )
            for act, known in zip(acts, facts, strict=True)
        ]

    def title(self, step: Step) -> StepTitle:
        """Return the words of one step."""
        return self.of([step])[0]


# ---------------------------------------------------------------- what a step was about


@dataclass(frozen=True, slots=True)
class _Act:
    """The act that a step did or took back; `turns` counts undo of undo."""

    id: StepId
    kind: str
    params: Mapping[str, object]
    turns: int


def _act_of(connection: Connection, step: Step) -> _Act:
    """Follow a step that takes another back to the act itself."""
    id, kind, params, undoes, turns = step.id, step.kind, dict(step.params), step.undoes, 0
    while undoes is not None:
        found = look(connection, _UNDONE, (wired_json([undoes]),))
        if not found:
            break
        id, kind, params, undoes = _read(found[0])
        turns += 1
    return _Act(id, kind, params, turns)


def _read(row: Row) -> tuple[StepId, str, dict[str, object], StepId | None]:
    import msgspec

    id, kind, params, undoes = row
    return id, kind, msgspec.json.decode(params, type=dict[str, object]), undoes


def _facts(connection: Connection, acts: Sequence[tuple[StepId, Mapping[str, object]]]) -> list[Facts]:
    """Return what each act was about, asking for each kind of name once."""
    about = {
        key: _rows_of(connection, sql, (params.get(key) for _id, params in acts))
        for key, sql in _ABOUT.items()
    }
    made: dict[int, dict[str, list[str]]] = {}
    for step, table, row in look(connection, _MADE, (wired_json([id for id, _params in acts]),)):
        made.setdefault(step, {}).setdefault(table, []).append(row)
    meant = [_ids(params, about, made.get(id, {})) for id, params in acts]
    names = {
        key: {id: name or "" for id, name in _rows_of(connection, sql, _texts(meant, key)).values()}
        for key, sql in _NAMES.items()
    }
    return [_named(params, ids, names) for (_id, params), ids in zip(acts, meant, strict=True)]


def _texts(meant: Iterable[Mapping[str, Sequence[str]]], key: str) -> list[object]:
    return [id for ids in meant for id in ids.get(key, ())]


def _rows_of(connection: Connection, sql: str, ids: Iterable[object]) -> dict[str, Row]:
    wanted = sorted({id for id in ids if isinstance(id, str)})
    if not wanted:
        return {}
    where = f"SELECT * FROM ({sql}) WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row for row in look(connection, where, (wired_json(wanted),))}


def _ids(
    params: Mapping[str, object], about: Mapping[str, Mapping[str, Row]], made: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return the ids an act names, by what they are of."""
    ids: dict[str, list[str]] = {table: list(rows) for table, rows in made.items()}
    for key in ("person", "meeting", "issue", "action", "laptop"):
        if isinstance(id := params.get(key), str):
            ids[key] = [id]
    if isinstance(people := params.get("people"), list):
        ids["person"] = [str(person) for person in people]
    for key, rows in about.items():
        row = rows.get(str(params.get(key)))
        for target, id in zip(("person", "meeting"), row[1:] if row else (), strict=False):
            if id is not None:
                ids.setdefault(target, [id])
    return ids


def _named(
    params: Mapping[str, object], ids: Mapping[str, Sequence[str]], names: Mapping[str, Mapping[str, str]]
) -> Facts:
    def of(key: str) -> list[str]:
        return [name for id in ids.get(key, ()) if (name := names[key].get(id))]

    people = params.get("people")
    count = people if isinstance(people, int) else _counted(params)
    title = next((name for key in ("action", "issue", "operator", "laptop") for name in of(key)), "")
    meeting = next(iter(of("meeting")), "")
    return Facts(_and(of("person")), meeting, title, count, params)


def _counted(params: Mapping[str, object]) -> int:
    return sum(value for key in ("new", "changed") if isinstance(value := params.get(key), int))


def _and(names: Sequence[str]) -> str:
    if len(names) == 2:
        return _("{one} and {other}").format(one=names[0], other=names[1])
    return ", ".join(names)
