"""The words of every kind of step, about whom or what it was told by its present name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chapter_desk.core.steps import LINE
from chapter_desk.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words of an act may name: present names, empty where there is none (any more)."""

    who: str = ""
    meeting: str = ""
    title: str = ""
    count: int = 0
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def person(self) -> str:
        """The person, or how many people, or somebody: never nothing."""
        if self.who:
            return self.who
        if self.count:
            return ngettext("{n} person", "{n} people", self.count).format(n=f"{self.count:,}")
        return _("somebody")


Words = Callable[[Facts], str]

_PEOPLE: Mapping[str, Words] = {
    "add-person": lambda f: _("adding {who}").format(who=f.person),
    "add-people": lambda f: _("adding {who}").format(who=f.person),
    "edit-person": lambda f: _("the change to {who}").format(who=f.person),
    "archive-people": lambda f: _("putting {who} away").format(who=f.person),
    "remove-people": lambda f: _("removing {who}").format(who=f.person),
    "restore-people": lambda f: _("bringing {who} back").format(who=f.person),
    "tag-people": lambda f: _("tagging {who}").format(who=f.person),
    "untag-people": lambda f: _("taking a tag from {who}").format(who=f.person),
    "add-note": lambda f: _("a note about {who}").format(who=f.person),
    "edit-note": lambda f: _("the change to a note about {who}").format(who=f.person),
    "remove-note": lambda f: _("removing a note about {who}").format(who=f.person),
    "consent": lambda f: _("the answer of {who} about being contacted").format(who=f.person),
    "household": lambda f: _("a household of {who}").format(who=f.person),
    "leave-household": lambda f: _("{who} leaving a household").format(who=f.person),
    "same-person": lambda f: _("joining {who}").format(who=f.person),
    "unlink-person": lambda f: _("taking {who} apart").format(who=f.person),
    "not-same-person": lambda f: _("telling {who} apart").format(who=f.person),
    "put-back": lambda f: (
        _("putting back a field of {who}").format(who=f.who) if f.who else _("putting back a field")
    ),
    "import": lambda f: _("import of {who}").format(who=f.person),
    "forget": lambda f: _("forgetting {who}").format(who=f.person),
    "record-gift": lambda f: _("a gift of {who}").format(who=f.person),
    "take-back-gift": lambda f: _("taking back a gift of {who}").format(who=f.person),
    "correct-gift": lambda f: _("the correction of a gift of {who}").format(who=f.person),
    "give-back": lambda f: _("giving back a gift of {who}").format(who=f.person),
}
_MEETINGS: Mapping[str, Words] = {
    "add-meeting": lambda f: _("planning {meeting}").format(meeting=_meeting(f)),
    "edit-meeting": lambda f: _("the change to {meeting}").format(meeting=_meeting(f)),
    "open-door": lambda f: _("opening the door of {meeting}").format(meeting=_meeting(f)),
    "end-meeting": lambda f: _("closing the door of {meeting}").format(meeting=_meeting(f)),
    "cancel-meeting": lambda f: _("calling off {meeting}").format(meeting=_meeting(f)),
    "put-back-meeting": lambda f: _("putting {meeting} back on the calendar").format(meeting=_meeting(f)),
    "rsvp": lambda f: _("the answer of {who} to {meeting}").format(who=f.person, meeting=_meeting(f)),
    "import-calendar": lambda f: ngettext(
        "{n} meeting from a calendar file", "{n} meetings from a calendar file", _number(f, "meetings")
    ).format(n=_number(f, "meetings")),
    "invite": lambda f: _("inviting {who}").format(who=f.person),
    "rsvp-guests": lambda f: _("the guests of {who}").format(who=f.person),
    "take-off-list": lambda f: _("taking {who} off the list of a meeting").format(who=f.person),
    "reminded": lambda f: _("reminding {who}").format(who=f.person),
    "sign-in": lambda f: _("sign-in of {who}").format(who=f.person),
    "sign-in-household": lambda f: _("sign-in of {who} together").format(who=f.person),
    "leave": lambda f: _("{who} leaving").format(who=f.person),
    "note-need": lambda f: _("what {who} asks for").format(who=f.person),
    "settle-need": lambda f: _("settling what {who} asked for").format(who=f.person),
    "child": lambda _f: _("a child at the childcare"),
    "walk-in": lambda f: _("walk-in of {who}").format(who=f.person),
    "phone-sign-in": lambda f: _("sign-in of {who} on a phone").format(who=f.person),
    "visitor": lambda _f: _("a visitor without a name"),
    "issue-cards": lambda f: _("a new card of {who}").format(who=f.person),
    "issue-codes": lambda f: _("the sign-in code of {who} for {meeting}").format(
        who=f.person, meeting=_meeting(f)
    ),
    "revoke-cards": lambda f: _("revoking the card of {who}").format(who=f.person),
    "unknown-code": lambda _f: _("a code that is nobody's here"),
    "sign-in-afterwards": lambda f: _("later sign-in of {who}").format(who=f.person),
    "take-back": lambda f: _("taking {who} out again").format(who=f.person),
    "move-sign-in": lambda f: _("giving a sign-in to {who}").format(who=f.person),
    "print-sheets": lambda f: _("printing sign-in sheets for {meeting}").format(meeting=_meeting(f)),
    "own-sheet": lambda f: _("a paper sheet of {meeting}").format(meeting=_meeting(f)),
    "remove-sheet": lambda _f: _("removing a paper sheet"),
    "sheet-photo": lambda _f: _("the photo of a paper sheet"),
    "sheet-done": lambda _f: _("marking a paper sheet done"),
    "sheet-checked": lambda _f: _("the check of a paper sheet"),
    "enter-line": lambda f: _("{who} from the paper sheet, line {line}").format(
        who=f.person, line=_number(f, "line")
    ),
    "mark-line": lambda f: _("line {line} of a paper sheet").format(line=_number(f, "line")),
    "rest-blank": lambda _f: _("the rest of a paper sheet being blank"),
    "paste-list": lambda f: _("a pasted list with {who}").format(who=f.person),
    "enter-list": lambda f: _("a list with {who}").format(who=f.person),
    "sort-out": lambda f: _("sorting out {who}").format(who=f.person),
    "add-follow-up": lambda f: _("planning a call with {who}").format(who=f.person),
    "take-on-follow-up": lambda f: _("who calls {who}").format(who=f.person),
    "call-again": lambda f: _("calling {who} once more").format(who=f.person),
    "freeze-roll": lambda f: _("freezing the roll of {meeting}").format(meeting=_meeting(f)),
    "count-ballots": lambda f: _("the count of the ballots of {meeting}").format(meeting=_meeting(f)),
    "event-line": lambda _f: _("coins and small gifts"),
    "count-money": lambda _f: _("the count of the money"),
    "log-call": lambda f: _("the call with {who}").format(who=f.person),
}
_PLAN: Mapping[str, Words] = {
    "add-issue": lambda f: _("adding {title}").format(title=f.title or _("an issue")),
    "edit-issue": lambda f: _("the change to {title}").format(title=f.title or _("an issue")),
    "remove-issue": lambda f: _("removing {title}").format(title=f.title or _("an issue")),
    "add-action": lambda f: _("adding {title}").format(title=f.title or _("an action")),
    "edit-action": lambda f: _("the change to {title}").format(title=f.title or _("an action")),
    "remove-action": lambda f: _("removing {title}").format(title=f.title or _("an action")),
    "move-action": lambda f: _("moving {title}").format(title=f.title or _("an action")),
    "action-done": lambda f: _("marking {title} done").format(title=f.title or _("an action")),
    "action-open": lambda f: _("opening {title} again").format(title=f.title or _("an action")),
    "agreement-step": lambda f: _("the agreement: {step}").format(step=_step_of(f)),
    "agreement-step-back": lambda f: _("taking back “{step}” of the agreement").format(step=_step_of(f)),
    "agreement-tick": lambda _f: _("a tick on the agreement"),
    "agreement-fill": lambda _f: _("the change to the agreement"),
}
_CHAPTER: Mapping[str, Words] = {
    "found-chapter": lambda _f: _("setting up the chapter"),
    "edit-chapter": lambda _f: _("the change to the chapter"),
    "money-rule": lambda _f: _("the choice which money rules apply"),
    "add-operator": lambda f: _("adding {who} to those who work here").format(who=f.title or f.person),
    "add-laptop": lambda f: _("adding {laptop}").format(laptop=f.title or _("a laptop")),
    "rename-laptop": lambda f: _("the name of {laptop}").format(laptop=f.title or _("a laptop")),
    "revoke-laptop": lambda f: _("taking {laptop} off the list").format(laptop=f.title or _("a laptop")),
    "withdraw-laptop": lambda f: _("{laptop} did not join after all").format(laptop=f.title or _("a laptop")),
    "take-in": lambda f: _brought(f) if f.params.get(LINE) else _("taking in a bundle"),
    "open-contacts": lambda _f: _("e-mails and phones from a door laptop"),
    "restore": lambda _f: _("putting back a backup"),
}

