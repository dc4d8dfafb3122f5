"""What the door says of the phone form."""

from chapter_desk.core.explain import explain
from chapter_desk.errors import ChapterDeskError, NoNetwork
from chapter_desk.i18n import _, ngettext
from chapter_desk.web.phone_form import Stage


def came_words(count: int) -> str:
    """Return how many came by phone."""
    return ngettext("{n} came this way", "{n} came this way", count).format(n=count)


def join_words(wifi: str) -> str:
    """Return which network to join before scanning."""
    if wifi:
        return _("Join Wi-Fi {name}, then scan.").format(name=wifi)
    return _("Join the room's Wi-Fi, then scan.")


def read_along() -> str:
    """Return what is always said while the form is on."""
    return _("Anyone on this Wi-Fi could read along if it has no password. It stops when the door closes.")


def off_words() -> str:
    """Return what the card says before anybody switched it on."""
    return _("People can sign themselves in on their phones. Nothing about members is ever shown there.")


def state_words(stage: Stage, trouble: ChapterDeskError | None) -> str:
    """Return what is wrong and what to do, "" where nothing is."""
    if trouble is not None:
        return str(explain(trouble))
    if stage is Stage.PAUSED:
        return _("Paused: this laptop cannot save. Phones are told to use paper.")
    if stage is Stage.OUT_OF_REACH:
        return str(explain(NoNetwork()))
    return ""
