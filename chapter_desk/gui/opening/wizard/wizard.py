"""A new chapter in five short steps."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.opening.filling import Filling
from chapter_desk.gui.opening.opening_view import OpeningView
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.opening.wizard.chapter_step import ChapterStep
from chapter_desk.gui.opening.wizard.lead_step import LeadStep
from chapter_desk.gui.opening.wizard.look_step import LookStep
from chapter_desk.gui.opening.wizard.passphrase_step import PassphraseStep
from chapter_desk.gui.opening.wizard.ready_step import ReadyStep
from chapter_desk.gui.opening.wizard.step import WizardStep
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import NoticeSlot, told_about
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import scrolling
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.mark import Mark
from chapter_desk.gui.widgets.steps import Step, Steps
from chapter_desk.i18n import _
from chapter_desk.values import Clock

if TYPE_CHECKING:
    from chapter_desk.core.safekeeping.founding import Founded

_STEPS: tuple[type[WizardStep], ...] = (LookStep, ChapterStep, LeadStep, PassphraseStep, ReadyStep)
_PASSPHRASE = _STEPS.index(PassphraseStep)
_WIDE, _ROOMY, _NARROW = 1200, 1000, 900
"""Design pixels of the window: wide margins from here on; room to name the steps before and after; below
the last, the steps stand in a line above instead of at the left."""


class Wizard(OpeningView):
    """Asks, makes the chapter as soon as there is a passphrase, and hands it over.

    Signals:
        founded(Answers): The chapter exists from now on; its folder, key and code are in the answers.
        given_up(): Back to the start page; the answers are kept as long as the window is open.
        finished(Answers, str): Open the chapter, on this page ("" for the first one).
        colours_asked(str): Other colours were chosen.
        commands_changed(): Other keys do something than before.
    """

    founded = Signal(object)
    given_up = Signal()
    finished = Signal(object, str)
    colours_asked = Signal(str)
    commands_changed = Signal()

    help_id = "new-chapter"
    shows_foot = False

    def __init__(
        self,
        answers: Answers,
        tasks: Tasks,
        clock: Clock,
        *,
        lock_after_min: int = 5,
        cost: Cost | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answers = answers
        self._tasks, self._clock, self._cost = tasks, clock, cost
        self._lock_after_min = lock_after_min
        self._pack = read_pack(sample_pack_folder())
        self._at = _PASSPHRASE if answers.is_founded else 0
        self._busy = False
        self.build()

    # what the shell asks

    def window_title(self) -> str:
        return _("New chapter")

    def enter(self) -> None:
        self.step.enter()

    def escape(self) -> bool:
        if self.close_help():
            return True
        if self._busy:
            return False
        if self.answers.is_founded:
            self.finish_later()
        else:
            self.given_up.emit()
        return True

    def commands(self) -> Sequence[Command]:
        commands = [
            Command(
                "wizard.next",
                self.next.words(),
                self.go_on,
                "Ctrl+Return",
                "chevron-right",
                more_keys=("Ctrl+Enter",),
            ),
            Command("wizard.back", _("Back"), self.go_back, "Alt+Left", "arrow-left", able=self._can_go_back),
        ]
        if isinstance(self.step, PassphraseStep) and (card := self.step.card) is not None:
            commands.append(
                Command("wizard.print", _("Print the recovery code"), card.print_it, "Ctrl+P", "printer")
            )
        return (*commands, *super().commands())

    # the widgets

    @property
    def step(self) -> WizardStep:
        """The step that shows."""
        return self._steps[self._at]

    def content(self) -> QWidget:
        t = theme()
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self._side_panel = self._side()
        line.addWidget(self._side_panel)
        self._steps = [self._made(kind) for kind in _STEPS]
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(scrolling(step))
            step.changed.connect(self._look_again)
            step.next_asked.connect(self.go_on)
        self.notices = NoticeSlot()
        right = self._right = QVBoxLayout()
        self._set_margins()
        right.setSpacing(t.px(12))
        self._short_path = TextLabel("", "hint", wrap=True)
        right.addWidget(self._short_path)
        right.addWidget(self.notices)
        right.addWidget(self._stack, 1)
        right.addLayout(self._foot_line())
        line.addLayout(right, 1)
        self._show_step()
        return whole

    def _side(self) -> QFrame:
        t = theme()
        side = QFrame()
        side.setObjectName("rail")
        side.setFixedWidth(t.px(264))
        box = QVBoxLayout(side)
        box.setContentsMargins(t.px(20), t.px(24), t.px(20), t.px(20))
        box.setSpacing(t.px(18))
        head = QHBoxLayout()
        head.setSpacing(t.px(12))
        head.addWidget(Mark(32))
        head.addWidget(TextLabel(_("New chapter"), "strong"), 1)
        box.addLayout(head)
        self._path = Steps(upright=True)
        box.addWidget(self._path)
        box.addStretch(1)
        self._promise = TextLabel("", "hint", wrap=True)
        box.addWidget(self._promise)
        return side

    def _made(self, kind: type[WizardStep]) -> WizardStep:
        if kind is LookStep:
            step = LookStep(self.answers)
            step.language_asked.connect(self.language_asked)
            step.text_asked.connect(self.text_asked)
            step.colours_asked.connect(self.colours_asked)
            return step
        if kind is PassphraseStep:
            return PassphraseStep(self.answers, self.caps_lock, self._lock_after_min)
        if kind is ReadyStep:
            ready = ReadyStep(self.answers, self._pack)
            ready.going.connect(self._finish)
            return ready
        return kind(self.answers)

    def _foot_line(self) -> QHBoxLayout:
        t = theme()
        line = QHBoxLayout()
        line.setSpacing(t.px(10))
        self.back = ActionButton("", "quiet", "large", icon="arrow-left")
        self.back.clicked.connect(self.go_back)
        self.later = ActionButton("", "quiet", "large", key="Esc")
        self.later.clicked.connect(self.escape)
        self.next = ActionButton("", "primary", "large", key="Ctrl+Return")
        self.next.clicked.connect(self.go_on)
        self._filling = Filling(self.next, 1500)
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.later)
        line.addWidget(self.next)
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()
        self._look_again()

    def _set_margins(self) -> None:
        t = theme()
        side = t.px(56 if self.width() >= t.px(_WIDE) else 28)
        narrow = self.width() < t.px(_NARROW)
        self._right.setContentsMargins(side, t.px(16 if narrow else 30), side, t.px(20))
        self._roomy = self.width() >= t.px(_ROOMY)
        if hasattr(self, "_short_path"):
            self._side_panel.setVisible(not narrow)
            self._short_path.setVisible(narrow)

    # going on

    def go_on(self) -> None:
        """Next, if the step is complete; else say what is missing."""
        if self._busy:
            return
        if self.step.hindrance():
            self.step.show_problems()
            announce(self, self.step.hindrance())
        elif self._at == _PASSPHRASE and not self.answers.is_founded:
            self._found()
        elif self._at == len(_STEPS) - 1:
            self._finish("")
        else:
            self._go_to(self._at + 1)

    def go_back(self) -> None:
        """The step before, with everything as it was typed."""
        if self._can_go_back():
            self._go_to(self._at - 1)

    def finish_later(self) -> None:
        """Open the chapter now; what is left of the steps waits in it."""
        self.finished.emit(self.answers, "")

    def _can_go_back(self) -> bool:
        first = _PASSPHRASE if self.answers.is_founded else 0
        return self._at > first and not self._busy

    def _go_to(self, at: int) -> None:
        self._at = at
        self._show_step()
        self.step.say_again()
        self.step.enter()
        announce(self, self._path.accessibleName())

    def _finish(self, page: str) -> None:
        self.finished.emit(self.answers, page)

    def _found(self) -> None:
        answers, clock, cost = self.answers, self._clock, self._cost
        place, passphrase = answers.place(), answers.passphrase
        self._set_busy(True)

        def founded() -> "Founded":
            from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
            from chapter_desk.core.safekeeping.install import install_id

            draft = ChapterDraft(
                answers.name, answers.postal_code, answers.lead_name, answers.lead_email, answers.lead_phone
            )
            return found_chapter(
                place, draft, passphrase, sample_pack_folder(), clock, install_id=install_id(), cost=cost
            )

        def done(made: "Founded") -> None:
            answers.founded_at, answers.data_key, answers.code = place, made.data_key, made.recovery_code
            answers.passphrase = ""
            self._set_busy(False)
            self.notices.take_back()
            step = self.step
            assert isinstance(step, PassphraseStep)
            step.show_founded()
            self._show_step()
            self.founded.emit(answers)

        self._tasks.run(self, founded, done, self._not_founded)

    def _not_founded(self, error: ChapterDeskError) -> None:
        self._set_busy(False)
        self.notices.tell(told_about(error))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._stack.setEnabled(not busy)
        if busy:
            self._filling.start()
        else:
            self._filling.stop()
        self._look_again()

    # what is shown

    def _show_step(self) -> None:
        self._stack.setCurrentIndex(self._at)
        states = [
            "done" if number < self._at else "now" if number == self._at else "later"
            for number in range(len(_STEPS))
        ]
        self._path.show_steps(
            [Step(kind.name(), state) for kind, state in zip(_STEPS, states, strict=True)]  # type: ignore[arg-type]
        )
        self._short_path.setText(self._path.accessibleName())
        self._look_again()
        self.commands_changed.emit()

    def _look_again(self) -> None:
        made = self.answers.is_founded
        self._promise.setText(
            _("You can stop at any step, it is all kept.")
            if made
            else _("About 5 minutes. Nothing is written down before there is a passphrase.")
        )
        self.back.setVisible(self._can_go_back())
        if self._at:
            before = _STEPS[self._at - 1].name()
            self.back.setText(before if self._roomy else _("Back"))
            self.back.setAccessibleName(_("Back to: {step}").format(step=before))
        self.later.setText(_("Finish later") if made else _("Not now"))
        self.later.setVisible(self._at < len(_STEPS) - 1)
        self.later.setEnabled(not self._busy)
        self._name_next()
        hindrance = self.step.hindrance()
        if hindrance or self._busy:
            self.next.turn_off(hindrance)
        else:
            self.next.turn_on()

    def _name_next(self) -> None:
        if self._at == len(_STEPS) - 1:
            self.next.setText(_("Open the chapter"))
        elif self._at == _PASSPHRASE and not self.answers.is_founded:
            self.next.setText(_("Set the passphrase"))
        elif not self._roomy:
            self.next.setText(_("Next"))
        else:
            self.next.setText(_("Next: {step}").format(step=_lower_first(_STEPS[self._at + 1].name())))


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
