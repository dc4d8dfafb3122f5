"""Import: a list is chosen, its columns are placed, its effects are seen, and only then it is taken in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.members.columns import ColumnMapping
from chapter_desk.core.members.import_plan import ImportPlan, OnDuplicate
from chapter_desk.core.members.importing import Imported, columns_of
from chapter_desk.core.steps import TakenBack
from chapter_desk.errors import ChapterDeskError, FileNotThere, ImportOutdated
from chapter_desk.gui.members.import_check import CheckStep
from chapter_desk.gui.members.import_columns import ColumnsStep
from chapter_desk.gui.members.import_parts import AskFile, DoneStep, FileStep, StepsLine, ask_for_list
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import ProgressCard
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Area, StepId

T = TypeVar("T")

_FILE, _COLUMNS, _CHECK, _DONE = range(4)


@dataclass(frozen=True, slots=True)
class _Columns:
    mapping: ColumnMapping
    examples: Sequence[Sequence[str]]


class ImportPage(Page):
    """Four steps; Esc leaves them with nothing changed."""

    areas: frozenset[Area] = frozenset()
    shows_find = False
    help_id = "import"

    def __init__(self, app: App, tasks: Tasks, *, ask_file: AskFile = ask_for_list) -> None:
        super().__init__()
        self._app = app
        self._tasks = tasks
        self._ask_file = ask_file
        self._path: Path | None = None
        self._policy: OnDuplicate = "fill"
        self._pairings: dict[tuple[str, ...], ColumnMapping] = {}
        self._running: Progress | None = None
        self._job = 0
        self._step: StepId | None = None
        self.setAcceptDrops(True)
        self.progress = ProgressCard()
        self.steps_line = StepsLine()
        self.file, self.columns, self.check, self.done = FileStep(), ColumnsStep(), CheckStep(), DoneStep()
        self._stack = _Steps()
        for step in (self.file, self.columns, self.check, self.done):
            self._stack.addWidget(step)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(12))
        box.addWidget(self.progress)
        box.addWidget(self._stack, 1)
        self._listen()

    # what the shell asks

    def title(self) -> str:
        return _("Import a list")

    def context(self) -> str:
        if self._path is None:
            return ""
        rows = len(self.check.plan.rows) if self.check.plan is not None and self.at >= _CHECK else 0
        counted = ngettext("{file}, {n} row", "{file}, {n} rows", rows)
        return counted.format(file=self._path.name, n=f"{rows:,}") if rows else self._path.name

    def header_widgets(self) -> Sequence[QWidget]:
        return (self.steps_line,)

    def primary(self) -> ActionButton | None:
        return (self.file.choose, self.columns.check, self.check.go, self.done.members)[self.at]

    def commands(self) -> Sequence[Command]:
        return (
            Command("import.choose", _("Choose a list"), self.choose, "Ctrl+O", "folder-open"),
            Command(
                "import.undo", _("Undo the import"), self.take_back, "Ctrl+Z", "undo-2",
                able=lambda: self.at == _DONE and self._step is not None and self._running is None,
            ),
        )  # fmt: skip

    def enter(self) -> None:
        self._focus_first()

    def leave(self) -> None:
        """What is being read goes on; nothing is half-written."""

    def escape(self) -> bool:
        if self._running is not None:
            self._running.cancel()
            return True
        if self.at in (_COLUMNS, _CHECK):
            self.give_up()
            return True
        return False

    @property
    def at(self) -> int:
        """Which step shows, from 0."""
        return self._stack.currentIndex()

    # what a person does

    def choose(self) -> None:
        """Ask for a file."""
        path = self._ask_file(self)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read what the columns of a list mean."""
        self._path = path

        def work(_progress: Progress) -> _Columns:
            with _opened(path) as untrusted:
                return _Columns(*columns_of(untrusted))

        self._run(_("Looking at {file}").format(file=path.name), work, self._show_columns)

    def plan(self) -> None:
        """Find out what the import would do."""
        mapping, path = self.columns.mapping, self._path
        if mapping is None or path is None:
            return
        self._pairings[mapping.headers] = mapping
        importing, policy = self._app.importing, self._policy

        def work(progress: Progress) -> ImportPlan:
            with _opened(path) as untrusted:
                return importing.plan(
                    untrusted,
                    on_duplicate=policy,
                    mapping=mapping,
                    heard=lambda done, rows: progress.report(done, rows, _far(done, rows)),
                )

        self._run(_("Reading {file}").format(file=path.name), work, self._show_plan)

    def carry_out(self) -> None:
        """Take the list in, exactly as previewed."""
        plan = self.check.plan
        if plan is None or plan.does_nothing or self._running is not None:
            return
        importing = self._app.importing

        def work(progress: Progress) -> Imported:
            return importing.carry_out(plan, lambda done, rows: progress.report(done, rows, _far(done, rows)))

        what = _("Importing {file}").format(file=self._path.name if self._path else "")
        self._run(what, work, partial(self._show_done, plan), self._not_imported)

    def take_back(self) -> None:
        """Undo the import."""
        step = self._step
        if step is None:
            return
        self.done.undo.turn_off(_("The import is being taken back."))
        steps = self._app.steps

        def work(progress: Progress) -> TakenBack:
            return steps.take_back(
                step, lambda done, changes: progress.report(done, changes, _changes_far(done, changes))
            )

        self._run(_("Taking the import back"), work, self._show_undone, self._not_undone)

    def give_up(self) -> None:
        """Go back to the beginning; nothing was changed."""
        self._stop()
        self._path = None
        self._show_step(_FILE)
        self.tell(Told("info", _("Nothing was changed.")))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    # the inside

    def _listen(self) -> None:
        self.progress.cancelled.connect(self._cancel)
        self.file.choose_asked.connect(self.choose)
        self.columns.check_asked.connect(self.plan)
        self.columns.back_asked.connect(partial(self._show_step, _FILE))
        self.check.policy_chosen.connect(self._choose_policy)
        self.check.import_asked.connect(self.carry_out)
        self.check.columns_asked.connect(partial(self._show_step, _COLUMNS))
        self.check.cancel_asked.connect(self._cancel_or_give_up)
        self.done.undo_asked.connect(self.take_back)
        self.done.members_asked.connect(lambda: self.go("members"))
        self.done.another_asked.connect(partial(self._show_step, _FILE))

    def _run(
        self,
        what: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[ChapterDeskError], None] | None = None,
    ) -> None:
        """Do long work; what comes of work that gave way to other work is not heard."""
        self._stop()
        self._job += 1
        job = self._job
        self.untell()
        self.progress.begin(what)
        for button in (self.columns.check, self.check.go, self.file.choose):
            button.turn_off(_("Waits for what is going on."))

        def live(hear: Callable[..., None]) -> Callable[..., None]:
            return lambda *told: hear(*told) if job == self._job else None

        self._running = self._tasks.run_long(
            self,
            work,
            live(done),
            live(failed or self._failed),
            progressed=live(self.progress.show_progress),
            cancelled=live(self._cancelled),
        )

    def _end(self) -> None:
        self._running = None
        self.progress.end()
        self.file.choose.turn_on()
        self.columns.check.turn_on()
        self.done.undo.turn_on()
        if self.check.plan is not None and not self.check.plan.does_nothing:
            self.check.go.turn_on()

    def _stop(self) -> None:
        """Stop what runs, and hear no more of it."""
        self._job += 1
        if self._running is not None:
            self._running.cancel()
            self._end()

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def _cancel_or_give_up(self) -> None:
        self.escape()

    def _cancelled(self) -> None:
        self._end()
        self.tell(Told("info", _("Nothing was changed.")))
        self._focus_first()

    def _failed(self, error: ChapterDeskError) -> None:
        self._end()
        self.tell_error(error)
        focused = self.window().focusWidget()  # the button that was pressed was off, and lost it
        if focused is None or not self.isAncestorOf(focused):
            self._focus_first()

    def _not_imported(self, error: ChapterDeskError) -> None:
        self._failed(error)
        if isinstance(error, ImportOutdated):
            self.check.go.turn_off(_("The preview is made again."))
            self._plan_again(error)

    def _plan_again(self, error: ChapterDeskError) -> None:
        self.plan()
        self.tell_error(error)  # planning took the notice away

    def _choose_policy(self, policy: OnDuplicate) -> None:
        if policy != self._policy:
            self._policy = policy
            self.plan()

    def _show_columns(self, columns: _Columns) -> None:
        self._end()
        mapping = self._pairings.get(columns.mapping.headers, columns.mapping)
        self.columns.show_columns(mapping, columns.examples)
        self._show_step(_COLUMNS)

    def _show_plan(self, plan: ImportPlan) -> None:
        self.check.plan = plan
        self._end()
        self.check.show_plan(plan)
        if self.at != _CHECK:
            self._show_step(_CHECK)
        else:
            self.refresh_head()

    def _show_done(self, plan: ImportPlan, imported: Imported) -> None:
        self._end()
        self._step = imported.step
        self.done.show_done(plan)
        self._show_step(_DONE)

    def _show_undone(self, taken: TakenBack) -> None:
        self._end()
        self._step = None
        self.done.show_undone(taken.kept)
        self.done.members.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_undone(self, error: ChapterDeskError) -> None:
        self._end()
        self.tell_error(error)

    def _show_step(self, step: int) -> None:
        if step == _FILE:
            self._path = None
        self._stack.setCurrentIndex(step)
        self.steps_line.show_step(len(range(_DONE + 1)) if step == _DONE else step)
        self.refresh_head()
        self.commands_changed.emit()
        self._focus_first()

    def _focus_first(self) -> None:
        if not self.isVisible():
            return
        if self.at == _COLUMNS:
            self.columns.focus_first()
        elif self.at == _CHECK:
            self.check.focus_first()
        else:
            (self.file.choose if self.at == _FILE else self.done.members).setFocus(
                Qt.FocusReason.OtherFocusReason
            )


def _changes_far(done: int, changes: int) -> str:
    words = ngettext("{done} of {changes} change", "{done} of {changes} changes", changes)
    return words.format(done=f"{done:,}", changes=f"{changes:,}")


class _Steps(QStackedWidget):
    """The steps, each of which scrolls what has no room: none is asked for its height at a width."""

    def hasHeightForWidth(self) -> bool:
        return False


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as trouble:
        raise FileNotThere(path.name) from trouble


def _far(done: int, rows: int) -> str:
    words = ngettext("{done} of {rows} row", "{done} of {rows} rows", rows)
    return words.format(done=f"{done:,}", rows=f"{rows:,}")


def _dropped(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """Return the one file that is dragged, None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_file() else None
