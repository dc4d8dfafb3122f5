"""The window's own start: the first view is painted before anything heavy is loaded."""

import sys
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import COLOURS, theme
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.i18n import use_language

if TYPE_CHECKING:
    from chapter_desk.gui.shell.crash import CrashWatch
    from chapter_desk.gui.shell.tasks import Progress, WorkerTasks


def main(chapter: Path | None, sample: bool) -> int:
    """Show the window until it is closed; return 0.

    If another window has this chapter open, that one comes to the front and this start is over.
    """
    application = dressed_application()
    if chapter is not None and _shown_elsewhere(chapter):
        return 0
    sys.excepthook = _before_the_watch
    settings = LaptopSettings.load()
    put_on(settings)
    window = MainWindow(settings)
    tasks = TasksBehind()
    desk = Desk(window, settings, tasks, _now)
    desk.first_painted.connect(_watch)
    desk.begin(chapter, sample=sample)
    window.show()
    code = application.exec()
    tasks.close()
    _stop_watching()
    return code


_watching: "list[CrashWatch]" = []


def _watch() -> None:
    """Begin the log and hear of bugs; behind the first paint, for both cost more than they look."""
    from chapter_desk import logs
    from chapter_desk.gui.shell.crash import CrashWatch
    from chapter_desk.gui.shell.sweeping import Sweeping

    Sweeping(dressed_application())
    logs.start("window")
    watch = CrashWatch()
    watch.install()
    _watching.append(watch)
    dressed_application().setWindowIcon(theme().icon("door-open", "accent"))


def _before_the_watch(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug before the first paint is logged and shown as any other."""
    if not _watching:
        _watch()
    sys.excepthook(kind, error, trace)


def _stop_watching() -> None:
    from chapter_desk import logs

    while _watching:
        _watching.pop().uninstall()
    sys.excepthook = sys.__excepthook__
    logs.stop()


class TasksBehind:
    """The lanes of work, made when there is work: the first paint waits for no threads."""

    @cached_property
    def lanes(self) -> "WorkerTasks":
        """The real lanes."""
        from chapter_desk.gui.shell.tasks import WorkerTasks

        return WorkerTasks()

    @property
    def busy(self) -> bool:
        """As `Tasks.busy`."""
        return "lanes" in self.__dict__ and self.lanes.busy

    def run(self, *asked: Any) -> None:
        """As `Tasks.run`."""
        self.lanes.run(*asked)

    def run_long(self, *asked: Any, **told: Any) -> "Progress":
        """As `Tasks.run_long`."""
        return self.lanes.run_long(*asked, **told)

    def close(self) -> None:
        """Finish what is in hand."""
        if "lanes" in self.__dict__:
            self.lanes.close()


def _now() -> datetime:
    from chapter_desk.values import utc_now

    return utc_now()


def dressed_application() -> QApplication:
    """Return the application, made as the design wants it."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    rounding = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough  # fractional scales stay as they are
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(rounding)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("chapter-desk")
    application.setDesktopFileName("chapter-desk")
    return application


def put_on(settings: LaptopSettings) -> None:
    """Take the language, the colours and the text size that this laptop remembers."""
    if settings.language:
        use_language(settings.language)
    theme().install(
        next((each for each in COLOURS if each == settings.colours), "system"), settings.text_scale
    )
    theme().use(no_motion=settings.no_motion)


def _shown_elsewhere(chapter: Path) -> bool:
    from chapter_desk.gui.opening.one_window import raise_other

    return raise_other(chapter.expanduser().absolute())
