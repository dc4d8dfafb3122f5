"""The kiosk: the whole screen belongs to whoever arrives, and shows nothing of anybody else."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.kiosk import KioskMatch
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.sign_in import SignedIn
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.door.arrivals import Arrival, Arrivals
from chapter_desk.gui.door.door_search import is_letter
from chapter_desk.gui.kiosk.card_scan import CardScan
from chapter_desk.gui.kiosk.countdown import Countdown
from chapter_desk.gui.kiosk.finding import KioskFinding
from chapter_desk.gui.kiosk.leaving import KioskLeaving
from chapter_desk.gui.kiosk.new_here import KioskNew
from chapter_desk.gui.kiosk.said import KioskSaid
from chapter_desk.gui.opening.opening_view import LANGUAGE_NAMES
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.cover import Cover
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme, tokens
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.gui.widgets.mark import Mark
from chapter_desk.i18n import _, language, ngettext, speaking

DONE_S = 6
"""How long "You are in" stays."""

LEAVE_KEY = "Ctrl+Shift+K"


class KioskView(Cover):
    """Self-service.  One language is the chapter's; another is chosen for one person at a time.

    Everything it writes goes through the queue of the door (`arrivals`), so that the desk sees it come and
    nothing is said before it is on disk.

    Signals:
        left(): The greeter is back.
    """

    left = Signal()

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        arrivals: Arrivals,
        chapter: str,
        meeting: Meeting,
        *,
        tap_twice: bool = False,
        by_camera: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("view")
        self._app, self._tasks, self._arrivals = app, tasks, arrivals
        self._chapter, self._meeting = chapter, meeting
        self._tap_twice, self._by_camera = tap_twice, by_camera
        self._home = self._speaks = language()
        self._waits: Arrival | None = None
        self._is_low = False
        self._signed: SignedIn | None = None
        self.countdown = Countdown(self)
        self.cards = CardScan(app, tasks, meeting.id, self)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self.countdown.ticked.connect(self._say_left)
        self.countdown.ran_out.connect(self.reset)
        arrivals.signed_in.connect(self._signed_in)
        arrivals.not_saved.connect(self._not_saved)
        arrivals.refused.connect(self._refused)
        self.cards.came.connect(self._come_in)
        self.cards.refused.connect(self._card_refused)
        self.cards.failed.connect(lambda _error: self._card_refused())
        self.cards.camera.seen.connect(lambda picture: self.finding.mirror.show_picture(picture))
        self.cards.camera.read.connect(self._card_held)
        self.cards.camera.failed.connect(lambda _error: self._without_camera())
        self._make()

    # what the shell asks

    def commands(self) -> Sequence[Command]:
        with speaking(self._speaks):
            words = _("Greeter PIN")
        return (Command("kiosk.leave", words, self.ask_pin, LEAVE_KEY, "lock-keyhole", listed=False),)

    def enter(self) -> None:
        self.finding.take_focus()

    def escape(self) -> bool:
        self.reset()
        return True

    def asked_to_close(self) -> None:
        self.ask_pin()

    # going about

    def reset(self) -> None:
        """Be as if nobody had been here."""
        self.countdown.stop()
        self._signed = None
        if self._speaks != self._home:
            self._speak(self._home)
        self.new.begin("")
        self._show(self.finding)
        self.finding.clear()
        self._say_left(0)

    def ask_pin(self) -> None:
        """Ask for the PIN that leaves the kiosk."""
        self._show(self.leaving)
        self.leaving.begin()
        self.countdown.start(tokens()["motion"]["kiosk-idle-reset-s"])

    # the inside

    def _make(self) -> None:
        """Make everything in the language of the person who stands here."""
        t = theme()
        before, self._inside = self._inside, QWidget()
        with speaking(self._speaks):
            kiosk = self._app.kiosk
            self.finding = KioskFinding(kiosk.find, kiosk.find_exactly, tap_twice=self._tap_twice)
            self.finding.show_camera(self._by_camera)
            self.new = KioskNew()
            self.done = KioskSaid("check", "good", _("That is not me"))
            self.trouble = KioskSaid("octagon-alert", "bad", _("Back to signing in"))
            self.languages = Segments(_("Language"), list(LANGUAGE_NAMES.items()), room="kiosk")
            self._seconds = TextLabel("", "small", figures=True)
            self._sand = IconLabel("timer", "ink-3", 18)
            self._hand = TextLabel(_("Need a hand? Ask at the table."), "small")
            self._new_low = ActionButton(_("I am new here"), "", "kiosk", icon="user-plus")
            self.corner = ActionButton(_("Greeter only"), "aside", "kiosk", icon="lock-keyhole")
        self.leaving = KioskLeaving(self._app.pin, self._app.folder.path, self._tasks)
        self.languages.choose(self._speaks)
        self.stack = QStackedWidget()
        for page in (self.finding, self.new, self.done, self.trouble, self.leaving):
            self.stack.addWidget(page)
        middle = QHBoxLayout()
        middle.addStretch(1)
        self.stack.setMaximumWidth(t.px(860))
        middle.addWidget(self.stack, 12)
        middle.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(t.px(6))
        for widget in (self._new_low, self._sand, self._seconds):
            foot.addWidget(widget)
        foot.addSpacing(t.px(10))
        foot.addWidget(self._hand)
        foot.addStretch(1)
        foot.addWidget(self.corner)
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(t.px(32), t.px(12), t.px(32), t.px(6))
        whole.setSpacing(t.px(8))
        whole.addLayout(self._head())
        whole.addLayout(middle, 1)
        whole.addLayout(foot)
        self._box.addWidget(self._inside)
        if before is not None:
            self._box.removeWidget(before)
            before.hide()
            before.deleteLater()
        for field in self._inside.findChildren(QLineEdit):
            self.cards.keys.listen(field)
        self._connect()
        self._say_left(0)

    def _head(self) -> QHBoxLayout:
        t = theme()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedLabel(self._chapter, "h3"))
        names.addWidget(ElidedLabel(self._meeting.title, "small"))
        head = QHBoxLayout()
        head.setSpacing(t.px(14))
        head.addWidget(Mark(44))
        head.addLayout(names, 1)
        head.addWidget(self.languages)
        return head

    def _connect(self) -> None:
        self.finding.taken.connect(self._take)
        self.finding.new_asked.connect(self._ask_new)
        self.finding.grew_low.connect(self._grow_low)
        self._new_low.clicked.connect(self.finding.ask_new)
        self.new.given.connect(self._take_new)
        self.new.left.connect(self._back_to_name)
        for page in (self.finding, self.new):
            page.touched.connect(self._touch)
        self.done.pressed.connect(self._not_me)
        self.trouble.pressed.connect(self.reset)
        self.leaving.let_out.connect(self._leave)
        self.leaving.stayed.connect(self.reset)
        self.languages.chosen.connect(self._choose_language)
        self.corner.clicked.connect(self.ask_pin)

    def _show(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
        self.languages.setVisible(page is not self.done)
        self._grow_low(self._is_low)

    def _grow_low(self, low: bool) -> None:
        """Keep the way in for who is new on the screen, in the foot where nothing else has room."""
        self._is_low = low
        low = low and self.stack.currentWidget() is self.finding
        self._new_low.setVisible(low)
        self._hand.setVisible(not low)

    def _touch(self) -> None:
        """Somebody is here: the screen waits for them, and forgets them half a minute after they went."""
        self.countdown.start(tokens()["motion"]["kiosk-idle-reset-s"])

    def _say_left(self, seconds: int) -> None:
        anything = self.stack.currentWidget() is not self.finding or bool(self.finding.field.text())
        with speaking(self._speaks):
            if self.stack.currentWidget() is self.done:
                words = ngettext(
                    "Ready for the next person in {n} second",
                    "Ready for the next person in {n} seconds",
                    seconds,
                )
            else:
                words = ngettext(
                    "This screen clears in {n} second", "This screen clears in {n} seconds", seconds
                )
        shown = bool(seconds) and anything and not self._new_low.isVisibleTo(self)
        self._seconds.setText(words.format(n=seconds) if shown else "")
        self._seconds.setVisible(shown)
        self._sand.setVisible(shown)

    def _choose_language(self, code: str) -> None:
        typed, at_form = self.finding.field.text(), self.stack.currentWidget() is self.new
        written = self.new.values()
        self._speak(code)
        self.finding.field.setText(typed)
        if at_form:
            self._show(self.new)
            self.new.begin("")
            self.new.restore(written)
        else:
            self.finding.take_focus()
        self._touch()

    def _speak(self, code: str) -> None:
        self._speaks = code
        self._make()

    def _ask_new(self, typed: str) -> None:
        self._show(self.new)
        self.new.begin(typed)
        self._touch()

    def _back_to_name(self) -> None:
        self._show(self.finding)
        self.finding.take_focus()

    # signing in

    def _take(self, match: KioskMatch) -> None:
        self._come_in(Arrival(self._meeting.id, match.name, match.person_id, method="kiosk"))

    def _take_new(self, walk_in: WalkIn) -> None:
        if self._speaks != self._home:
            walk_in = replace(walk_in, preferred_language=self._speaks)
        self._come_in(Arrival(self._meeting.id, walk_in.name, walk_in=walk_in, method="kiosk"))

    def _come_in(self, arrival: Arrival) -> None:
        if self._waits is None:  # a finger that comes down twice is one person
            self._waits = arrival
            self._arrivals.come_in(arrival)

    def _signed_in(self, arrival: Arrival, signed: object) -> None:
        if arrival is not self._waits or not isinstance(signed, SignedIn):
            return
        self._waits, self._signed = None, signed
        self._app.kiosk.came_in()
        first = next(iter(arrival.name.split()), "")
        with speaking(self._speaks):
            self.done.say(
                _("You are in, {name}.").format(name=first), _("Glad you came. Name tags are at the table.")
            )
        self._show(self.done)
        self.finding.clear()
        self.done.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.countdown.start(DONE_S)

    def _not_me(self) -> None:
        signed, self._signed = self._signed, None
        if signed is not None and not signed.repeated:
            take_back = partial(self._app.sign_ins.take_back, signed.id, "not-me")
            self._tasks.run(self, take_back, lambda _count: None, lambda _error: None)
        self.reset()

    def _not_saved(self, _error: ChapterDeskError) -> None:
        if self._waits is None:
            return
        self._waits = None
        self._say_trouble(
            _("That could not be written down."),
            _("Your name is kept in line. Tell the greeter, and write it on paper too."),
        )

    def _refused(self, arrival: Arrival, _error: ChapterDeskError) -> None:
        if arrival is not self._waits:
            return
        self._waits = None
        self._say_trouble(_("That did not work here."), _("Nothing was written. Ask at the table."))

    def _card_held(self, untrusted_code: str) -> None:
        if self.stack.currentWidget() is not self.leaving:
            self.cards.take(untrusted_code)

    def _without_camera(self) -> None:
        self._by_camera = False
        self.finding.show_camera(False)

    def _card_refused(self) -> None:
        with speaking(self._speaks):
            title, line = _("This card does not work here."), _("Type your name, or ask at the table.")
        self._say_trouble(title, line)

    def _say_trouble(self, title: str, line: str) -> None:
        with speaking(self._speaks):
            self.trouble.say(title, line)
        self._show(self.trouble)
        self.trouble.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.countdown.start(tokens()["motion"]["kiosk-idle-reset-s"])

    def _leave(self) -> None:
        self.countdown.stop()
        self.left.emit()
        self.uncover_asked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._by_camera:
            self.cards.camera.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.cards.camera.stop()

    # nothing else gets through

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if self.stack.currentWidget() not in (self.done, self.trouble):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.reset()
        elif is_letter(event):
            self.reset()  # the next in line scans or types without waiting
            self.finding.field.insert(event.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self.stack.currentWidget() is self.finding:
            self.finding.take_focus()
