"""The first word decides what is loaded; where no window can open, one sentence says so."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chapter_desk import __version__
from chapter_desk.__main__ import WindowWords, window_words
from chapter_desk.display import hindrance

ROOT = Path(__file__).parents[1]
HEAVY = ("PySide6", "sqlalchemy", "sqlcipher3", "typer", "click", "rich", "platformdirs", "logging")


def started(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the real program with no display but the one given, and wait for its end."""
    without_display = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR")
    }
    return subprocess.run(
        [sys.executable, "-m", "chapter_desk", *words],
        env=without_display | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_version_is_said_without_loading_anything_heavy():
    code = (
        "import sys; from chapter_desk.__main__ import main; code = main(['--version']);"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == [f"chapter-desk {__version__}", ""]


def test_the_window_is_asked_for_a_chapter_or_a_sample_or_nothing():
    assert window_words([]) == WindowWords(None, sample=False)
    assert window_words(["Norfolk.chapter"]) == WindowWords(Path("Norfolk.chapter"), sample=False)
    assert window_words(["--sample"]) == WindowWords(None, sample=True)


@pytest.mark.parametrize(
    "words", [["--smaple"], ["-x"], ["a", "b"], ["--sample", "a"], ["--version", "a"], ["a", "--verbose"]]
)
def test_words_that_make_no_sense_get_the_usage_and_exit_2(words: list[str]):
    done = started(*words)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Usage: chapter-desk")
    assert "chapter-desk help" in done.stderr


def one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.endswith(".\n")
    assert done.stderr.count("\n") == 1
    assert re.search("[“«]chapter-desk help[”»]", done.stderr)
    return done.stderr


linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")


@linux
def test_without_a_display_one_sentence_names_the_command_line():
    assert "no display" in one_sentence(started())


@linux
def test_a_display_that_nobody_serves_is_named():
    assert "“:4077”" in one_sentence(started(DISPLAY=":4077"))


@linux
def test_a_display_that_hangs_up_is_found_out(tmp_path: Path):
    """What a wrong cookie looks like: the server is there, but lets nobody in."""
    with socket.socket(socket.AF_UNIX) as rude:
        rude.bind(str(tmp_path / "X"))
        rude.listen()
        threading.Thread(target=lambda: rude.accept()[0].close(), daemon=True).start()

        assert "does not answer" in one_sentence(started(DISPLAY=str(tmp_path / "X")))


@linux
def test_a_wayland_socket_without_a_compositor_is_found_out(tmp_path: Path):
    done = started(WAYLAND_DISPLAY="wayland-0", XDG_RUNTIME_DIR=str(tmp_path))

    assert "does not answer" in one_sentence(done)


@linux
def test_a_display_that_never_answers_does_not_hang_the_program(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("chapter_desk.display.ANSWER_WITHIN_S", 0.05)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "X"))
        silent.listen()

        said = hindrance({"DISPLAY": f"{tmp_path / 'X'}"})

    assert said is not None
    assert "does not answer" in said


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual screen of its own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("no Xvfb on this computer")
    number, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-nolisten", "tcp"], pass_fds=[tell], stderr=subprocess.DEVNULL
    )
    os.close(tell)
    with os.fdopen(number) as answer:
        yield f":{answer.readline().strip()}"
    server.terminate()
    server.wait(timeout=10)


@linux
@pytest.mark.xvfb
@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libEGL.so.1", "libegl1"),
        ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ],
)
def test_a_missing_library_is_named_with_its_package(display, tmp_path, library: str, package: str):
    (tmp_path / library).touch()  # the loader meets this file first and cannot use it

    said = one_sentence(started(DISPLAY=display, LD_LIBRARY_PATH=str(tmp_path)))

    assert library.partition(".")[0] in said
    assert f"sudo apt install {package})" in said


@linux
@pytest.mark.xvfb
def test_a_display_that_answers_is_usable_even_beside_a_dead_one(display: str, tmp_path: Path):
    assert hindrance({"DISPLAY": display}) is None
    assert hindrance({"DISPLAY": display, "WAYLAND_DISPLAY": str(tmp_path / "nobody")}) is None


@linux
@pytest.mark.parametrize("plugin", ["offscreen", "minimal", "vnc", "offscreen:size=800x600", "xcb;offscreen"])
def test_a_platform_that_needs_no_display_is_respected(plugin: str):
    assert hindrance({"QT_QPA_PLATFORM": plugin}) is None


@linux
def test_a_platform_asked_for_by_name_is_the_only_one_tried():
    assert hindrance({"QT_QPA_PLATFORM": "xcb"}) is not None
    assert hindrance({"QT_QPA_PLATFORM": "no-such-platform"}) is not None


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_macos_and_windows_always_have_a_display(system: str):
    assert hindrance({}, system) is None


def test_the_sentence_is_spoken_in_spanish_where_the_computer_speaks_it():
    assert "pantalla" in one_sentence(started(CHAPTER_DESK_LANGUAGE="es"))
