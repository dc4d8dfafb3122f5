"""The side panels in which an action or an issue is edited: every field is saved as it is left."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QSizePolicy

from chapter_desk.core.plan.planning import Action, Issue
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.plan.plan_now import PlanNow
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.day_field import DayField
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import ActionId, IssueId


class Lines(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next field.

    Signals:
        left(): The focus went elsewhere.
    """

    left = Signal()

    def __init__(self, rows: int = 3) -> None:
        super().__init__()
        self._rows = rows
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), self.fontMetrics().lineSpacing() * self._rows + theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), self.sizeHint().height())

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class _EditPanel(SidePanel):
    """What both panels do: know what is saved, offer what is new.

    Signals:
        edited(str, dict): Its id, and fields with new values.
        removed(): It should go out of the plan.
    """

    edited = Signal(str, object)
    removed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._known: dict[str, Any] = {}
        self._shown: dict[str, Callable[[], Any]] = {}
        self._heading = TextLabel(name, "h2", wrap=True)
        self.head.addWidget(self._heading, 1)
        self.title = TextField(_("Title"))
        self.title.left.connect(lambda _text: self._leave_title())

    def keep_typed(self) -> None:
        """Offer everything that was typed and not left yet."""
        for name in self._shown:
            if name != "title" or self._title_stands():
                self._offer(name)

    def _offer(self, name: str) -> None:
        value = self._shown[name]()
        if name in self._known and self._known[name] != value:
            self._known[name] = value
            self.edited.emit(self._id(), {name: value})

    def _learn(self, values: dict[str, Any]) -> set[str]:
        """Take in what is saved; return the fields to show anew: not those that are being typed in."""
        if not self._known:
            self._known = dict(values)
            return set(values)
        typed = {name for name in values if self._shown[name]() != self._known[name]}
        fresh = {name for name in values if name not in typed and values[name] != self._known[name]}
        self._known |= {name: values[name] for name in fresh}
        return fresh

    def _id(self) -> str:
        raise NotImplementedError

    def _leave_title(self) -> None:
        if self._title_stands():
            self._offer("title")

    def _title_stands(self) -> bool:
        stands = bool(self.title.text().strip())
        self.title.set_problem("" if stands else self._title_problem())
        return stands

    def _title_problem(self) -> str:
        raise NotImplementedError

    def _foot(self, words: str) -> ActionButton:
        button = ActionButton(words, "danger", "compact", icon="circle-minus")
        button.clicked.connect(self.removed)
        self.body.addSpacing(theme().px(6))
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        return button


class ActionPanel(_EditPanel):
    """One action: title, owner, day, place, issue, notes.

    Signals:
        done_asked(str, bool): The box was ticked or cleared.
    """

    done_asked = Signal(str, bool)

    def __init__(self, people: PeopleSearch, today: Callable[[], date]) -> None:
        super().__init__(_("Action"))
        self.id: ActionId | None = None
        self.done = QCheckBox(_("Done"))
        self.done.clicked.connect(lambda on: self.done_asked.emit(self.id or "", on))
        self.owner = PersonPicker(_("Owner"), people)
        self.due = DayField(_("Due"), today)
        self.where = TextField(_("Where"))
        self.issue = Field(_("Issue"), _narrow_combo())
        self.details = Field(_("Notes"), Lines(3))
        self._shown = {
            "title": lambda: self.title.text().strip(),
            "owner_id": self.owner.person,
            "due_on": self.due.day,
            "place": lambda: self.where.text().strip(),
            "issue_id": self.issue.editor.currentData,
            "details": lambda: self.details.editor.toPlainText().strip(),
        }
        self.owner.person_chosen.connect(lambda _who: self._offer("owner_id"))
        self.due.day_left.connect(lambda _day: self._offer("due_on"))
        self.where.left.connect(lambda _text: self._offer("place"))
        self.issue.editor.activated.connect(lambda _at: self._offer("issue_id"))
        self.details.editor.left.connect(lambda: self._offer("details"))
        for part in (self.done, self.title, self.owner, self.due, self.where, self.issue, self.details):
            self.body.addWidget(part)
        self.remove = self._foot(_("Remove this action"))

    def show_action(self, action: Action, plan: PlanNow) -> None:
        """Show an action as it is now; what is being typed stays."""
        if action.id != self.id:
            self.id, self._known = action.id, {}
        self.set_name(_("About the action {title}").format(title=action.title))
        self.done.setChecked(action.done)
        values = {
            "title": action.title,
            "owner_id": action.owner_id,
            "due_on": action.due_on,
            "place": action.place,
            "issue_id": action.issue_id,
            "details": action.details,
        }
        fresh = self._learn(values)
        if "title" in fresh:
            self.title.set_text(action.title)
            self.title.set_problem("")
        if "owner_id" in fresh:
            self.owner.set_person(action.owner_id, action.owner_name)
        if "due_on" in fresh:
            self.due.set_day(action.due_on)
        if "place" in fresh:
            self.where.set_text(action.place)
        if "details" in fresh:
            self.details.editor.setPlainText(action.details)
        self._show_issues(action, plan)

    def keep_typed(self) -> None:
        self.due.take()
        super().keep_typed()

    def _show_issues(self, action: Action, plan: PlanNow) -> None:
        box = self.issue.editor
        box.clear()
        for number, issue in enumerate(plan.issues, 1):
            box.addItem(f"{number}  {issue.title}", issue.id)
        box.setCurrentIndex(box.findData(action.issue_id))

    def _id(self) -> str:
        return self.id or ""

    def _title_problem(self) -> str:
        return _("An action needs a few words.")


