"""The chapter of the window: unlocked, shown, locked when it is quiet, put away.

It holds the key of the open chapter and nothing else about it; everything slow runs in a lane of `Tasks`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from chapter_desk.core.safekeeping.chapter_folder import ON_CLOSE
from chapter_desk.errors import ChapterDeskError, ChapterHeld, NotAChapter
from chapter_desk.gui.opening.closing_view import ClosingView
from chapter_desk.gui.opening.moments import clock_time
from chapter_desk.gui.opening.opening_view import application
from chapter_desk.gui.opening.start_page import shown_name
from chapter_desk.gui.opening.unlock_page import LockNote, Tries, UnlockPage
from chapter_desk.gui.shell.tasks import Progress
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import OperatorId

if TYPE_CHECKING:
    from chapter_desk.app import App
    from chapter_desk.gui.opening.chapter_host import ChapterHost, OpenChapter
    from chapter_desk.gui.opening.desk import Desk
    from chapter_desk.gui.opening.quiet import QuietWatch
    from chapter_desk.gui.opening.sample import SampleFolder


@dataclass(slots=True)
class _Held:
    """The chapter that is open in the window."""

    path: Path
    key: bytes = field(repr=False)
    host: "ChapterHost"
    watch: "QuietWatch | None"
    sample: "SampleFolder | None"


@dataclass(slots=True)
class _WhereTheyWere:
    """Where a person was when the chapter was locked, and who they are; ids only.

    `drafts` is what could not be kept in the file, should the disk not have taken it.
    """

    page: str = ""
    place: object = None
    operator: OperatorId | None = None
    drafts: Mapping[str, Any] = field(default_factory=dict)


class Keeper(QObject):
    """Keeps one chapter for the desk, from its lock to its lock."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._held: _Held | None = None
        self._where = _WhereTheyWere()
        self._tries: dict[Path, Tries] = {}
        self._then: Callable[[], None] | None = None

    @property
    def host(self) -> "ChapterHost | None":
        """The open chapter, if one is open."""
        return self._held.host if self._held is not None else None

    # unlocking

    def show_unlock(self, path: Path, note: LockNote | None = None, name: str = "") -> UnlockPage:
        """Ask for the passphrase of the chapter in this folder."""
        desk = self._desk
        hidden = desk.settings.hide_names
        shown = name if name and not hidden else shown_name(path, hidden=hidden)
        page = UnlockPage(path, shown, desk.tasks, self._tries.setdefault(path, Tries()), note)
        page.unlocked.connect(lambda key: self.open(path, key))
        page.restore_asked.connect(lambda copy, key: self._restore(path, copy, key))
        page.other_asked.connect(desk.show_start)
        self._where = _WhereTheyWere()
        desk.show(page)
        return page

    def check(self, path: Path) -> None:
        """Look, off the window's thread, whether this can be unlocked; be called for it from now on."""

        def looked() -> bool:
            from chapter_desk.core.safekeeping.backups import put_newest_vault_back
            from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
            from chapter_desk.core.safekeeping.folder_check import check_folder
            from chapter_desk.errors import VaultUnusable

            try:
                check_folder(path)
            except VaultUnusable as unusable:
                if unusable.reason == "newer" or not put_newest_vault_back(ChapterFolder(path)):
                    raise
                check_folder(path)
                return True
            return False

        def fine(mended: bool) -> None:
            if mended and self._unlock_page(path) is not None:
                kept = _("The key file was damaged. It was put back from a backup.")
                self.show_unlock(path, LockNote(kept=kept))

        def found(error: ChapterDeskError) -> None:
            page = self._unlock_page(path)
            if page is None:
                return
            if isinstance(error, NotAChapter) and error.reason in ("empty", "damaged"):
                page.show_trouble(error)
            else:
                self._desk.tell_start(error)

        self._desk.be_called_for(path)
        self._desk.tasks.run(self, looked, fine, found)

    def open(
        self,
        path: Path,
        key: bytes,
        *,
        page: str = "",
        code_copied: bool = True,
        sample: "SampleFolder | None" = None,
        was_put_back: bool = False,
    ) -> None:
        """Open the chapter with its key, on this page."""
        where, clock = self._where, self._desk.clock

        def opened() -> "OpenChapter":
            from chapter_desk.gui.opening.chapter_host import open_chapter

            return open_chapter(path, key, clock, where.operator, code_copied=code_copied)

        def done(chapter: "OpenChapter") -> None:
            self._show(_WhereTheyWere(page) if page else where, path, key, chapter, sample)
            assert self.host is not None
            self.host.begin(page or where.page, where.place, was_put_back=was_put_back)

        def failed(error: ChapterDeskError) -> None:
            if sample is not None:
                sample.remove()
                self._desk.tell_start(error)
            else:
                self._not_opened(path, key, error)

        self._desk.tasks.run(self, opened, done, failed)

    def _not_opened(self, path: Path, key: bytes, error: ChapterDeskError) -> None:
        if isinstance(error, ChapterHeld) and error.holder == "window":
            from chapter_desk.gui.opening.one_window import raise_other

            raise_other(path)
        (self._unlock_page(path) or self.show_unlock(path)).show_trouble(error, key)

    def _unlock_page(self, path: Path) -> UnlockPage | None:
        view = self._desk.window.view
        return view if isinstance(view, UnlockPage) and view.path == path else None

    def _restore(self, path: Path, copy: str, key: bytes) -> None:
        clock = self._desk.clock

        def restored(_progress: Progress) -> None:
            from chapter_desk.core.safekeeping.backups import put_back
            from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
            from chapter_desk.core.safekeeping.install import install_id

            put_back(ChapterFolder(path), copy, key, clock, install_id())

        self._desk.tasks.run_long(
            self,
            restored,
            lambda _none: self.open(path, key, was_put_back=True),
            lambda error: self._not_opened(path, key, error),
        )

    # an open chapter

    def _show(
        self,
        where: _WhereTheyWere,
        path: Path,
        key: bytes,
        chapter: "OpenChapter",
        sample: "SampleFolder | None",
    ) -> None:
        from chapter_desk.gui.opening.chapter_host import ChapterHost

        desk, settings = self._desk, self._desk.settings
        chapter.drafts.update(where.drafts)
        host = ChapterHost(chapter, desk.tasks, settings, rail_narrow=settings.rail_narrow, parent=self)
        watch = None
        if sample is None:
            settings.remember_chapter(str(path))
            settings.save()
            desk.be_called_for(path)
            watch = self._watched(host)
        self._held = _Held(path, key, host, watch, sample)
        self._where = _WhereTheyWere()
        host.lock_asked.connect(self.lock)
        host.close_asked.connect(lambda: self.put_away(desk.show_start))
        host.quit_asked.connect(desk.window.close)
        host.new_asked.connect(desk.show_wizard)
        host.quiet_changed.connect(self._watch_anew)
        host.put_back_asked.connect(self._put_back)
        desk.window.set_palette_sources(*host.palette_sources())
        desk.window.show_view(host.view)

    def _put_back(self, copy: str) -> None:
        """Close the chapter after copying it, put the chosen copy in its place, and open it again."""
        held = self._held
        if held is not None and held.sample is None:
            self.put_away(lambda: self._restore(held.path, copy, held.key), "before-restore")

    # locking

    def _watched(self, host: "ChapterHost") -> "QuietWatch":
        from chapter_desk.gui.opening.quiet import QuietWatch

        watch = QuietWatch(self._desk.window, self._desk.settings.lock_after_min)
        watch.counting.connect(host.count_down)
        watch.ran_out.connect(self._lock_in_quiet)
        host.lived.connect(watch.touch)
        return watch

    def _watch_anew(self) -> None:
        held = self._held
        if held is not None and held.watch is not None:
            held.watch.stop()
            held.watch.deleteLater()
            held.watch = self._watched(held.host)

    def _lock_in_quiet(self) -> None:
        if self._desk.tasks.busy:  # an import is not cut short because its person looks on
            self._watch_anew()
            return
        minutes = self._desk.settings.lock_after_min
        words = ngettext(
            "Locked after {n} minute of quiet, at {time}",
            "Locked after {n} minutes of quiet, at {time}",
            minutes,
        )
        self._lock(words.format(n=minutes, time=self._time()))

    def lock(self) -> None:
        """Lock now: half-typed text is kept in the file, the key is dropped, the window blanked."""
        self._lock(_("Locked at {time}").format(time=self._time()))

    def _lock(self, line: str) -> None:
        held = self._held
        if held is None:
            return
        if held.sample is not None:
            held.host.view.state_line.flash(_("The sample has no passphrase, so it does not lock."), "")
            return
        _close_dialogs()
        app, drafts = held.host.app, held.host.drafts()
        where = _WhereTheyWere(*held.host.place(), app.db.operator)
        half_typed = any(content is not None for content in drafts.values())
        kept = (
            _("Your half-typed text is kept and opens where you left it.")
            if half_typed
            else _("Everything is saved on this laptop.")
        )
        self._held = None
        self._desk.window.set_palette_sources()
        page = self.show_unlock(held.path, LockNote(line, kept), held.host.window_name())
        self._where = where

        def closed() -> None:
            _close(app, drafts, whatever_comes=True)

        def failed(error: ChapterDeskError) -> None:
            where.drafts = {key: content for key, content in drafts.items() if content is not None}
            page.show_trouble(error)

        self._desk.tasks.run(self, closed, lambda _none: None, failed)
        _drop(held)

    def _time(self) -> str:
        return clock_time(self._desk.clock().astimezone())

    # putting away

    def put_away(self, then: Callable[[], None], reason: str = ON_CLOSE) -> None:
        """Make a copy of what was done since the last one, close the chapter, then go on."""
        held = self._held
        if held is None:
            then()
            return
        _close_dialogs()
        app, drafts = held.host.app, held.host.drafts()
        view = ClosingView()
        self._held, self._then = None, then
        self._desk.window.set_palette_sources()
        self._desk.window.show_view(view)

        def work(anyway: bool) -> None:
            copy = reason if held.sample is None and not anyway else ""
            _close(app, drafts, copy=copy, whatever_comes=anyway)
            if held.sample is not None:
                held.sample.remove()

        def done(_none: None) -> None:
            view.progress.end()
            after, self._then = self._then, None
            if after is not None:
                after()

        def run(anyway: bool) -> None:
            view.begin()
            failed = done if anyway else view.show_trouble
            tasks = self._desk.tasks

            def close(_saved: None) -> None:
                tasks.run_long(self, lambda _progress: work(anyway), done, failed)  # type: ignore[arg-type]

            # what pages saved on being left waits in the quick lane: the chapter closes after it
            tasks.run(self, lambda: None, close, view.show_trouble)

        view.again_asked.connect(lambda: run(False))
        view.anyway_asked.connect(lambda: run(True))
        _drop(held)
        run(False)

    def may_close(self) -> bool:
        """Whether the window can close now; if not, it closes itself when the chapter is put away."""
        if self._then is not None:
            self._then = self._close_window
            return False
        if self._held is None:
            return True
        if not self._door_keeps_it_open(self._held):
            self.put_away(self._close_window)
        return False

    def _close_window(self) -> None:
        self._desk.window.close()

    @staticmethod
    def _door_keeps_it_open(held: _Held) -> bool:
        """While a door is open, closing asks once in the state line, not in a box."""
        if held.sample is not None or not held.host.door_is_open or held.host.asked_to_close:
            return False
        held.host.ask_before_closing()
        return True


def _drop(held: _Held) -> None:
    if held.watch is not None:
        held.watch.stop()
    held.host.let_go()
    held.host.deleteLater()


def _close(app: "App", drafts: Mapping[str, Any], *, copy: str = "", whatever_comes: bool = False) -> None:
    """Keep what is half-typed, copy the chapter for this reason if it is due, and close it.

    Raises:
        NotSaved, NoSuchBackup: Something was not written; the chapter is closed all the same if
            `whatever_comes`, else it stays open.
    """
    from chapter_desk.core.drafts import Drafts

    kept = Drafts(app.db)
    done = whatever_comes
    try:
        kept.save_all({key: content for key, content in drafts.items() if content is not None})
        for key, content in drafts.items():
            if content is None:
                kept.clear(key)
        if copy and (copy != ON_CLOSE or app.backups.is_behind()):
            app.backups.make(copy)
        done = True
    finally:
        if done:
            app.close()


def _close_dialogs() -> None:
    """Close what lies over the window: nobody may read on in a file dialog of a locked chapter."""
    for widget in application().topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
