"""What the band at the door says after an act."""

from dataclasses import dataclass

from chapter_desk.core.meetings.door import DoorMatch
from chapter_desk.core.meetings.sign_in import SignedIn
from chapter_desk.gui.door.evening import signed_in_words
from chapter_desk.gui.door.taking_back import TakenOut
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Done:
    """The band's words, whether Undo stands beside them, and its icon."""

    what: str
    line: str = ""
    can_undo: bool = False
    icon: str = "circle-check"


def signed_in(signed: object, time_zone: str) -> Done:
    """Return the words for a `SignedIn`, or for a visitor without a name."""
    if not isinstance(signed, SignedIn):
        return Done(_("A visitor is counted"), _("Without a name"), can_undo=True)
    is_in = _("{name} is in").format(name=signed.name)
    return Done(is_in, signed_in_words(signed, time_zone), can_undo=not signed.repeated)


def already_in(match: DoorMatch, time_zone: str) -> Done:
    """Return the words for somebody who came before; calm, for it is no fault."""
    assert match.in_since is not None
    since = _("Already in, since {time}").format(time=clock_words(match.in_since, time_zone))
    return Done(_("{name} is in").format(name=match.name), since)


def taken_off(name: str) -> Done:
    """Return the words for somebody who had not been written yet."""
    return Done(_("{name} is taken off the list").format(name=_or_visitor(name)), icon="undo-2")


def taken_out(taken: TakenOut | None) -> Done:
    """Return the words for somebody who was taken back, or for nobody left to take back."""
    if taken is None:
        return Done(_("Nobody is left to take back"), icon="info")
    words = _("{name} is out again").format(name=_or_visitor(taken.name))
    return Done(words, _("Recorded as taken back"), can_undo=taken.step is not None, icon="undo-2")


def put_in(taken: TakenOut) -> Done:
    """Return the words for somebody who was put back."""
    return Done(_("{name} is in again").format(name=_or_visitor(taken.name)))


def _or_visitor(name: str) -> str:
    return name or _("A visitor")
