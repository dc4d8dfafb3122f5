"""What somebody wrote on the form: read, and asked about where it does not look right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from chapter_desk.core.meetings.needs import NEEDS, Need
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.consents import CHANNELS
from chapter_desk.core.members.contact import is_email, phone_of
from chapter_desk.core.members.naming import clean_text
from chapter_desk.errors import TextRefused
from chapter_desk.i18n import N_, language, marked
from chapter_desk.web.guard import Refused

WORDING = "phone-2026"
"""The version of the words that ask for consent; another one whenever they change."""

LONGEST = {"name": 200, "phone": 40, "email": 254, "postal_code": 20, "need_note": 300, "children": 3}
HEARD = ("friend", "text or e-mail", "flyer", "social media", "online map", "other")
_MOST_CHILDREN = 20
_MOST_FIELDS = 40

_NO_NAME = N_("Write your name. A first name is enough.")
_TOO_LONG = N_("That is too long. Write it shorter.")
_NO_WRITING = N_("There are signs in it that cannot be kept. Write it again.")
_NO_EMAIL = N_("That does not look like an e-mail address. Correct it, or send it as it is.")
_NO_PHONE = N_("That does not look like a phone number. Correct it, or send it as it is.")
_NO_CHILDREN = N_("Write how many children as a number from 0 to 20.")


@dataclass(frozen=True, slots=True)
class Written:
    """One posted form.

    `texts` and `ticks` are what was written, to be shown again to whoever wrote it; `problems` says by
    field what is to be looked at.  Nothing is said where nothing must be.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    ticks: frozenset[str] = frozenset()
    token: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    asked: bool = False
    """What only looks odd was asked about, so that sending it again means it."""

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def walk_in(self) -> WalkIn:
        """Return the person, as `SignUps.take` wants them."""
        needs = [
            Need(kind, self.text("need_note") if kind == "other" else "")
            for kind in NEEDS
            if f"need-{kind}" in self.ticks or (kind == "other" and self.text("need_note"))
        ]
        heard = self.text("heard")
        return WalkIn(
            name=self.text("name"),
            email=self.text("email"),
            phone=self.text("phone"),
            postal_code=self.text("postal_code"),
            source=heard if heard in HEARD else "",
            preferred_language=language(),
            consents=[channel for channel in CHANNELS if f"may-{channel}" in self.ticks],
            wording=WORDING,
            children=int(self.text("children") or 0),
            needs=needs,
        )


def read(untrusted_body: bytes) -> Written:
    """Return what was posted, with what is to be asked about it in the language of the context.

    Raises:
        Refused: 400 for what no form of ours sends.
    """
    try:
        pairs = parse_qsl(
            untrusted_body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
            encoding="utf-8",
            errors="strict",
        )
    except ValueError:
        raise Refused(400) from None
    given = dict(pairs)
    texts = {name: given[name].strip() for name in (*LONGEST, "heard") if name in given}
    ticks = frozenset(name for name in given if name.startswith(("may-", "need-")))
    asked = given.get("asked") == "1"
    hard, soft = _problems(texts)
    problems = hard if asked else {**hard, **soft}
    return Written(texts, ticks, given.get("form", ""), problems, asked=bool(soft) or asked)


def _problems(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what must be mended, and what may be sent as it is, by field."""
    hard: dict[str, str] = {}
    for name, longest in LONGEST.items():
        text = texts.get(name, "")
        try:
            clean_text(text, name)
        except TextRefused:
            hard[name] = marked(_NO_WRITING)
        if len(text) > longest:
            hard[name] = marked(_TOO_LONG)
    if not texts.get("name"):
        hard["name"] = marked(_NO_NAME)
    children = texts.get("children", "")
    if children and not (children.isascii() and children.isdecimal() and int(children) <= _MOST_CHILDREN):
        hard["children"] = marked(_NO_CHILDREN)
    looks: Mapping[str, tuple[Callable[[str], bool], str]] = {
        "email": (is_email, _NO_EMAIL),
        "phone": (lambda text: bool(phone_of(text).number), _NO_PHONE),
    }
    soft = {
        name: marked(words)
        for name, (fits, words) in looks.items()
        if name not in hard and texts.get(name) and not fits(texts[name])
    }
    return hard, soft
