"""The rows of a planned import in a table: unpacked only where somebody looks."""

from array import array
from collections.abc import Callable, Sequence

from chapter_desk.core.members.import_plan import Effect, ImportPlan, PlannedRow
from chapter_desk.core.members.import_words import problem_text
from chapter_desk.gui.members.words import NOTHING, channel_words, field_words
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.i18n import _

_PARTS_OF_A_NAME = ("given_name", "additional_name", "family_name")
"""Told last where they only say again what the name says."""


class SomeRows(Sequence[PlannedRow]):
    """The rows of a plan at these places."""

    def __init__(self, plan: ImportPlan, places: "Sequence[int] | array[int]") -> None:
        self._rows, self._places = plan.rows, places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> PlannedRow:  # type: ignore[override]  # no slices are asked for
        return self._rows[self._places[number]]


class PlannedRowsModel(RowsModel[PlannedRow]):
    """Shows rows of a plan, and in the place of their effect the problem of each, where one is looked at."""

    def __init__(self) -> None:
        self._problems: dict[int, str] = {}
        super().__init__(_columns(self._said), key=lambda row: row.line)

    def show_rows(self, plan: ImportPlan, places: "Sequence[int] | array[int]", problem: str = "") -> None:
        """Show the rows at these places; with a kind of `problem`, what it says of each."""
        self.beginResetModel()
        self._problems = {
            each.row: problem_text(each)
            for each in (plan.problems if problem else ())
            if each.kind == problem or problem == "any"
        }
        self._rows = self._given = SomeRows(plan, places)  # type: ignore[assignment]  # read, never changed
        self.endResetModel()

    def row_number(self, key: object) -> int | None:
        """Nothing stays chosen: looking through all rows would unpack them all."""
        return None

    def _said(self, row: PlannedRow) -> str:
        return self._problems.get(row.line) or after_words(row)


def _columns(said: Callable[[PlannedRow], str]) -> Sequence[Column[PlannedRow]]:
    return (
        Column(_("Row"), lambda row: f"{row.line:,}", figures=True, width=62),
        Column(_("Person"), lambda row: row.name or NOTHING, strong=True, width=140),
        Column(_("Effect"), lambda row: _effect(row).text, pill=_effect, width=92),
        Column(_("Field"), field_of, width=106, drops=1),
        Column(_("Now → after"), said),
    )


def _effect(row: PlannedRow) -> Pill:
    return {
        Effect.NEW: Pill(_("New"), "good"),
        Effect.CHANGED: Pill(_("Update"), "accent"),
        Effect.SAME: Pill(_("Same")),
        Effect.AGAIN: Pill(_("Once more"), "accent"),
        Effect.LEFT_OUT: Pill(_("Left out"), "warn"),
    }[row.effect]


def field_of(row: PlannedRow) -> str:
    """Return which field a row changes, and how many more."""
    changes = changes_of(row)
    if not changes:
        return ""
    more = len(changes) - 1
    return f"{changes[0][0]} +{more}" if more else changes[0][0]


def after_words(row: PlannedRow) -> str:
    """Return what becomes of a row's person: "— → 23504"."""
    if row.effect is Effect.NEW:
        return _("all fields")
    changes = changes_of(row)
    if not changes:
        return _("nothing new") if row.effect is Effect.SAME else ""
    _field, before, after = changes[0]
    return _("{before} → {after}").format(before=before or NOTHING, after=after)


def changes_of(row: PlannedRow) -> list[tuple[str, str, str]]:
    """Return what a row changes: (field, before, after) in words."""
    added = row.addition
    if added is None:
        return []
    fields = [(name, added.replaced.get(name, ""), text) for name, text in added.fields.items()]
    name_parts = [each for each in fields if each[0] in _PARTS_OF_A_NAME and not each[1]]
    told = [each for each in fields if each not in name_parts]
    found = [(field_words(name), before, text) for name, before, text in told]
    found += [(field_words("email_address"), "", each.address) for each in added.emails]
    found += [(field_words("phone_number"), "", each.shown) for each in added.phones]
    if added.address is not None:
        after = added.address.postal_code or ", ".join(added.address.address_lines) or added.address.locality
        found.append(
            (field_words("postal_code" if added.address.postal_code else "address_lines"), "", after)
        )
    found += [(field_words("tags"), "", tag) for tag in added.tags]
    found += [
        (channel_words(each.channel), "", _("yes") if each.given else _("no")) for each in added.consents
    ]
    found += [(field_words("note"), "", " ".join(note.split())) for note in added.notes]
    found += [(field_words("amount"), "", f"${each.amount_cents / 100:,.2f}") for each in added.gifts]
    found += [(field_words("identifier"), "", each.partition(":")[2]) for each in added.identifiers]
    return found + [(field_words(name), before, text) for name, before, text in name_parts]
