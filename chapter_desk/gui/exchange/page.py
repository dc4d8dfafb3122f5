"""Exchange: what leaves this laptop, what came to it, and what the chapter's laptops know of each other."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.sync.kept_answers import TwoKept
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.gui.exchange.answers_card import AnswersCard
from chapter_desk.gui.exchange.asides import Asides
from chapter_desk.gui.exchange.exchange_now import ExchangeNow, ExchangeServices, read_exchange
from chapter_desk.gui.exchange.leaving_card import Choice
from chapter_desk.gui.exchange.long_work import LongWork
from chapter_desk.gui.exchange.places import AskBundle, AskFolder, ask_for_bundle, ask_for_folder
from chapter_desk.gui.exchange.side_cards import InboxCard, LaptopsCard, SentCard
from chapter_desk.gui.exchange.taking import Taking
from chapter_desk.gui.exchange.writing import Writing
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.notices import NoticeButton
from chapter_desk.i18n import _
from chapter_desk.values import Area

_RIGHT = 354
_GAP = 14
_BESIDE = 1060
"""Design pixels from which two columns stand side by side."""


class ExchangePage(Page):
    """What leaves at the left, what came at the right; looking inside a bundle takes the left's place."""

    help_id = "exchange"
    scrolls = True

    def __init__(
        self,
        services: ExchangeServices,
        tasks: Tasks,
        settings: LaptopSettings,
        *,
        ask_folder: AskFolder = ask_for_folder,
        ask_bundle: AskBundle = ask_for_bundle,
    ) -> None:
        super().__init__()
        self._services = services
        self._tasks = tasks
        self._ask_bundle = ask_bundle
        self._now: ExchangeNow | None = None
        self._wanted: Path | None = None
        self._long = LongWork(self, tasks)
        self.writing = Writing(self, services, tasks, settings, self._long, ask_folder)
        self.taking = Taking(self, services, tasks, self._long)
        self.undoing = TakingBack(self, services.history, tasks)
        self.leaving, self.inside = self.writing.card, self.taking.card
        self.answers = AnswersCard()
        self.inbox, self.sent, self.laptops = InboxCard(), SentCard(), LaptopsCard()
        self.asides = Asides(self, services, tasks, self.writing, self.undoing)
        self.setAcceptDrops(True)
        self._lay_out()
        self._listen()

    # what the shell asks

    def title(self) -> str:
        return _("Exchange")

    def context(self) -> str:
        return _("Nothing is sent on its own. You decide, file by file.")

    def primary(self) -> ActionButton | None:
        return self.inside.primary() if self._looks_inside else self.leaving.primary()

    def commands(self) -> Sequence[Command]:
        national, own = Destination.NATIONAL, Destination.CHAPTER

        def choosing(kind: str, destination: Destination) -> Callable[[], None]:
            return partial(self._choose, Choice(kind, destination))

        counts, details = _("What leaves: counts for national"), _("What leaves: details for national")
        own_words = _("What leaves: what is new for our own laptops")
        lines, keys = _("Read the bundle line by line"), _("Public keys and their four words")
        look = _("Look inside a bundle")
        return (
            Command("exchange.look", look, self.ask_for_bundle, "Ctrl+O", "package-open"),
            Command("exchange.counts", counts, choosing("summary", national), icon="hash"),
            Command("exchange.details", details, choosing("delta", national), icon="users"),
            Command("exchange.own", own_words, choosing("delta", own), icon="laptop"),
            Command("exchange.lines", lines, self.asides.show_lines, icon="file-search"),
            Command("exchange.keys", keys, self.asides.show_keys, icon="key-round"),
            *self.undoing.commands(),
        )

    def enter(self) -> None:
        if self._now is None:
            self.writing.prepare()
        self._read()
        if self._looks_inside:
            self.inside.focus_first()
        elif self.writing.shows_preview:
            self.leaving.amounts[self.leaving.choice.destination].setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.asides.keep_typed()

    def changed(self, areas: frozenset[Area]) -> None:
        self.taking.forget_peeks()
        self._read()
        if self._long.acting:
            self._long.missed = True
        else:
            self._follow()

    def escape(self) -> bool:
        if self._looks_inside:
            self._show_inside(False)
            return True
        return self.leaving.escape()

    def place(self) -> object:
        choice = self.leaving.choice
        looked = self.inside.inside.path if self._looks_inside and self.inside.inside else None
        return (choice.kind, choice.destination.value, looked)

    def go_to(self, place: object) -> None:
        """Go to a choice and a bundle as `place` gave them, or look inside a bundle by its path alone."""
        match place:
            case Path() as path:
                self._look(path)
            case (str(kind), str(destination), looked):
                self._choose(Choice(kind, Destination(destination)))
                if isinstance(looked, Path):
                    self._look(looked)

    # what a person does

    def ask_for_bundle(self) -> None:
        """Have a person choose a bundle, and look inside."""
        path = self._ask_bundle(self.window(), self._services.mailbox.inbox)
        if path is not None:
            self._look(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self._look(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # the inside

    @property
    def _looks_inside(self) -> bool:
        return not self.inside.isHidden()

    def _lay_out(self) -> None:
        t = theme()
        self._left, self._right = QWidget(), QWidget()
        for column, cards in (
            (self._left, (self._long.card, self.leaving, self.inside, self.answers)),
            (self._right, (self.inbox, self.sent, self.laptops)),
        ):
            box = QVBoxLayout(column)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(t.px(_GAP))
            for card in cards:
                card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
                box.addWidget(card)
            box.addStretch(1)
        self.inside.hide()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(t.px(_GAP))
        self._columns.addWidget(self._left, 1)
        self._columns.addWidget(self._right)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where there is room; beside an open panel the panel takes the right one's place."""
        t = theme()
        room = t.px(_BESIDE)
        beside = self.width() >= room
        replaced = (
            self.asides.is_open and not beside and self.width() + t.size("side-panel") + t.px(_GAP) >= room
        )
        self._right.setHidden(replaced)
        if beside or replaced:
            self._columns.setDirection(QBoxLayout.Direction.LeftToRight)
            self._right.setFixedWidth(t.px(_RIGHT))
        else:
            self._columns.setDirection(QBoxLayout.Direction.TopToBottom)
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16777215)

    def _listen(self) -> None:
        self._long.act_over.connect(self._act_over)
        self.writing.written.connect(lambda _written: self._read())
        self.leaving.turned.connect(self.commands_changed)
        self.leaving.lines_asked.connect(self.asides.show_lines)
        self.leaving.more_asked.connect(self.asides.show_more)
        self.taking.looked.connect(lambda: self._show_inside(True))
        self.taking.over.connect(lambda: self._show_inside(False))
        self.taking.peeked.connect(self._show_inbox)
        self.inbox.file_asked.connect(self.ask_for_bundle)
        self.inbox.look_asked.connect(self._look)
        self.inbox.why_asked.connect(self._why)
        self.inbox.undo_asked.connect(self.taking.undo)
        self.laptops.laptop_asked.connect(self.asides.show_laptop)
        self.laptops.keys_asked.connect(self.asides.show_keys)
        self.answers.other_picked.connect(self._use_other)
        self.answers.kept.connect(self._keep)
        self.asides.closing.connect(self._right.show)
        self._watcher = QFileSystemWatcher(self)
        if self._services.mailbox.inbox.is_dir():
            self._watcher.addPath(str(self._services.mailbox.inbox))
        self._watcher.directoryChanged.connect(lambda _folder: self._read())

    def _follow(self) -> None:
        """Make what shows anew: something changed, so it would leave or come in another way now."""
        self._long.missed = False
        if self._looks_inside:
            self.taking.look_again()
        elif self.writing.shows_preview:
            self.writing.prepare()

    def _act_over(self) -> None:
        if self._long.missed:
            self._follow()

    def _read(self) -> None:
        self._tasks.run(self, lambda: read_exchange(self._services), self._show, self.tell_error)

    def _show(self, now: ExchangeNow) -> None:
        self._now = self.writing.now = self.taking.now = self.asides.now = now
        self.leaving.show_now(now)
        self.answers.show_now(now)
        self.sent.show_now(now)
        self.laptops.show_now(now)
        self._show_inbox()
        self.taking.peek()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.taking.look(wanted)

    def _show_inbox(self) -> None:
        if self._now is not None:
            self.inbox.show_now(self._now, self.taking.peeks)

    def _look(self, path: Path) -> None:
        if self._now is None:
            self._wanted = path
        else:
            self.taking.look(path)

    def _show_inside(self, shows: bool) -> None:
        if shows == self._looks_inside:
            if shows:
                self.inside.focus_first()
            return
        self.inside.setVisible(shows)
        self.leaving.setVisible(not shows)
        self.answers.setVisible(not shows)
        if shows:
            self.inside.focus_first()
        else:
            self.writing.begin_anew()
        self.commands_changed.emit()

    def _why(self, path: Path) -> None:
        waiting = next((each for each in self._now.waiting if each.path == path), None) if self._now else None
        if waiting is not None:
            self.asides.show_refused(waiting)

    def _choose(self, choice: Choice) -> None:
        self.leaving.choose(choice)
        if not self._looks_inside:
            self.writing.begin_anew()

    def _use_other(self, kept: TwoKept) -> None:
        answers = self._services.kept_answers

        def done(_step: object) -> None:
            self.undoing.tell_done(_("The other answer is in use now."))

        self._tasks.run(self, lambda: answers.use_other(kept), done, self.tell_error)

    def _keep(self, kept: TwoKept) -> None:
        answers = self._services.kept_answers

        def again() -> None:
            self._tasks.run(
                self, lambda: answers.ask_again(kept), lambda _none: self.untell(), self.tell_error
            )

        told = Told("good", _("The answer in use stays."), "", [NoticeButton(_("Undo"), again, "undo-2")])
        self._tasks.run(self, lambda: answers.keep(kept), lambda _none: self.tell(told), self.tell_error)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the bundle that is dragged here, None for anything else."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.casefold() == ".cdb":
            return path
    return None
