"""What a person hears when a chapter was just opened: where it came from, its date, what is unfinished."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chapter_desk.app import App
from chapter_desk.core.chapter import ChapterCard
from chapter_desk.gui.opening.recovery_code_page import NOT_COPIED
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.widgets.notices import NoticeButton
from chapter_desk.i18n import _


def notices_on_arrival(
    app: App,
    card: ChapterCard,
    drafts: Mapping[str, Any],
    go: Callable[[str], None],
    *,
    was_put_back: bool = False,
) -> Sequence[Told]:
    """Return what is to be said, the most important first."""
    told = []
    arrival = app.db.arrival.value  # an Enum of the store, known here by its words
    if arrival == "copied":
        told.append(
            Told(
                "info",
                _("This is now a second laptop of {chapter}.").format(chapter=card.name),
                _("The folder was copied here. What each laptop writes goes to the other in a bundle."),
            )
        )
    elif was_put_back or arrival == "restored":
        told.append(
            Told(
                "info",
                _("This chapter was put back from a copy."),
                _("What was written since then on this laptop is not in it."),
            )
        )
    if drafts.get(NOT_COPIED):
        button = NoticeButton(_("Make a code"), lambda: go("recovery-code"), "key-round")
        told.append(
            Told(
                "warn",
                _("There is no recovery code on paper yet."),
                _("Without it, a forgotten passphrase locks everyone out for good."),
                [button],
            )
        )
    return told


def clock_notice(doubt: object, now: datetime, accept: Callable[[], None]) -> Told:
    """Return the notice about a date that cannot be right."""
    year = str(now.astimezone().year)
    fact = _("This computer's date says {year}.").format(year=year)
    line = _("Sign-ins keep their order. Correct the date when you can.")
    if getattr(doubt, "value", "") == "far-ahead":
        return Told("warn", fact, line, [NoticeButton(_("The date is right"), accept)])
    return Told("warn", fact, line)
