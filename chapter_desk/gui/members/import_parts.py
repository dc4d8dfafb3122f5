"""Small parts of the import: where one is, choosing the file, and the end."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.members.import_plan import ImportPlan
from chapter_desk.gui.members.person_view import empty
from chapter_desk.gui.members.words import people_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, EmptyState
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext, pgettext

AskFile = Callable[[QWidget], Path | None]
"""Given the window, returns the file a person chose, None for none."""


def ask_for_list(parent: QWidget) -> Path | None:
    """Return the list a person chose, in the system's own dialog."""
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("Choose a list"), str(Path.home()), _("Lists (*.csv *.tsv *.txt);;All files (*)")
    )
    return Path(chosen) if chosen else None


class StepsLine(QWidget):
    """The four steps on one line: those done with a tick, the present one bold."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme().px(6))
        self.show_step(0)

    def show_step(self, now: int) -> None:
        """Show which step it is, from 0; 4 when all are done."""
        empty(self._line)
        names = (_("File"), _("Columns"), pgettext("step of an import", "Check"), _("Done"))
        for number, name in enumerate(names):
            if number:
                self._line.addWidget(TextLabel("—", "hint"))
            if number < now:
                self._line.addWidget(IconLabel("check", "good", 14))
                self._line.addWidget(TextLabel(name, "small"))
            else:
                words = f"{number + 1} {name}"
                self._line.addWidget(TextLabel(words, "label" if number == now else "small"))
        at = min(now, len(names) - 1)
        words = _("Step {number} of {count}, {name}")
        self.setAccessibleName(words.format(number=at + 1, count=len(names), name=names[at]))


class FileStep(Card):
    """Where a list is chosen or dropped.

    Signals:
        choose_asked(): A file should be chosen.
    """

    choose_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choose = ActionButton(_("Choose a list"), "primary", "large", icon="folder-open", key="Ctrl+O")
        self.choose.clicked.connect(self.choose_asked)
        kinds = _(
            "CSV files as Action Network, NationBuilder, VAN, Mobilize, ActBlue and Mailchimp export them."
        )
        self.body.addWidget(
            EmptyState(
                "upload",
                _("Drop a list of people here"),
                _("Nothing is changed before you have seen what would happen."),
                [self.choose],
                [_centred(kinds)],
            )
        )


class DoneStep(Card):
    """What the import did, and its undo.

    Signals:
        undo_asked(): Take the import back.
        members_asked(): Show the people.
        another_asked(): Begin with another list.
    """

    undo_asked = Signal()
    members_asked = Signal()
    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.members = ActionButton(_("See the members"), "primary", "large", icon="users")
        self.undo = ActionButton(_("Undo the import"), "", "large", icon="undo-2", key="Ctrl+Z")
        self.another = ActionButton(_("Import another list"), "link")
        self.members.clicked.connect(self.members_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.another.clicked.connect(self.another_asked)
        self._state = EmptyState("circle-check", "", "…", [self.members, self.undo], [self.another])
        self.body.addWidget(self._state)

    def show_done(self, plan: ImportPlan) -> None:
        """Say what came in."""
        self.undo.turn_on()
        self.undo.show()
        self._state.say(
            ngettext("{n} person imported.", "{n} people imported.", plan.people).format(
                n=f"{plan.people:,}"
            ),
            counted_words(plan),
        )

    def show_undone(self, kept: int) -> None:
        """Say that the import was taken back, and how much people did since was kept."""
        self.undo.hide()
        words = ngettext(
            "{n} later edit by people was kept.", "{n} later edits by people were kept.", kept
        ).format(n=f"{kept:,}")
        self._state.say(
            _("The import was taken back."), words if kept else _("Everything is as it was before.")
        )


def counted_words(plan: ImportPlan) -> str:
    """Return what a plan did, in one line."""
    parts = [
        ngettext("{n} new", "{n} new", plan.new).format(n=f"{plan.new:,}"),
        ngettext("{n} updated", "{n} updated", plan.changed).format(n=f"{plan.changed:,}"),
    ]
    if plan.same:
        parts.append(
            ngettext("{n} row changed nothing", "{n} rows changed nothing", plan.same).format(
                n=f"{plan.same:,}"
            )
        )
    if plan.left_out:
        parts.append(
            ngettext("{n} row left out", "{n} rows left out", plan.left_out).format(n=f"{plan.left_out:,}")
        )
    return _("{counts}.").format(counts=", ".join(parts))


def import_words(plan: ImportPlan) -> str:
    """Return the words on the button that imports: they name its effect."""
    return _("Import {people}").format(people=people_words(plan.people))


def _centred(words: str) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    label = TextLabel(words, "hint", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setMinimumWidth(theme().px(400))
    box.addWidget(label)
    return holder
