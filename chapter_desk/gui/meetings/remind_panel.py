"""Beside the list of who is expected: whom to remind, by which way they agreed to, with which words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from chapter_desk.core.meetings.expected import Expected, ExpectedList, Whom
from chapter_desk.core.meetings.reminder import is_private, reminder
from chapter_desk.core.members.reach import CHANNELS, Channel
from chapter_desk.gui.meetings.expected_now import channel_name, reach_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext

_MOST_NAMES = 12


class RemindPanel(SidePanel):
    """Who is to be reminded, and how: addresses and words to copy, then noted as reminded.

    Signals:
        reminded(object): These PersonIds were reminded.
    """

    reminded = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Reminders"))
        t = theme()
        self.head.addWidget(TextLabel(_("Reminders"), "h2", wrap=True), 1)
        self._list: ExpectedList | None = None
        self.whom: dict[Whom, QCheckBox] = {each: QCheckBox() for each in ("no-answer", "maybe", "yes")}
        self.whom["no-answer"].setChecked(True)
        for box in self.whom.values():
            box.toggled.connect(lambda _on: self._show())
            self.body.addWidget(box)
        inside = QWidget()
        self._ways = QVBoxLayout(inside)
        self._ways.setContentsMargins(0, 0, 0, 0)
        self._ways.setSpacing(t.px(6))
        self.body.addWidget(inside)
        self.copies: dict[Channel, ActionButton] = {}
        self.texts: dict[bool, ActionButton] = {}
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text of the reminder"))
        self.text.setFixedHeight(t.px(132))
        self.body.addWidget(self.text)
        self.copy_text = ActionButton(_("Copy the text"), icon="copy")
        self.copy_text.clicked.connect(self._copy_text)
        self.body.addWidget(self.copy_text)
        self.about = TextLabel("", "hint", wrap=True)
        self.body.addWidget(self.about)
        self.mark = ActionButton("", "primary", icon="check")
        self.mark.clicked.connect(self._mark)
        self.body.addWidget(self.mark)
        self.body.addStretch(1)

    def begin(self) -> None:
        """Put the focus on the first choice."""
        if self._list is not None and not self._wanted():
            self.whom["yes"].setChecked(True)  # everybody answered: then it is those who said yes
        self.whom["no-answer"].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self, listed: ExpectedList) -> None:
        """Show whom of a list could be reminded; what is ticked stays."""
        self._list = listed
        self._show()

    def chosen(self) -> tuple[Expected, ...]:
        """Return who is to be reminded, as far as they can be reached."""
        return tuple(each for each in self._wanted() if each.reach.channel is not None)

    def _wanted(self) -> tuple[Expected, ...]:
        if self._list is None:
            return ()
        return self._list.to_remind([each for each, box in self.whom.items() if box.isChecked()])

    def _show(self) -> None:
        if self._list is None:
            return
        self._name_choices(self._list)
        wanted, chosen = self._wanted(), self.chosen()
        self._show_ways(chosen, [each for each in wanted if each.reach.channel is None])
        self._show_text(self._list, wanted)
        count = len(chosen)
        words = ngettext("Note that {n} person is reminded", "Note that {n} people are reminded", count)
        self.mark.setText(words.format(n=count))
        if count:
            self.mark.turn_on()
        else:
            self.mark.turn_off(_("Nobody is chosen who may be reached."))
        self.copy_text.setText(_("Copy the text"))

    def _name_choices(self, listed: ExpectedList) -> None:
        words: dict[Whom, str] = {
            "no-answer": _("Without an answer: {n}"),
            "maybe": _("Maybe, or waiting for a place: {n}"),
            "yes": _("Said yes: {n}"),
        }
        for whom, box in self.whom.items():
            box.setText(words[whom].format(n=len(listed.to_remind([whom]))))

    def _show_ways(self, chosen: Sequence[Expected], others: Sequence[Expected]) -> None:
        while (item := self._ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.copies = {}
        for channel in CHANNELS:
            people = [each for each in chosen if each.reach.channel == channel]
            if not people:
                continue
            line = _("{way}: {n}").format(way=channel_name(channel), n=len(people))
            self._ways.addWidget(TextLabel(line, "label", wrap=True))
            if channel == "call":
                self._ways.addWidget(TextLabel(_named(people, "call"), "small", wrap=True))
            copy = self.copies[channel] = ActionButton(_copy_words(channel), "", "compact", icon="copy")
            copy.clicked.connect(partial(self._copy, channel, people))
            self._ways.addWidget(copy)
        if others:
            n = len(others)
            left = ngettext("{n} person cannot be reminded:", "{n} people cannot be reminded:", n)
            self._ways.addWidget(TextLabel(left.format(n=n), "label", wrap=True))
            self._ways.addWidget(TextLabel(_why(others), "small", wrap=True))

    def _show_text(self, listed: ExpectedList, wanted: Sequence[Expected]) -> None:
        all_yes = bool(wanted) and all(each.status == "accepted" for each in wanted)
        self.text.setPlainText(reminder(listed.meeting, said_yes=all_yes))
        private = is_private(listed.meeting)
        self.about.setVisible(private)
        if private:
            self.about.setText(
                _("The address is private. It is in this text, for all of them said yes.")
                if all_yes
                else _(
                    "The address is private, and not in this text. Tick only those who said yes to have it."
                )
            )

    def _copy(self, channel: Channel, people: Sequence[Expected]) -> None:
        between = "\n" if channel == "call" else ", "
        words = [
            f"{each.name}: {each.reach.addresses[channel]}"
            if channel == "call"
            else each.reach.addresses[channel]
            for each in people
        ]
        QGuiApplication.clipboard().setText(between.join(words))
        self.copies[channel].setText(_("Copied"))
        announce(self.copies[channel], _("Copied"))

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_text.setText(_("Copied"))
        announce(self.copy_text, _("Copied"))

    def _mark(self) -> None:
        self.reminded.emit([each.person_id for each in self.chosen()])


def _copy_words(channel: Channel) -> str:
    words = {
        "email": _("Copy the addresses for Bcc"),
        "sms": _("Copy the numbers"),
        "call": _("Copy names and numbers"),
    }
    return words[channel]


def _named(people: Sequence[Expected], channel: Channel) -> str:
    shown = [f"{each.name}, {each.reach.addresses[channel]}" for each in people[:_MOST_NAMES]]
    more = len(people) - len(shown)
    return "\n".join([*shown, *([_("and {n} more").format(n=more)] if more else [])])


def _why(people: Sequence[Expected]) -> str:
    counted: dict[str, int] = {}
    for each in people:
        counted[reach_words(each.reach)] = counted.get(reach_words(each.reach), 0) + 1
    return "\n".join(f"{words}: {n}" for words, n in counted.items())
