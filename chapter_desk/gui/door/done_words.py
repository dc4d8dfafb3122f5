"""What the band at the door says after an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chapter_desk.core.meetings.attendance import CHILDCARE, DOOR, VOTING
from chapter_desk.core.meetings.cards import FoundCard
from chapter_desk.core.meetings.door import DoorMatch
from chapter_desk.core.meetings.needs import OpenNeed
from chapter_desk.core.meetings.sign_in import SignedIn
from chapter_desk.gui.door.evening import signed_in_words
from chapter_desk.gui.door.names import together
from chapter_desk.gui.door.need_words import need_words
from chapter_desk.gui.door.taking_back import HOUSEHOLD, TakenOut
from chapter_desk.gui.door.tones import AGAIN, IN, LOOK
from chapter_desk.gui.door.vote_words import vote_reason
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.gui.widgets.notices import Colour
from chapter_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Done:
    """The band's words, whether Undo stands beside them, its icon, its colour, and the tone with it."""

    what: str
    line: str = ""
    can_undo: bool = False
    icon: str = "circle-check"
    tone: str = ""
    colour: Colour = "good"


def signed_in(
    signed: object, time_zone: str, on_list: str = DOOR, needs: Sequence[OpenNeed] = (), vote: str = ""
) -> Done:
    """Return the words for a `SignedIn`, several of a household, or a visitor without a name.

    What somebody asks for stands before everything else; `vote` is whether they may vote here.
    """
    if isinstance(signed, tuple):
        return _household(signed, time_zone)
    if not isinstance(signed, SignedIn):
        what = _("A child is counted") if on_list == CHILDCARE else _("A visitor is counted")
        return Done(what, _("Without a name"), can_undo=True, tone=IN)
    words = _("{name} is on the voting list") if on_list == VOTING else _("{name} is in")
    line = signed_in_words(signed, time_zone)
    if vote:
        line = f"{vote}  ·  {line}"
    if needs:
        asked = ", ".join(need_words(need) for need in needs)
        line = _("Asks for: {needs}").format(needs=asked) + f"  ·  {line}"
    tone = LOOK if needs or signed.sort_out else AGAIN if signed.repeated else IN
    return Done(words.format(name=signed.name), line, can_undo=not signed.repeated, tone=tone)


def _household(signed: Sequence[SignedIn], time_zone: str) -> Done:
    came = [each for each in signed if not each.repeated]
    if len(came) < 2:
        return signed_in((came or signed)[0], time_zone)
    words = _("{people} are in").format(people=together([each.name for each in came]))
    line = _("{time}, the household together").format(time=clock_words(came[0].at, time_zone))
    return Done(words, line, can_undo=True, tone=IN)


def has_left(name: str) -> Done:
    """Return the words for somebody who went before the end."""
    return Done(
        _("{name} has left").format(name=name), _("They stay counted"), can_undo=True, icon="door-open"
    )


def moved(wrong: str, right: str) -> Done:
    """Return the words for a sign-in that was given to another."""
    line = _("{name} is out again").format(name=_or_visitor(wrong))
    return Done(_("{name} is in").format(name=right), line, can_undo=True)


def settled(name: str) -> Done:
    """Return the words for what somebody asked for, once it is seen to."""
    return Done(_("Seen to: what {name} asked for").format(name=name), can_undo=True)


def already_in(match: DoorMatch, time_zone: str) -> Done:
    """Return the words for somebody who came before; calm, for it is no fault."""
    assert match.in_since is not None
    since = _("Already in, since {time}").format(time=clock_words(match.in_since, time_zone))
    return Done(_("{name} is in").format(name=match.name), since, tone=AGAIN)


def may_not_vote(match: DoorMatch, today: date) -> Done:
    """Return the words for somebody who has no vote here, while no ballot is given yet."""
    assert match.vote is not None
    what = _("No ballot: {name}").format(name=match.name)
    return Done(what, vote_reason(match.vote, today), icon="triangle-alert", tone=LOOK, colour="warn")


def card_refused(card: FoundCard) -> Done:
    """Return the words for a card that signs nobody in: it was revoked, or it is for another meeting."""
    what = _("Not signed in: {name}").format(name=card.name)
    if card.state == "revoked":
        line = _("This card was revoked. Look who it is, then type the name.")
        return Done(what, line, icon="octagon-alert", tone=LOOK, colour="warn")
    line = _("This code is for {meeting}. Type the name to sign them in here.")
    line = line.format(meeting=card.meeting_title or _("another meeting"))
    return Done(what, line, icon="triangle-alert", tone=LOOK, colour="warn")


def taken_off(name: str) -> Done:
    """Return the words for somebody who had not been written yet."""
    return Done(_("{name} is taken off the list").format(name=_or_visitor(name)), icon="undo-2")


def taken_out(taken: TakenOut | None) -> Done:
    """Return the words for somebody who was taken back, or for nobody left to take back."""
    if taken is None:
        return Done(_("Nobody is left to take back"), icon="info")
    if taken.kind == HOUSEHOLD:
        words = _("{people} are out again").format(people=taken.name)
    else:
        words = _("{name} is out again").format(name=_or_visitor(taken.name))
    if taken.kind == "leave":
        return Done(_("{name} is in again").format(name=taken.name), can_undo=False, icon="undo-2")
    if taken.kind == "move-sign-in":
        return Done(_("The sign-in is where it was"), can_undo=False, icon="undo-2")
    if taken.kind == "settle-need":
        return Done(_("{name} still asks for it").format(name=taken.name), can_undo=False, icon="undo-2")
    return Done(words, _("Recorded as taken back"), can_undo=taken.step is not None, icon="undo-2")


def put_in(taken: TakenOut) -> Done:
    """Return the words for somebody who was put back."""
    if taken.kind == HOUSEHOLD:
        return Done(_("{people} are in again").format(people=taken.name))
    return Done(_("{name} is in again").format(name=_or_visitor(taken.name)))


def _or_visitor(name: str) -> str:
    return name or _("A visitor")
