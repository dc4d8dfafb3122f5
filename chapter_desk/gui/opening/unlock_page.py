"""The chapter is locked: passphrase, recovery code, a new passphrase, a copy to put back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.explain import explain
from chapter_desk.core.safekeeping.waiting import wait_after
from chapter_desk.errors import ChapterDeskError, NotAChapter, WrongPassphrase, WrongRecoveryCode
from chapter_desk.gui.opening.filling import Filling
from chapter_desk.gui.opening.opening_view import EnterGoesOn, OpeningView, centred
from chapter_desk.gui.shell.notices import told_about
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, scrolling
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.mark import Mark
from chapter_desk.gui.widgets.notices import Notice, NoticeButton
from chapter_desk.i18n import _, ngettext

Way = Literal["passphrase", "code", "new", "backups"]

_LOST = ("empty", "damaged")
"""What a backup helps against."""


@dataclass(slots=True)
class Tries:
    """How often the passphrase was wrong; the desk keeps it, so that leaving the page does not reset it."""

    wrong: int = 0
    blocked_until: float = 0.0
    """By the monotonic clock, in seconds."""

    def count_wrong(self) -> None:
        """Count a wrong try, and begin the wait it costs."""
        self.wrong += 1
        self.blocked_until = monotonic() + wait_after(self.wrong)

    def seconds_to_wait(self) -> float:
        """Return how long until the next try."""
        return max(0.0, self.blocked_until - monotonic())

    def forget(self) -> None:
        """It was right."""
        self.wrong, self.blocked_until = 0, 0.0


@dataclass(frozen=True, slots=True)
class LockNote:
    """Why the page shows: a line under the name, and what of half-typed text was kept."""

    line: str = ""
    kept: str = ""


class UnlockPage(OpeningView):
    """Opens the vault of one chapter, off the window's thread.

    Signals:
        unlocked(bytes): The data key; the page stays busy until the chapter is open.
        restore_asked(str, bytes): Put back this copy, with the data key.
        other_asked(): Another chapter should be chosen.
    """

    unlocked = Signal(object)
    restore_asked = Signal(str, object)
    other_asked = Signal()

    help_id = "unlock"
    shows_caps_lock = True

    def __init__(
        self, path: Path, name: str, tasks: Tasks, tries: Tries, note: LockNote | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.path = path
        self._name = name
        self._tasks = tasks
        self._tries = tries
        self._note = note or LockNote()
        self._way: Way = "passphrase"
        self._trouble: ChapterDeskError | None = None
        self._key: bytes | None = None
        self._busy = False
        self._tick = QTimer(self, interval=100)
        self._tick.timeout.connect(self._count_down)
        self.build()
        self._tick.start()
        self._count_down()

    # what the desk says

    def show_trouble(self, error: ChapterDeskError, key: bytes | None = None) -> None:
        """Say in place why the chapter cannot be opened, with a way on; `key` if it is known by now."""
        self._trouble, self._key = error, key
        self._busy = False
        self.build()
        self.enter()
        announce(self, str(explain(error)))

    # what the shell asks

    def enter(self) -> None:
        self._focus_first()

    def leave(self) -> None:
        self._key = None

    def escape(self) -> bool:
        if self.close_help():
            return True
        if self._busy:
            return False
        if self._way != "passphrase":
            self._turn_to("passphrase")
            return True
        if self.field.text():
            self.field.set_text("")
            self.field.set_problem("")
            return True
        return False

    # the widgets

    def content(self) -> QWidget:
        t = theme()
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, t.px(20), 0, t.px(24))
        box.setSpacing(t.px(14))
        box.addStretch(1)
        box.addWidget(Mark(56), 0, Qt.AlignmentFlag.AlignHCenter)
        title = TextLabel(self._name, "h1", wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(title)
        if self._note.line:
            line = TextLabel(self._note.line, "small", wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(line)
        box.addSpacing(t.px(4))
        box.addWidget(self._card())
        box.addLayout(self._other_ways())
        box.addStretch(1)
        outer = QWidget()
        outer.setLayout(centred(column, 420))
        return scrolling(outer)

    def _card(self) -> Card:
        card = Card()
        pad = theme().px(19)
        card.body.setContentsMargins(pad, pad, pad, pad)
        card.body.setSpacing(theme().px(12))
        if self._trouble is not None:
            card.body.addWidget(self._trouble_notice(self._trouble))
        forms: dict[Way, Callable[[Card], None]] = {
            "passphrase": self._ask_passphrase,
            "code": self._ask_code,
            "new": self._ask_new,
            "backups": self._ask_copy,
        }
        forms[self._way](card)
        if self._note.kept and self._trouble is None and self._way == "passphrase":
            notice = Notice("good", _("Nothing is lost."), self._note.kept)
            card.body.addWidget(notice)
        return card

    def _trouble_notice(self, error: ChapterDeskError) -> Notice:
        buttons = []
        if self._can_restore() and self._key is not None and self._way != "backups":
            buttons = [NoticeButton(_("See its backups"), lambda: self._turn_to("backups"))]
        told = told_about(error)
        return Notice(told.tone, told.fact, told.line, buttons)

    def _ask_passphrase(self, card: Card) -> None:
        self.field = TextField(_("Passphrase"), room="large", secret=True)
        self.caps_lock.watch(self.field.editor)
        self.field.changed.connect(lambda _text: self.field.set_problem(""))
        words = _("Unlock and see its backups") if self._can_restore() else _("Unlock")
        self.button = ActionButton(words, "primary", "large", icon="lock-open", key="Return")
        self._filling = Filling(self.button)
        self.button.clicked.connect(self._unlock)
        EnterGoesOn(self.field, self.field.editor).done.connect(self._unlock)
        card.body.addWidget(self.field)
        card.body.addWidget(self.button)

    def _ask_code(self, card: Card) -> None:
        from chapter_desk.gui.opening.code_groups import CodeEntry

        card.body.addWidget(TextLabel(_("Type the code from the paper"), "h3"))
        self.entry = CodeEntry()
        self.button = ActionButton(_("Open with this code"), "primary", "large", icon="key-round")
        self._filling = Filling(self.button)
        why = _("Waits until all 8 groups are right.")
        self.button.turn_off(why)

        def judge() -> None:
            if self.entry.code() is not None:
                self.button.turn_on()
            else:
                self.button.turn_off(why)

        self.entry.changed.connect(judge)
        self.entry.done.connect(self._unlock_with_code)
        self.button.clicked.connect(self._unlock_with_code)
        card.body.addWidget(self.entry)
        card.body.addWidget(self.button)

    def _ask_new(self, card: Card) -> None:
        from chapter_desk.gui.opening.passphrase_form import PassphraseForm

        card.body.addWidget(TextLabel(_("The code is right. Choose a new passphrase."), "h3", wrap=True))
        self.form = PassphraseForm(self.caps_lock, lambda: (self._name,))
        self.button = ActionButton(_("Set it and open the chapter"), "primary", "large", icon="lock-open")
        self._filling = Filling(self.button, 1300)

        def judge() -> None:
            hindrance = self.form.hindrance()
            if hindrance:
                self.button.turn_off(hindrance)
            else:
                self.button.turn_on()

        self.form.changed.connect(judge)
        judge()
        self.form.done.connect(self._set_new)
        self.button.clicked.connect(self._set_new)
        card.body.addWidget(self.form)
        card.body.addWidget(self.button)

    def _ask_copy(self, card: Card) -> None:
        from chapter_desk.core.safekeeping.backups import backups_of
        from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
        from chapter_desk.gui.opening.backup_list import BackupList

        self.backups = BackupList(backups_of(ChapterFolder(self.path)))
        self.button = self.backups.put_back
        self._filling = Filling(self.button, 2000)
        self.backups.given_up.connect(lambda: self._turn_to("passphrase"))
        self.backups.chosen.connect(self._restore)
        card.body.addWidget(self.backups)

    def _other_ways(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme().px(26))
        line.addStretch(1)
        if self._way == "passphrase":
            self.use_code = ActionButton(_("Use the recovery code"), "link", icon="key-round")
            self.use_code.clicked.connect(lambda: self._turn_to("code"))
            line.addWidget(self.use_code)
        else:
            back = ActionButton(_("Use the passphrase"), "link", icon="arrow-left")
            back.clicked.connect(lambda: self._turn_to("passphrase"))
            line.addWidget(back)
        self.other = ActionButton(_("Other chapter"), "link", icon="folder-open")
        self.other.clicked.connect(self.other_asked)
        line.addWidget(self.other)
        line.addStretch(1)
        return line

    # what happens

    def _turn_to(self, way: Way) -> None:
        if self._busy:
            return
        self._way = way
        if way == "passphrase":
            self._key = None
        self.build()
        self._focus_first()

    def _focus_first(self) -> None:
        if self._way == "new":
            self.form.focus_first()
            return
        target = {"passphrase": "field", "code": "entry", "backups": "backups"}[self._way]
        getattr(self, target).setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock(self) -> None:
        typed = self.field.text()
        if self._busy or self._tries.seconds_to_wait() > 0:
            return
        if not typed.strip():
            self.field.set_problem(_("Type the passphrase first."))
            return
        self._work()

        def opened() -> bytes:
            from chapter_desk.core.safekeeping import vault

            return vault.unlock(self.path, typed)

        self._tasks.run(self, opened, self._opened, self._refused)

    def _unlock_with_code(self) -> None:
        code = self.entry.code()
        if self._busy or code is None or self._tries.seconds_to_wait() > 0:
            return
        self._work()

        def opened() -> bytes:
            from chapter_desk.core.safekeeping import vault

            return vault.unlock_with_recovery(self.path, code)

        self._tasks.run(self, opened, self._code_was_right, self._refused)

    def _code_was_right(self, key: bytes) -> None:
        self._busy = False
        self._tries.forget()
        self._key, self._way = key, "new"
        self.build()
        self._focus_first()

    def _set_new(self) -> None:
        if self._busy or self._key is None:
            return
        if not self.form.ready():
            self.form.show_problems()
            return
        key, chosen = self._key, self.form.text()
        self._work()

        def changed() -> bytes:
            from chapter_desk.core.safekeeping import vault

            vault.set_passphrase(self.path, key, chosen)
            return key

        self._tasks.run(self, changed, self._opened, lambda error: self.show_trouble(error, key))

    def _opened(self, key: bytes) -> None:
        self._tries.forget()
        if self._can_restore():
            self._busy, self._key, self._way = False, key, "backups"
            self.build()
            self._focus_first()
            return
        self._trouble = None
        self.unlocked.emit(key)

    def _restore(self, name: str) -> None:
        if self._busy or self._key is None:
            return
        self._work()
        self.restore_asked.emit(name, self._key)

    def _refused(self, error: ChapterDeskError) -> None:
        self._busy = False
        self._filling.stop()
        if not isinstance(error, (WrongPassphrase, WrongRecoveryCode)):
            self.show_trouble(error)
            return
        self._tries.count_wrong()
        words = str(explain(error))
        if isinstance(error, WrongPassphrase):
            words = str(explain(WrongPassphrase(caps_lock=bool(self.caps_lock.on))))
            self.field.editor.setReadOnly(False)
            self.field.set_problem(words)
            self.field.editor.selectAll()
            self.field.setFocus()
        else:
            self.show_trouble(error)
        announce(self, words)
        self._tick.start()
        self._count_down()

    def _work(self) -> None:
        self._busy = True
        self.button.setEnabled(False)
        self._filling.start()
        if self._way == "passphrase":
            self.field.editor.setReadOnly(True)

    def _count_down(self) -> None:
        if self._way not in ("passphrase", "code") or self._busy:
            return
        left = self._tries.seconds_to_wait()
        if left > 0:
            seconds = int(left) + 1
            words = ngettext("Try again in {n} second", "Try again in {n} seconds", seconds)
            self.button.setText(words.format(n=seconds))
            self.button.setEnabled(False)
            return
        self._tick.stop()
        ready = self._way == "passphrase" or self.entry.code() is not None
        self.button.setEnabled(ready)
        if self._way == "code":
            self.button.setText(_("Open with this code"))
        else:
            self.button.setText(_("Unlock and see its backups") if self._can_restore() else _("Unlock"))

    def _can_restore(self) -> bool:
        """Whether the file is known to be lost, so that what the key is for is a copy."""
        return isinstance(self._trouble, NotAChapter) and self._trouble.reason in _LOST
