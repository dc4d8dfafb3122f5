"""What each column of a list means: recognised, and placed by a person where it was not."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.members.columns import ColumnMapping
from chapter_desk.gui.members.words import field_words, placeable_fields
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, scrolling
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.i18n import _, ngettext

_NAMES = ("display_name", "given_name", "family_name", "first_surname", "other_name")


class FieldChoice(QComboBox):
    """Which field a column holds; the wheel scrolls the page, not the choice."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ColumnsStep(QWidget):
    """The columns of a list, each with examples and its meaning.

    Signals:
        changed(): A column means something else now.
        check_asked(): Go on to the preview.
        back_asked(): Choose another file.
    """

    changed = Signal()
    check_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self.mapping: ColumnMapping | None = None
        self.choices: list[FieldChoice] = []
        self._pills: list[StatusPill] = []
        self._notice_place = QVBoxLayout()
        self._notice_place.setContentsMargins(0, 0, 0, 0)
        self._card = Card(_("What the columns mean"), flush=True)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._scroll = scrolling(self._table)
        self._card.body.addWidget(self._scroll, 1)
        self.check = ActionButton(_("Check the rows"), "primary", "large", key="Ctrl+Return")
        self.back = ActionButton(_("File"), "quiet", "large", icon="arrow-left")
        self.check.clicked.connect(self.check_asked)
        self.back.clicked.connect(self.back_asked)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.check)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(12))
        box.addLayout(self._notice_place)
        box.addWidget(self._card, 1)
        box.addLayout(foot)

    def show_columns(self, mapping: ColumnMapping, examples: Sequence[Sequence[str]]) -> None:
        """Show the columns of a list and its first rows."""
        self.mapping = mapping
        self.choices, self._pills = [], []
        t = theme()
        self._table = QWidget()
        self._grid = grid = QGridLayout(self._table)
        grid.setContentsMargins(t.px(16), t.px(4), t.px(16), t.px(12))
        grid.setHorizontalSpacing(t.px(16))
        grid.setVerticalSpacing(t.px(6))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 4)
        offered = _offered()
        for at, words in enumerate((_("In the list"), _("For example"), _("Means"))):
            grid.addWidget(TextLabel(words, "hint"), 0, at)
        for column, header in enumerate(mapping.headers):
            self._add_row(
                grid, column, header, [row[column] for row in examples if row[column].strip()], offered
            )
        grid.setRowStretch(len(mapping.headers) + 1, 1)
        self._table.setObjectName("canvas")
        self._scroll.setWidget(self._table)
        self._say()

    def focus_first(self) -> None:
        """Begin where something is to be done: with what was not recognised, else with the way on."""
        assert self.mapping is not None
        unknown = [at for at, header in enumerate(self.mapping.headers) if header in self.mapping.unknown]
        first: QWidget = self.check
        if not self.check.isEnabled() and self.choices:
            first = self.choices[unknown[0] if unknown else 0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(
        self,
        grid: QGridLayout,
        column: int,
        header: str,
        examples: Sequence[str],
        offered: QStandardItemModel,
    ) -> None:
        name = ElidedLabel(header or _("No heading"), "strong")
        shown = ElidedLabel(", ".join(" ".join(each.split()) for each in examples[:3]), "hint")
        choice = FieldChoice()
        choice.setModel(offered)
        choice.setAccessibleName(_("{header} means").format(header=header or _("No heading")))
        choice.setMinimumContentsLength(12)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        pill = StatusPill(_("Not recognised"), "warn")
        assert self.mapping is not None
        choice.setCurrentIndex(max(0, choice.findData(self.mapping.fields.get(column, ""))))
        choice.currentIndexChanged.connect(partial(self._place, column))
        meant = QHBoxLayout()
        meant.setSpacing(theme().px(8))
        meant.addWidget(choice, 1)
        meant.addWidget(pill)
        grid.addWidget(name, column + 1, 0)
        grid.addWidget(shown, column + 1, 1)
        grid.addLayout(meant, column + 1, 2)
        self.choices.append(choice)
        self._pills.append(pill)

    def _place(self, column: int, at: int) -> None:
        assert self.mapping is not None
        self.mapping = self.mapping.placed(column, str(self.choices[column].itemData(at) or ""))
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        """Say how many columns are taken in, and what is missing."""
        assert self.mapping is not None
        mapping = self.mapping
        offered = set(placeable_fields())
        for column, pill in enumerate(self._pills):
            pill.setVisible(column not in mapping.fields and mapping.headers[column] in mapping.unknown)
        taken = sum(field in offered for field in mapping.fields.values())
        has_name = any(field in _NAMES for field in mapping.fields.values())
        while (item := self._notice_place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        counted = ngettext(
            "{n} of {all} column is taken in.", "{n} of {all} columns are taken in.", len(mapping.headers)
        ).format(n=taken, all=len(mapping.headers))
        if not has_name:
            self.check.turn_off(_("Say first which column holds the names."))
            notice = Notice("warn", _("No column holds a name."), _("Say below which one does."))
        elif program := _program(mapping.format):
            self.check.turn_on()
            fact = _("This looks like an export of {program}.").format(program=program)
            notice = Notice("info", fact, counted)
        else:
            self.check.turn_on()
            notice = Notice("info", counted, _("Look whether each means what it says."))
        self._notice_place.addWidget(notice)


def _program(format: str) -> str:
    """Return the name of the program whose export this is, empty for any other list."""
    return {
        "action_network": _("Action Network"),
        "nationbuilder": _("NationBuilder"),
        "van": _("VAN"),
        "mobilize": _("Mobilize"),
        "actblue": _("ActBlue"),
        "mailchimp": _("Mailchimp"),
        "google_contacts": _("Google Contacts"),
        "eventbrite": _("Eventbrite"),
        "meetup": _("Meetup"),
    }.get(format, "")


def _offered() -> QStandardItemModel:
    model = QStandardItemModel()
    nothing = QStandardItem(_("Left out"))
    nothing.setData("", Qt.ItemDataRole.UserRole)
    model.appendRow(nothing)
    for field in placeable_fields():
        item = QStandardItem(field_words(field))
        item.setData(field, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model
