"""Undo and redo of a page's last step, in the words of the act."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chapter_desk.core.history import History, HistoryEntry
from chapter_desk.core.step_titles import StepTitle
from chapter_desk.core.steps import TakenBack
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.notices import NoticeButton
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import StepId


def taken_back(title: StepTitle, taken: TakenBack, buttons: tuple[NoticeButton, ...] = ()) -> Told:
    """Return the notice after a step was taken back, or done again."""
    kept = ""
    if taken.kept:
        kept = ngettext(
            "{n} later edit by people was kept.", "{n} later edits by people were kept.", taken.kept
        ).format(n=f"{taken.kept:,}")
    if not taken.put_as_before:
        return Told("info", _("Nothing was left to take back."), kept, buttons)
    done = _("Done again: {act}.") if title.is_undo else _("Taken back: {act}.")
    return Told("good", done.format(act=title.act), kept, buttons)


class TakingBack(QObject):
    """Ctrl Z and Ctrl Shift Z of a page: takes the last step of this laptop back, and puts it back."""

    def __init__(self, page: Page, history: History, tasks: Tasks) -> None:
        super().__init__(page)
        self._page = page
        self._history = history
        self._tasks = tasks

    def commands(self) -> list[Command]:
        """Return the two commands; their words name the act only once it is taken back."""
        return [
            Command("page.undo", _("Undo the last step"), self.undo, "Ctrl+Z", "undo-2"),
            Command("page.redo", _("Redo it"), self.redo, "Ctrl+Shift+Z", "rotate-cw"),
        ]

    def undo(self) -> None:
        """Take the last step back, and say which it was."""
        self._run(self._history.next_undo, _("There is nothing to undo."))

    def redo(self) -> None:
        """Put back what was taken back last."""
        self._run(self._history.next_redo, _("There is nothing to redo."))

    def tell_done(self, fact: str, line: str = "") -> None:
        """Say that something was done, with a button that takes exactly that back."""

        def told(entry: HistoryEntry | None) -> None:
            buttons = []
            if entry is not None:
                id = entry.step.id
                buttons = [NoticeButton(_("Undo"), lambda: self._take_back(id), "undo-2", "Ctrl+Z")]
            self._page.tell(Told("good", fact, line, buttons))

        self._tasks.run(self._page, self._history.next_undo, told, self._page.tell_error)

    def _take_back(self, id: StepId) -> None:
        self._run(lambda: self._history.entry(id), "")

    def _run(self, which: Callable[[], HistoryEntry | None], nothing: str) -> None:
        def work() -> tuple[StepTitle, TakenBack] | None:
            entry = which()
            return self._history.take_back(entry.step.id) if entry is not None else None

        def told(done: tuple[StepTitle, TakenBack] | None) -> None:
            self._page.tell(taken_back(*done) if done is not None else Told("info", nothing))

        self._tasks.run(self._page, work, told, self._page.tell_error)
