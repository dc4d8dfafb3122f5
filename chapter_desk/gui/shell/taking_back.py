"""Undo and redo of a page's last step, in the words of the act."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from chapter_desk.core.steps import Step, Steps
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.notices import NoticeButton
from chapter_desk.i18n import _
from chapter_desk.values import StepId


def act_words(step: Step) -> str:
    """Return what a step did, to stand after "Undo" ("Undo removing an action")."""
    kind = str(step.params.get("kind", "")) if step.undoes is not None else step.kind
    return {
        "add-meeting": _("planning a meeting"),
        "edit-meeting": _("the change to a meeting"),
        "open-door": _("opening the door"),
        "end-meeting": _("closing the door"),
        "cancel-meeting": _("calling a meeting off"),
        "put-back-meeting": _("putting a meeting back"),
        "import-calendar": _("the calendar file"),
        "invite": _("the invitation"),
        "rsvp": _("the answer"),
        "rsvp-guests": _("the number of guests"),
        "take-off-list": _("taking somebody off the list"),
        "reminded": _("the note of the reminder"),
        "sign-in": _("a sign-in"),
        "walk-in": _("a walk-in"),
        "visitor": _("counting a visitor"),
        "sign-in-afterwards": _("a sign-in"),
        "take-back": _("taking a sign-in back"),
        "sort-out": _("sorting something out"),
        "log-call": _("the call"),
        "call-again": _("calling once more"),
        "take-on-follow-up": _("who makes a call"),
        "add-person": _("adding a person"),
        "edit-person": _("the change to a person"),
        "archive-people": _("archiving"),
        "restore-people": _("bringing back into the list"),
        "tag-people": _("the tag"),
        "untag-people": _("taking a tag away"),
        "same-person": _("joining two entries"),
        "unlink-person": _("taking two entries apart"),
        "not-same-person": _("telling two people apart"),
        "household": _("the household"),
        "leave-household": _("taking somebody out of a household"),
        "add-note": _("the note"),
        "remove-note": _("taking a note away"),
        "consent": _("their answer"),
        "record-gift": _("the gift"),
        "take-back-gift": _("taking a gift out"),
        "correct-gift": _("the correction of a gift"),
        "give-back": _("giving a gift back"),
        "event-line": _("coins and small gifts"),
        "count-money": _("the count of the money"),
        "money-rule": _("the choice which money rules apply"),
        "freeze-roll": _("freezing the roll"),
        "count-ballots": _("the count of the ballots"),
        "put-back": _("putting a field back"),
        "import": _("the import"),
        "take-in": _("taking in a bundle"),
        "rename-laptop": _("the laptop's name"),
        "revoke-laptop": _("trusting a laptop no more"),
        "add-issue": _("adding an issue"),
        "edit-issue": _("the change to an issue"),
        "remove-issue": _("removing an issue"),
        "add-action": _("adding an action"),
        "edit-action": _("the change to an action"),
        "move-action": _("moving an action"),
        "remove-action": _("removing an action"),
        "action-done": _("marking an action done"),
        "action-open": _("opening an action again"),
        "edit-chapter": _("the change to the chapter"),
        "agreement-fill": _("the change to the agreement"),
        "agreement-tick": _("the tick"),
        "agreement-step": _("the step of the agreement"),
        "agreement-step-back": _("taking a step of the agreement back"),
    }.get(kind, _("the last step"))


class TakingBack(QObject):
    """Ctrl Z and Ctrl Shift Z of a page: takes the last step of this laptop back, and puts it back."""

    def __init__(self, page: Page, steps: Steps, tasks: Tasks) -> None:
        super().__init__(page)
        self._page = page
        self._steps = steps
        self._tasks = tasks

    def commands(self) -> list[Command]:
        """Return the two commands; their words name the act only once it is taken back."""
        return [
            Command("page.undo", _("Undo the last step"), self.undo, "Ctrl+Z", "undo-2"),
            Command("page.redo", _("Redo it"), self.redo, "Ctrl+Shift+Z", "rotate-cw"),
        ]

    def undo(self) -> None:
        """Take the last step back, and say which it was."""
        self._run(self._steps.next_undo, _("Taken back: {act}."), _("There is nothing to undo."))

    def redo(self) -> None:
        """Put back what was taken back last."""
        self._run(self._steps.next_redo, _("Done again: {act}."), _("There is nothing to redo."))

    def tell_done(self, fact: str, line: str = "") -> None:
        """Say that something was done, with a button that takes exactly that back."""

        def told(step: Step | None) -> None:
            buttons = []
            if step is not None:
                id = step.id
                buttons = [NoticeButton(_("Undo"), lambda: self._take_back(id), "undo-2", "Ctrl+Z")]
            self._page.tell(Told("good", fact, line, buttons))

        self._tasks.run(self._page, self._steps.next_undo, told, self._page.tell_error)

    def _take_back(self, id: StepId) -> None:
        self._run(lambda: self._steps.step(id), _("Taken back: {act}."), "")

    def _run(self, which: Callable[[], Step | None], done: str, nothing: str) -> None:
        def work() -> Step | None:
            step = which()
            if step is not None:
                self._steps.take_back(step.id)
            return step

        def told(step: Step | None) -> None:
            if step is None:
                self._page.tell(Told("info", nothing))
            else:
                self._page.tell(Told("good", done.format(act=act_words(step))))

        self._tasks.run(self._page, work, told, self._failed)

    def _failed(self, error: ChapterDeskError) -> Any:
        self._page.tell_error(error)