GROUPS: Mapping[str, frozenset[str]] = {
    "people": frozenset(_PEOPLE),
    "meetings": frozenset(_MEETINGS),
    "plan": frozenset(_PLAN),
    "chapter": frozenset(_CHAPTER),
}
"""Kinds of steps that are looked for together; the agreement stands with the plan."""

_ACTS: Mapping[str, Words] = {**_PEOPLE, **_MEETINGS, **_PLAN, **_CHAPTER}


def act_words(kind: str, facts: Facts) -> str:
    """Return an act in words, to stand after "Undo"."""
    words = _ACTS.get(kind)
    return words(facts) if words is not None else _("a step of another version")


def line_below(kind: str, facts: Facts) -> str:
    """Return what is told below the act: the meeting it was at, or what came with it."""
    if kind == "take-in":
        new, changed = _number(facts, "new"), _number(facts, "changed")
        counts = _("{new} new, {changed} changed").format(new=f"{new:,}", changed=f"{changed:,}")
        return f"{facts.meeting}: {counts}" if facts.meeting else counts
    named = ("add-meeting", "edit-meeting", "open-door", "end-meeting", "cancel-meeting", "put-back-meeting")
    return "" if kind in (*named, "rsvp") else facts.meeting


def _brought(facts: Facts) -> str:
    return _("what {laptop} wrote at the door").format(laptop=facts.title or _("a laptop"))


def _meeting(facts: Facts) -> str:
    return facts.meeting or _("a meeting")


def _step_of(facts: Facts) -> str:
    steps = {
        "drafted": _("Drafted"),
        "called": _("Called"),
        "sent": _("Sent"),
        "signed": _("Signed"),
        "ended": _("Ended"),
    }
    return steps.get(str(facts.params.get("step")), "")


def _number(facts: Facts, key: str) -> int:
    value = facts.params.get(key)
    return value if isinstance(value, int) else 0
