"""The shell of a chapter as the desk shows it: with the sample's banner, and a name that can change."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.gui.shell.bridge import Bridge
from chapter_desk.gui.shell.chapter_view import ChapterView
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.navigation import PageEntry
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.notices import Notice, NoticeButton
from chapter_desk.i18n import _


class ChapterShell(ChapterView):
    """The chapter's shell.

    Signals:
        own_asked(): "Set up your own" was pressed in the sample's banner.
        remade_itself(): Rail and state line are new, for another language or text size.
    """

    own_asked = Signal()
    remade_itself = Signal()

    def __init__(
        self,
        chapter: str,
        entries: Sequence[PageEntry],
        bridge: Bridge,
        *,
        commands: Callable[[], Sequence[Command]] = tuple,
        rail_narrow: bool = False,
        is_sample: bool = False,
    ) -> None:
        self._is_sample = is_sample
        self._banner: QWidget | None = None
        super().__init__(chapter, entries, bridge, commands=commands, rail_narrow=rail_narrow)

    def rename(self, chapter: str) -> None:
        """Show another name in the title bar."""
        if chapter != self._chapter:
            self._chapter = chapter
            self.title_changed.emit()

    def remake(self) -> None:
        super().remake()
        self.remade_itself.emit()

    def _build_frame(self) -> None:
        super()._build_frame()
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if self._is_sample:
            self._banner = self._made_banner()
            self._right.insertWidget(0, self._banner)

    def _made_banner(self) -> QWidget:
        t = theme()
        banner = QWidget()
        box = QVBoxLayout(banner)
        box.setContentsMargins(t.px(20), t.px(10), t.px(20), 0)
        box.addWidget(
            Notice(
                "info",
                _("This is the sample."),
                _("Nothing in it is real. Try everything: it is gone when you close it."),
                [NoticeButton(_("Set up your own chapter"), self.own_asked.emit, "plus")],
            )
        )
        return banner
