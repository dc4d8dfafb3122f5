"""What the door page does with the phone form: its cards, the big code, the page for the wall."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.core.meetings.sign_in import PHONE
from chapter_desk.gui.door.columns import SideColumns
from chapter_desk.gui.door.evening import Evening
from chapter_desk.gui.door.phone_big import BigCode
from chapter_desk.gui.door.phone_card import PhoneCard
from chapter_desk.gui.door.phone_switch import PhoneSwitch
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf, file_name
from chapter_desk.i18n import _
from chapter_desk.web.phone_form import Stage


class PhoneCorner(QObject):
    """Keeps the cards of one page in step with the switch, which outlives the page.

    `focus` gives the search its focus back.
    """

    def __init__(
        self,
        page: Page,
        app: App,
        tasks: Tasks,
        phone: PhoneSwitch,
        focus: Callable[[], None],
        ask: AskWhere = ask_where_to_save_pdf,
    ) -> None:
        super().__init__(page)
        self._page, self._app, self._focus = page, app, focus
        self.switch = phone
        self._meeting: Meeting | None = None
        self._came = 0
        self._cards: tuple[PhoneCard, ...] = ()
        self.big: BigCode | None = None
        """The code over the window, once it was asked for."""
        self.saving = SavingFile(page, tasks, ask)
        phone.changed.connect(self._show)
        phone.changed.connect(page.commands_changed)

    def watch(self, columns: SideColumns) -> None:
        """Keep the cards of these columns in step."""
        columns.phone_asked.connect(lambda: self._page.open_panel(columns.phone_panel))
        self._cards = (columns.phone, columns.phone_in_panel)
        for card in self._cards:
            card.turned.connect(self._turn)
            card.again_asked.connect(self._try_again)
            card.big_asked.connect(self.show_big)
            card.print_asked.connect(self.print_page)
        self._show()

    def show_evening(self, evening: Evening | None) -> None:
        """Show the form of this evening."""
        open_now = evening is not None and evening.is_open and not evening.late
        self._meeting = evening.meeting if evening is not None and open_now else None
        self._came = sum(each.method == PHONE for each in evening.present) if evening is not None else 0
        self._show()

    def commands(self, is_open: Callable[[], bool]) -> Sequence[Command]:
        """Return what the palette offers."""
        on = partial(self._is, on=True)
        return (
            Command("door.phone_on", _("Switch the phone form on"), partial(self._turn, True), icon="qr-code",
                    able=lambda: is_open() and self._is(on=False)),
            Command("door.phone_off", _("Switch the phone form off"), partial(self._turn, False),
                    icon="qr-code", able=on),
            Command("door.phone_big", _("Show the phone form's code big"), self.show_big, icon="maximize",
                    able=on),
            Command("door.phone_print", _("Print the phone form's code"), self.print_page, icon="printer",
                    able=on),
        )  # fmt: skip

    def escape(self) -> bool:
        """Put the big code away; False if it does not show."""
        if self.big is None or not self.big.isVisible():
            return False
        self.big.put_away()
        return True

    @property
    def covers(self) -> bool:
        """Whether the big code lies over the page."""
        return self.big is not None and self.big.isVisible()

    def show_big(self) -> None:
        """Cover the window with the code."""
        address = self.switch.address
        if address is None or not self._is(on=True):
            return
        if self.big is None:
            self.big = BigCode(_below_window(self._page))
            self.big.closed.connect(self._focus)
        self.big.show_address(address, self.switch.settings.phone_wifi)

    def print_page(self) -> None:
        """Save a page with the code, to be printed."""
        address, meeting = self.switch.address, self._meeting
        if address is None or meeting is None:
            return
        wifi = self.switch.settings.phone_wifi

        def draw() -> bytes:
            from chapter_desk.core.meetings.phone_sheet import PhoneSheet, phone_sheet_pdf

            return phone_sheet_pdf(
                PhoneSheet(self._app.chapter.card().name, meeting.title, address.url, wifi)
            )

        self.saving.save(file_name(_("Phone form")), _("Drawing the page for the wall"), draw)

    def _is(self, *, on: bool) -> bool:
        meeting = self._meeting
        here = meeting is not None and self.switch.is_on(meeting.id)
        return here if on else not here

    def _turn(self, on: bool) -> None:
        if self._meeting is not None:
            self.switch.turn(self._meeting.id, on=on)

    def _try_again(self) -> None:
        if self._meeting is not None:
            self.switch.try_again(self._meeting.id)

    def _show(self) -> None:
        on = self._is(on=True)
        for card in self._cards:
            card.show_switch(self.switch, self._came, is_on=on)
        if self.covers and not (on and self.switch.stage is Stage.ON):
            self.escape()


def _below_window(page: QWidget) -> QWidget:
    """Return what fills the window: it goes when the chapter is locked, and the code with it."""
    window, widget = page.window(), page
    while True:
        parent = widget.parentWidget()
        if parent is None or parent is window or parent.parentWidget() is window:
            return widget
        widget = parent
