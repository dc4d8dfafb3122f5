"""What the program can do, in one list: it feeds the palette, the keys and the help of a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can ask for by name, by key, or both.

    `name` is the stable name in code ("members.add").  `text` is what the palette and the help of
    F1 show.  `key` and `more_keys` are written as Qt writes them ("Ctrl+N").  `able` says whether it
    can be done now; None means always.  `listed` False keeps it out of the palette (moving keys).
    `heard` False: the widget with the focus hears the key itself, here it is only shown in the help.
    """

    name: str
    text: str
    run: Callable[[], None]
    key: str = ""
    icon: str = "chevron-right"
    group: str = "do"  # "do" or "go": the heading in the palette
    line: str = ""
    more_keys: tuple[str, ...] = ()
    able: Callable[[], bool] | None = None
    listed: bool = True
    heard: bool = True

    def can_run(self) -> bool:
        """Whether it can be done now."""
        return self.able is None or self.able()


class _Source(Protocol):
    def __call__(self) -> Sequence[Command]: ...


class Keys(QObject):
    """Runs the command whose key is pressed: of the page first, then of the window.

    Several commands may carry one key (Ctrl N of every page); the first that can run does.
    """

    def __init__(self, window: QWidget, commands: _Source) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._shortcuts: dict[str, QShortcut] = {}

    def refresh(self) -> None:
        """Listen to the keys of the commands there are now."""
        wanted = {key for command in self._commands() for key in _keys_of(command)}
        for key in set(self._shortcuts) - wanted:
            self._shortcuts.pop(key).deleteLater()
        for key in wanted - set(self._shortcuts):
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda key=key: self.press(key))
            shortcut.activatedAmbiguously.connect(lambda key=key: self.press(key))
            self._shortcuts[key] = shortcut

    def press(self, key: str) -> bool:
        """Do what the key does now; False if nothing."""
        for command in self._commands():
            if key in _keys_of(command) and command.can_run():
                command.run()
                return True
        return False


def _keys_of(command: Command) -> tuple[str, ...]:
    if not command.heard:
        return ()
    return (*((command.key,) if command.key else ()), *command.more_keys)
