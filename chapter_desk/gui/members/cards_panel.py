"""Beside the list of members: cards to scan, made for the people chosen or for all members, and ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox

from chapter_desk.gui.meetings.label_choice import LabelChoice, Sheet
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import ProgressCard, SidePanel
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import PersonId


@dataclass(frozen=True, slots=True)
class CardsNow:
    """Who is chosen (with names), who is a member, and since when those who have a card have it."""

    chosen: Mapping[PersonId, str]
    members: Sequence[PersonId]
    holders: Mapping[PersonId, datetime]


class CardsPanel(SidePanel):
    """Says for whom cards are made, and makes and ends them.

    Signals:
        make_asked(object, object): Cards for these people (ids), on this `Sheet`.
        revoke_asked(object): The cards of these people are to end.
        came_or_went(bool): It shows, or no longer.
    """

    make_asked = Signal(object, object)
    revoke_asked = Signal(object)
    came_or_went = Signal(bool)

    def __init__(self, progress: ProgressCard) -> None:
        super().__init__(_("Member cards"))
        self.head.addWidget(TextLabel(_("Member cards"), "h2", wrap=True), 1)
        self._now = CardsNow({}, (), {})
        self.whom = Segments(_("For whom"), [("chosen", _("The chosen")), ("members", _("All members"))])
        self.about = TextLabel("", "body", wrap=True)
        self.again = QCheckBox(_("Also who has a card: it stops working"))
        self.sheet = LabelChoice("cards-10")
        self.make = ActionButton(_("Save the cards"), "primary", "large", icon="qr-code")
        self.revoke = ActionButton(_("End their cards"), "", "normal", icon="circle-minus")
        words = _(
            "Each card has a code to scan at the door, and nothing about anybody but the name."
            " A card is made once and cannot be printed again; a lost one is ended here."
        )
        for widget in (self.whom, self.about, self.again, self.sheet, self.make, progress):
            self.body.addWidget(widget)
        self.body.addWidget(TextLabel(words, "hint", wrap=True))
        self.body.addWidget(self.revoke, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.whom.chosen.connect(lambda _key: self._say())
        self.again.toggled.connect(lambda _on: self._say())
        self.make.clicked.connect(self._ask)
        self.sheet.start.editor.returnPressed.connect(self._ask)
        self.revoke.clicked.connect(lambda: self.revoke_asked.emit(tuple(self._with_card())))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_or_went.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.came_or_went.emit(False)

    def begin(self, now: CardsNow) -> None:
        """Show for whom cards can be made."""
        self.show_now(now)
        self.whom.choose("chosen" if now.chosen else "members")
        self.again.setChecked(False)
        self._say()
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_now(self, now: CardsNow) -> None:
        """Show who has a card now."""
        self._now = now
        self.whom.setVisible(bool(now.chosen))
        self._say()

    def people(self) -> list[PersonId]:
        """Return for whom cards would be made."""
        return [each for each in self._meant() if self.again.isChecked() or each not in self._now.holders]

    def _meant(self) -> Sequence[PersonId]:
        return list(self._now.chosen) if self.whom.current() == "chosen" else self._now.members

    def _with_card(self) -> list[PersonId]:
        return [each for each in self._meant() if each in self._now.holders]

    def _say(self) -> None:
        new, have = self.people(), self._with_card()
        words = ngettext("{n} card will be made.", "{n} cards will be made.", len(new))
        if self.whom.current() == "chosen" and len(self._now.chosen) == 1:
            name = next(iter(self._now.chosen.values()))
            words = _("{name} has a card.") if have else _("{name} has no card yet.")
            words = words.format(name=name)
        elif have:
            some = ngettext("{n} has one already.", "{n} have one already.", len(have))
            words = f"{words} {some.replace('{n}', f'{len(have):,}')}"
        self.about.setText(words.format(n=f"{len(new):,}") if "{n}" in words else words)
        self.again.setVisible(bool(have))
        self.make.setEnabled(bool(new))
        self.make.setToolTip("" if new else _("Everybody here has a card already."))
        self.revoke.setVisible(bool(have) and self.whom.current() == "chosen")

    def _ask(self) -> None:
        sheet: Sheet | None = self.sheet.sheet()
        if sheet is not None and self.people():
            self.make_asked.emit(tuple(self.people()), sheet)
