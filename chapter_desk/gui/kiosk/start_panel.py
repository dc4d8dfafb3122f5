"""Before the kiosk starts: what it is, the PIN it is left by, and how it is touched."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chapter_desk.core.explain import explain
from chapter_desk.core.meetings.pin import MOST_DIGITS, Pin
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.choices import Switch
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _


class KioskPanel(SidePanel):
    """Asks for a PIN where this laptop has none, then starts.

    Signals:
        start_asked(): The PIN is kept; the kiosk may begin.
    """

    start_asked = Signal()

    def __init__(
        self, pin: Pin, tasks: Tasks, settings: LaptopSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Kiosk"), parent)
        t = theme()
        self._pin, self._tasks, self._settings = pin, tasks, settings
        self._has_pin = False
        self.head.addWidget(TextLabel(_("People sign themselves in"), "h2", wrap=True), 1)
        about = _(
            "The kiosk takes the whole screen. It shows nobody's name before three letters are typed,"
            " and then a first name and an initial."
        )
        self.new_pin = TextField(
            _("PIN to leave the kiosk"), _("Four to eight digits. Tell it to the greeters."), secret=True,
            room="large",
        )  # fmt: skip
        self.new_pin.editor.setMaxLength(MOST_DIGITS)
        self.has_pin = TextLabel(_("Left by this laptop's greeter PIN."), "body", wrap=True)
        self.change = ActionButton(_("Change the PIN"), "link")
        self.tap_twice = Switch(_("Touch twice instead of holding"), room="door")
        self.tap_twice.setChecked(settings.kiosk_tap_twice)
        self.camera = Switch(_("Cards can be held before the camera"), room="door")
        self.camera.setChecked(settings.kiosk_camera)
        self.start = ActionButton(_("Start the kiosk"), "primary", "large", icon="monitor-smartphone")
        keys = TextLabel(
            _("Ctrl Shift K, or the corner “Greeter only”, asks for the PIN."), "hint", wrap=True
        )
        for widget in (TextLabel(about, "body", wrap=True), self.new_pin, self.has_pin, self.change):
            self.body.addWidget(widget)
        self.body.addWidget(self.tap_twice)
        self.body.addWidget(self.camera)
        self.body.addSpacing(t.px(6))
        self.body.addWidget(self.start)
        self.body.addWidget(keys)
        self.body.addStretch(1)
        self.new_pin.changed.connect(lambda _text: self.new_pin.set_problem(""))
        self.new_pin.editor.returnPressed.connect(self.go_on)
        self.change.clicked.connect(lambda: self._show(has_pin=False))
        self.tap_twice.toggled.connect(self._keep_touch)
        self.camera.toggled.connect(self._keep_camera)
        self.start.clicked.connect(self.go_on)

    def begin(self, *, has_pin: bool) -> None:
        """Be shown anew."""
        self.new_pin.set_text("")
        self.new_pin.set_problem("")
        self._show(has_pin=has_pin)

    def go_on(self) -> None:
        """Keep the PIN that was typed, if one is asked for, and start."""
        if self._has_pin:
            self.start_asked.emit()
            return
        choose = partial(self._pin.choose, self.new_pin.text())
        self._tasks.run(self, choose, lambda _none: self.start_asked.emit(), self._refused)

    def _show(self, *, has_pin: bool) -> None:
        self._has_pin = has_pin
        self.new_pin.setVisible(not has_pin)
        self.has_pin.setVisible(has_pin)
        self.change.setVisible(has_pin)
        first = self.start if has_pin else self.new_pin.editor
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: ChapterDeskError) -> None:
        said = explain(error)
        self.new_pin.set_problem(f"{said.happened} {said.do}")
        self.new_pin.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_touch(self, on: bool) -> None:
        self._settings.kiosk_tap_twice = on
        self._settings.save()

    def _keep_camera(self, on: bool) -> None:
        self._settings.kiosk_camera = on
        self._settings.save()
