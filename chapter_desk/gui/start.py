"""The window's own start: the first view is painted before anything heavy is loaded."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from chapter_desk.gui.opening.desk import Desk
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import WorkerTasks
from chapter_desk.gui.shell.theme import COLOURS, theme
from chapter_desk.gui.shell.window import MainWindow
from chapter_desk.i18n import use_language


def main(chapter: Path | None, sample: bool) -> int:
    """Show the window until it is closed; return 0.

    If another window has this chapter open, that one comes to the front and this start is over.
    """
    application = dressed_application()
    if chapter is not None and _shown_elsewhere(chapter):
        return 0
    from chapter_desk.gui.shell.crash import CrashWatch

    crashes = CrashWatch()
    crashes.install()
    settings = LaptopSettings.load()
    put_on(settings)
    tasks = WorkerTasks()
    window = MainWindow(settings)
    desk = Desk(window, settings, tasks)
    desk.begin(chapter, sample=sample)
    window.show()
    code = application.exec()
    tasks.close()
    crashes.uninstall()
    return code


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
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setWindowIcon(theme().icon("door-open", "accent"))


def _shown_elsewhere(chapter: Path) -> bool:
    from chapter_desk.gui.opening.one_window import raise_other

    return raise_other(chapter.expanduser().absolute())
