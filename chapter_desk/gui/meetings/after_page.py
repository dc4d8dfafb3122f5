"""After a meeting: calls within 48 hours, how they went and what was said, and a list to thank by e-mail."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.meetings.follow_ups import MadeCall, Outcome
from chapter_desk.core.meetings.thanks import ThanksList
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.gui.meetings.after_now import (
    AfterNow,
    AfterPlace,
    CallLine,
    outcome_choices,
    outcome_tone,
    outcome_words,
    read_after,
    what_follows,
)
from chapter_desk.gui.meetings.call_panel import CallPanel
from chapter_desk.gui.meetings.one_meeting_page import OneMeetingPage
from chapter_desk.gui.meetings.thanks_panel import ThanksPanel
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.today.rows import why_call
from chapter_desk.gui.today.when import moment_due, moment_short
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_list, file_name
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area

TO_MAKE, MADE = "to-make", "made"


class AfterPage(OneMeetingPage[AfterPlace]):
    """The calls, and the thank-you list of a meeting.  `go_to` and `place` know an `AfterPlace`."""

    place_kind = AfterPlace
    areas = frozenset({Area.MEETINGS, Area.PEOPLE})
    full_width = True
    help_id = "after"

    def __init__(self, app: App, tasks: Tasks, ask_where: AskWhere = ask_where_to_save_list) -> None:
        super().__init__(app, tasks)
        self._now: AfterNow | None = None
        self.saving = SavingFile(self, tasks, ask_where)
        self.call_panel, self.thanks_panel = CallPanel(), ThanksPanel()
        self._make_tables()
        self._lay_out()
        self._connect()

    # what the shell asks

    def title(self) -> str:
        return _("Afterwards")

    def context(self) -> str:
        if self._now is None:
            return ""
        n = len(self._now.calls)
        return ngettext("{n} call to make", "{n} calls to make", n).format(n=n) if n else ""

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.thank,) if self._now is not None and self._now.thanks is not None else ()

    def primary(self) -> ActionButton | None:
        if self.thanks_panel.isVisible():
            return self.thanks_panel.save
        if self.call_panel.isVisible():
            return self.call_panel.buttons["reached"]
        return None

    def search(self) -> QWidget:
        return self.calls

    def commands(self) -> Sequence[Command]:
        outcomes = [
            Command(
                f"after.{outcome}",
                words,
                partial(self._log, outcome),
                str(number),
                able=self._may_log,
                listed=False,
            )
            for number, (outcome, words) in enumerate(outcome_choices(), 1)
        ]
        return (
            *outcomes,
            Command(
                "after.mine", _("I make this call"), self._take_on, icon="user-check", able=self._has_call
            ),
            Command("after.thanks", _("Thank-you list"), self.open_thanks, "Ctrl+E", "mail"),
            *self._undoing.commands(),
        )

    def place(self) -> object:
        return AfterPlace(self._place.meeting_id)

    # what a person does

    def open_call(self, line: CallLine) -> None:
        """Show a call, to note what is said."""
        self.open_panel(self.call_panel)
        self.call_panel.show_call(line, self._why(line))
        self.call_panel.begin()

    def open_thanks(self) -> None:
        """Show who is thanked."""
        if self._now is not None and self._now.thanks is not None:
            self.open_panel(self.thanks_panel)
            self.thanks_panel.show_list(self._now.thanks)
            self.thanks_panel.begin()

    # reading

    def _read(self) -> None:
        self._run(partial(read_after, self._app, self._place), self._show)

    def _show(self, now: AfterNow) -> None:
        row = self.calls.currentIndex().row()
        first, self._now = self._now is None, now
        self.calls.rows_model().show(now.calls)
        self.made.rows_model().show(now.made)
        if now.calls and self.calls.current_row() is None:
            self.calls.choose(now.calls[max(0, min(row, len(now.calls) - 1))].call.id)
        if now.made and self.made.current_row() is None:
            self.made.choose_first()
        self._show_which()
        if now.thanks is not None:
            self.thanks_panel.show_list(now.thanks)
        self._follow_panel()
        if self._place.thanks:
            self._place = AfterPlace(self._place.meeting_id)
            self.open_thanks()
            first = False
        self.refresh_head()
        here = self.window().focusWidget()
        if first or here is None or not here.isVisible() or here is self:
            self._focus()

    def _none_words(self, *, making: bool) -> str:
        if self._now is not None and self._now.meeting is None and not self._now.made:
            return _(
                "Nobody has come through a door yet."
                " Whoever comes for the first time is called from here, within 48 hours."
            )
        return _("All calls are made.") if making else _("No call was made yet.")

    def _show_which(self) -> None:
        making = self.which.current() == TO_MAKE
        rows = self._now is not None and (self._now.calls if making else self._now.made)
        self.none.setText(self._none_words(making=making))
        self.none.setVisible(not rows)
        self.calls.setVisible(making and bool(rows))
        self.made.setVisible(not making and bool(rows))
        self._acts.setVisible(making)
        self.again.setVisible(not making)
        for button in (*self.outcomes.values(), self.mine, self.note):
            button.setEnabled(making and self.calls.current_row() is not None)
        self.again.setEnabled(not making and self.made.current_row() is not None)

    def _follow_panel(self) -> None:
        """Keep the panel with the call in hand; one that is made is closed with it."""
        line = self.call_panel.line
        if line is None or self._now is None or not self.call_panel.isVisible():
            return
        still = next((each for each in self._now.calls if each.call.id == line.call.id), None)
        if still is None:
            self.close_panel()
        else:
            self.call_panel.show_call(still, self._why(still))

    def _focus(self) -> None:
        table = self.calls if self.which.current() == TO_MAKE else self.made
        (table if table.isVisible() else self.which).setFocus(Qt.FocusReason.OtherFocusReason)

    # calls

    def _has_call(self) -> bool:
        return self.which.current() == TO_MAKE and self.calls.current_row() is not None

    def _may_log(self) -> bool:
        return self._has_call() and self.calls.hasFocus()

    def _log(self, outcome: Outcome) -> None:
        line = self.calls.current_row()
        if line is None:
            return
        in_panel = self.call_panel.line is not None and self.call_panel.line.call.id == line.call.id
        note = self.call_panel.typed() if in_panel else ""
        number = line.number
        phone = self.call_panel.phone_id() if in_panel else number.id if number is not None else ""

        def done(_none: None) -> None:
            if in_panel:
                self.call_panel.forget()
                if self.call_panel.isVisible():
                    self.close_panel()
            fact = _("{name}: {outcome}.").format(name=line.call.name, outcome=outcome_words(outcome))
            self._undoing.tell_done(fact, what_follows(outcome))

        self._run(partial(self._app.follow_ups.log, line.call, outcome, note, phone), done)

    def _log_from_panel(self, outcome: str) -> None:
        line = self.call_panel.line
        if line is not None and self.calls.choose(line.call.id):
            choices: dict[str, Outcome] = {each: each for each, _words in outcome_choices()}
            self._log(choices[outcome])

    def _take_on(self) -> None:
        line, now = self.calls.current_row(), self._now
        if line is None or now is None or now.me is None:
            return
        owner = "" if line.mine else now.me
        fact = (
            _("Nobody has this call now") if line.mine else _("You call {name}").format(name=line.call.name)
        )
        work = partial(self._app.follow_ups.take_on, line.call, owner)
        self._run(work, lambda _none: self._undoing.tell_done(fact))

    def _call_again(self) -> None:
        made = self.made.current_row()
        if made is not None:
            fact = _("{name} is called once more").format(name=made.name)
            self._run(
                partial(self._app.follow_ups.open_again, made), lambda _none: self._undoing.tell_done(fact)
            )

    def _why(self, line: CallLine) -> str:
        assert self._now is not None
        since = line.call.since
        day = ""
        if since is not None:
            day = short_day(wall_time(since, self._now.time_zone).date(), self._now.today)
        words = why_call(line.call, day)
        return _("{why}. Nobody answered before.").format(why=words) if line.call.tried else words

    # thanks

    def _save(self, listed: ThanksList) -> None:
        name = file_name(f"{_('Thanks')} {listed.meeting.local_start:%Y-%m-%d}", ending=".csv")
        self.close_panel()
        self.saving.save(name, _("Writing the list"), partial(self._app.thanks.written, listed))

    # how it is made

    def _make_tables(self) -> None:
        calls: list[Column[CallLine]] = [
            Column(_("Name"), lambda line: line.call.name, strong=True),
            Column(_("Why"), self._why, drops=2),
            Column(_("Number"), _number, width=150, drops=1),
            Column(_("Due"), self._due_words, lambda line: line.call.due_at, width=170, tone=self._due_tone),
            Column(_("Who calls"), _whose, width=120, drops=3),
        ]
        self.calls: RowsTable[CallLine] = RowsTable(
            RowsModel(calls, key=lambda line: line.call.id), _("Calls to make"), bare=True
        )
        made: list[Column[MadeCall]] = [
            Column(_("Name"), lambda call: call.name, strong=True),
            Column(_("How it went"), lambda call: outcome_words(call.outcome), pill=_outcome_pill, width=170),
            Column(_("When"), self._when_made, lambda call: call.done_at, width=140, drops=2),
            Column(_("What was said"), lambda call: " ".join(call.note.split()), drops=1),
        ]
        self.made: RowsTable[MadeCall] = RowsTable(
            RowsModel(made, key=lambda call: call.id), _("Calls made"), bare=True
        )

    def _due_words(self, line: CallLine) -> str:
        return (
            ""
            if self._now is None
            else moment_due(line.call.due_at, self._now.now, self._now.time_zone).words
        )

    def _due_tone(self, line: CallLine) -> str:
        return (
            "" if self._now is None else moment_due(line.call.due_at, self._now.now, self._now.time_zone).tone
        )

    def _when_made(self, call: MadeCall) -> str:
        return "" if self._now is None else moment_short(call.done_at, self._now.now, self._now.time_zone)

    def _connect(self) -> None:
        for outcome, button in self.outcomes.items():
            button.clicked.connect(partial(self._log_clicked, outcome))
        self.calls.row_opened.connect(self.open_call)
        self.calls.row_chosen.connect(lambda _row: self._show_which())
        self.made.row_opened.connect(lambda call: self.go("members", call.person_id))
        self.note.clicked.connect(lambda: self._open_current())
        self.mine.clicked.connect(lambda: self._take_on())
        self.again.clicked.connect(lambda: self._call_again())
        self.thank.clicked.connect(lambda: self.open_thanks())
        self.which.chosen.connect(lambda _key: self._turned())
        self.call_panel.logged.connect(self._log_from_panel)
        self.thanks_panel.asked.connect(self._save)

    def _log_clicked(self, outcome: Outcome, _checked: bool = False) -> None:
        self._log(outcome)

    def _turned(self) -> None:
        self._show_which()
        self.commands_changed.emit()

    def _open_current(self) -> None:
        if (line := self.calls.current_row()) is not None:
            self.open_call(line)

    def _lay_out(self) -> None:
        t = theme()
        self.thank = ActionButton(_("Thank-you list"), icon="mail", key="Ctrl+E")
        self.which = Segments(_("Which calls"), [(TO_MAKE, _("To make")), (MADE, _("Made"))])
        self.none = TextLabel("", "hint", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list = Card("", flush=True)
        head = QHBoxLayout()
        head.setContentsMargins(t.px(14), t.px(10), t.px(14), t.px(10))
        head.addWidget(self.which)
        head.addStretch(1)
        self._list.body.setSpacing(0)
        self._list.body.addLayout(head)
        self._list.body.addWidget(self.none, 1)
        self._list.body.addWidget(self.calls, 1)
        self._list.body.addWidget(self.made, 1)
        self._acts = Flow(t.px(8))
        self.outcomes: dict[Outcome, ActionButton] = {}
        for number, (outcome, words) in enumerate(outcome_choices(), 1):
            self.outcomes[outcome] = ActionButton(words, "", "compact", key=str(number))
            self._acts.add(self.outcomes[outcome])
        self.note = ActionButton(_("With a note"), "quiet", "compact", icon="pencil", key="Return")
        self.mine = ActionButton(_("I make this call"), "quiet", "compact", icon="user-check")
        self._acts.add(self.note)
        self._acts.add(self.mine)
        self.again = ActionButton(_("Call once more"), icon="phone")
        foot = self._list.foot()
        foot.addWidget(self._acts, 1)
        foot.addWidget(self.again)
        foot.addStretch(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.saving.card)
        box.addWidget(self._list, 1)


def _number(line: CallLine) -> str:
    return line.number.shown if line.number is not None else _("no number")


def _whose(line: CallLine) -> str:
    return _("You") if line.mine else line.owner_name or _("No one yet")


def _outcome_pill(call: MadeCall) -> Pill:
    return Pill(outcome_words(call.outcome), outcome_tone(call.outcome))
