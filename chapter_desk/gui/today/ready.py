"""Ready for the door?  Only what was looked at is told, each with what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QLocale, Signal

from chapter_desk.core.today import TodayCard
from chapter_desk.gui.today.when import moment_short
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.steps import Gate, GateList
from chapter_desk.i18n import _, language, ngettext

_FRESH = timedelta(hours=20)
_LITTLE_ROOM = 500_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: few words for the card, a line and a way out for the list."""

    key: str
    well: bool
    short: str
    line: str
    fix: str = ""


def checks(card: TodayCard) -> Sequence[Check]:
    """Return what was looked at just now."""
    found = [_backup(card)]
    if card.ready.free_bytes is not None:
        found.append(_room(card.ready.free_bytes))
    if card.ready.doubt is not None:
        found.append(
            Check(
                "date",
                False,
                _("Look at this computer's date"),
                _("Sign-ins keep their order. Correct the date of this computer when you can."),
            )
        )
    if card.ready.laptops > 1:
        words = ngettext("{n} laptop joined", "{n} laptops joined", card.ready.laptops)
        found.append(
            Check(
                "laptops",
                True,
                words.format(n=card.ready.laptops),
                _("Each counts on its own. A bundle brings them together afterwards."),
            )
        )
    return found


def all_well(found: Sequence[Check]) -> bool:
    """Return whether nothing needs a look."""
    return all(check.well for check in found)


def _backup(card: TodayCard) -> Check:
    copied_at = card.ready.copied_at
    fix = _("Make one now")
    if copied_at is None:
        return Check(
            "backup", False, _("No backup yet"), _("A copy is made when the chapter is closed."), fix
        )
    when = moment_short(copied_at, card.now, card.time_zone)
    line = _("The last copy is of {when}. It was opened and checked.").format(when=when)
    if card.ready.done_since:
        line = _("{copy} What was done since is copied when the chapter is closed.").format(copy=line)
    if not card.ready.done_since or card.now - copied_at <= _FRESH:
        return Check("backup", True, _("Backup {when}").format(when=when.split(",")[0]), line)
    return Check("backup", False, _("Last backup {when}").format(when=when), line, fix)


def _room(free: int) -> Check:
    size = QLocale(language()).formattedDataSize(free, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    if free >= _LITTLE_ROOM:
        return Check(
            "room", True, _("{size} free").format(size=size), _("There is room on this laptop's disk.")
        )
    line = _("Make room on this laptop's disk. When it is full, nobody can be signed in.")
    return Check("room", False, _("Only {size} free").format(size=size), line)


class ReadyPanel(SidePanel):
    """The checks one by one.

    Signals:
        fix_asked(str): The key of the check whose button was pressed.
        trial_asked(): An evening is to be rehearsed.
    """

    fix_asked = Signal(str)
    trial_asked = Signal()

    def __init__(self, card: TodayCard) -> None:
        super().__init__(_("Ready for the door?"))
        self.head.addWidget(TextLabel(_("Ready for the door?"), "h2", wrap=True), 1)
        note = _("This is what was looked at just now.")
        self.body.addWidget(TextLabel(note, "hint", wrap=True))
        self.list = GateList(_("Checks"))
        self.list.fix_asked.connect(self.fix_asked)
        self.trial = ActionButton(_("Rehearse the evening"), "", "large", icon="list-checks")
        self.trial.clicked.connect(self.trial_asked)
        hint = _(
            "It finds and signs in two people who do not exist, on this disk, and leaves nothing behind."
        )
        self.body.addWidget(self.list)
        self.body.addWidget(self.trial)
        self.body.addWidget(TextLabel(hint, "hint", wrap=True))
        self.body.addStretch(1)
        self._tried: Sequence[Check] = ()
        self.show_card(card)

    def show_card(self, card: TodayCard) -> None:
        """Show how the checks stand now."""
        self._card = card
        found = [*self._tried, *checks(card)]
        self.list.show_gates([Gate(each.key, each.short, each.well, each.line, each.fix) for each in found])

    def show_trial(self, tried: Sequence[Check]) -> None:
        """Show what the trial found, above what was looked at."""
        self._tried = tried
        self.trial.turn_on()
        self.trial.setText(_("Rehearse again"))
        self.show_card(self._card)

    def show_trying(self) -> None:
        """Say that the trial is on its way."""
        self.trial.turn_off(_("The evening is being rehearsed."))
