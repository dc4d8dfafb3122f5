"""The door of the program: looks at the words given and loads only the front end they ask for.

A known command goes to the command line, everything else to the window. Neither Qt nor Typer nor
SQLAlchemy is imported before that is known, so that `--version` answers at once and the window can
paint before the heavy parts follow.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chapter_desk import __version__
from chapter_desk.i18n import _, language_of_this_computer, use_language

COMMANDS = frozenset(
    {
        *("sample", "new", "info", "check", "backup", "restore", "help"),
        *("members", "meetings", "sign-in", "plan", "mou"),
        *("bundle", "keys", "hub"),
    }
)
"""The first words that belong to the command line. A chapter folder of that name is opened as `./name`."""


@dataclass(frozen=True, slots=True)
class WindowWords:
    """What the window was asked to show: a chapter, a fresh sample, or neither."""

    chapter: Path | None
    sample: bool


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these words (default: the process's own) and return its exit code.

    0 done, 1 refused with a sentence on stderr, 2 the words were not understood.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    use_language(language_of_this_computer())
    first = words[0] if words else ""
    if first in COMMANDS or first in ("--help", "-h"):
        from chapter_desk import cli, logs

        logs.start("commands")
        return cli.main(words)
    if words == ["--version"]:
        print(f"chapter-desk {__version__}")  # noqa: T201 - the one thing this module says on stdout
        return 0
    wanted = window_words(words)
    if wanted is None:
        print(_usage(), file=sys.stderr)  # noqa: T201 - there is no other front end yet to say it
        return 2
    return _show(wanted)


def window_words(words: Sequence[str]) -> WindowWords | None:
    """Return what these words ask of the window, None if they make no sense together."""
    sample = "--sample" in words
    rest = [word for word in words if word != "--sample"]
    if any(word.startswith("-") for word in rest) or len(rest) > (0 if sample else 1):
        return None
    return WindowWords(Path(rest[0]) if rest else None, sample)


def _show(wanted: WindowWords) -> int:
    import gc

    from chapter_desk import display

    gc.disable()  # nothing made on the way to the first paint is garbage; then the window collects
    hindrance = display.hindrance()
    if hindrance is not None:
        print(hindrance, file=sys.stderr)  # noqa: T201 - without a window this is the place to say it
        return 1
    from chapter_desk.gui import start

    return start.main(wanted.chapter, wanted.sample)


def _usage() -> str:
    return _("Usage: {forms}\n“{more}” lists the commands.").format(
        forms="chapter-desk [CHAPTER] | chapter-desk --sample | chapter-desk --version",
        more="chapter-desk help",
    )


if __name__ == "__main__":
    sys.exit(main())