class IssuePanel(_EditPanel):
    """One issue: title, national priority, why it matters here, what would be reached.

    Without an issue it makes a new one: leaving the title adds it.

    Signals:
        added(dict): `title` and what else was given of a new issue.
    """

    added = Signal(object)

    def __init__(self, plan: PlanNow, priority_id: str = "") -> None:
        super().__init__(_("New issue"))
        self.id: IssueId | None = None
        self._adding = False
        self.title.set_hint(_("Enter adds it to the plan."))
        self.priority = Field(_("National priority"), _narrow_combo())
        self.story = Field(_("Why it matters here"), Lines(4))
        self.goal = Field(_("What would be reached"), Lines(2))
        box = self.priority.editor
        box.addItem(_("None"), "")
        for id, title in plan.priorities:
            box.addItem(theme().icon("star", "national"), title, id)
        box.setCurrentIndex(max(0, box.findData(priority_id)))
        self._shown = {
            "title": lambda: self.title.text().strip(),
            "priority_id": box.currentData,
            "story": lambda: self.story.editor.toPlainText().strip(),
            "goal": lambda: self.goal.editor.toPlainText().strip(),
        }
        box.activated.connect(lambda _at: self._offer("priority_id"))
        self.story.editor.left.connect(lambda: self._offer("story"))
        self.goal.editor.left.connect(lambda: self._offer("goal"))
        for part in (self.title, self.priority, self.story, self.goal):
            self.body.addWidget(part)
        self.remove = self._foot(_("Remove this issue"))
        self.remove.setVisible(False)

    def show_issue(self, issue: Issue) -> None:
        """Show an issue as it is now; what is being typed stays."""
        was_new = issue.id != self.id and self.id is None and self._adding
        if issue.id != self.id:
            self.id, self._known = issue.id, {}
            if was_new:  # what was typed since the title was left is not saved yet
                self._known = {"title": issue.title, "priority_id": issue.priority_id}
                self._known |= {"story": issue.story, "goal": issue.goal}
        self._adding = False
        self._heading.setText(_("Issue"))
        self.title.set_hint("")
        self.remove.setVisible(True)
        self.set_name(_("About the issue {title}").format(title=issue.title))
        values = {
            "title": issue.title,
            "priority_id": issue.priority_id,
            "story": issue.story,
            "goal": issue.goal,
        }
        fresh = self._learn(values)
        if "title" in fresh:
            self.title.set_text(issue.title)
        if "priority_id" in fresh:
            self.priority.editor.setCurrentIndex(max(0, self.priority.editor.findData(issue.priority_id)))
        if "story" in fresh:
            self.story.editor.setPlainText(issue.story)
        if "goal" in fresh:
            self.goal.editor.setPlainText(issue.goal)
        if was_new:  # chosen while it was being added
            self._offer("priority_id")

    def keep_typed(self) -> None:
        if self.id is None:
            self._leave_title()
        else:
            super().keep_typed()

    def is_typed_new(self) -> bool:
        """Whether it holds an issue that has its words and is not in the plan yet."""
        return self.id is None and not self._adding and bool(self.title.text().strip())

    def not_added(self) -> None:
        """The plan did not take the new issue: it may be tried again."""
        self._adding = False

    def _leave_title(self) -> None:
        if self.id is not None:
            super()._leave_title()
        elif self.title.text().strip() and not self._adding:
            self._adding = True
            self.added.emit({name: shown() for name, shown in self._shown.items()})

    def _id(self) -> str:
        return self.id or ""

    def _title_problem(self) -> str:
        return _("An issue needs a title.")


def _narrow_combo() -> QComboBox:
    """Return a box to choose from that does not grow with its longest line."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
