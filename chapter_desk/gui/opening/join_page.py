"""Helping at a door: this laptop joins another one by six digits or by a file, and is given the names."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.safekeeping.founding_door import found_door
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.sync.progress import Report
from chapter_desk.core.sync.welcome import SUFFIX, Welcome, read_welcome
from chapter_desk.errors import ChapterDeskError, JoinRefused
from chapter_desk.gui.opening.join_steps import JoinSteps
from chapter_desk.gui.opening.opening_view import OpeningView, centred
from chapter_desk.gui.opening.passphrase_form import PassphraseForm
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.shell.notices import told_about
from chapter_desk.gui.shell.tasks import Cancelled, Progress, Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import scrolling
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.link.entering import Entering, JoinStep, Place
from chapter_desk.link.finding import Found, Looking, read_address
from chapter_desk.link.host import PORT
from chapter_desk.link.joining import read_code
from chapter_desk.values import Clock

AskFile = Callable[[QWidget], Path | None]


def ask_for_file(parent: QWidget) -> Path | None:
    """Return the file of a stick that a person chose."""
    kinds = _("Files for a door laptop (*{ending})").format(ending=SUFFIX)
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("Choose the file on the stick"), str(Path.home()), kinds
    )
    return Path(chosen) if chosen else None


class JoinPage(OpeningView):
    """Asks where the other laptop is and for its code, and for a passphrase that locks this one.

    `look` looks for laptops in the network; None looks for none.

    Signals:
        joined(Path, bytes): This laptop is a door laptop, in this folder, with this data key.
        given_up(): Back to the start page.
    """

    joined = Signal(object, bytes)
    given_up = Signal()
    _found_changed = Signal()
    _got_further = Signal(object, int, int, int)

    help_id = "join"
    shows_caps_lock = True

    def __init__(
        self,
        tasks: Tasks,
        clock: Clock,
        *,
        cost: Cost | None = None,
        look: Callable[[Callable[[], None]], Looking] | None = Looking,
        ask: AskFile = ask_for_file,
        folder: Path | None = None,
    ) -> None:
        super().__init__()
        self._tasks, self._clock, self._cost, self._ask, self._folder = tasks, clock, cost, ask, folder
        self._file: Path | None = None
        self._busy = False
        self._progress: Progress | None = None
        self._entering: Entering | None = None
        self._looking: Looking | None = None
        self._found_changed.connect(self._show_found)
        self.build()
        self._got_further.connect(self.steps.show_far)
        if look is not None:
            tasks.run_long(
                self, lambda _progress: look(self._found_changed.emit), self._looks, lambda _error: None
            )
        self.destroyed.connect(lambda: self.stop_looking())

    def stop_looking(self) -> None:
        """Look for no more laptops."""
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.stop()

    def window_title(self) -> str:
        return _("Help at a door")

    def enter(self) -> None:
        self.code.editor.setFocus()

    def escape(self) -> bool:
        if super().escape():
            return True
        self._go_back()
        return True

    def content(self) -> QWidget:
        t = theme()
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, t.px(24), 0, t.px(24))
        box.setSpacing(t.px(12))
        box.addWidget(TextLabel(_("Help at a door"), "h1"))
        told = _(
            "This laptop is given the names of one chapter for one meeting, no e-mails and no phones. What"
            " you write goes back to the chapter's laptop."
        )
        box.addWidget(TextLabel(told, "small", wrap=True))
        self.place = QComboBox()
        self.place.activated.connect(lambda _index: self._fit_place())
        self.place_field = Field(_("The other laptop"), self.place)
        self.address = TextField(_("Its address"), room="large", placeholder="192.168.1.5")
        self.code = TextField(_("The six digits on its screen"), room="large")
        self.stick = ActionButton(_("Join by a file on a stick"), "link", icon="hard-drive")
        self.stick.clicked.connect(self.choose_file)
        self.passphrase = PassphraseForm(self.caps_lock)
        self.passphrase.done.connect(self.go)
        self.trouble = TextLabel("", "small", wrap=True, tone="bad")
        self.trouble.setVisible(False)
        self.steps = JoinSteps()
        locks = _("A passphrase of your own locks what lies on this laptop.")
        parts = (self.place_field, self.address, self.code, self.stick)
        locked = TextLabel(locks, "small", wrap=True)
        self.asked = QWidget()
        asked = QVBoxLayout(self.asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(t.px(12))
        for widget in (*parts, locked, self.passphrase):
            asked.addWidget(widget)
        for below in (self.asked, self.trouble, self.steps):
            box.addWidget(below)
        self.join = ActionButton(_("Join"), "primary", "large", icon="laptop")
        self.join.clicked.connect(self.go)
        self.back = ActionButton(_("Back"), "", "large")
        self.back.clicked.connect(self._go_back)
        line = QHBoxLayout()
        line.addWidget(self.join)
        line.addWidget(self.back)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(1)
        self._show_found()
        self._fit_file()
        outer = QWidget()
        outer.setLayout(centred(column, 480))
        return scrolling(outer)

    # ------------------------------------------------------------ acts

    def choose_file(self) -> None:
        """Join by a file; once more: by the network again."""
        self._file = None if self._file is not None else self._ask(self.window())
        self._fit_file()
        self.code.editor.setFocus()

    def go(self) -> None:
        """Join, with what was typed."""
        if self._busy:
            return
        self._say("")
        self.code.set_problem("")
        hindrance = self.passphrase.hindrance()
        typed, file = self.code.text(), self._file
        place = self._place()
        if file is None:
            if place is None:
                self._failed(JoinRefused("no-address"))
                return
            typed = read_code(typed)
            if not typed:
                self.code.set_problem(_("The code has six digits."))
                self.code.editor.setFocus()
                return
        if hindrance:
            self._say(hindrance)
            self.passphrase.focus_first()
            return
        secret = self.passphrase.text()
        self._work(busy=True)
        self.steps.begin(by_file=file is not None)
        self._progress = self._tasks.run_long(
            self,
            lambda progress: self._joined(progress, file, place, typed, secret),
            self._ready,
            self._failed,
            cancelled=self._stopped,
        )

    def stop(self) -> None:
        """Stop joining; nothing of it stays on either laptop."""
        if self._progress is not None:
            self._progress.cancel()
        if self._entering is not None:
            self._entering.stop()
        self.back.turn_off(_("It stops at the next safe place."))

    def _joined(
        self, progress: Progress, file: Path | None, place: Place | None, typed: str, secret: str
    ) -> tuple[Path, bytes]:
        """Join, on a thread of its own; return the folder and its data key."""

        def told(step: JoinStep, done: int, total: int, people: int) -> None:
            if progress.cancelled and step is not JoinStep.READY:
                raise Cancelled
            self._got_further.emit(step, done, total, people)

        def keep(welcome: Welcome, *, report: Report, confirm: Callable[[], None]) -> tuple[Path, bytes]:
            name = f"{welcome.chapter_name} {welcome.laptop}".strip()
            path = Answers(name=name, folder=self._folder).place()
            where = f"{place[0]}:{place[1]}" if file is None and place is not None else ""
            return path, found_door(
                path, welcome, secret, self._clock, install_id=install_id(), cost=self._cost, place=where,
                report=report, confirm=confirm,
            )  # fmt: skip

        if file is not None:
            welcome = read_welcome(file, typed)
            return keep(
                welcome,
                report=lambda done, total: told(JoinStep.KEEPING, done, total, welcome.people),
                confirm=lambda: None,
            )
        assert place is not None
        self._entering = Entering(place, typed, told)
        try:
            return self._entering.run(keep)
        except JoinRefused:
            if progress.cancelled:
                raise Cancelled from None
            raise

    def _ready(self, made: tuple[Path, bytes]) -> None:
        self.stop_looking()
        self.joined.emit(*made)

    def _failed(self, error: ChapterDeskError) -> None:
        self._work(busy=False)
        told = told_about(error)
        self._say(f"{told.fact} {told.line}")
        if isinstance(error, JoinRefused) and error.reason == "no-address" and self.address.isVisible():
            self.address.editor.setFocus()
        else:
            self.code.editor.setFocus()

    def _stopped(self) -> None:
        self._work(busy=False)
        self._say(_("Joining was stopped. Nothing of it stays on either laptop."))
        self.join.setFocus()

    def _go_back(self) -> None:
        if self._busy:
            self.stop()
        else:
            self._give_up()

    def _give_up(self) -> None:
        self.stop_looking()
        self.given_up.emit()

    # ------------------------------------------------------------ within

    def _looks(self, looking: Looking) -> None:
        self._looking = looking
        self._show_found()

    def _place(self) -> Place | None:
        found = self.place.currentData()
        if isinstance(found, Found):
            return found.address, found.port
        return read_address(self.address.text(), PORT)

    def _show_found(self) -> None:
        chosen = self.place.currentData()
        found = () if self._looking is None else self._looking.found
        self.place.clear()
        for each in found:
            self.place.addItem(each.name, each)
        self.place.addItem(_("Type its address"), None)
        at = next((number for number, each in enumerate(found) if each == chosen), 0)
        self.place.setCurrentIndex(at)
        self._fit_place()

    def _fit_place(self) -> None:
        self.address.setVisible(self._file is None and not isinstance(self.place.currentData(), Found))

    def _fit_file(self) -> None:
        file = self._file
        self.place_field.setVisible(file is None)
        self._fit_place()
        self.code.set_label(
            _("The six digits on its screen") if file is None else _("The five words of the file")
        )
        self.stick.setText(_("Join by a file on a stick") if file is None else _("Join over the network"))

    def _work(self, *, busy: bool) -> None:
        self._busy = busy
        self.asked.setVisible(not busy)  # so that the steps and Cancel are seen in the smallest window
        self.join.setEnabled(not busy)
        self.back.turn_on()
        self.back.setText(_("Cancel") if busy else _("Back"))
        if busy:
            self.back.setFocus()
        else:
            self._entering = self._progress = None
            self.steps.end()

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        if words:
            announce(self, words)
