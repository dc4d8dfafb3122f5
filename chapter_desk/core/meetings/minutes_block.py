"""The roll as it goes into the minutes: a document of a few lines, in the language it is written in."""

from chapter_desk.core.meetings.door import Present
from chapter_desk.core.meetings.roll import Roll
from chapter_desk.core.meetings.times import wall_time
from chapter_desk.core.meetings.voting_roll import Ballots
from chapter_desk.i18n import _, ngettext


def minutes_block(roll: Roll) -> str:
    """Return the roll as a block of text for the minutes, in the language of the present context."""
    meeting = roll.meeting
    lines = [f"{meeting.title}, {meeting.local_start:%Y-%m-%d %H:%M}"]
    if not roll.measured:
        return "\n".join([*lines, _("Attendance was not counted.")])
    present = ngettext("{n} person present", "{n} people present", roll.count).format(n=roll.count)
    lines.append(
        f"{present}: {', '.join(each.name for each in roll.present)}." if roll.present else f"{present}."
    )
    if roll.visitors:
        words = ngettext("{n} visitor without a name.", "{n} visitors without a name.", roll.visitors)
        lines.append(words.format(n=roll.visitors))
    if roll.excused:
        lines.append(_("Excused: {names}.").format(names=", ".join(each.name for each in roll.excused)))
    if roll.first_timers:
        first = [each.name for each in roll.present if each.first_time]
        lines.append(_("For the first time: {names}.").format(names=", ".join(first)))
    if roll.members_made:
        words = ngettext("{n} became a member.", "{n} became members.", roll.members_made)
        lines.append(words.format(n=roll.members_made))
    if meeting.quorum:
        lines.append(quorum_words(roll))
    if roll.left_early():
        left = ", ".join(_left(each, meeting.time_zone) for each in roll.left_early())
        lines.append(_("Left before the end: {names}.").format(names=left))
    if roll.ballots.handed_out or roll.ballots.returned is not None:
        lines.append(ballot_words(roll.ballots))
    return "\n".join(lines)


def _left(present: Present, time_zone: str) -> str:
    assert present.left_at is not None
    return f"{present.name} ({wall_time(present.left_at, time_zone):%H:%M})"


def ballot_words(ballots: Ballots) -> str:
    """Return how many ballots there were, and what became of them."""
    n, rest = ballots.handed_out, ballots.not_returned
    if rest is None:
        words = ngettext("{n} ballot handed out, not counted.", "{n} ballots handed out, not counted.", n)
        return words.format(n=n)
    words = ngettext(
        "{n} ballot handed out: {returned} returned, {spoiled} spoiled, {rest} not returned.",
        "{n} ballots handed out: {returned} returned, {spoiled} spoiled, {rest} not returned.",
        n,
    )
    return words.format(n=n, returned=ballots.returned, spoiled=ballots.spoiled, rest=rest)


def quorum_words(roll: Roll) -> str:
    """Return whether there was a quorum, and from when."""
    wanted, met = roll.meeting.quorum, roll.quorum_met_at()
    if met is None:
        return _("Quorum of {n}: not met.").format(n=wanted)
    clock = wall_time(met, roll.meeting.time_zone)
    return _("Quorum of {n}: met from {time}.").format(n=wanted, time=f"{clock:%H:%M}")
