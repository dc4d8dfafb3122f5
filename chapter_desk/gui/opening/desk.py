"""What stands in the window: the start page, the wizard, a locked chapter, an open one.

The one place that moves between them.  It holds the key of the open chapter and nothing else about it;
everything slow runs in a lane of `Tasks`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from chapter_desk.errors import ChapterDeskError, ChapterHeld, NotAChapter
from chapter_desk.gui.opening.first_paint import FirstPaint
from chapter_desk.gui.opening.opening_view import OpeningView, application
from chapter_desk.gui.opening.start_page import StartPage, shown_name
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Progress, Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow, raised
from chapter_desk.i18n import _, ngettext
from chapter_desk.values import Clock, utc_now

if TYPE_CHECKING:
    from chapter_desk.core.safekeeping.kdf import Cost
    from chapter_desk.gui.opening.chapter_host import ChapterHost, OpenChapter
    from chapter_desk.gui.opening.one_window import Bell
    from chapter_desk.gui.opening.quiet import QuietWatch
    from chapter_desk.gui.opening.sample import SampleFolder
    from chapter_desk.gui.opening.unlock_page import LockNote, Tries, UnlockPage
    from chapter_desk.gui.opening.wizard.answers import Answers
    from chapter_desk.gui.shell.notices import Told


@dataclass(slots=True)
class _Held:
    """The chapter that is open in the window."""

    path: Path
    key: bytes = field(repr=False)
    host: "ChapterHost"
    watch: "QuietWatch | None"
    sample: "SampleFolder | None" = None


@dataclass(frozen=True, slots=True)
class _WhereTheyWere:
    """Where a person was in a chapter when it was locked: the page, the place, and who they are."""

    page: str
    place: object
    operator: Any


class Desk(QObject):
    """Moves the window between start page, wizard, unlock page and chapter.

    Args:
        cost: Of the key derivation of new chapters; None tunes it to this computer.
    """

    def __init__(
        self,
        window: MainWindow,
        settings: LaptopSettings,
        tasks: Tasks,
        *,
        clock: Clock = utc_now,
        cost: "Cost | None" = None,
    ) -> None:
        super().__init__(window)
        self.window = window
        self._settings, self._tasks, self._clock, self._cost = settings, tasks, clock, cost
        self._held: _Held | None = None
        self._answers: Answers | None = None
        self._tries: dict[Path, Tries] = {}
        self._bell: Bell | None = None
        self._sample: SampleFolder | None = None
        self._sample_work: Progress | None = None
        self._where: _WhereTheyWere | None = None
        self.painted = False
        """Whether the first view was painted, so that heavy work may begin."""
        self._closing = self._closed = False
        window.may_close = self._may_close
        window.closing.connect(self._gone)

    @property
    def host(self) -> "ChapterHost | None":
        """The open chapter, if one is open."""
        return self._held.host if self._held is not None else None

    # the first view

    def begin(self, chapter: Path | None = None, *, sample: bool = False) -> None:
        """Show the first view, and let everything heavy follow behind its first paint."""
        if chapter is not None:
            self._show_unlock(_absolute(chapter))
        else:
            self.show_start()
        view = self.window.view
        assert view is not None
        painted = FirstPaint(view)
        painted.over.connect(self._load_behind)
        if sample:
            painted.over.connect(self.open_sample)
        if chapter is not None:
            painted.over.connect(lambda: self._check(_absolute(chapter)))

    def show_start(self, told: "Told | None" = None) -> None:
        """Show the start page, with a notice if there is something to say."""
        self._be_called_for(None)
        page = StartPage(self._settings)
        page.new_asked.connect(self.show_wizard)
        page.open_asked.connect(self.choose_folder)
        page.sample_asked.connect(self.open_sample)
        page.chosen.connect(self.choose)
        page.taken_off.connect(self._take_off)
        if told is not None:
            page.tell(told)
        self._show(page)
        if self.painted:
            self._look_at_recent()

    def choose_folder(self) -> None:
        """Ask for a chapter's folder, and go on with it."""
        from chapter_desk.gui.opening.wizard.answers import documents

        words = _("Choose a chapter: a folder whose name ends in .chapter")
        chosen = QFileDialog.getExistingDirectory(self.window, words, str(documents()))
        if chosen:
            self.choose(Path(chosen))

    def choose(self, path: Path) -> None:
        """Go to the chapter in this folder: its lock, or why it cannot be opened."""
        path = _absolute(path)
        if self._raised_elsewhere(path):
            return
        self._show_unlock(path)
        self._check(path)

    # a new chapter

    def show_wizard(self) -> None:
        """Set up a chapter; what was answered before in this window is still there."""
        from chapter_desk.gui.opening.wizard.answers import Answers
        from chapter_desk.gui.opening.wizard.wizard import Wizard

        if self._held is not None:
            self._put_away(then=self.show_wizard)
            return
        self._answers = self._answers or Answers()
        wizard = Wizard(
            self._answers,
            self._tasks,
            self._clock,
            lock_after_min=self._settings.lock_after_min,
            cost=self._cost,
        )
        wizard.given_up.connect(self.show_start)
        wizard.founded.connect(self._founded)
        wizard.finished.connect(self._finished)
        wizard.colours_asked.connect(self.window.use_colours)
        self._show(wizard)

    def _founded(self, answers: "Answers") -> None:
        assert answers.founded_at is not None
        self._settings.remember_chapter(str(answers.founded_at))
        self._settings.save()

    def _finished(self, answers: "Answers", page: str) -> None:
        assert answers.founded_at is not None
        self._answers = None
        self._open(answers.founded_at, answers.data_key, page=page, code_copied=answers.code_copied)

    # the sample

    def open_sample(self) -> None:
        """Make a fresh sample in a temporary folder and open it; nobody types a passphrase."""
        page = self.window.view
        if self._sample is not None or not isinstance(page, StartPage):
            return
        from chapter_desk.gui.opening.sample import SampleFolder

        try:
            sample = self._sample = SampleFolder()
        except ChapterDeskError as error:
            self._tell_start(error)
            return
        page.show_working(_("Making the sample chapter"))
        page.progress.cancelled.connect(self._stop_sample)

        def made(progress: Progress) -> "SampleFolder":
            sample.fill(self._clock, lambda done, total: progress.report(done, total))
            return sample

        def told(done: int, total: int, _words: str) -> None:
            words = _("{done} of {total} meetings").format(done=done, total=total)
            page.progress.show_progress(done, total, words)

        self._sample_work = self._tasks.run_long(
            page, made, self._sample_made, self._sample_not_made, progressed=told, cancelled=self._drop_sample
        )

    def _stop_sample(self) -> None:
        if self._sample_work is not None:
            self._sample_work.cancel()

    def _sample_made(self, sample: "SampleFolder") -> None:
        self._open(sample.chapter, sample.key)

    def _sample_not_made(self, error: ChapterDeskError) -> None:
        self._drop_sample()
        self._tell_start(error)

    def _drop_sample(self) -> None:
        if self._sample is not None:
            self._sample.remove()
            self._sample = None
        if isinstance(page := self.window.view, StartPage):
            page.show_working("")

    # unlocking

    def _show_unlock(self, path: Path, note: "LockNote | None" = None, name: str = "") -> "UnlockPage":
        from chapter_desk.gui.opening.unlock_page import Tries, UnlockPage

        hidden = self._settings.hide_names
        shown = name if name and not hidden else shown_name(path, hidden=hidden)
        tries = self._tries.setdefault(path, Tries())
        page = UnlockPage(path, shown, self._tasks, tries, note)
        page.unlocked.connect(lambda key: self._open(path, key))
        page.restore_asked.connect(lambda name, key: self._restore(path, name, key))
        page.other_asked.connect(self.show_start)
        self._where = None
        self._show(page)
        return page

    def _check(self, path: Path) -> None:
        """Look, off the window's thread, whether this can be unlocked; be called for it from now on."""

        def looked() -> None:
            from chapter_desk.core.safekeeping.folder_check import check_folder

            check_folder(path)

        def found(error: ChapterDeskError) -> None:
            page = self.window.view
            if not self._is_unlock(path):
                return
            if isinstance(error, NotAChapter) and error.reason in ("empty", "damaged"):
                page.show_trouble(error)  # type: ignore[union-attr]
                return
            self._tell_start(error)

        self._be_called_for(path)
        self._tasks.run(self, looked, lambda _none: None, found)

    def _is_unlock(self, path: Path) -> bool:
        view = self.window.view
        return getattr(view, "path", None) == path

    def _open(self, path: Path, key: bytes, *, page: str = "", code_copied: bool = True) -> None:
        where = self._where

        def opened() -> "OpenChapter":
            from chapter_desk.gui.opening.chapter_host import open_chapter

            return open_chapter(
                path, key, self._clock, where.operator if where else None, code_copied=code_copied
            )

        def done(chapter: "OpenChapter") -> None:
            self._show_chapter(path, key, chapter, page)

        self._tasks.run(self, opened, done, lambda error: self._not_opened(path, key, error))

    def _not_opened(self, path: Path, key: bytes, error: ChapterDeskError) -> None:
        self._drop_sample()
        if isinstance(error, ChapterHeld) and error.holder == "window":
            self._raise_elsewhere(path)
        if not self._is_unlock(path):
            self._show_unlock(path)
        self.window.view.show_trouble(error, key)  # type: ignore[union-attr]

    def _restore(self, path: Path, name: str, key: bytes) -> None:
        def restored(_progress: Progress) -> None:
            from chapter_desk.core.safekeeping.backups import put_back
            from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
            from chapter_desk.core.safekeeping.install import install_id

            put_back(ChapterFolder(path), name, key, self._clock, install_id())

        self._tasks.run_long(
            self,
            restored,
            lambda _none: self._open(path, key),
            lambda error: self._not_opened(path, key, error),
        )

    # an open chapter

    def _show_chapter(self, path: Path, key: bytes, chapter: "OpenChapter", page: str) -> None:
        from chapter_desk.gui.opening.chapter_host import ChapterHost
        from chapter_desk.gui.opening.quiet import QuietWatch

        sample, self._sample = self._sample, None
        host = ChapterHost(
            chapter, self._tasks, self._settings, rail_narrow=self._settings.rail_narrow, parent=self
        )
        watch = None
        if sample is None:
            self._settings.remember_chapter(str(path))
            self._settings.save()
            self._be_called_for(path)
            watch = QuietWatch(self.window, self._settings.lock_after_min)
            watch.counting.connect(host.count_down)
            watch.ran_out.connect(self._lock_in_quiet)
            host.lived.connect(watch.touch)
        self._held = _Held(path, key, host, watch, sample)
        host.lock_asked.connect(self.lock)
        host.close_asked.connect(lambda: self._put_away(then=self.show_start))
        host.quit_asked.connect(self.window.close)
        host.new_asked.connect(self.show_wizard)
        where, self._where = self._where, None
        self.window.show_view(host.view)
        host.begin(page or (where.page if where else ""), where.place if where else None)

    # locking

    def _lock_in_quiet(self) -> None:
        minutes = self._settings.lock_after_min
        words = ngettext(
            "Locked after {n} minute of quiet, at {time}",
            "Locked after {n} minutes of quiet, at {time}",
            minutes,
        )
        self._lock(words.format(n=minutes, time=self._now_in_words()))

    def lock(self) -> None:
        """Lock now: half-typed text is kept in the file, the key is dropped, the window blanked."""
        self._lock(_("Locked at {time}").format(time=self._now_in_words()))

    def _lock(self, line: str) -> None:
        held = self._held
        if held is None:
            return
        if held.sample is not None:
            held.host.view.state_line.flash(_("The sample has no passphrase, so it does not lock."), "")
            return
        from chapter_desk.gui.opening.unlock_page import LockNote

        _close_dialogs()
        where = _WhereTheyWere(*held.host.place(), held.host.app.db.operator)
        drafts = held.host.drafts()
        half_typed = any(key.startswith("page.") and content is not None for key, content in drafts.items())
        kept = (
            _("Your half-typed text is kept and opens where you left it.")
            if half_typed
            else _("Everything is saved on this laptop.")
        )
        name = held.host.window_name()
        self._held = None
        page = self._show_unlock(held.path, LockNote(line, kept), name)
        self._where = where

        def failed(error: ChapterDeskError) -> None:
            page.show_trouble(error)

        self._tasks.run(self, lambda: _closed(held.host.app, drafts), lambda _none: None, failed)
        self._drop_host(held)

    def _now_in_words(self) -> str:
        from chapter_desk.gui.opening.moments import clock_time

        return clock_time(self._clock().astimezone())

    def _drop_host(self, held: _Held) -> None:
        if held.watch is not None:
            held.watch.stop()
        held.host.let_go()
        held.host.deleteLater()

    # putting away and closing

    def _put_away(self, *, then: Any) -> None:
        """Make the backup of the day, close the chapter, then go on."""
        from chapter_desk.gui.opening.closing_view import ClosingView

        held = self._held
        if held is None:
            then()
            return
        _close_dialogs()
        drafts = held.host.drafts()
        view = ClosingView()
        self._held = None
        self.window.show_view(view)
        with_backup = held.sample is None

        def done(_none: None) -> None:
            view.progress.end()
            then()

        def put_away(_progress: Progress, backup: bool) -> None:
            _closed(held.host.app, drafts, backup=backup)
            if held.sample is not None:
                held.sample.remove()

        def run(backup: bool) -> None:
            view.begin()
            self._tasks.run_long(self, lambda progress: put_away(progress, backup), done, view.show_trouble)

        view.again_asked.connect(lambda: run(True))
        view.anyway_asked.connect(lambda: run(False))
        self._drop_host(held)
        run(with_backup)

    def _may_close(self) -> bool:
        if self._held is None and not self._closing:
            return True
        if not self._closing and self._held is not None:
            if self._door_keeps_it_open():
                return False
            self._closing = True
            self._put_away(then=self._close_for_good)
        return self._closed

    def _close_for_good(self) -> None:
        self._closed = True
        self.window.close()

    def _door_keeps_it_open(self) -> bool:
        """While a door is open, closing asks once in the state line, not in a box."""
        held = self._held
        if held is None or held.sample is not None or not held.host.door_is_open or held.host.asked_to_close:
            return False
        held.host.ask_before_closing()
        return True

    def _gone(self) -> None:
        self._be_called_for(None)
        if self._sample is not None:
            self._stop_sample()
            self._sample.remove()

    # the start page

    def _tell_start(self, error: ChapterDeskError) -> None:
        from chapter_desk.gui.shell.notices import told_about

        if isinstance(page := self.window.view, StartPage):
            page.tell(told_about(error))
        else:
            self.show_start(told_about(error))

    def _take_off(self, path: Path) -> None:
        self._settings.forget_chapter(str(path))
        self._settings.save()
        self.show_start()

    def _look_at_recent(self) -> None:
        """Find out, off the window's thread, which of the recent chapters cannot be opened."""
        recent = [Path(folder) for folder in self._settings.recent]

        def looked() -> dict[Path, ChapterDeskError]:
            from chapter_desk.core.safekeeping.folder_check import check_folder

            troubles = {}
            for path in recent:
                try:
                    check_folder(path)
                except ChapterDeskError as error:
                    troubles[path] = error
            return troubles

        def found(troubles: dict[Path, ChapterDeskError]) -> None:
            if isinstance(page := self.window.view, StartPage):
                page.show_troubles(troubles)

        if recent:
            self._tasks.run(self, looked, found, lambda _error: None)

    # the shell

    def _load_behind(self) -> None:
        """The first paint is over: look at the recent chapters, then load what opening one needs."""
        self.painted = True
        if isinstance(self.window.view, StartPage):
            self._look_at_recent()
        self._tasks.run(self, _load, lambda _none: None, lambda _error: None)

    def _show(self, view: OpeningView) -> None:
        view.language_asked.connect(self.window.use_language)
        view.text_asked.connect(lambda scale: theme().use(scale=scale))
        self.window.show_view(view)

    def _be_called_for(self, path: Path | None) -> None:
        """Answer a second start that asks for this chapter, and no other."""
        if path is None:
            if self._bell is not None:
                self._bell.close()
            return
        if self._bell is None:
            from chapter_desk.gui.opening.one_window import Bell

            self._bell = Bell(self)
            self._bell.rung.connect(lambda: raised(self.window))
        self._bell.listen(path)

    def _raised_elsewhere(self, path: Path) -> bool:
        from chapter_desk.gui.opening.one_window import raise_other

        if not raise_other(path):
            return False
        self._tell_start(ChapterHeld(path.name.removesuffix(".chapter"), "window"))
        return True

    def _raise_elsewhere(self, path: Path) -> None:
        from chapter_desk.gui.opening.one_window import raise_other

        raise_other(path)


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _closed(app: Any, drafts: dict[str, Any], *, backup: bool = False) -> None:
    """Keep what is half-typed, make the backup of the day if asked and due, and close the chapter."""
    from chapter_desk.core.drafts import Drafts

    kept = Drafts(app.db)
    kept.save_all({key: content for key, content in drafts.items() if content is not None})
    for key, content in drafts.items():
        if content is None:
            kept.clear(key)
    if backup and not app.backups.made_today():
        app.backups.make("daily")
    app.close()


def _load() -> None:
    """Import what opening a chapter needs, and clear away what a crash left."""
    import chapter_desk.core.safekeeping.vault
    import chapter_desk.gui.opening.chapter_host  # noqa: F401
    from chapter_desk.gui.opening.sample import remove_left_behind

    remove_left_behind()


def _close_dialogs() -> None:
    """Close what lies over the window: nobody may read on in a file dialog of a locked chapter."""
    for widget in application().topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
