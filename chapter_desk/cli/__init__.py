"""The command line: one module per noun, the same services as the window."""

from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 refused with a sentence, 2 usage."""
    from chapter_desk.cli.commands import run

    return run(argv)
