"""What a person decides about something that waits, and carrying it out."""

from dataclasses import dataclass
from typing import Literal

from chapter_desk.app import App
from chapter_desk.core.meetings.sort_out import Waiting
from chapter_desk.values import PersonId

How = Literal["same", "different", "email", "zip", "name", "sheet", "came", "again", "exchange", "done"]

_FIELDS = {"email": "email_addresses", "zip": "postal_addresses", "name": "display_name"}


@dataclass(frozen=True, slots=True)
class Fix:
    """What was decided about something that waits.

    `how` is "same" (with `person`), "came" (`person` showed the code), "different", "email", "zip" or "name"
    (with `text`), "sheet" (it is to be read on its sheet), "again" (rows of a bundle are tried again),
    "exchange" (look there), or "done".
    """

    waiting: Waiting
    how: How
    person: PersonId | None = None
    text: str = ""


def fix(app: App, decided: Fix) -> None:
    """Carry out what was decided, as one step.

    Raises:
        NotAnEmail, UnknownZip, NameNeeded, TextRefused: What was typed cannot be read either.
        NoSuchRecord, NotSaved: Nothing was changed.
    """
    id, person = decided.waiting.id, decided.person
    if decided.how == "same" and person is not None:
        app.sort_out.same(id, person)
    elif decided.how == "came" and person is not None:
        app.code_owners.came(id, person)
    elif decided.how == "different":
        app.sort_out.different(id)
    elif decided.how in _FIELDS and person is not None:
        app.sort_out.correct(id, person, _FIELDS[decided.how], decided.text)
    else:
        app.sort_out.solve(id)
