"""Beside a calendar file: which meetings to save, and exactly what the file will tell."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.reminder import is_private
from chapter_desk.gui.meetings.calendar_now import CalendarNow, leaves_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext

ONE, COMING = "one", "coming"


class SaveCalendarPanel(SidePanel):
    """One meeting or all to come; with the private address only if that is ticked.

    Signals:
        asked(object, bool): Save these meetings, with private addresses or without.
    """

    asked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__(_("Save for other calendars"))
        self.head.addWidget(TextLabel(_("Save for other calendars"), "h2", wrap=True), 1)
        self._now: CalendarNow | None = None
        self.which = Segments(_("Which meetings"), [(ONE, _("This meeting")), (COMING, _("All to come"))])
        self.which.chosen.connect(lambda _key: self._show())
        self.private = QCheckBox(_("With the private address"))
        self.private.toggled.connect(lambda _on: self._show())
        self.about = TextLabel(_("Only for those who said yes. Give it to nobody else."), "hint", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What the file tells"))
        self.text.setMinimumHeight(theme().px(150))
        self.save = ActionButton(_("Save the file"), "primary", icon="file-down")
        self.save.clicked.connect(self._ask)
        label = TextLabel(_("What the file tells:"), "label", wrap=True)
        for widget in (self.which, self.private, self.about, label, self.text, self.save):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_now(self, now: CalendarNow) -> None:
        """Offer what may be saved."""
        if self._now is None or (now.one is not None) != (self._now.one is not None):
            self.which.choose(ONE if now.one is not None else COMING)
        self._now = now
        self.which.setVisible(now.one is not None)
        self._show()

    def begin(self) -> None:
        """Put the focus on the button."""
        self.private.setChecked(False)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def meetings(self) -> Sequence[Meeting]:
        """Return which meetings are to be saved."""
        if self._now is None:
            return ()
        one = self._now.one
        return (one,) if one is not None and self.which.current() == ONE else self._now.coming

    def _show(self) -> None:
        meetings = self.meetings()
        private = any(is_private(each) for each in meetings)
        self.private.setVisible(private)
        self.about.setVisible(private and self.private.isChecked())
        self.text.setPlainText(leaves_words(meetings, with_private_address=self._with_address()))
        words = ngettext("Save {n} meeting", "Save {n} meetings", len(meetings))
        self.save.setText(words.format(n=len(meetings)))
        if meetings:
            self.save.turn_on()
        else:
            self.save.turn_off(_("No meeting is planned."))

    def _with_address(self) -> bool:
        return self.private.isChecked() and any(is_private(each) for each in self.meetings())

    def _ask(self) -> None:
        self.asked.emit(self.meetings(), self._with_address())
