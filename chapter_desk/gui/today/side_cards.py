"""The right side of the first page: the agreement, who came, and what national does not have yet."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from chapter_desk.core.agreements.agreeing import STATUSES
from chapter_desk.core.today import Affiliation, TodayCard
from chapter_desk.core.unsent import Unsent
from chapter_desk.core.who_came import Gathering
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.today.when import moment_short, month_caption
from chapter_desk.gui.widgets.bar_chart import Bar, BarChart
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.rows_model import Column, RowsModel
from chapter_desk.gui.widgets.steps import Step, Steps
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext, pgettext


class AffiliationCard(Card):
    """Drafted, called, sent, signed.

    Signals:
        agreement_asked(): Open the agreement.
    """

    agreement_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Affiliation"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        see = ActionButton(_("See agreement"), "link")
        see.clicked.connect(self.agreement_asked)
        self.head.addWidget(see)
        self.steps = Steps()
        self.body.addWidget(self.steps)

    def show_card(self, card: TodayCard) -> None:
        """Show how far the agreement is."""
        self.steps.show_steps(agreement_steps(card.affiliation, card.today))


def agreement_steps(affiliation: Affiliation, today: date) -> list[Step]:
    """Return the four steps: done ones by their day, the next one by what it waits for."""
    done = {"drafted": _("Drafted"), "called": _("Called"), "sent": _("Sent"), "signed": _("Signed")}
    to_do = {
        "drafted": pgettext("step", "Draft"),
        "called": pgettext("step", "Call"),
        "sent": pgettext("step", "Send"),
        "signed": pgettext("step", "Sign"),
    }
    steps, reached = [], True
    for status in STATUSES:
        if (on := affiliation.days.get(status)) is not None:
            steps.append(Step(done[status], "done", short_day(on, today)))
        elif reached:
            steps.append(Step(to_do[status], "now", _waits_for(affiliation, status)))
            reached = False
        else:
            steps.append(Step(done[status], "later", _("not yet")))
    return steps


def _waits_for(affiliation: Affiliation, status: str) -> str:
    left = len(affiliation.open_checks)
    if status != "sent" or not left:
        return {"sent": _("ready"), "signed": _("with national")}.get(status, _("not yet"))
    return ngettext("{n} check left", "{n} checks left", left).format(n=left)


class WhoCameCard(Card):
    """The latest general meetings as bars, or as a table that says the same."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.turn = ActionButton(_("Table"), "link")
        self.turn.clicked.connect(self._turn)
        self.head.addWidget(self.turn)
        self._none = TextLabel(_("Nobody has come through a door yet."), "small", wrap=True)
        self.chart = BarChart(_("Who came"), legend=(_("First time"), _("Had come before")))
        self.model: RowsModel[Gathering] = RowsModel(_columns(), key=lambda row: row.meeting_id)
        self.table = RowsTable(self.model, _("Who came"), row_height=30, sortable=False, bare=True)
        self._stack = QStackedWidget()
        for widget in (self.chart, self.table):
            self._stack.addWidget(widget)
        self._stack.setMinimumHeight(theme().px(190))
        self.body.addWidget(self._none)
        self.body.addWidget(self._stack, 1)

    def show_card(self, card: TodayCard) -> None:
        """Show who came."""
        held = card.who_came
        count = len(held)
        title = ngettext(
            "Who came, last general meeting", "Who came, last {n} general meetings", count
        ).format(n=count)
        self.set_title(title if held else _("Who came"))
        self._none.setVisible(not held)
        self._stack.setVisible(bool(held))
        self.turn.setVisible(bool(held))
        months = [(each.on.year, each.on.month) for each in held]
        twice = len(set(months)) < len(months)
        self.chart.show_bars(
            [
                Bar(
                    month_caption(each.on, with_day=twice),
                    each.came_before + each.visitors,
                    each.first_time,
                )
                for each in held
            ]
        )
        self.model.show(list(reversed(held)))

    def _turn(self) -> None:
        to_table = self._stack.currentWidget() is self.chart
        self._stack.setCurrentWidget(self.table if to_table else self.chart)
        self.turn.setText(_("Bars") if to_table else _("Table"))


def _columns() -> list[Column[Gathering]]:
    return [
        Column(_("Meeting"), lambda row: row.title, strong=True),
        Column(_("Day"), lambda row: short_day(row.on, row.on), width=66),
        Column(_("First time"), lambda row: f"{row.first_time:,}", figures=True, width=74),
        Column(_("All"), lambda row: f"{row.signed_in:,}", figures=True, width=58),
    ]


class UnsentCard(Card):
    """What changed since the last bundle to national.

    Signals:
        exchange_asked(): See what would leave.
    """

    exchange_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Not sent to national yet"))
        t = theme()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._number = TextLabel("", "display", tone="national", figures=True)
        self._what = TextLabel("", "small", wrap=True)
        self._last = TextLabel("", "hint", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._what)
        words.addWidget(self._last)
        line = QHBoxLayout()
        line.setSpacing(t.px(14))
        line.addWidget(self._number, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        self.body.addLayout(line)
        self.see = ActionButton(_("See what would leave"), room="compact", icon="eye")
        self.see.clicked.connect(self.exchange_asked)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, t.px(4), 0, 0)
        foot.addWidget(self.see)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_card(self, card: TodayCard) -> None:
        """Show what waits for a bundle."""
        unsent = card.unsent
        self._number.setText(f"{unsent.total:,}")
        self._number.setVisible(bool(unsent.total))
        self._what.setText(_what_waits(unsent) if unsent.total else _("Everything is in a bundle."))
        self._last.setText(_last_bundle(card))


def _what_waits(unsent: Unsent) -> str:
    counted = (
        (unsent.sign_ins, ngettext("{n} sign-in", "{n} sign-ins", unsent.sign_ins)),
        (unsent.people, ngettext("{n} person new or changed", "{n} people new or changed", unsent.people)),
        (unsent.meetings, ngettext("{n} meeting", "{n} meetings", unsent.meetings)),
        (unsent.plan, ngettext("{n} line of the plan", "{n} lines of the plan", unsent.plan)),
        (
            unsent.agreement,
            ngettext("{n} line of the agreement", "{n} lines of the agreement", unsent.agreement),
        ),
        (unsent.chapter, _("the chapter's own card")),
    )
    parts = [words.format(n=f"{count:,}") for count, words in counted if count]
    return _("{list}.").format(list=", ".join(parts))


def _last_bundle(card: TodayCard) -> str:
    unsent = card.unsent
    if unsent.written_at is None:
        return _("No bundle to national was written yet.")
    written = moment_short(unsent.written_at, card.now, card.time_zone)
    if unsent.waits_for_receipt:
        return _("Last bundle written {when}, not confirmed yet.").format(when=written)
    assert unsent.confirmed_at is not None
    confirmed = moment_short(unsent.confirmed_at, card.now, card.time_zone)
    return _("Last bundle confirmed {when}.").format(when=confirmed)
