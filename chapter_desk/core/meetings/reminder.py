"""The text of a reminder: a document of a few lines, in the language it is written in.

Where a meeting's address is private it stands only in the text for those who said yes.
"""

from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.core.meetings.meeting import Meeting
from chapter_desk.i18n import _, language


def reminder(meeting: Meeting, *, said_yes: bool) -> str:
    """Return the text, in the language of the present context."""
    starts = meeting.local_start
    day, time = day_in_words(starts.date(), language()), f"{starts:%H:%M}"
    if language() == "en":
        time = f"{starts:%I:%M %p}".lstrip("0")
    if said_yes:
        first = _("A reminder: you said you would come to “{title}”.").format(title=meeting.title)
        last = _("If you cannot come after all, tell us in time.")
    else:
        first = _("You are invited to “{title}”. Will you come?").format(title=meeting.title)
        last = _("Tell us yes, maybe or no.")
    lines = [first, _("{day}, {time}").format(day=day, time=time)]
    where = address_for(meeting, said_yes=said_yes)
    if where:
        lines.append(where)
    if is_private(meeting) and not said_yes:
        lines.append(_("The address is told to those who say yes."))
    return "\n".join([*lines, "", last])


def is_private(meeting: Meeting) -> bool:
    """Return whether only those who said yes may learn where a meeting is."""
    return meeting.location_public is False


def address_for(meeting: Meeting, *, said_yes: bool) -> str:
    """Return where a meeting is in one line, as far as those who did or did not say yes may know."""
    town = " ".join(filter(None, (meeting.locality, meeting.region)))
    if is_private(meeting) and not said_yes:
        return town
    return ", ".join(filter(None, (meeting.venue, *meeting.address_lines, town)))
