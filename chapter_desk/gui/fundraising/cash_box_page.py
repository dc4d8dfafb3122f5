"""The cash box of a meeting: gifts and coins, what is still to ask, the count by two people.

While the chapter's rule takes no money the page says so, and whom to ask first.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.explain import explain
from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.box_lines import EVENT_LINE, NOT_KEPT, BoxLine
from chapter_desk.core.fundraising.cash_box import BoxGift
from chapter_desk.core.fundraising.count_sheet_pdf import CountSheet, count_sheet_pdf
from chapter_desk.core.fundraising.money_counts import CountDraft
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.errors import ChapterDeskError, MoneyRefused
from chapter_desk.gui.fundraising.box_card import BoxCard
from chapter_desk.gui.fundraising.cash_box_now import (
    CashBoxNow,
    CashBoxPlace,
    ask_first_words,
    giver_words,
    read_cash_box,
)
from chapter_desk.gui.fundraising.count_panel import CountPanel, GiveBackPanel
from chapter_desk.gui.fundraising.gift_panel import GiftPanel
from chapter_desk.gui.meetings.no_meeting import NoMeeting
from chapter_desk.gui.meetings.one_meeting_page import OneMeetingPage
from chapter_desk.gui.meetings.when import when_words
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.saving_file import SavingFile
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.save_file import AskWhere, ask_where_to_save_pdf, file_name
from chapter_desk.i18n import _, language
from chapter_desk.values import Area, PersonId


class CashBoxPage(OneMeetingPage[CashBoxPlace]):
    """The box of one meeting.  `go_to` and `place` know a `CashBoxPlace`."""

    place_kind = CashBoxPlace
    areas = frozenset({Area.GIFTS, Area.MEETINGS, Area.PEOPLE, Area.CHAPTER})
    full_width = True
    help_id = "cash-box"

    def __init__(self, app: App, tasks: Tasks, ask_where: AskWhere = ask_where_to_save_pdf) -> None:
        super().__init__(app, tasks)
        self._now: CashBoxNow | None = None
        self._drafted: dict[str, Any] = {}
        self.saving = SavingFile(self, tasks, ask_where)
        self.gift_panel = GiftPanel(app.roster)
        self.count_panel = CountPanel(app.roster)
        self.back_panel = GiveBackPanel()
        self._lay_out()
        self._connect()

    # what the shell asks

    def title(self) -> str:
        return _("Cash box")

    def context(self) -> str:
        if self._now is None:
            return ""
        meeting = self._now.box.meeting
        return f"{meeting.title}, {when_words(meeting, self._now.now)}"

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.new,) if self._has_lines() and self._is_open() else ()

    def primary(self) -> ActionButton | None:
        for panel, button in (
            (self.gift_panel, self.gift_panel.keep),
            (self.count_panel, self.count_panel.sign),
            (self.back_panel, self.back_panel.give),
        ):
            if panel.isVisible():
                return button
        if self._now is None:
            return self.nothing.plan
        if not self._now.is_open:
            return None if self._has_lines() else self.rules
        return self.new if self._has_lines() else self.first

    def search(self) -> QWidget:
        return self.box.table

    def commands(self) -> Sequence[Command]:
        return (
            Command("cash.new", _("Write a gift down"), self.open_gift, "Ctrl+N", "plus", able=self._is_open),
            Command("cash.count", _("Count the money"), self.open_count, "Ctrl+E", "check-check",
                    able=self._is_open),
            Command("cash.paper", _("Count sheet to sign"), self._print_here, "Ctrl+P", "printer",
                    able=self._is_open),
            Command("cash.back", _("Give a gift back"), self.open_give_back, icon="undo-2",
                    able=self._may_give_back),
            Command("cash.rules", _("Which money rules apply"), self._go_to_rules, icon="settings",
                    group="go"),
            *self._undoing.commands(),
        )  # fmt: skip

    def draft(self) -> Any:
        """Return a gift that is half-typed, for the lock."""
        return self.gift_panel.values() or None

    def take_draft(self, content: Any) -> None:
        """Put a half-typed gift back."""
        self.gift_panel.restore(content)

    # what a person does

    def open_gift(self) -> None:
        """Begin a gift, or go on with one half-typed."""
        if self._now is not None and self._now.is_open:
            box = self._now.box
            self.open_panel(self.gift_panel)
            self.gift_panel.show_new(box.choice.rule, box.event_line_cents)
            self.gift_panel.begin()
            self._fill_one()

    def open_line(self, line: BoxLine) -> None:
        """Correct a line; what was not kept is only told."""
        if self._now is not None and self._now.is_open and line.kind not in NOT_KEPT:
            self.open_panel(self.gift_panel)
            self.gift_panel.show_line(self._now.box.choice.rule, line)
            self.gift_panel.begin()
            self._fill_one()

    def open_count(self) -> None:
        """Ask what two people counted."""
        if self._now is not None and self._now.is_open:
            self.open_panel(self.count_panel)
            self.count_panel.show_box(self._now)
            self.count_panel.begin(language())
            self._fill_one()

    def open_give_back(self) -> None:
        """Ask how much of the chosen gift is given back."""
        line = self.box.table.current_row()
        if line is not None and self._may_give_back():
            self.open_panel(self.back_panel)
            self.back_panel.show_line(line, giver_words(line))
            self.back_panel.begin()
            self._fill_one()

    # reading

    def _read(self) -> None:
        self._run(partial(read_cash_box, self._app, self._place), self._show)

    def _show(self, now: CashBoxNow | None) -> None:
        here = self.window().focusWidget()
        first, self._now = self._now is None, now
        if now is None:
            self._stack.setCurrentWidget(self.nothing)
        else:
            self._place = CashBoxPlace(now.box.meeting.id)
            self._show_box(now)
        self._fill_one()
        self.refresh_head()
        self.commands_changed.emit()
        if first or here is None or not here.isVisible() or here is self:  # a card went away with the focus
            self._focus()

    def _show_box(self, now: CashBoxNow) -> None:
        rule = now.box.choice.rule
        self.closed_words.say(
            _("This chapter takes no money"),
            "\n".join((str(rule.about), ask_first_words(now.office), str(self._app.money_rule.rules.notice))),
        )
        self.box.show_box(now)
        if self.count_panel.isVisible():
            self.count_panel.show_box(now)
        if now.is_open:
            self._stack.setCurrentWidget(self.box if self._has_lines() else self.empty)
        else:
            self._stack.setCurrentWidget(self.box if now.box.lines else self.closed)

    def _focus(self) -> None:
        if self._now is None:
            self.nothing.take_focus()
            return
        if self._stack.currentWidget() is self.box:
            if self.box.table.current_row() is None:
                self.box.table.choose_first()
            self.box.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            button = self.first if self._now.is_open else self.rules
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_lines(self) -> bool:
        return self._now is not None and bool(self._now.box.lines or self._now.box.count)

    def _is_open(self) -> bool:
        return self._now is not None and self._now.is_open

    def _may_give_back(self) -> bool:
        line = self.box.table.current_row()
        return self._is_open() and line is not None and line.kind not in (EVENT_LINE, *NOT_KEPT)

    def _fill_one(self) -> None:
        """A panel has the one filled button while it shows."""
        panel = any(each.isVisible() for each in (self.gift_panel, self.count_panel, self.back_panel))
        for button in (self.new, self.first, self.rules):
            button.set_kind("" if panel else "primary")

    # what the panels ask

    def _keep(self, gifts: tuple[BoxGift, ...], set_aside: bool) -> None:
        assert self._now is not None
        meeting, line = self._now.box.meeting.id, self.gift_panel.line
        boxes = self._app.cash_boxes
        sum_ = dollars(sum(each.amount_cents for each in gifts))
        if line is not None:
            work: Callable[[], Any] = partial(boxes.correct, line.id, gifts[0], set_aside=set_aside)
            fact = _("Corrected: {amount}").format(amount=sum_)
        else:
            work = partial(boxes.keep, meeting, *gifts, set_aside=set_aside)
            fact = _("{amount} is written down").format(amount=sum_)
        over = self.gift_panel.over() if set_aside else None
        aside = dollars(over.aside_cents) if over is not None else ""
        rest = _("{amount} of it is set aside, not ours to keep.").format(amount=aside) if aside else ""
        self._tasks.run(self, work, lambda _ids: self._kept(fact, rest), self._refused)

    def _keep_coins(self, amount: int) -> None:
        assert self._now is not None
        line = self.gift_panel.line
        boxes = self._app.cash_boxes
        fact = _("{amount} in coins is written down").format(amount=dollars(amount))
        work: Callable[[], Any] = partial(boxes.add_coins, self._now.box.meeting.id, amount)
        if line is not None:
            work = partial(boxes.correct, line.id, BoxGift(amount))
        self._tasks.run(self, work, lambda _id: self._kept(fact), self._refused)

    def _kept(self, fact: str, line: str = "") -> None:
        corrected = self.gift_panel.line is not None
        self.gift_panel.done()
        self._undoing.tell_done(fact, line)
        if corrected:
            self.close_panel()
        elif self._now is not None:
            self.gift_panel.show_new(self._now.box.choice.rule, self._now.box.event_line_cents)
            self.gift_panel.begin()

    def _refused(self, error: ChapterDeskError) -> None:
        """Say at the amount why it cannot be kept; what was typed stays."""
        if isinstance(error, MoneyRefused) and error.reason in ("anonymous-cash", "cash"):
            words = explain(error)
            self.gift_panel.amount.set_problem(f"{words.happened} {words.do}")
        else:
            self.tell_error(error)

    def _ask_giver(self, person: PersonId) -> None:
        assert self._now is not None
        line = self.gift_panel.line
        without = line.id if line is not None else ""
        work = partial(self._app.cash_boxes.giver, self._now.box.meeting.id, person, without)
        self._run(work, lambda giver: self.gift_panel.show_giver(person, giver))

    def _put_on_file(self, name: str) -> None:
        work = partial(self._app.records.add, PersonDraft(name))
        self._run(work, lambda person: self.gift_panel.take_person(person, name))

    def _take_out(self, line: BoxLine | None = None) -> None:
        line = line or self.box.table.current_row()
        if line is not None and self._is_open():
            fact = _("{amount} is taken out").format(amount=dollars(line.amount_cents))
            work = partial(self._app.cash_boxes.take_back, line.id)
            self._run(work, lambda _none: self._undoing.tell_done(fact, _("Recorded as taken back.")))

    def _give_back(self, gift_id: str, amount: int) -> None:
        def done(_none: None) -> None:
            self.close_panel()
            self._undoing.tell_done(_("{amount} is given back").format(amount=dollars(amount)))

        self._run(partial(self._app.cash_boxes.give_back, gift_id, amount), done)

    def _sign(self, draft: CountDraft) -> None:
        assert self._now is not None

        def done(_count: Any) -> None:
            self.count_panel.forget()
            self.close_panel()
            all_ = dollars(draft.counted.all)
            self._undoing.tell_done(_("The count is signed off: {all}").format(all=all_))

        self._run(partial(self._app.money_counts.sign_off, self._now.box.meeting.id, draft), done)

    def _print_here(self) -> None:
        self._print(self.count_panel.tongue.current() if self.count_panel.isVisible() else language())

    def _print(self, tongue: str) -> None:
        if self._now is None or not self._now.is_open:
            return
        box, count = self._now.box, self._now.box.count
        sheet = CountSheet(
            chapter=self._now.chapter,
            meeting=box.meeting.title,
            day=box.meeting.local_start.date(),
            written=box.written,
            gifts_cents=box.gifts_cents,
            event_line_cents=box.event_line_cents,
            aside_cents=box.aside_cents,
            hand_over_by=box.hand_over_by,
            counted=count.counted if count is not None else None,
            counters=(count.first_name, count.second_name) if count is not None else ("", ""),
        )
        name = file_name(f"{_('Count sheet')} {box.meeting.local_start:%Y-%m-%d}")
        self.saving.save(name, _("Drawing the count sheet"), partial(count_sheet_pdf, sheet, tongue))

    def _go_to_rules(self) -> None:
        self.go("settings", "money")

    # how it is made

    def _connect(self) -> None:
        for button, run in (
            (self.new, self.open_gift),
            (self.first, self.open_gift),
            (self.box.count, self.open_count),
            (self.rules, self._go_to_rules),
            (self.box.back, self.open_give_back),
            (self.box.off, self._take_out),
            (self.box.correct, self._open_current),
        ):
            button.clicked.connect(lambda _checked=False, run=run: run())
        self.box.table.row_opened.connect(self.open_line)
        self.box.table.retired.connect(self._take_out)
        self.gift_panel.kept.connect(self._keep)
        self.gift_panel.coins_kept.connect(self._keep_coins)
        self.gift_panel.giver_asked.connect(self._ask_giver)
        self.gift_panel.person_wanted.connect(self._put_on_file)
        self.count_panel.signed.connect(self._sign)
        self.count_panel.print_asked.connect(self._print)
        self.back_panel.given_back.connect(self._give_back)
        for panel in (self.gift_panel, self.count_panel, self.back_panel):
            panel.closed.connect(self._fill_one)

    def _open_current(self) -> None:
        if (line := self.box.table.current_row()) is not None:
            self.open_line(line)

    def _lay_out(self) -> None:
        self.new = ActionButton(_("Gift"), "primary", icon="plus", key="Ctrl+N")
        self.box = BoxCard()
        self.first = ActionButton(_("Write a gift down"), "primary", "large", icon="plus", key="Ctrl+N")
        self.empty = Card("", flush=True)
        words = _("Each gift on a line of its own, coins together on one. Two people count at the end.")
        self.empty.body.addWidget(EmptyState("hand", _("Nothing is in the box"), words, (self.first,)), 1)
        self.rules = ActionButton(_("Which money rules apply"), "primary", "large", icon="settings")
        self.closed = Card("", flush=True)
        self.closed_words = EmptyState("lock", _("This chapter takes no money"), " ", (self.rules,))
        self.closed.body.addWidget(self.closed_words, 1)
        self.nothing = NoMeeting(self, _("A cash box belongs to a meeting. Plan one first."))
        self._stack = QStackedWidget()
        for card in (self.closed, self.empty, self.box, self.nothing):
            self._stack.addWidget(card)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.saving.card)
        box.addWidget(self._stack, 1)
