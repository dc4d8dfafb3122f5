"""Two entries side by side, with the person they would be together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.members.likely_doubles import LikelyDouble, Question
from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.gui.members.doubles_words import in_common, question_words
from chapter_desk.gui.members.minor_field import minor_until_words
from chapter_desk.gui.members.person_view import address_words
from chapter_desk.gui.members.words import NOTHING, channel_words, long_day
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule, scrolling
from chapter_desk.gui.widgets.labels import ElidedLabel, Role, TextLabel
from chapter_desk.i18n import _

_BESIDE = 600
"""Design pixels from which what a line is about stands beside it; below, it stands above."""
_LONG_WORD = 16

SAME, NOT_SAME, HOUSEHOLD, LATER = "same", "not-same", "household", "later"


@dataclass(frozen=True, slots=True)
class TwoCards:
    """Two entries as the file has them, and the card of both as one person."""

    double: LikelyDouble
    one: PersonCard
    other: PersonCard
    joined: PersonCard


class TwoEntries(QWidget):
    """What stands in each entry, line by line, and the four answers below.

    Signals:
        decided(str): `SAME`, `NOT_SAME`, `HOUSEHOLD` or `LATER`.
        opened(object): The `PersonId` of whom to look at.
    """

    decided = Signal(str)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self._narrow = False
        self.shown: TwoCards | None = None
        """Who is compared; None until it is read."""
        self.question, self.common = TextLabel("", "strong", wrap=True), TextLabel("", "small", wrap=True)
        self.buttons: dict[str, ActionButton] = {}
        answers = QWidget()
        ways = QGridLayout(answers)
        ways.setContentsMargins(t.px(15), t.px(10), t.px(15), t.px(12))
        ways.setSpacing(t.px(8))
        for number, (answer, words) in enumerate(answer_words().items(), 1):
            button = ActionButton(words, key=str(number))
            button.clicked.connect(lambda _on=False, answer=answer: self.decided.emit(answer))
            self.buttons[answer] = button
        self._ways = ways
        self._place_answers()
        self._inside = QWidget()
        self._box = QVBoxLayout(self._inside)
        self._box.setContentsMargins(t.px(15), t.px(2), t.px(15), t.px(8))
        self._box.setSpacing(t.px(8))
        self._box.addWidget(self.question)
        self._box.addWidget(self.common)
        self._wins = TextLabel("", "hint", wrap=True)
        self._box.addWidget(self._wins)
        self._table = QWidget()
        self._box.addWidget(self._table)
        self._box.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(self._inside), 1)
        whole.addWidget(Rule())
        whole.addWidget(answers)

    def show_cards(self, now: TwoCards) -> None:
        """Show two entries."""
        self.shown = now
        double = now.double
        self.question.setText(question_words(double))
        common = in_common(double)
        self.common.setText(_("In common: {what}.").format(what=common) if common else "")
        self.common.setVisible(bool(common))
        self._wins.setText(what_wins(now))
        filled = {Question.LIKELY: SAME, Question.CHOSEN: SAME, Question.HOUSEHOLD: HOUSEHOLD}
        for answer, button in self.buttons.items():
            button.set_kind("primary" if filled.get(double.question) == answer else "")
        self._show_table(now)

    def forget(self) -> None:
        """Show nobody: another pair is being read."""
        self.shown = None

    def primary(self) -> ActionButton | None:
        """Return the filled button, if one answer is the likely one."""
        return next((each for each in self.buttons.values() if each.property("kind") == "primary"), None)

    def focus_first(self) -> None:
        """Give the focus to the likely answer."""
        (self.primary() or self.buttons[SAME]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_table(self, now: TwoCards) -> None:
        table = self._compared(now)
        self._box.replaceWidget(self._table, table)
        self._table.hide()
        self._table.deleteLater()
        self._table = table

    def _compared(self, now: TwoCards) -> QWidget:
        t = theme()
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, t.px(4), 0, t.px(4))
        grid.setHorizontalSpacing(t.px(14))
        grid.setVerticalSpacing(t.px(6))
        top, first = Qt.AlignmentFlag.AlignTop, 0 if self._narrow else 1
        for column, words in enumerate((_("One entry"), _("Other entry"), _("Together")), first):
            grid.addWidget(TextLabel(words, "caption"), 0, column)
            grid.setColumnStretch(column, 1)
        row = 1
        role: Role = "strong"
        for label, columns in _lines((now.one, now.other, now.joined)):
            grid.addWidget(TextLabel(label, "hint"), row, 0, 1, 3 if self._narrow else 1, top)
            row += self._narrow
            for column, lines in enumerate(columns, first):
                grid.addWidget(_said(label, lines, role), row, column, top)
            row, role = row + 1, "small"
        for column, card in enumerate((now.one, now.other), first):
            grid.addLayout(self._link(card), row, column)
        return table

    def _place_answers(self) -> None:
        for number, button in enumerate(self.buttons.values()):
            at = divmod(number, 2) if self._narrow else (0, number)
            self._ways.addWidget(button, *at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / theme().scale < _BESIDE
        if narrow is not self._narrow:
            self._narrow = narrow
            self._place_answers()
            if self.shown is not None:
                self._show_table(self.shown)

    def _link(self, card: PersonCard) -> QHBoxLayout:
        look = ActionButton(_("Show"), "link", "compact")
        look.setAccessibleName(_("Show {name}").format(name=card.display_name))
        look.clicked.connect(lambda: self.opened.emit(card.id))
        line = QHBoxLayout()
        line.addWidget(look)
        line.addStretch(1)
        return line


def answer_words() -> dict[str, str]:
    """Return the words of each answer, in the order of their keys."""
    return {
        SAME: _("Same person"),
        NOT_SAME: _("Not the same"),
        HOUSEHOLD: _("Same household"),
        LATER: _("Later"),
    }


def what_wins(now: TwoCards) -> str:
    """Return in plain words what holds once two entries are one person."""
    words = [_("As one person they are shown as {name}.").format(name=now.joined.display_name)]
    since = now.joined.standing.since
    if since is not None and now.one.standing.since != now.other.standing.since:
        words.append(_("The older date is kept: a member since {day}.").format(day=long_day(since)))
    words.append(_("A no to being contacted holds, whichever entry has it."))
    words.append(_("Nothing is deleted, and they can be taken apart again."))
    return " ".join(words)


_Told = Callable[[PersonCard], Sequence[str]]


def _lines(cards: Sequence[PersonCard]) -> list[tuple[str, list[list[str]]]]:
    """Return label and lines of each card; what nobody has anything in is left out, but for a few."""
    always: list[tuple[str, _Told]] = [
        (_("Name"), lambda card: [card.display_name]),
        (_("Phone"), lambda card: [phone.shown for phone in card.phone_numbers]),
        (_("E-mail"), lambda card: [email.address for email in card.email_addresses]),
        (_("Address"), lambda card: [address_words(address) for address in card.postal_addresses]),
        (_("Member since"), lambda card: _day(card.standing.since)),
        (_("First meeting"), lambda card: _day(card.first_seen)),
        (_("Last meeting"), lambda card: _day(card.last_seen)),
        (_("Meetings"), lambda card: [f"{card.meetings:,}"]),
    ]
    some: list[tuple[str, _Told]] = [
        (_("Also called"), _other_names),
        (_("Notes"), lambda card: [f"{len(card.notes):,}"] if card.notes else []),
        (_("Said yes to"), lambda card: _answers(card, given=True)),
        (_("Said no to"), lambda card: _answers(card, given=False)),
        (_("Household"), lambda card: [mate.name for mate in card.household]),
        (_("Under 18"), _minor),
        (_("Died"), lambda card: _day(card.deceased_on)),
    ]
    told = [(label, [list(dict.fromkeys(tell(card))) for card in cards]) for label, tell in (*always, *some)]
    return [line for number, line in enumerate(told) if number < len(always) or any(line[1])]


def _said(label: str, lines: Sequence[str], role: Role) -> QWidget:
    """Return what stands in an entry: wrapped between words, and shortened where a word alone is too long."""
    column = QWidget()
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for text in lines or (NOTHING,):
        long = any(len(word) > _LONG_WORD for word in text.split())
        said = ElidedLabel(text, role) if long else TextLabel(text, role, wrap=True)
        said.setAccessibleName(f"{label}: {text}")
        box.addWidget(said)
    return column


def _answers(card: PersonCard, *, given: bool) -> list[str]:
    words = [channel_words(each.channel) for each in card.consents.values() if each.given is given]
    if not given and card.do_not_contact:
        words.insert(0, _("any contact"))
    return [", ".join(words)] if words else []


def _other_names(card: PersonCard) -> list[str]:
    """Return the names a person goes by besides the one shown, those of their other entries too."""
    names = (*card.other_names, *(entry.name for entry in card.entries))
    return [name for name in names if name and name != card.display_name]


def _minor(card: PersonCard) -> list[str]:
    return [minor_until_words(card.under_18_until)] if card.under_18 else []


def _day(day: date | None) -> list[str]:
    return [long_day(day)] if day is not None else []
