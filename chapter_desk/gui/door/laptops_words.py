"""What is said about the laptops of an evening."""

from chapter_desk.core.meetings.door_laptops import LaptopsTonight, LaptopTonight
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.notices import told_about
from chapter_desk.i18n import _, ngettext
from chapter_desk.link.admitting import Admission
from chapter_desk.link.joining import Code, Void


def sum_words(tonight: LaptopsTonight) -> str:
    """Return how many are in: at all doors, and here."""
    words = ngettext("{n} in at all doors", "{n} in at all doors", tonight.all_in)
    return words.format(n=tonight.all_in) + ", " + _("{n} on this laptop").format(n=tonight.this)


def state_words(laptop: LaptopTonight, *, linked: bool, in_step: bool) -> str:
    """Return how a laptop is: this one, connected, apart."""
    if laptop.is_this:
        return _("this laptop")
    if laptop.revoked:
        return _("taken off the list")
    if linked:
        return _("connected, has everything") if in_step else _("connected, catching up")
    if laptop.heard_at is None:
        return _("not heard of yet")
    return _("not connected; it goes on by itself")


def grouped(digits: str) -> str:
    """Return a code as it is read aloud: "482 913"."""
    return f"{digits[:3]} {digits[3:]}"


def left_words(code: Code) -> str:
    """Return how long a code is good and how many tries it has, or why it is void."""
    void = {
        Void.USED: _("This code was used."),
        Void.EXPIRED: _("This code is too old. Ask for a new one."),
        Void.WRONG: _("Somebody typed it wrong three times, so it is void. Ask for a new one."),
    }
    if code.void is not None:
        return void[code.void]
    minutes, seconds = divmod(int(code.seconds_left), 60)
    return _("Good for {minutes}:{seconds} and for one laptop.").format(
        minutes=minutes, seconds=f"{seconds:02}"
    )


def code_words(code: Code, joining: Admission | None, joined: str, lost: str) -> str:
    """Return what became of a code: somebody is joining by it, has joined, went away, or it waits."""
    if joining is not None:
        if not joining.name:
            return _("The digits agree. The names are put together.")
        return _("{name} is joining: {percent} %").format(name=joining.name, percent=int(100 * joining.part))
    if joined:
        return _("{name} has joined.").format(name=joined)
    gone = _("The laptop that was joining went away; nothing of it stays. It can try again.") if lost else ""
    return " ".join(filter(None, (gone, left_words(code))))


def how_words(name: str, address: str, port: int) -> str:
    """Return what to do on the other laptop."""
    found = _("On the other laptop press “Help at a door” on the start page and choose “{name}”.")
    typed = _("If it is not listed there, type {address}:{port}.") if address else ""
    return " ".join(filter(None, (found.format(name=name), typed.format(address=address, port=port))))


def trouble_words(error: ChapterDeskError | None) -> str:
    """Return why other laptops cannot be reached, and what to do."""
    if error is None:
        return ""
    told = told_about(error)
    return f"{told.fact} {told.line}"
