"""Who is expected at a meeting: invited, answered by one key, reminded; apart from who came."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.expected import Expected
from chapter_desk.core.meetings.rsvps import (
    ACCEPTED,
    CANCELLED,
    DECLINED,
    INVITED,
    TENTATIVE,
    Noted,
    RsvpStatus,
)
from chapter_desk.gui.meetings.confirmations import draw_confirmations, said_yes
from chapter_desk.gui.meetings.expected_now import (
    ExpectedNow,
    ExpectedPlace,
    Group,
    answer_words,
    numbers,
    reach_words,
    read_expected,
    room_words,
)
from chapter_desk.gui.meetings.invite_panel import InvitePanel
from chapter_desk.gui.meetings.no_meeting import NoMeeting
from chapter_desk.gui.meetings.one_meeting_page import OneMeetingPage
from chapter_desk.gui.meetings.remind_panel import RemindPanel
from chapter_desk.gui.meetings.when import when_words
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.today.when import moment_short
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf, file_name
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area, PersonId


class ExpectedPage(OneMeetingPage[ExpectedPlace]):
    """The list of one meeting.  `go_to` and `place` know an `ExpectedPlace`."""

    place_kind = ExpectedPlace
    areas = frozenset({Area.MEETINGS, Area.PEOPLE})
    full_width = True
    help_id = "expected"

    def __init__(self, app: App, tasks: Tasks, ask_where: AskWhere = ask_where_to_save_pdf) -> None:
        super().__init__(app, tasks)
        self.saving = SavingFile(self, tasks, ask_where)
        self._now: ExpectedNow | None = None
        self.invite_panel = InvitePanel(app.roster)
        self.remind_panel = RemindPanel()
        self._make_table()
        self._lay_out()
        self._connect()

    # what the shell asks

    def title(self) -> str:
        return _("Expected")

    def context(self) -> str:
        if self._now is None:
            return ""
        meeting = self._now.list.meeting
        return f"{meeting.title}, {when_words(meeting, self._now.now)}"

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.invite,) if self._has_people() else ()

    def primary(self) -> ActionButton | None:
        if self.invite_panel.isVisible():
            return self.invite_panel.invite
        if self.remind_panel.isVisible():
            return self.remind_panel.mark
        if self._now is None:
            return self.nothing.plan
        return self.invite if self._has_people() else self.first

    def search(self) -> QWidget:
        return self.table

    def commands(self) -> Sequence[Command]:
        answers = [
            Command(
                f"expected.{status}",
                button.words(),
                partial(self._answer, status),
                key,
                able=self._may_answer,
                listed=False,
            )
            for status, key, button in self._answers()
        ]
        return (
            Command("expected.invite", _("Invite people"), self.open_invite, "Ctrl+N", "user-plus",
                    able=self._has_meeting),
            Command("expected.remind", _("Reminders"), self.open_remind, "Ctrl+R", "mail",
                    able=self._has_meeting),
            Command("expected.confirm", _("Confirmations with a code for the door"), self.save_confirmations,
                    "Ctrl+P", "qr-code", able=self._has_yes),
            *answers,
            Command("expected.more", _("One guest more"), partial(self._guests, 1), "+",
                    more_keys=("=",), able=self._may_answer, listed=False),
            Command("expected.fewer", _("One guest fewer"), partial(self._guests, -1), "-",
                    able=self._may_answer, listed=False),
            *self._undoing.commands(),
        )  # fmt: skip

    # what a person does

    def open_invite(self) -> None:
        """Ask whom to invite."""
        if self._now is not None:
            self.open_panel(self.invite_panel)
            self.invite_panel.show_groups(self._now.groups)
            self.invite_panel.begin()
            self._fill_one()

    def open_remind(self) -> None:
        """Ask whom to remind."""
        if self._now is not None:
            self.open_panel(self.remind_panel)
            self.remind_panel.show_list(self._now.list)
            self.remind_panel.begin()
            self._fill_one()

    def save_confirmations(self) -> None:
        """Save a page for everybody who said yes: when, where, and a code for the door."""
        if self._now is not None:
            draw = partial(draw_confirmations, self._app, self._now.list)
            self.saving.save(file_name(_("Confirmations")), _("Drawing the confirmations"), draw)

    # reading

    def _read(self) -> None:
        self._run(partial(read_expected, self._app, self._place), self._show)

    def _show(self, now: ExpectedNow | None) -> None:
        first, self._now = self._now is None, now
        if now is not None:
            self._place = ExpectedPlace(now.list.meeting.id)
            self.table.rows_model().show(now.list.people)
            self._show_numbers(now)
            self.invite_panel.show_groups(now.groups)
            self.remind_panel.show_list(now.list)
        shown = self.nothing if now is None else self._list if now.list.people else self.empty
        self._stack.setCurrentWidget(shown)
        self._fill_one()
        self._show_buttons()
        self.refresh_head()
        here = self.window().focusWidget()
        if first or here is None or not here.isVisible() or here is self:
            self._focus()

    def _show_numbers(self, now: ExpectedNow) -> None:
        self.numbers.setText(numbers(now.list))
        words, tone = room_words(now.list)
        self.room.show_state(words, tone, "users" if words else "")
        self.room.setVisible(bool(words))
        waiting, free = now.list.waiting, now.list.free
        self.next.setVisible(bool(waiting) and free is not None and free > 0)
        if waiting:
            self.next.setText(_("Give a place to {name}").format(name=waiting[0].name))

    def _focus(self) -> None:
        if self._has_people():
            if self.table.current_row() is None:
                self.table.choose_first()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._now is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.nothing.take_focus()

    # answers

    def _answers(self) -> Sequence[tuple[RsvpStatus, str, ActionButton]]:
        return (
            (ACCEPTED, "1", self.yes),
            (TENTATIVE, "2", self.maybe),
            (DECLINED, "3", self.no),
            (CANCELLED, "4", self.cancelled),
            (INVITED, "5", self.unanswered),
        )

    def _may_answer(self) -> bool:
        return self.table.hasFocus() and self.table.current_row() is not None

    def _answer(self, status: RsvpStatus) -> None:
        person = self.table.current_row()
        if person is not None:
            # who waits already and gets a yes once more is let in over the limit, by somebody who decided it
            self._note(person, status, over_the_limit=person.waiting)

    def _note(self, person: Expected, status: RsvpStatus, *, over_the_limit: bool = False) -> None:
        assert self._now is not None
        meeting = self._now.list.meeting

        def noted(what: Noted) -> None:
            if what.waiting:
                fact = _("Full: {name} waits for a place").format(name=person.name)
                line = _("Kept as a maybe. A second yes lets them in all the same.")
                self._undoing.tell_done(fact, line)
            else:
                words = answer_words_of(what.status)
                self._undoing.tell_done(_("{name}: {answer}").format(name=person.name, answer=words))

        work = partial(
            self._app.answers.note,
            meeting.id,
            person.person_id,
            status,
            "desk",
            over_the_limit=over_the_limit,
        )
        self._run(work, noted)

    def _give_place(self) -> None:
        if self._now is not None and self._now.list.waiting:
            self._note(self._now.list.waiting[0], ACCEPTED)

    def _guests(self, more: int) -> None:
        person = self.table.current_row()
        if person is None or self._now is None or person.guests + more < 0:
            return
        guests = person.guests + more
        words = ngettext("{name} brings {n} guest", "{name} brings {n} guests", guests)
        fact = words.format(name=person.name, n=guests)
        work = partial(self._app.answers.set_guests, self._now.list.meeting.id, person.person_id, guests)
        self._run(work, lambda _none: self._undoing.tell_done(fact))

    def _take_off(self, person: Expected | None = None) -> None:
        person = person or self.table.current_row()
        if person is not None and self._now is not None:
            fact = _("{name} is off the list").format(name=person.name)
            work = partial(self._app.answers.take_off, self._now.list.meeting.id, person.person_id)
            self._run(work, lambda _none: self._undoing.tell_done(fact))

    # what the panels ask

    def _invite_one(self, person: object) -> None:
        self._invite([PersonId(str(person))])

    def _invite_group(self, group: Group) -> None:
        self._invite(group.people)

    def _invite(self, people: Sequence[PersonId]) -> None:
        assert self._now is not None

        def done(count: int) -> None:
            words = ngettext("{n} person is invited", "{n} people are invited", count).format(n=f"{count:,}")
            if count:
                self._undoing.tell_done(words)
            else:
                self._undoing.tell_done(_("They are on the list already"))

        self._run(partial(self._app.answers.invite, self._now.list.meeting.id, people), done)

    def _reminded(self, people: list[PersonId]) -> None:
        assert self._now is not None

        def done(count: int) -> None:
            words = ngettext("{n} person is noted as reminded", "{n} people are noted as reminded", count)
            self._undoing.tell_done(words.format(n=count))

        self._run(partial(self._app.answers.mark_reminded, self._now.list.meeting.id, people), done)

    # how it is made

    def _has_meeting(self) -> bool:
        return self._now is not None

    def _has_people(self) -> bool:
        return self._now is not None and bool(self._now.list.people)

    def _has_yes(self) -> bool:
        return self._now is not None and any(said_yes(each) for each in self._now.list.people)

    def _fill_one(self) -> None:
        """A panel that shows has the one filled button."""
        kind = "" if self.invite_panel.isVisible() or self.remind_panel.isVisible() else "primary"
        for button in (self.first, self.invite):
            button.set_kind("primary" if kind else "")

    def _show_buttons(self) -> None:
        chosen = self.table.current_row()
        for _status, _key, button in self._answers():
            button.setEnabled(chosen is not None)
        for button in (self.more, self.fewer, self.off):
            button.setEnabled(chosen is not None)
        self.fewer.setEnabled(chosen is not None and chosen.guests > 0)
        self.confirm.setVisible(self._has_yes())

    def _make_table(self) -> None:
        columns: list[Column[Expected]] = [
            Column(_("Name"), lambda e: e.name, strong=True),
            Column(
                _("Answer"), lambda e: answer_words(e)[0], pill=lambda e: Pill(*answer_words(e)), width=160
            ),
            Column(_("Guests"), lambda e: str(e.guests or ""), lambda e: e.guests, figures=True, width=70),
            Column(_("Reach by"), lambda e: reach_words(e.reach), width=170, drops=2),
            Column(
                _("Reminded"), self._when_reminded, lambda e: str(e.reminded_at or ""), width=130, drops=3
            ),
            Column(_("Came"), lambda e: _("came") if e.came else "", width=70, drops=1),
        ]
        model = RowsModel(columns, key=lambda person: person.person_id)
        self.table: RowsTable[Expected] = RowsTable(model, _("Who is expected"), bare=True)
        self.table.row_chosen.connect(lambda _row: self._show_buttons())
        self.table.row_opened.connect(lambda person: self.go("members", person.person_id))
        self.table.retired.connect(self._take_off)

    def _when_reminded(self, person: Expected) -> str:
        if person.reminded_at is None or self._now is None:
            return ""
        return moment_short(person.reminded_at, self._now.now, self._now.list.meeting.time_zone)

    def _connect(self) -> None:
        for status, _key, button in self._answers():
            button.clicked.connect(partial(self._answer_and_stay, status))
        for button, run in (
            (self.invite, self.open_invite),
            (self.first, self.open_invite),
            (self.remind, self.open_remind),
            (self.confirm, self.save_confirmations),
            (self.next, self._give_place),
            (self.more, partial(self._guests, 1)),
            (self.fewer, partial(self._guests, -1)),
            (self.off, self._take_off),
        ):
            button.clicked.connect(lambda _checked=False, run=run: run())
        self.invite_panel.one_asked.connect(self._invite_one)
        self.invite_panel.group_asked.connect(self._invite_group)
        self.remind_panel.reminded.connect(self._reminded)
        for panel in (self.invite_panel, self.remind_panel):
            panel.closed.connect(self._fill_one)

    def _answer_and_stay(self, status: RsvpStatus, _checked: bool = False) -> None:
        self._answer(status)

    def _lay_out(self) -> None:
        t = theme()
        self.invite = ActionButton(_("Invite"), "primary", icon="user-plus", key="Ctrl+N")
        self.remind = ActionButton(_("Reminders"), "", "compact", icon="mail", key="Ctrl+R")
        self.confirm = ActionButton(_("Confirmations"), "", "compact", icon="qr-code", key="Ctrl+P")
        self.yes = ActionButton(_("Yes"), icon="check", key="1")
        self.maybe = ActionButton(_("Maybe"), key="2")
        self.no = ActionButton(_("No"), key="3")
        self.cancelled = ActionButton(_("Cancelled"), key="4")
        self.unanswered = ActionButton(_("No answer"), "quiet", key="5")
        self.more = ActionButton(_("Guest"), "quiet", icon="plus")
        self.more.setAccessibleName(_("One guest more"))
        self.fewer = ActionButton(_("Guest"), "quiet", icon="minus")
        self.fewer.setAccessibleName(_("One guest fewer"))
        self.off = ActionButton(_("Off the list"), "quiet", key="Del")
        self.numbers = TextLabel("", "small", wrap=True, figures=True)
        self.room = StatusPill("")
        self.next = ActionButton("", "", "compact", icon="user-check")
        self._list = Card("", flush=True)
        head = QVBoxLayout()
        head.setContentsMargins(t.px(16), t.px(10), t.px(16), t.px(10))
        head.setSpacing(t.px(6))
        head.addWidget(self.numbers)
        about = Flow(t.px(10))
        for widget in (self.room, self.next, self.remind, self.confirm):
            about.add(widget)
        head.addWidget(about)
        self._list.body.setSpacing(0)
        self._list.body.addLayout(head)
        self._list.body.addWidget(self.table, 1)
        acts = Flow(t.px(8))
        for button in (*(each for _s, _k, each in self._answers()), self.more, self.fewer, self.off):
            acts.add(button)
        self._list.foot().addWidget(acts, 1)
        self.first = ActionButton(_("Invite people"), "primary", "large", icon="user-plus", key="Ctrl+N")
        self.empty = Card("", flush=True)
        words = _("Who is invited, what they answered and whom they bring. Who came is counted at the door.")
        self.empty.body.addWidget(
            EmptyState("users", _("Nobody is on the list yet"), words, (self.first,)), 1
        )
        self.nothing = NoMeeting(self, _("People are invited to a meeting. Plan one first."))
        self._stack = QStackedWidget()
        for card in (self.empty, self._list, self.nothing):
            self._stack.addWidget(card)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.saving.card)
        box.addWidget(self._stack, 1)


def answer_words_of(status: RsvpStatus) -> str:
    """Return an answer in a word."""
    words: dict[RsvpStatus, str] = {
        "invited": _("no answer"),
        "accepted": _("yes"),
        "tentative": _("maybe"),
        "declined": _("no"),
        "cancelled": _("cancelled"),
    }
    return words[status]
