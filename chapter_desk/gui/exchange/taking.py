"""From a file to the chapter: a bundle is looked into, taken in as one step, and taken back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from chapter_desk.core.explain import explain
from chapter_desk.core.steps import TakenBack
from chapter_desk.core.sync.exchange import TakenIn
from chapter_desk.core.sync.mailbox import Received
from chapter_desk.errors import BundleRefused, ChapterDeskError
from chapter_desk.gui.exchange.exchange_now import (
    ExchangeNow,
    ExchangeServices,
    Inside,
    looked_inside,
    peeked,
)
from chapter_desk.gui.exchange.inside_card import InsideCard, hole_fact, hole_line
from chapter_desk.gui.exchange.long_work import LongWork
from chapter_desk.gui.exchange.side_cards import unread_paths
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.widgets.notices import NoticeButton, NoticeTone
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import StepId


class Taking(QObject):
    """Drives the card of a bundle that was looked into.

    Signals:
        looked(): A bundle was looked into: its card has something to show.
        over(): The card is done with.
        peeked(): More is known of the files in the inbox.
    """

    looked = Signal()
    over = Signal()
    peeked = Signal()

    def __init__(self, page: Page, services: ExchangeServices, tasks: Tasks, long: LongWork) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._tasks = tasks
        self._long = long
        self._peeking: Progress | None = None
        self._from: dict[StepId, Path] = {}
        self.peeks: dict[Path, Inside | None] = {}
        """What is known of the unread files of the inbox."""
        self.now: ExchangeNow | None = None
        """What the page read last."""
        self.card = InsideCard()
        self.card.take_asked.connect(self.take_in)
        self.card.left.connect(self.over)

    # looking

    def peek(self) -> None:
        """Look into the unread files of the inbox, in the background, and say when more is known."""
        files = [
            each for each in unread_paths(self.now.waiting if self.now else ()) if each.path not in self.peeks
        ]
        if not files:
            return
        if self._peeking is not None:
            self._peeking.cancel()
        services = self._services

        def known(found: dict[Path, Inside | None]) -> None:
            self._peeking = None
            self.peeks |= found
            self.peeked.emit()

        self._peeking = self._tasks.run_long(
            self, lambda progress: peeked(services, files, progress.report), known, self._page.tell_error
        )

    def forget_peeks(self) -> None:
        """Something changed here: what the bundles would do is another thing now."""
        self.peeks = {}

    def look(self, path: Path) -> None:
        """Look inside a bundle; one that is refused is kept in quarantine, and said why."""
        services, kept = self._services, []

        def work(progress: Progress) -> Inside:
            try:
                return looked_inside(services, path, progress.report)
            except BundleRefused as refused:
                kept.append(services.exchange.keep_refused(path, refused))
                raise

        self._long.run(
            _("Looking inside the bundle"),
            work,
            self._show,
            lambda error: self._refused(error, path, kept),
            self._stopped,
        )

    def look_again(self) -> None:
        """Look into the bundle on the card once more: something changed here."""
        if self.card.inside is not None and self.card.inside.path.is_file():
            self.look(self.card.inside.path)

    # taking in, and back

    def take_in(self) -> None:
        """Take in the bundle on the card, as one step."""
        inside, services, kept = self.card.inside, self._services, []
        if inside is None or not inside.can_be_taken_in:
            return

        def work(progress: Progress) -> tuple[TakenIn, Path]:
            try:
                taken = services.exchange.take_in(inside.path, report=progress.report)
            except BundleRefused as refused:
                kept.append(services.exchange.keep_refused(inside.path, refused))
                raise
            return taken, services.mailbox.put_away(inside.path)

        self._long.run(
            _("Taking the bundle in"),
            work,
            lambda did: self._taken(inside, *did),
            lambda error: self._refused(error, inside.path, kept),
            self._stopped,
            act=True,
        )

    def undo(self, came: Received) -> None:
        """Take a bundle back that was taken in."""
        if came.step is not None:
            self.take_back(came.step)

    def take_back(self, step: StepId) -> None:
        """Put everything as it was before the bundle that came with this step."""
        services, lies = self._services, self._from.get(step)

        def work(_progress: Progress) -> TakenBack:
            back = services.exchange.undo_take_in(step)
            if lies is not None:
                services.mailbox.bring_back(lies)
            return back

        self._long.run(
            _("Taking the bundle back"),
            work,
            self._taken_back,
            self._page.tell_error,
            self._stopped,
            act=True,
        )

    # the inside

    def _undo_step(self, step: StepId | None) -> None:
        if step is not None:
            self.take_back(step)

    def _show(self, inside: Inside) -> None:
        assert self.now is not None, "nothing is looked into before the page was read"
        self._page.untell()
        self.peeks[inside.path] = inside
        self.card.show_inside(inside, self.now)
        self.looked.emit()

    def _taken(self, inside: Inside, taken: TakenIn, lies: Path) -> None:
        self.card.inside = None
        self.over.emit()
        if taken.step is not None:
            self._from[taken.step] = lies
        self._page.tell(_taken_words(inside, taken, partial(self._undo_step, taken.step)))

    def _taken_back(self, back: TakenBack) -> None:
        n = back.kept
        kept = ngettext("{n} later edit was kept.", "{n} later edits were kept.", n).format(n=f"{n:,}")
        as_before = (
            _("Everything else is as before this bundle.") if n else _("All is as before this bundle.")
        )
        line = f"{kept} {as_before}" if n else as_before
        self._page.tell(Told("good", _("The bundle was taken back."), line))

    def _stopped(self) -> None:
        self._page.tell(Told("info", _("Stopped."), _("Nothing was changed.")))

    def _refused(self, error: ChapterDeskError, path: Path, kept: list[Path | None]) -> None:
        self.over.emit()
        words = explain(error)
        line = f"{words.safe} {words.do}"
        if kept and kept[0] is not None and kept[0].parent == self._services.exchange.quarantine:
            line = _("{line} The file is kept in the inbox's quarantine.").format(line=line)
        buttons = []
        if isinstance(error, BundleRefused):
            details = f"{path.name}: {error.reason}. {error.detail}"

            def copy() -> None:
                QGuiApplication.clipboard().setText(details)

            buttons = [NoticeButton(_("Details for the helper"), copy, "copy")]
        self._page.tell(Told("bad", words.happened, line, buttons))


def _taken_words(inside: Inside, taken: TakenIn, undo: Callable[[], None]) -> Told:
    sender = taken.sender or _("a laptop without a name")
    if taken.kind == "receipt":
        return Told("good", _("The receipt was taken in."), _("It is noted what arrived."))
    n = taken.new + taken.changed
    if not n and not taken.refused:
        return Told("good", _("0 new."), _("Everything in this bundle was here already."))
    fact = ngettext(
        "{n} change was taken in from {sender}.", "{n} changes were taken in from {sender}.", n
    ).format(n=f"{n:,}", sender=sender)
    parts = [_("{new} new, {changed} changed.").format(new=f"{taken.new:,}", changed=f"{taken.changed:,}")]
    if taken.conflicts:
        two = ngettext(
            "{n} field has two answers: pick one.", "{n} fields have two answers: pick one.", taken.conflicts
        )
        parts.append(two.format(n=taken.conflicts))
    if taken.refused:
        wait = ngettext(
            "{n} row dated too far ahead waits in quarantine.",
            "{n} rows dated too far ahead wait in quarantine.",
            taken.refused,
        )
        parts.append(wait.format(n=f"{taken.refused:,}"))
    if taken.hole is not None:
        parts += [hole_fact(inside, sender), hole_line(sender)]
    elif taken.agrees:
        parts.append(_("Both laptops hold the same now."))
    tone: NoticeTone = "warn" if taken.refused or taken.hole is not None else "good"
    buttons = [NoticeButton(_("Undo"), undo, "undo-2")] if taken.step is not None else []
    return Told(tone, fact, " ".join(parts), buttons)
