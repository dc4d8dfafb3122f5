"""Drawing the confirmations of a meeting: codes are made for them, then a page for each."""

from chapter_desk.app import App
from chapter_desk.core.meetings.confirmation import Confirmation, confirmations_pdf
from chapter_desk.core.meetings.expected import Expected, ExpectedList
from chapter_desk.core.meetings.rsvps import ACCEPTED


def said_yes(person: Expected) -> bool:
    """Return whether somebody said yes, and has a place."""
    return person.status == ACCEPTED


def draw_confirmations(app: App, expected: ExpectedList) -> bytes:
    """Return the PDF; the codes on it sign in at this meeting's door from now on.

    Raises:
        NoSuchRecord, NotSaved: The codes could not be made; nothing was drawn.
    """
    people = [each for each in expected.people if said_yes(each)]
    codes = app.sign_in_cards.confirm(expected.meeting.id, [each.person_id for each in people])
    pages = [Confirmation(each.name, each.guests, codes[each.person_id]) for each in people]
    return confirmations_pdf(app.chapter.card().name, expected.meeting, pages)
