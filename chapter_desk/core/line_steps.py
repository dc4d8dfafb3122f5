"""What laptops at a door tell each other all evening, as one step of History for each laptop and meeting.

Each bundle stays a step of its own in the file, so that undo knows to the row what came with it; the list
shows the newest of them for all.  Nobody here did them: Ctrl Z passes them over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func

from chapter_desk.core.steps import LINE, TAKE_IN, Step, step_of
from chapter_desk.store import schema

TIMES: Final = "times"
"""The parameter of a folded step that tells how many it stands for."""

_COUNTS = ("new", "changed", "conflicts", "people")


def line_of(replica_id: str, meeting_id: str) -> str:
    """Return the key of what one laptop tells at the door of one meeting."""
    return f"{replica_id} {meeting_id}"


def newest_of_line() -> ColumnElement[bool]:
    """Return the condition for a step that is none of a line, or the newest of its line."""
    step, later = schema.step.c, schema.step.alias()
    line = _line_in(step.params)
    same = and_(
        later.c.id > step.id,
        later.c.kind == step.kind,
        _line_in(later.c.params) == line,
        later.c.undone_by.is_(None) == step.undone_by.is_(None),
    )
    return line.is_(None) | ~exists().where(same)


def all_of_line(connection: Connection, step: Step) -> Sequence[Step]:
    """Return the steps that one in the list stands for, newest first; itself alone where it is of no line."""
    line = step.params.get(LINE)
    if line is None:
        return (step,)
    c = schema.step.c
    undone = c.undone_by.is_(None) if step.in_force else c.undone_by.is_not(None)
    query = schema.step.select().where(c.kind == step.kind, _line_in(c.params) == line, undone)
    return [step_of(row) for row in connection.execute(query.order_by(c.id.desc()))]


def folded(steps: Sequence[Step]) -> Step:
    """Return the newest of a line's steps with the counts of all."""
    newest = steps[0]
    if len(steps) == 1:
        return newest
    counts = {key: _sum(steps, key) for key in _COUNTS if key in newest.params}
    params: Mapping[str, Any] = {**newest.params, **counts, TIMES: len(steps)}
    return replace(newest, params=params)


def comes_again(connection: Connection, step: Step) -> bool:
    """Return whether what a line brought would come again: its laptop is still believed."""
    if step.kind != TAKE_IN or LINE not in step.params:
        return False
    laptop = schema.laptop.c
    trusted = exists().where(laptop.id == str(step.params["laptop"]), laptop.revoked_at.is_(None))
    return bool(connection.scalar(trusted.select()))


def _sum(steps: Sequence[Step], key: str) -> int:
    return sum(value for each in steps if isinstance(value := each.params.get(key), int))


def _line_in(params: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.json_extract(params, f"$.{LINE}")
