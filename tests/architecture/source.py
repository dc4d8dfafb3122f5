"""The program's own source, read as trees, for the tests of this folder."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "chapter_desk"


def modules(*folders: str) -> list[Path]:
    """Return the Python files of the program, sorted; of these folders only, if any are given."""
    tops = [PACKAGE / folder for folder in folders] or [PACKAGE]
    return sorted(path for top in tops for path in top.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST) -> str:
    """Return where this stands, as an editor jumps to it."""
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def called(call: ast.Call) -> str:
    """Return the last name of what is called: `setText` of `self.label.setText(...)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call in a module."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def imported(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Yield every import of a module, also inside functions: where it stands and the whole name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module
