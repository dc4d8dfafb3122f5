"""The first thing on the screen: chapters opened before, a new one, another folder, the sample."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.opening.opening_view import OpeningView, centred
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.mark import Mark
from chapter_desk.i18n import _

if TYPE_CHECKING:
    from chapter_desk.errors import ChapterDeskError
    from chapter_desk.gui.opening.recent_row import RecentRow
    from chapter_desk.gui.shell.notices import Told
    from chapter_desk.gui.widgets.cards import ProgressCard
    from chapter_desk.gui.widgets.notices import Notice, NoticeButton

_NAMELESS_ENDING = ".chapter"


class StartPage(OpeningView):
    """Where a person begins.  Knows the recent folders, and asks; the desk does.

    Signals:
        new_asked(): A chapter should be set up.
        open_asked(): A folder should be chosen.
        sample_asked(): The sample should be opened.
        join_asked(): This laptop should help at another one's door.
        chosen(Path): A recent chapter should be opened.
        taken_off(Path): A recent chapter should not be shown here any more.
        cancelled(): The work in hand should stop.
    """

    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    join_asked = Signal()
    chosen = Signal(object)
    taken_off = Signal(object)
    cancelled = Signal()

    help_id = "start"

    def __init__(self, settings: LaptopSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._troubles: Mapping[Path, ChapterDeskError] = {}
        self._told: Told | None = None
        self._working = ""
        self.rows: list[RecentRow] = []
        self.progress: ProgressCard | None = None
        """The work in hand, if any."""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("noring", True)
        self.build()

    # what the desk says

    def show_troubles(self, troubles: "Mapping[Path, ChapterDeskError]") -> None:
        """Say in the place of each of these chapters why it cannot be opened, and what to do."""
        if dict(troubles) != dict(self._troubles):
            self._troubles = dict(troubles)
            self.build()
            self.enter()

    def tell(self, told: "Told | None") -> None:
        """Show a notice above everything; None takes it back."""
        self._told = told
        self.build()
        if told is not None:
            from chapter_desk.gui.widgets.announce import announce

            announce(self, f"{told.fact} {told.line}")

    def show_working(self, words: str) -> None:
        """Say what is being made ready ("" when it is over): the ways in are off meanwhile."""
        self._working = words
        if words:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else it would jump to the foot
        for button in (self.new, self.open, self.sample, self.join, *self.rows):
            button.setEnabled(not words)
        if words:
            self._progress_card().begin(words)
        elif self.progress is not None:
            self.progress.end()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Say how far the work is."""
        self._progress_card().show_progress(done, total, words)

    def _progress_card(self) -> "ProgressCard":
        if self.progress is None:
            from chapter_desk.gui.widgets.cards import ProgressCard

            self.progress = ProgressCard()
            self.progress.cancelled.connect(self.cancelled)
            self._progress_line.addWidget(self.progress)
        return self.progress

    # what the shell asks

    def enter(self) -> None:
        first = self.rows[0] if self.rows else self.new
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def commands(self) -> Sequence[Command]:
        return (
            Command("start.new", _("New chapter"), self.new_asked.emit, "Ctrl+N", "file-plus-2"),
            Command(
                "start.open",
                _("Open a chapter on this laptop"),
                self.open_asked.emit,
                "Ctrl+O",
                "folder-open",
            ),
            Command("start.sample", _("Try the sample chapter"), self.sample_asked.emit, icon="sparkles"),
            Command("start.join", _("Help at a door"), self.join_asked.emit, icon="laptop"),
            *super().commands(),
        )

    # the inside

    def content(self) -> QWidget:
        t = theme()
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, t.px(24), 0, t.px(24))
        box.setSpacing(t.px(14))
        box.addStretch(2)
        box.addWidget(Mark(56), 0, Qt.AlignmentFlag.AlignHCenter)
        recent = [Path(folder) for folder in self._settings.recent]
        title = TextLabel("Chapter Desk", "h1")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(title)
        line = TextLabel(
            _("Your members, your meetings and your plan, on this laptop. Works with no internet."),
            "small",
            wrap=True,
        )
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(line)
        box.addSpacing(t.px(4))
        if self._told is not None:
            box.addWidget(self._notice(self._told))
        self.rows = []
        if recent:
            box.addLayout(self._recent_head())
            for number, path in enumerate(recent, 1):
                box.addWidget(self._recent(path, number))
        box.addLayout(self._ways(first_use=not recent))
        self._progress_line = QVBoxLayout()
        box.addLayout(self._progress_line)
        self.progress = None
        box.addStretch(3)
        outer = QWidget()
        outer.setLayout(centred(column, 560))
        if self._working:
            self.show_working(self._working)
        if not recent and self._told is None:
            return outer
        from chapter_desk.gui.widgets.cards import scrolling

        return scrolling(outer)

    def _recent_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(TextLabel(_("Chapters on this laptop"), "label"), 1)
        hidden = self._settings.hide_names
        words = _("Show the names") if hidden else _("Hide the names")
        self.hide_names = ActionButton(words, "link", icon="eye" if hidden else "eye-off")
        self.hide_names.clicked.connect(self._turn_names)
        line.addWidget(self.hide_names)
        return line

    def _recent(self, path: Path, number: int) -> QWidget:
        name = shown_name(path, number, hidden=self._settings.hide_names)
        trouble = self._troubles.get(path)
        if trouble is not None:
            from chapter_desk.gui.shell.notices import told_about

            return self._notice(told_about(trouble, self._ways_on(path, trouble)), "warn")
        from chapter_desk.gui.opening.recent_row import RecentRow, place_in_words

        row = RecentRow(name, "" if self._settings.hide_names else place_in_words(path))
        row.clicked.connect(lambda: self.chosen.emit(path))
        row.taken_off.connect(lambda: self.taken_off.emit(path))
        row.setToolTip(_("Delete takes it off this list. The chapter stays where it is."))
        self.rows.append(row)
        return row

    def _ways_on(self, path: Path, trouble: "ChapterDeskError") -> "list[NoticeButton]":
        from chapter_desk.gui.widgets.notices import NoticeButton

        off = NoticeButton(_("Take off this list"), lambda: self.taken_off.emit(path))
        if getattr(trouble, "reason", "") in ("empty", "damaged"):
            return [NoticeButton(_("See its backups"), lambda: self.chosen.emit(path)), off]
        return [NoticeButton(_("Look for it"), self.open_asked.emit), off]

    def _ways(self, *, first_use: bool) -> QVBoxLayout:
        t = theme()
        self.new = ActionButton(
            _("New chapter"), "primary" if first_use else "", "large", icon="plus", key="Ctrl+N"
        )
        self.new.clicked.connect(self.new_asked)
        self.open = ActionButton(_("Open a folder"), room="large", icon="folder-open", key="Ctrl+O")
        self.open.clicked.connect(self.open_asked)
        self.sample = ActionButton(_("Try the sample"), "link")
        self.sample.clicked.connect(self.sample_asked)
        line = QHBoxLayout()
        line.setSpacing(t.px(10))
        line.setContentsMargins(0, t.px(8), 0, 0)
        line.addStretch(1)
        line.addWidget(self.new)
        line.addWidget(self.open)
        line.addStretch(1)
        other = QHBoxLayout()
        other.setSpacing(t.px(6))
        other.addStretch(1)
        other.addWidget(TextLabel(_("Just looking?"), "hint"))
        other.addWidget(self.sample)
        self.join = ActionButton(_("Help at a door"), "link", icon="laptop")
        self.join.clicked.connect(self.join_asked)
        other.addWidget(self.join)
        other.addStretch(1)
        both = QVBoxLayout()
        both.setSpacing(t.px(14))
        both.addLayout(line)
        both.addLayout(other)
        return both

    def _notice(self, told: "Told", tone: str = "") -> "Notice":
        from chapter_desk.gui.widgets.notices import Notice

        return Notice("warn" if tone == "warn" else told.tone, told.fact, told.line, told.buttons)

    def _turn_names(self) -> None:
        self._settings.hide_names = not self._settings.hide_names
        self._settings.save()
        self.build()
        self.hide_names.setFocus(Qt.FocusReason.OtherFocusReason)


def shown_name(path: Path, number: int = 0, *, hidden: bool) -> str:
    """Return what a chapter is called before it is open: its folder's name, or none if that is hidden."""
    if not hidden:
        return path.name.removesuffix(_NAMELESS_ENDING)
    return _("Chapter {number}").format(number=number) if number else _("Your chapter")
