"""The trial before the door opens: a rehearsal on this disk, and what the laptop has for the evening."""

from collections.abc import Sequence
from dataclasses import dataclass

from chapter_desk.app import App
from chapter_desk.core.explain import explain
from chapter_desk.core.meetings.rehearsal import rehearse
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.today.ready import Check
from chapter_desk.i18n import _
from chapter_desk.web.networks import networks


@dataclass(frozen=True, slots=True)
class Tried:
    """What the trial found: why the rehearsal failed (None: it went well), networks, printers."""

    trouble: ChapterDeskError | None
    networks: Sequence[str]
    printers: Sequence[str]


def try_everything(app: App) -> Tried:
    """Rehearse an evening and look at this laptop; for a thread that is not the window's."""
    trouble = None
    try:
        rehearse(app.folder.path, app.pack, app.db.now)
    except ChapterDeskError as error:
        trouble = error
    return Tried(trouble, [each.name for each in networks()], _printers())


def checks_of(tried: Tried, *, tones: bool, speaker: bool) -> list[Check]:
    """Return what the trial found, as lines of the list; only a failed rehearsal is not well."""
    return [
        _rehearsal(tried),
        _network(tried),
        _sound(tones=tones, speaker=speaker),
        _printer(tried),
    ]


def _rehearsal(tried: Tried) -> Check:
    if tried.trouble is None:
        line = _("Somebody was found by three letters and signed in, written to this disk, and read back.")
        return Check("rehearsal", True, _("An evening was rehearsed"), line)
    said = explain(tried.trouble)
    line = f"{said.happened} {said.safe} {said.do}"
    return Check("rehearsal", False, _("The rehearsal did not go well"), line)


def _network(tried: Tried) -> Check:
    if not tried.networks:
        return Check("network", True, _("No network"), _("None is needed: the rehearsal went without one."))
    line = _("None is needed at the door. Turn it off and try again, if you want to be sure.")
    return Check("network", True, _("A network is there"), line)


def _sound(*, tones: bool, speaker: bool) -> Check:
    if not tones:
        return Check("sound", True, _("Sounds are off"), _("They are turned on in Settings."))
    if not speaker:
        return Check(
            "sound", True, _("No loudspeaker"), _("Everything a sound says stands on the screen too.")
        )
    return Check("sound", True, _("Sounds are on"), _("Listen whether it is loud enough."), _("Play one"))


def _printer(tried: Tried) -> Check:
    if tried.printers:
        line = _("Sign-in sheets can be printed on {printer}.").format(printer=tried.printers[0])
        return Check("printer", True, _("A printer is there"), line)
    line = _("Save sign-in sheets as a PDF and print them elsewhere, before the evening.")
    return Check("printer", True, _("No printer"), line)


def _printers() -> list[str]:
    from PySide6.QtPrintSupport import QPrinterInfo  # only the trial needs it

    return list(QPrinterInfo.availablePrinterNames())
