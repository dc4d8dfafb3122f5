"""Habits of the core that no linter knows: silent, without a clock of its own, and exact about trouble."""

import ast

from tests.architecture.source import ROOT, calls, modules, place, tree

READS_A_CLOCK = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "utc_now"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime"),
}

CATCHES_EVERYTHING = {
    "chapter_desk/gui/shell/tasks.py",  # what a task raised is handed to the window's own thread
    "chapter_desk/gui/shell/crash.py",  # the last place: a bug becomes the crash dialog
}
"""Where `except Exception` stands, and why (architecture, habit 2)."""


def test_the_core_and_the_store_never_print_or_ask():
    spoken = [
        place(path, call)
        for path in modules("core", "store")
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in ("print", "input")
    ]

    assert spoken == []


def test_the_core_and_the_store_are_given_their_clock():
    read = [
        place(path, call)
        for path in modules("core", "store")
        for call in calls(path)
        if ast.unparse(call.func) in READS_A_CLOCK
    ]

    assert read == []


def test_the_store_speaks_no_language():
    told = [
        place(path, node)
        for path in modules("store")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "chapter_desk.i18n"
    ]

    assert told == []


def test_everything_is_caught_only_where_it_is_named():
    caught = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or _is(node.type, "Exception") or _is(node.type, "BaseException")
        if not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    }

    assert caught - CATCHES_EVERYTHING == set()


def test_no_item_of_a_layout_is_held_by_python():
    """`gui.shell.reading_order` says why."""
    held = [
        place(path, call)
        for path in (*modules(), *ROOT.glob("tests/**/*.py"))
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "itemAt"
    ]

    assert held == []


def test_every_module_says_what_it_is_for():
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if tree(path).body and not ast.get_docstring(tree(path))
    ]

    assert silent == []


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
