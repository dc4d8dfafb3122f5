"""What people ask for, in a greeter's words."""

from chapter_desk.core.meetings.needs import OpenNeed
from chapter_desk.i18n import _


def need_names() -> dict[str, str]:
    """Return the words for each of `NEEDS`, as an answer to "what would help?"."""
    return {
        "interpreter": _("Interpreter"),
        "ride-home": _("Ride home"),
        "childcare": _("Childcare"),
        "step-free": _("No steps"),
        "other": _("Something else"),
    }


def need_words(need: OpenNeed) -> str:
    """Return a need in a word or two; their own words where they gave any."""
    name = need_names().get(need.kind, need.kind)
    if not need.note:
        return name
    return need.note if need.kind == "other" else f"{name}: {need.note}"
