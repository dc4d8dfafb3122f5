"""Can a window open here?  Asked before Qt is loaded, because Qt ends the process when it cannot.

Knows nothing of Qt but where its platform plugins lie. Each plugin is loaded the way Qt will load
it, so a missing library is found by the system's own loader and not from a list of ours.
"""

import os
import re
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from chapter_desk.i18n import _

ANSWER_WITHIN_S = 5.0
"""How long a display may take to answer before it counts as dead."""

DEBIAN_PACKAGES = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libxkbcommon": "libxkbcommon0",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-image": "libxcb-image0",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-randr": "libxcb-randr0",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-xkb": "libxcb-xkb1",
    "libX11-xcb": "libx11-xcb1",
    "libwayland-client": "libwayland-client0",
    "libwayland-cursor": "libwayland-cursor0",
    "libwayland-egl": "libwayland-egl1",
}
"""Name of a library without `.so` -> the Debian and Ubuntu package that brings it."""


def hindrance(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> str | None:
    """Return one sentence on why no window can open here and what to do, None if one can.

    macOS and Windows always have a display. Elsewhere each display that Qt would try is asked
    whether it answers, and each plugin whether its libraries are here; one good pair is enough.
    """
    if system in ("darwin", "win32"):
        return None
    sentence = None
    for plugin in _plugins_to_try(environment):
        sentence = _no_answer(plugin, environment) or _cannot_load(plugin)
        if sentence is None:
            return None
    return sentence or _no_display()


def _plugins_to_try(environment: Mapping[str, str]) -> list[str]:
    """Return the plugins in Qt's own order: those named by the environment, else by the displays."""
    named = environment.get("QT_QPA_PLATFORM", "")
    if named:
        return [part.split(":")[0] for part in named.split(";") if part]
    displays = {"wayland": environment.get("WAYLAND_DISPLAY"), "xcb": environment.get("DISPLAY")}
    return [plugin for plugin, display in displays.items() if display]


def _no_answer(plugin: str, environment: Mapping[str, str]) -> str | None:
    if plugin == "xcb":
        display = environment.get("DISPLAY", "")
        answered = display and _within(ANSWER_WITHIN_S, lambda: _x_answers(display))
    elif plugin.startswith("wayland"):
        display = _wayland_socket(environment)
        answered = display and _within(ANSWER_WITHIN_S, lambda: _wayland_answers(display))
    else:
        return None  # offscreen, minimal, vnc, a bare screen: nobody has to answer
    if answered:
        return None
    if not display:
        return _no_display()
    return _(
        "The display “{display}” does not answer, so no window can open: start Chapter Desk from the "
        "desktop, or use its command line (“{command}”)."
    ).format(display=display, command="chapter-desk help")


def _no_display() -> str:
    return _(
        "There is no display for a window here: start Chapter Desk from a desktop, or use its command "
        "line (“{command}”)."
    ).format(command="chapter-desk help")


def _cannot_load(plugin: str) -> str | None:
    from ctypes import CDLL

    try:
        CDLL(str(_plugin_file(plugin)))
    except OSError as refusal:
        return _library_missing(str(refusal))
    return None


def _library_missing(refusal: str) -> str:
    """Return the sentence for what the loader said (it names the library first)."""
    found = re.search(r"([^\s/:]+?)\.so[.\d]*", refusal)
    package = DEBIAN_PACKAGES.get(found[1]) if found else None
    if found and package:
        return _(
            "The library {library} is not here, so no window can open: install it (Debian or Ubuntu: "
            "sudo apt install {package}), or use the command line (“{command}”)."
        ).format(library=found[1], package=package, command="chapter-desk help")
    return _(
        "The library {library} is not here, so no window can open: install it, or use the command line "
        "(“{command}”)."
    ).format(library=found[1] if found else "Qt", command="chapter-desk help")


def _plugin_file(plugin: str) -> Path:
    """Return where Qt keeps this platform plugin, frozen or installed (it may not exist)."""
    from importlib.util import find_spec

    frozen = getattr(sys, "_MEIPASS", None)
    found = None if frozen else find_spec("PySide6")
    home = Path(frozen, "PySide6") if frozen else Path(found.origin or ".").parent if found else Path()
    return home / "Qt" / "plugins" / "platforms" / f"libq{plugin}.so"


def _within(seconds: float, ask: Callable[[], bool]) -> bool:
    """Return what `ask` answers, False if it takes longer (it is left behind in its thread)."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(ask()), daemon=True)
    thread.start()
    thread.join(seconds)
    return answers == [True]


def _x_answers(display: str) -> bool:
    """Return whether an X server lets us in, asked with the library that Qt itself will use."""
    from ctypes import CDLL, c_char_p, c_int, c_void_p

    try:
        xcb = CDLL("libxcb.so.1")
    except OSError:
        return True  # not the display's fault: loading the plugin names the library
    xcb.xcb_connect.argtypes, xcb.xcb_connect.restype = [c_char_p, c_void_p], c_void_p
    xcb.xcb_connection_has_error.argtypes, xcb.xcb_connection_has_error.restype = [c_void_p], c_int
    xcb.xcb_disconnect.argtypes, xcb.xcb_disconnect.restype = [c_void_p], None
    connection = xcb.xcb_connect(os.fsencode(display), None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_socket(environment: Mapping[str, str]) -> str:
    """Return the path of the compositor's socket, empty if the environment does not give it."""
    name, folder = environment.get("WAYLAND_DISPLAY", ""), environment.get("XDG_RUNTIME_DIR", "")
    if not name or (not folder and not name.startswith("/")):
        return ""
    return str(Path(folder, name))


def _wayland_answers(path: str) -> bool:
    import socket  # other displays do not wait for it

    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(path)
        except OSError:
            return False
    return True
