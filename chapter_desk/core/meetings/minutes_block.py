"""The roll as it goes into the minutes: a document of a few lines, in the language it is written in."""

from chapter_desk.core.meetings.roll import Roll
from chapter_desk.core.meetings.times import wall_time
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
    return "\n".join(lines)


def quorum_words(roll: Roll) -> str:
    """Return whether there was a quorum, and from when."""
    wanted, met = roll.meeting.quorum, roll.quorum_met_at()
    if met is None:
        return _("Quorum of {n}: not met.").format(n=wanted)
    clock = wall_time(met, roll.meeting.time_zone)
    return _("Quorum of {n}: met from {time}.").format(n=wanted, time=f"{clock:%H:%M}")
