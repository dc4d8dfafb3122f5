"""`chapter-desk help`: the same pages as in the window."""

from typing import Annotated

import typer

from chapter_desk.files import resource
from chapter_desk.i18n import N_, _, language

listed: list[tuple[str, str]] = []
"""Every command with what it does, in the language of now; filled where the commands come together."""


def forms() -> str:
    """Return how the window is started."""
    lines = {
        "chapter-desk": _("opens the window"),
        "chapter-desk CHAPTER": _("opens a chapter in the window"),
        "chapter-desk --sample": _("opens a made-up chapter to play with"),
        "chapter-desk --version": _("tells the version"),
    }
    return "\n".join(f"{words:<24} {told}" for words, told in lines.items())


def show_help(
    topic: Annotated[str, typer.Argument(help=N_("What about; without it, what there is."))] = "",
) -> None:
    folder = resource("help", language())
    topics = sorted(path.stem for path in folder.glob("*.md"))
    if not topic:
        typer.echo(forms())
        for words, told in listed:
            typer.echo(f"  {words:<22} {told}")
        typer.echo(
            _("“{command}” tells what one takes. “{topic}” reads on about: {topics}").format(
                command="chapter-desk members add --help",
                topic="chapter-desk help json",
                topics=", ".join(topics),
            )
        )
        return
    if topic not in topics:
        raise typer.BadParameter(_("There is no help on “{topic}”.").format(topic=topic))
    typer.echo((folder / f"{topic}.md").read_text("utf-8"))
