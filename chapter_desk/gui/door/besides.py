"""What a walk-in may say besides who they are: children, what would help, who told them to come, under 18."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import DoorMatch, Find
from chapter_desk.core.meetings.needs import Need
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.gui.door.match_rows import hint_of
from chapter_desk.gui.door.need_words import need_names
from chapter_desk.gui.members.minor_field import minor_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

_MOST_CHILDREN = 20
_OFFERED = 3
_FROM = 3
"""Letters from which who told them is looked for."""


class Chip(ActionButton):
    """One of several answers; Enter is left to the form."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "choice", "large")
        self.setCheckable(True)
        self.toggled.connect(lambda on: self.set_icon("check" if on else ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


def under_a_label(words: str, row: Flow) -> QVBoxLayout:
    """Return a row of answers as close under its question as an editor is under its label."""
    row.setAccessibleName(words)
    box = QVBoxLayout()
    box.setSpacing(theme().px(4))
    box.addWidget(TextLabel(words, "label"))
    box.addWidget(row)
    return box


def values_of(walk_in: WalkIn) -> dict[str, str]:
    """Return what `Besides.values` would of a walk-in."""
    return {
        "children": str(walk_in.children or ""),
        "needs": " ".join(need.kind for need in walk_in.needs),
        "note": next((need.note for need in walk_in.needs if need.note), ""),
        "brought_by": walk_in.brought_by or "",
        "brought_by_name": "",
        "minor": "yes" if walk_in.under_18 else "",
    }


class Besides(QWidget):
    """The lower part of the walk-in form; all of it may stay empty."""

    def __init__(self, find: Find, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._find, self._today = find, today
        self._brought_by: PersonId | None = None
        self._chips = {kind: Chip(words) for kind, words in need_names().items()}
        self.note = TextField(_("What would help?"), room="large")
        self.count = TextField(_("Children along"), room="large")
        self.count.editor.setMaxLength(2)
        self.who = TextField(_("Who told you to come?"), room="large")
        self.who.changed.connect(self._look)
        self.minor = Chip(minor_words())
        self.offered = Flow(t.px(8))
        self._buttons: list[ActionButton] = []
        needs = Flow(t.px(8))
        for chip in self._chips.values():
            needs.add(chip)
        self._chips["other"].toggled.connect(self.note.setVisible)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(12))
        box.addLayout(under_a_label(_("What would help?"), needs))
        box.addWidget(self.note)
        line = QHBoxLayout()
        line.setSpacing(t.px(12))
        for field, part in ((self.count, 1), (self.who, 3)):
            line.addWidget(field, part, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.minor, 0, Qt.AlignmentFlag.AlignBottom)
        box.addLayout(line)
        box.addWidget(self.offered)
        self.clear()

    def how_many_children(self) -> int:
        """Return how many children came along, 0 if none or if no number stands there."""
        text = self.count.text().strip()
        return min(int(text), _MOST_CHILDREN) if text.isascii() and text.isdigit() else 0

    def needs(self) -> tuple[Need, ...]:
        """Return what would help."""
        note = self.note.text().strip()
        return tuple(
            Need(kind, note if kind == "other" else "")
            for kind, chip in self._chips.items()
            if chip.isChecked()
        )

    def brought_by(self) -> PersonId | None:
        """Return who on file told them to come, if somebody was chosen."""
        return self._brought_by

    def clear(self) -> None:
        """Begin anew."""
        self.restore({})

    def values(self) -> dict[str, str]:
        """Return what stands here, by field."""
        return {
            "children": self.count.text().strip(),
            "needs": " ".join(kind for kind, chip in self._chips.items() if chip.isChecked()),
            "note": self.note.text().strip(),
            "brought_by": self._brought_by or "",
            "brought_by_name": self.who.text(),
            "minor": "yes" if self.minor.isChecked() else "",
        }

    def restore(self, values: Mapping[str, str]) -> None:
        """Put back what `values` returned."""
        self.count.set_text(values.get("children", ""))
        for kind, chip in self._chips.items():
            chip.setChecked(kind in values.get("needs", "").split())
        self.note.set_text(values.get("note", ""))
        self.note.setVisible(self._chips["other"].isChecked())
        self.who.set_text(values.get("brought_by_name", ""))
        self.minor.setChecked(bool(values.get("minor")))
        known = values.get("brought_by", "")
        self._brought_by = PersonId(known) if known else None
        self._offer(())

    def _look(self, typed: str) -> None:
        self._brought_by = None
        found = self._find(typed.strip(), _OFFERED) if len(typed.strip()) >= _FROM else ()
        self._offer(found)

    def _offer(self, found: Sequence[DoorMatch]) -> None:
        for button in self._buttons:
            button.hide()
            button.setParent(None)
            button.deleteLater()
        self._buttons = []
        for match in found:
            button = Chip(match.name)
            hint = hint_of(match, self._today())
            button.setToolTip(hint)
            button.setAccessibleName(f"{match.name}, {hint}")
            button.clicked.connect(partial(self._choose, match))
            self.offered.add(button)
            self._buttons.append(button)
        self.offered.setVisible(bool(self._buttons))

    def _choose(self, match: DoorMatch) -> None:
        self.who.set_text(match.name)
        self._brought_by = match.person_id
        self._offer(())
        self.who.editor.setFocus(Qt.FocusReason.OtherFocusReason)
