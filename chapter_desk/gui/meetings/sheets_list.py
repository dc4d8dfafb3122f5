"""The table of a meeting's sheets, and what stands in its place where there are none."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from chapter_desk.core.chapter import Operator
from chapter_desk.core.meetings.sheet import Sheet
from chapter_desk.gui.meetings.sheets_now import how_far, sheet_name, state_words
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _


def sheets_table(operators: Callable[[], Sequence[Operator]]) -> RowsTable[Sheet]:
    """Return an empty table of sheets; `operators` are those who may have checked one."""
    columns: list[Column[Sheet]] = [
        Column(_("Sheet"), sheet_name, lambda s: s.number, strong=True, width=120),
        Column(_("Lines"), lambda s: _("{first} to {last}").format(first=s.first_line, last=s.last_line),
               lambda s: s.first_line, width=110, drops=2),
        Column(_("Entered"), how_far, lambda s: s.totals.left, figures=True, width=100),
        Column(_("State"), lambda s: state_words(s, operators())[0],
               pill=lambda s: Pill(*state_words(s, operators()))),
        Column(_("Photo"), lambda s: _("kept") if s.photo else "", width=90, drops=1),
    ]  # fmt: skip
    return RowsTable(RowsModel(columns, key=lambda sheet: sheet.id), _("Paper sheets"), bare=True)


def no_sheets(acts: Sequence[ActionButton], also: Sequence[QWidget]) -> Card:
    """Return the card of a meeting without a sheet."""
    words = _("Numbered lines to write on, with a code on each page. Typed in afterwards, line by line.")
    card = Card("", flush=True)
    card.body.addWidget(EmptyState("printer", _("No paper sheets yet"), words, acts, also), 1)
    return card
