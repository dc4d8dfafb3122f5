"""Bugs: written to the log, shown in three parts, nothing personal in what can be copied."""

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _

_log = logging.getLogger(__name__)


def details_of(error: BaseException) -> str:
    """Return what a helper needs of a bug: where in the program, which kind, which versions.

    The message and the values are left out: they may hold a name, a phone or a path.
    """
    lines = [f"Chapter Desk, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_shipped_name(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


class CrashDialog(QDialog):
    """What happened, what is safe, what to do; and a button that copies the details for a helper."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._details = details
        self.setWindowTitle("Chapter Desk")
        self.setMinimumWidth(t.px(460))
        self._heads = TextLabel(_("Something in the program broke."), "h2", wrap=True)
        self._safe = TextLabel(_("Everything saved before is still on this laptop."), wrap=True)
        self._do = TextLabel(
            _("Go on working. If it comes again, close Chapter Desk and open it once more."), wrap=True
        )
        copy = ActionButton(_("Copy details for the helper"), icon="copy")
        copy.clicked.connect(self.copy_details)
        go_on = ActionButton(_("Go on"), "primary", key="Esc")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        words = QVBoxLayout()
        words.setSpacing(t.px(6))
        for label in (self._heads, self._safe, self._do):
            words.addWidget(label)
        words.addWidget(TextLabel(_("The details hold no names."), "hint", wrap=True))
        top = QHBoxLayout()
        top.setSpacing(t.px(14))
        top.addWidget(IconLabel("octagon-alert", "bad", 32), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.setSpacing(t.px(8))
        foot.addStretch(1)
        foot.addWidget(copy)
        foot.addWidget(go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(t.px(24), t.px(22), t.px(24), t.px(20))
        box.setSpacing(t.px(18))
        box.addLayout(top)
        box.addLayout(foot)

    def copy_details(self) -> None:
        """Put the details on the clipboard."""
        QApplication.clipboard().setText(self._details)


class CrashWatch(QObject):
    """Hears of every exception nobody expected, on any thread, and shows one dialog at a time."""

    _broke = Signal(object)

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._show = show or self._show_dialog
        self._showing = False
        self._faults: TextIO | None = None
        self._broke.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self, fault_file: Path | None = None) -> None:
        """Take over the hooks of Python; `fault_file` gets the stack when the process itself dies."""
        sys.excepthook = self._on_gui_thread
        threading.excepthook = lambda args: self.heard(args.exc_value)
        if fault_file is not None:
            fault_file.parent.mkdir(parents=True, exist_ok=True)
            self._faults = fault_file.open("w", encoding="utf-8")
            faulthandler.enable(self._faults)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def heard(self, error: BaseException | None) -> None:
        """Log a bug and have the dialog shown."""
        if error is None:
            return
        details = details_of(error)
        _log.error("A bug reached the crash dialog.\n%s", details)
        self._broke.emit(details)

    def _on_gui_thread(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.heard(error)

    def _tell(self, details: str) -> None:
        if self._showing:
            return  # one dialog is enough; the log has them all
        self._showing = True
        try:
            self._show(details)
        finally:
            self._showing = False

    @staticmethod
    def _show_dialog(details: str) -> None:
        CrashDialog(details, QApplication.activeWindow()).exec()


def _shipped_name(filename: str) -> str:
    parts = Path(filename).parts
    for start in ("chapter_desk", "site-packages"):
        if start in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(start) :])
    return parts[-1] if parts else ""
