"""The history of a person, field by field, each with "Put back"."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from chapter_desk.core.chapter import Chapter
from chapter_desk.core.members.field_history import FieldChange
from chapter_desk.gui.members.person_view import Emptied
from chapter_desk.gui.members.words import NOTHING, field_words, value_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _

_HIDDEN = frozenset(["sort_name", "raw", "preferred_email", "preferred_phone", "preferred_address"])
"""Fields that follow another one: they are put back with it."""


def told(changes: Sequence[FieldChange]) -> list[FieldChange]:
    """Return the changes worth telling, newest first: not what they were first written down with."""
    return [change for change in changes if change.field not in _HIDDEN and not change.at_first]


class ChangeList(Emptied):
    """Changes, newest first.

    Signals:
        put_back(object): The `FieldChange` to put back.
    """

    put_back = Signal(object)

    def __init__(self, chapter: Chapter) -> None:
        super().__init__(0)
        self._chapter = chapter
        self._shown: tuple[FieldChange, ...] = ()
        self.buttons: list[ActionButton] = []
        self.setAccessibleName(_("Changes"))

    def show_changes(self, changes: Sequence[FieldChange]) -> None:
        """Show these changes; a button that has the focus keeps it."""
        if tuple(changes) == self._shown and self.box.count():
            return
        had = next((n for n, button in enumerate(self.buttons) if button.hasFocus()), None)
        self._shown = tuple(changes)
        self.empty()
        self.buttons = []
        if not changes:
            self.box.addWidget(TextLabel(_("Nothing was changed since they were added."), "hint", wrap=True))
        local = self._chapter.local
        for number, change in enumerate(changes):
            if number:
                self.box.addWidget(Rule())
            day = local(change.at).date()
            self.box.addLayout(self._row(change, short_day(day, self._chapter.today())))
        if had is not None and self.buttons:
            self.buttons[min(had, len(self.buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, change: FieldChange, day: str) -> QHBoxLayout:
        t = theme()
        what = change_words(change)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(what, "small"))
        who = [day, change.by, step_words(change.step_kind)]
        words.addWidget(ElidedLabel(", ".join(filter(None, who)), "hint"))
        line = QHBoxLayout()
        line.setContentsMargins(0, t.px(6), 0, t.px(6))
        line.setSpacing(t.px(8))
        line.addLayout(words, 1)
        if change.can_be_put_back:
            button = ActionButton(_("Put back"), "", "compact", icon="undo-2")
            button.setAccessibleName(_("Put back: {change}").format(change=what))
            button.clicked.connect(partial(self.put_back.emit, change))
            self.buttons.append(button)
            line.addWidget(button)
        return line


def change_words(change: FieldChange) -> str:
    """Return a change on one line: "ZIP 23505 → 23517"."""
    before, after = value_words(change, change.before), value_words(change, change.after)
    if before == after == NOTHING:
        return field_words(change.field)
    return _("{field} {before} → {after}").format(field=field_words(change.field), before=before, after=after)


def step_words(kind: str) -> str:
    """Return by what kind of act something changed, where that says more than who did it."""
    return {
        "import": _("import of a list"),
        "sign-in": _("at the door"),
        "walk-in": _("at the door"),
        "put-back": _("put back"),
        "undo": _("undone"),
        "take-in": _("from another laptop"),
        "same-person": _("same person"),
    }.get(kind, "")
