"""The cash box as the page shows it: read off the window's thread, and put into words."""

from dataclasses import dataclass
from datetime import date, datetime

from chapter_desk.app import App
from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.box_lines import (
    ANONYMOUS,
    EVENT_LINE,
    GIVEN_BACK,
    SET_ASIDE,
    BoxLine,
    Totals,
)
from chapter_desk.core.fundraising.cash_box import CashBox
from chapter_desk.core.fundraising.money_counts import MoneyCount
from chapter_desk.core.fundraising.offices import Office
from chapter_desk.core.fundraising.rules import Fact, Method
from chapter_desk.core.meetings.times import local_day
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.labels import Tone
from chapter_desk.i18n import _, language
from chapter_desk.values import MeetingId


@dataclass(frozen=True, slots=True)
class CashBoxPlace:
    """Whose box to show: a meeting's, without one that of the open or the last meeting."""

    meeting_id: MeetingId | None = None


@dataclass(frozen=True, slots=True)
class CashBoxNow:
    """The box of a meeting, whom to ask first, and what is said with every rule."""

    box: CashBox
    office: Office | None
    chapter: str
    now: datetime

    @property
    def is_open(self) -> bool:
        """Whether money may be written down."""
        return self.box.choice.rule.money_entry

    @property
    def today(self) -> date:
        return local_day(self.now, self.box.meeting.time_zone)


def read_cash_box(app: App, place: CashBoxPlace) -> CashBoxNow | None:
    """Return the box of a meeting, without one of the open, the last or the next; None without any.

    Raises:
        NoSuchRecord: There is no such meeting.
    """
    if not app.roster.loaded:
        app.roster.load()
    meeting_id = place.meeting_id or _likeliest(app)
    if meeting_id is None:
        return None
    return CashBoxNow(
        box=app.cash_boxes.of(meeting_id),
        office=app.money_rule.ask_first(),
        chapter=app.chapter.card().name,
        now=app.db.now(),
    )


def _likeliest(app: App) -> MeetingId | None:
    coming = app.calendar.next_meeting()
    if coming is not None and coming.opened_at is not None:
        return coming.id
    past = app.calendar.past(1)
    if past:
        return past[0].meeting.id
    return coming.id if coming is not None else None


def method_words(method: Method) -> str:
    """Return how something was given."""
    return {"cash": _("Cash"), "check": _("Check"), "other": _("Other")}[method]


def giver_words(line: BoxLine) -> str:
    """Return whose a line is."""
    if line.kind == EVENT_LINE:
        return _("Coins and small gifts")
    if line.kind == SET_ASIDE:
        return _("Set aside: {name}").format(name=line.name) if line.name else _("Set aside: no name")
    return line.name or _("No name") if line.kind != ANONYMOUS else _("No name")


def fact_words(fact: Fact) -> str:
    """Return what is asked about who gave."""
    return {
        "name": _("name"),
        "address": _("mailing address"),
        "occupation": _("occupation"),
        "employer": _("employer"),
    }[fact]


def state_of(line: BoxLine) -> tuple[str, Tone, str]:
    """Return what is to be known of a line, its tone and its icon."""
    if line.kind == SET_ASIDE:
        return _("Not ours to keep"), "warn", "triangle-alert"
    if line.kind == GIVEN_BACK:
        return _("Given back"), "", "undo-2"
    if line.missing:
        facts = ", ".join(fact_words(each) for each in line.missing)
        return _("Still to ask: {facts}").format(facts=facts), "warn", "circle-question-mark"
    return "", "", ""


def sums_words(box: CashBox) -> str:
    """Return how the sum comes about: gifts, coins, all."""
    words = _("Gifts {gifts} + coins and small gifts {coins} = {all} written")
    return words.format(
        gifts=dollars(box.gifts_cents), coins=dollars(box.event_line_cents), all=dollars(box.written.all)
    )


def by_method_words(totals: Totals) -> str:
    """Return a sum by how it was given: "Cash $111.50 · Check $300"."""
    parts = ((_("Cash"), totals.cash), (_("Check"), totals.check), (_("Other"), totals.other))
    return "  ·  ".join(f"{words} {dollars(cents)}" for words, cents in parts if cents)


def difference_words(counted: Totals, written: Totals) -> tuple[str, Tone, str]:
    """Return what was counted differs from what is written, its tone and its icon."""
    more = counted.all - written.all
    apart = counted.less(written)
    if not (apart.cash or apart.check or apart.other):
        return _("Counted {all}: the same as written").format(all=dollars(counted.all)), "good", "check"
    all_ = dollars(counted.all)
    if not more:
        words = _("Counted {all}, the same in all, but not by cash and checks").format(all=all_)
    elif more > 0:
        words = _("Counted {all}: {more} more than written").format(all=all_, more=dollars(more))
    else:
        words = _("Counted {all}: {less} less than written").format(all=all_, less=dollars(-more))
    return words, "warn", "triangle-alert"


def counted_by_words(count: MoneyCount, today: date) -> str:
    """Return who counted, and when."""
    names = ", ".join(name for name in (count.first_name, count.second_name) if name)
    day = short_day(count.counted_on, today) if count.counted_on is not None else ""
    return _("Counted by {names} ({day})").format(names=names or _("somebody"), day=day)


def ask_first_words(office: Office | None) -> str:
    """Return whom to ask before money is raised, and that it is not the secretary of state where so."""
    if office is None:
        return _("Ask first: your state's office for campaign money, often not the secretary of state.")
    english = office.name.en
    named = str(office.name) if language() == "en" else f"{office.name} ({english})"
    words = [_("In {state}, ask first: {office}.").format(state=office.in_state, office=named)]
    if not office.secretary:
        words.append(_("It is not the secretary of state."))
    if not office.sure:
        words.append(_("No source confirms this office: check it first."))
    return " ".join(words)
