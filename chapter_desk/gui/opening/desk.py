"""What stands in the window: the start page, the wizard, or the chapter that the keeper keeps.

Loaded before the first paint: what is heavy is imported where it is needed, behind it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from chapter_desk.gui.opening.opening_view import OpeningView
from chapter_desk.gui.opening.start_page import StartPage
from chapter_desk.gui.shell.first_paint import FirstPaint
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.shell.window import MainWindow, raised
from chapter_desk.i18n import _

if TYPE_CHECKING:
    from chapter_desk.core.safekeeping.kdf import Cost
    from chapter_desk.errors import ChapterDeskError
    from chapter_desk.gui.opening.chapter_host import ChapterHost
    from chapter_desk.gui.opening.keeper import Keeper
    from chapter_desk.gui.opening.one_window import Bell
    from chapter_desk.gui.opening.sample import SampleFolder
    from chapter_desk.gui.opening.wizard.answers import Answers
    from chapter_desk.gui.shell.notices import Told
    from chapter_desk.gui.shell.tasks import Progress, Tasks
    from chapter_desk.values import Clock


class Desk(QObject):
    """Moves the window between start page, wizard, unlock page and chapter.

    Args:
        cost: Of the key derivation of new chapters; None tunes it to this computer.

    Signals:
        first_painted(): The first view is on the screen; what is heavy may follow.
    """

    first_painted = Signal()

    def __init__(
        self,
        window: MainWindow,
        settings: LaptopSettings,
        tasks: "Tasks",
        clock: "Clock",
        *,
        cost: "Cost | None" = None,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.settings, self.tasks, self.clock, self._cost = settings, tasks, clock, cost
        self._keeper: Keeper | None = None
        self._answers: Answers | None = None
        self._bell: Bell | None = None
        self._sample: SampleFolder | None = None
        self._sample_work: Progress | None = None
        self.painted = False
        """Whether the first view was painted, so that heavy work may begin."""
        window.may_close = self._may_close
        window.closing.connect(self._gone)

    @property
    def host(self) -> "ChapterHost | None":
        """The open chapter, if one is open."""
        return self._keeper.host if self._keeper is not None else None

    @property
    def keeper(self) -> "Keeper":
        """Who unlocks, shows, locks and puts away a chapter."""
        if self._keeper is None:
            from chapter_desk.gui.opening.keeper import Keeper

            self._keeper = Keeper(self)
        return self._keeper

    # the first view

    def begin(self, chapter: Path | None = None, *, sample: bool = False) -> None:
        """Show the first view, and let everything heavy follow behind its first paint."""
        if chapter is not None:
            self.keeper.show_unlock(_absolute(chapter))
        else:
            self.show_start()
        view = self.window.view
        assert view is not None
        painted = FirstPaint(view)
        painted.over.connect(self._load_behind)
        if sample:
            painted.over.connect(self.open_sample)
        if chapter is not None:
            painted.over.connect(lambda: self.keeper.check(_absolute(chapter)))

    def show_start(self, told: "Told | None" = None) -> None:
        """Show the start page, with a notice if there is something to say."""
        self.be_called_for(None)
        page = StartPage(self.settings)
        page.new_asked.connect(self.show_wizard)
        page.open_asked.connect(self.choose_folder)
        page.sample_asked.connect(self.open_sample)
        page.join_asked.connect(self.show_join)
        page.chosen.connect(self.choose)
        page.taken_off.connect(self._take_off)
        if told is not None:
            page.tell(told)
        self.show(page)
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
        self.keeper.show_unlock(path)
        self.keeper.check(path)

    # a new chapter

    def show_wizard(self) -> None:
        """Set up a chapter; what was answered before in this window is still there."""
        from chapter_desk.gui.opening.wizard.answers import Answers
        from chapter_desk.gui.opening.wizard.wizard import Wizard

        if self.host is not None:
            self.keeper.put_away(self.show_wizard)
            return
        self._answers = self._answers or Answers()
        wizard = Wizard(
            self._answers,
            self.tasks,
            self.clock,
            lock_after_min=self.settings.lock_after_min,
            cost=self._cost,
        )
        wizard.given_up.connect(self.show_start)
        wizard.founded.connect(self._founded)
        wizard.finished.connect(self._finished)
        wizard.colours_asked.connect(self.window.use_colours)
        self.show(wizard)

    def _founded(self, answers: "Answers") -> None:
        assert answers.founded_at is not None
        self.settings.remember_chapter(str(answers.founded_at))
        self.settings.save()

    def _finished(self, answers: "Answers", page: str) -> None:
        assert answers.founded_at is not None
        self._answers = None
        self.keeper.open(answers.founded_at, answers.data_key, page=page, code_copied=answers.code_copied)

    # another laptop's door

    def show_join(self) -> None:
        """Ask for the code of another laptop, and help at its door."""
        from chapter_desk.gui.opening.join_page import JoinPage

        page = JoinPage(self.tasks, self.clock, cost=self._cost)
        page.given_up.connect(self.show_start)
        page.joined.connect(lambda path, key: self.keeper.open(path, key, page="door"))
        self.show(page)

    # the sample

    def open_sample(self) -> None:
        """Make a fresh sample in a temporary folder and open it; nobody types a passphrase."""
        page = self.window.view
        if self._sample is not None or not isinstance(page, StartPage):
            return
        from chapter_desk.errors import ChapterDeskError
        from chapter_desk.gui.opening.sample import SampleFolder

        try:
            sample = self._sample = SampleFolder()
        except ChapterDeskError as error:
            self.tell_start(error)
            return
        page.show_working(_("Making the sample chapter"))
        page.cancelled.connect(self._stop_sample)

        def made(progress: "Progress") -> "SampleFolder":
            sample.fill(self.clock, lambda done, total: progress.report(done, total))
            return sample

        def told(done: int, total: int, _words: str) -> None:
            words = _("{done} of {total} meetings").format(done=done, total=total)
            page.show_progress(done, total, words)

        self._sample_work = self.tasks.run_long(
            page, made, self._sample_made, self._sample_not_made, progressed=told, cancelled=self._drop_sample
        )

    def _stop_sample(self) -> None:
        if self._sample_work is not None:
            self._sample_work.cancel()

    def _sample_made(self, sample: "SampleFolder") -> None:
        self._sample = None
        self.keeper.open(sample.chapter, sample.key, sample=sample)

    def _sample_not_made(self, error: "ChapterDeskError") -> None:
        self._drop_sample()
        self.tell_start(error)

    def _drop_sample(self) -> None:
        if self._sample is not None:
            self._sample.remove()
            self._sample = None
        if isinstance(page := self.window.view, StartPage):
            page.show_working("")

    # the start page

    def tell_start(self, error: "ChapterDeskError") -> None:
        """Say on the start page what cannot be opened, and why."""
        from chapter_desk.gui.shell.notices import told_about

        if isinstance(page := self.window.view, StartPage):
            page.tell(told_about(error))
        else:
            self.show_start(told_about(error))

    def _take_off(self, path: Path) -> None:
        self.settings.forget_chapter(str(path))
        self.settings.save()
        self.show_start()

    def _look_at_recent(self) -> None:
        """Find out, off the window's thread, which of the recent chapters cannot be opened."""
        recent = [Path(folder) for folder in self.settings.recent]

        def looked() -> "dict[Path, ChapterDeskError]":
            from chapter_desk.core.safekeeping.folder_check import check_folder
            from chapter_desk.errors import ChapterDeskError

            troubles: dict[Path, ChapterDeskError] = {}
            for path in recent:
                try:
                    check_folder(path)
                except ChapterDeskError as error:
                    troubles[path] = error
            return troubles

        def found(troubles: "dict[Path, ChapterDeskError]") -> None:
            if isinstance(page := self.window.view, StartPage):
                page.show_troubles(troubles)

        if recent:
            self.tasks.run(self, looked, found, lambda _error: None)

    # the shell

    def _may_close(self) -> bool:
        return self._keeper is None or self._keeper.may_close()

    def _gone(self) -> None:
        self.be_called_for(None)
        if self._sample is not None:
            self._stop_sample()
            self._sample.remove()

    def _load_behind(self) -> None:
        """The first paint is over: look at the recent chapters, then load what opening one needs."""
        self.painted = True
        self.first_painted.emit()
        if isinstance(self.window.view, StartPage):
            self._look_at_recent()
        self.tasks.run(self, _load, lambda _none: None, lambda _error: None)

    def show(self, view: OpeningView) -> None:
        """Show a view, and do as its foot asks."""
        view.language_asked.connect(self.window.use_language)
        view.text_asked.connect(lambda scale: theme().use(scale=scale))
        self.window.show_view(view)

    def be_called_for(self, path: Path | None) -> None:
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
        from chapter_desk.errors import ChapterHeld

        self.tell_start(ChapterHeld(path.name.removesuffix(".chapter"), "window"))
        return True


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _load() -> None:
    """Import what opening a chapter needs, and clear away what a crash left."""
    import chapter_desk.core.safekeeping.vault
    import chapter_desk.gui.opening.chapter_host
    import chapter_desk.gui.opening.keeper
    import chapter_desk.gui.today.page  # noqa: F401
    from chapter_desk.gui.opening.sample import remove_left_behind

    remove_left_behind()
