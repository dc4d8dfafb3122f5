"""The plan as a list: one row an action, under the same keys as the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from chapter_desk.core.plan.planning import Action, Issue
from chapter_desk.gui.plan.plan_keys import asked_by, keep_for_the_view
from chapter_desk.gui.plan.plan_now import PlanNow, ShownIssue, due_words
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _
from chapter_desk.values import ActionId


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An action with its issue; an issue without actions has one row with `action` None."""

    issue: Issue
    action: Action | None
    due: str
    tone: str

    @property
    def id(self) -> str:
        return self.action.id if self.action is not None else self.issue.id


class ActionList(RowsTable[PlanRow]):
    """Rows of actions, sorted by any column.

    Signals:
        asked(str, str): What (see `plan_keys.Act`) of which action.
        issue_opened(str): Enter on an issue that has no action yet.
        current_changed(str): Another action is the current one, "" for none.
    """

    asked = Signal(str, str)
    issue_opened = Signal(str)
    current_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        model = RowsModel[PlanRow](
            [
                Column(_("Action"), _title, strong=True, tone=_title_tone),
                Column(_("Issue"), lambda row: row.issue.title, drops=1),
                Column(
                    _("National priority"),
                    lambda row: row.issue.priority_title,
                    pill=_priority,
                    width=170,
                    drops=3,
                ),
                Column(_("Owner"), _owner, pill=_no_owner, width=130),
                Column(_("When"), lambda row: row.due, sort_by=_when, tone=lambda row: row.tone, width=125),
            ],
            key=lambda row: row.id,
        )
        super().__init__(model, _("Actions"), parent=parent)
        self.row_opened.connect(self._open)
        self.row_chosen.connect(lambda _row: self.current_changed.emit(self.current() or ""))

    def show_plan(self, shown: Sequence[ShownIssue], plan: PlanNow) -> None:
        """Show the actions of these issues."""
        rows = []
        for each in shown:
            rows += [PlanRow(each.issue, action, *due_words(action, plan)) for action in each.actions]
            if not each.issue.actions:
                rows.append(PlanRow(each.issue, None, "", ""))
        self.rows_model().show(rows)

    def current(self) -> ActionId | None:
        """Return the action the keyboard is on."""
        row = self.current_row()
        return row.action.id if row is not None and row.action is not None else None

    def event(self, event: QEvent) -> bool:
        if keep_for_the_view(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = asked_by(event)
        row = self.current_row()
        if act is None or row is None:
            super().keyPressEvent(event)
        elif row.action is not None:
            self.asked.emit(act, row.action.id)
        elif act == "open":
            self.issue_opened.emit(row.issue.id)

    def _open(self, row: PlanRow) -> None:
        if row.action is not None:
            self.asked.emit("open", row.action.id)
        else:
            self.issue_opened.emit(row.issue.id)


def _title(row: PlanRow) -> str:
    return row.action.title if row.action is not None else _("No action yet")


def _title_tone(row: PlanRow) -> str:
    if row.action is None:
        return "warn"
    return "ink-3" if row.action.done else ""


def _priority(row: PlanRow) -> Pill | None:
    return Pill(row.issue.priority_title, "national", "star") if row.issue.priority_title else None


def _owner(row: PlanRow) -> str:
    if row.action is None:
        return ""
    return row.action.owner_name or _("No owner")


def _no_owner(row: PlanRow) -> Pill | None:
    action = row.action
    return Pill(_("No owner"), "warn") if action and not action.owner_name and not action.done else None


def _when(row: PlanRow) -> tuple[bool, date]:
    done = row.action is None or row.action.done
    due = row.action.due_on if row.action is not None else None
    return done, due or date.max
