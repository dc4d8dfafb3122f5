"""Every sentence of the phone form, in the language of the context."""

from collections.abc import Mapping
from dataclasses import dataclass

from chapter_desk.i18n import _

IN = {"en": "In English", "es": "En español"}
"""The link to each language, in that language."""


@dataclass(frozen=True, slots=True)
class About:
    """What the form says of itself: the chapter and the meeting, and nothing of any person."""

    chapter: str
    meeting: str
    makes_members: bool


def form_words(about: About) -> dict[str, str]:
    """Return the fixed texts of the form by their place on it."""
    words = {
        "title": _("Sign in: {meeting}").format(meeting=about.meeting),
        "languages": _("Language"),
        "lead": _("Only your name is needed. Fill in the rest if you want to hear from us."),
        "name": _("Your name"),
        "needed": _("needed"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "postal_code": _("ZIP"),
        "heard": _("How did you hear about us?"),
        "heard_none": _("Choose one, if you like"),
        "children": _("Children with you"),
        "needs": _("Do you need anything tonight?"),
        "need_note": _("Anything else"),
        "may": _("May we contact you?"),
        "may_hint": _("Tick only what you want. Leave all of it empty, and nobody will contact you."),
        "member": "",
        "send": _("Sign me in"),
        "problems": _("Look at this, then press “Sign me in” again"),
        "privacy": _(
            "What you write is kept scrambled on the chapter's laptop. Nobody else here can see it."
        ),
        "wifi": _(
            "If this Wi-Fi has no password, others on it could read along. Paper at the door does as well."
        ),
    }
    if about.makes_members:
        words["member"] = _("Coming to this meeting makes you a member of {chapter}.").format(
            chapter=about.chapter
        )
    return words


def heard_words() -> Mapping[str, str]:
    """Return the ways people hear of a chapter, by how they are kept."""
    return {
        "friend": _("A friend"),
        "text or e-mail": _("Text or e-mail"),
        "flyer": _("Flyer"),
        "social media": _("Social media"),
        "online map": _("Online map"),
        "other": _("Other"),
    }


def need_words() -> Mapping[str, str]:
    """Return what people may ask for, by how it is kept."""
    return {
        "interpreter": _("An interpreter"),
        "ride-home": _("A ride home"),
        "step-free": _("A place without steps"),
    }


def consent_words() -> Mapping[str, str]:
    """Return what each tick agrees to, by channel, as it is asked."""
    return {
        "email": _("Yes, e-mail me about meetings and news of the chapter."),
        "sms": _("Yes, text me. My phone company may charge for texts."),
        "call": _("Yes, call me."),
        "mail": _("Yes, send me letters."),
        "share-with-national": _("Yes, share my name and how to reach me with the national office."),
    }


@dataclass(frozen=True, slots=True)
class Note:
    """A short page: a heading, a line, and perhaps a link with its words."""

    title: str
    line: str
    link: str = ""


def thanks() -> Note:
    """Return what is said to somebody who is in; it names nobody."""
    return Note(
        _("Thank you, you are in."),
        _("You can put your phone away."),
        _("Sign in somebody else"),
    )


def note(status: int) -> Note:
    """Return what is said when a form cannot be taken, by HTTP's number for it."""
    again = _("You are not signed in yet. Scan the code at the door again.")
    notes = {
        404: Note(_("Nothing is here."), _("Scan the code at the door again.")),
        408: Note(_("That took too long."), again),
        410: Note(_("The door is closed."), _("Ask at the door if you still want to be signed in.")),
        413: Note(
            _("That was too much text."), _("You are not signed in yet. Write less, or use the paper list.")
        ),
        429: Note(
            _("Many people sign in just now."), _("You are not signed in yet. Wait a minute, then try again.")
        ),
        503: Note(
            _("Use paper for now."), _("You are not signed in yet. Write your name on the paper list.")
        ),
    }
    return notes.get(status, Note(_("That did not come from this form."), again))


def old_page() -> str:
    """Return what is said over a form that was open too long: everything on it is still there."""
    return _("This page was open too long, so nothing was sent. Press “Sign me in” again.")


def second_person() -> str:
    """Return what is said over a form on which somebody else was sent before."""
    return _(
        "This page has signed somebody in already. To sign in this person too, press “Sign me in” again."
    )
