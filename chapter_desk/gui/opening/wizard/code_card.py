"""The recovery code: shown to be copied, then hidden while one group is asked back."""

from collections.abc import Callable
from secrets import randbelow

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chapter_desk.core.explain import explain
from chapter_desk.core.safekeeping.recovery_code import (
    GROUPS,
    LETTERS_PER_GROUP,
    RecoveryCode,
    Typed,
    checked,
)
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.opening.code_groups import CodeGroups
from chapter_desk.gui.opening.code_paper import print_paper, save_paper
from chapter_desk.gui.shell.theme import restyled, theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


class CodeCard(QWidget):
    """The code, its two ways to paper, and the proof that it got there.

    Signals:
        copied(): The group asked for was typed right.
        next_asked(): Enter, after that.
    """

    copied = Signal()
    next_asked = Signal()

    def __init__(
        self,
        code: RecoveryCode,
        chapter: Callable[[], str],
        *,
        asked: int = 0,
        proven: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = theme()
        self._code, self._chapter = code, chapter
        self.asked = asked or randbelow(GROUPS) + 1
        self.proven = proven
        card = Card(_("Recovery code"))
        self.print = ActionButton(_("Print"), room="compact", icon="printer", key="Ctrl+P")
        self.print.clicked.connect(self.print_it)
        self.save = ActionButton(_("Save as PDF"), room="compact", icon="file-down")
        self.save.clicked.connect(self._save)
        card.head.addWidget(self.save)
        card.head.addWidget(self.print)
        self.groups = CodeGroups(code)
        card.body.addWidget(self.groups)
        card.body.addWidget(
            TextLabel(
                _(
                    "If everyone forgets the passphrase, this paper opens the list. Keep it with the "
                    "treasurer, not with the laptop."
                ),
                "small",
                wrap=True,
            )
        )
        self._line = TextLabel("", "small", wrap=True)
        self._line.hide()
        card.body.addWidget(self._line)
        self.have_it = ActionButton(_("I have it on paper"), room="large", icon="check")
        self.have_it.clicked.connect(self.ask)
        self._question = self._build_question()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(12))
        box.addWidget(card)
        box.addWidget(self.have_it)
        box.addWidget(self._question)
        self._question.hide()
        if proven:
            self._show_proven()

    def enter(self) -> None:
        """Take the focus where the person goes on."""
        if self.have_it.isVisibleTo(self):
            self.print.setFocus()
        else:
            self.group.setFocus()

    def ask(self) -> None:
        """Hide the code, and ask for one group of it."""
        self.groups.show_code(False)
        self.have_it.hide()
        self._question.show()
        self.group.setFocus()

    def show_again(self) -> None:
        """Show the code once more: the group was not on the paper."""
        self.groups.show_code(True)
        self.group.clear()
        self._question.hide()
        self.have_it.show()
        self.print.setFocus()

    def print_it(self) -> None:
        """Print the paper, with the system's own dialog."""
        if print_paper(self, self._chapter(), self._code):
            self._say(_("Sent to the printer."))

    def _save(self) -> None:
        try:
            name = save_paper(self, self._chapter(), self._code)
        except ChapterDeskError as error:
            self._say(str(explain(error)), bad=True)
            return
        if name:
            words = _("Saved as “{name}”. Keep it on a stick, away from this laptop, and print it.")
            self._say(words.format(name=name))

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._line.set_tone("bad" if bad else "good")
        self._line.setText(words)
        self._line.show()
        announce(self, words)

    def _build_question(self) -> QWidget:
        t = theme()
        question = QWidget()
        box = QVBoxLayout(question)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(4))
        label = TextLabel(_("Type group {number} from your paper").format(number=self.asked), "label")
        self.group = QLineEdit()
        self.group.setProperty("kind", "code")
        self.group.setProperty("room", "large")
        self.group.setFixedWidth(t.px(150))
        self.group.setMaxLength(LETTERS_PER_GROUP + 1)
        self.group.setAccessibleName(label.text())
        self.group.textChanged.connect(self._judge)
        self.group.returnPressed.connect(lambda: self.next_asked.emit() if self.proven else None)
        label.setBuddy(self.group)
        self._sign = IconLabel("", "good", 18)
        self._told = TextLabel(_("so we know it was copied"), "hint", wrap=True)
        self.again = ActionButton(_("Show the code again"), "link", icon="eye")
        self.again.clicked.connect(self.show_again)
        line = QHBoxLayout()
        line.setSpacing(t.px(10))
        line.addWidget(self.group)
        line.addWidget(self._sign)
        line.addWidget(self._told, 1)
        line.addWidget(self.again)
        box.addWidget(label)
        box.addLayout(line)
        return question

    def _judge(self, typed: str) -> None:
        state = checked(self.asked, typed)
        right = self._code.has_group(self.asked, typed)
        wrong = state is not Typed.UNFINISHED and not right
        restyled(self.group, problem=wrong)
        self._sign.show_icon(
            "check" if right else "octagon-alert" if wrong else "", "good" if right else "bad"
        )
        self._told.set_tone("good" if right else "bad" if wrong else "")
        self._told.setText(self._words(typed, right, wrong))
        self.group.setAccessibleDescription(self._told.text())
        if right and not self.proven:
            self._show_proven()
            self.copied.emit()

    def _words(self, typed: str, right: bool, wrong: bool) -> str:
        if right:
            return _("Right. Put the paper away.")
        if wrong:
            return _("Group {number} is not as it is on the paper.").format(number=self.asked)
        left = LETTERS_PER_GROUP - len(typed.replace(" ", ""))
        if left == LETTERS_PER_GROUP:
            return _("so we know it was copied")
        return ngettext("{n} more letter", "{n} more letters", left).format(n=left)

    def _show_proven(self) -> None:
        self.proven = True
        self.groups.show_code(False)
        self.have_it.hide()
        self._question.show()
        self.group.setReadOnly(True)
        self.again.hide()
        self._sign.show_icon("check", "good")
        self._told.set_tone("good")
        self._told.setText(_("Right. Put the paper away."))
