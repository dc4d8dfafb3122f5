"""What import contracts cannot say: what is loaded when, how modules are named, how long they grow."""

import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGE, ROOT, imported, modules, place

QT = {"PySide6", "shiboken6"}
SLOW_TO_LOAD = {"pandas", "numpy", "pgeocode", "reportlab", "alembic", "typer", "phonenumbers", "nameparser"}


def loaded_by(statement: str, names: set[str]) -> list[str]:
    """Return which of these packages a fresh Python has loaded after the statement."""
    code = f"import sys; {statement}; print(*sorted({names!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_only_the_window_imports_qt():
    outside = [
        place(path, node)
        for path in modules()
        if PACKAGE / "gui" not in path.parents
        for node, name in imported(path)
        if name.partition(".")[0] in QT
    ]

    assert outside == []


def test_opening_a_chapter_loads_nothing_slow():
    assert loaded_by("import chapter_desk.app", QT | SLOW_TO_LOAD) == []


def test_the_window_is_loaded_without_the_store_and_the_command_line():
    waiting = {"sqlalchemy", "sqlcipher3", "typer", "rich", "msgspec", "pyrage", "nacl", "argon2"}

    assert loaded_by("import chapter_desk.gui.start", waiting | SLOW_TO_LOAD) == []


def test_the_command_line_is_found_without_loading_the_window():
    assert loaded_by("import chapter_desk.cli", QT | SLOW_TO_LOAD - {"typer"}) == []


def test_modules_are_named_after_the_domain():
    empty_words = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc", "tools"}
    shadowing = {"email", "http", "secrets", "qr"}

    names = {path.stem if path.stem != "__init__" else path.parent.name for path in modules()}

    assert names & (empty_words | shadowing) == set()


MIGRATIONS = PACKAGE / "store" / "migrations" / "versions"  # a schema written out once, and never edited


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if MIGRATIONS not in path.parents],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_a_module_holds_one_idea(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 450
