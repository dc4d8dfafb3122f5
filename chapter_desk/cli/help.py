"""`chapter-desk help`: the same pages as in the window."""

from typing import Annotated

import typer

from chapter_desk.files import resource
from chapter_desk.i18n import _, language


def show_help(
    topic: Annotated[str, typer.Argument(help="What about; without it, what there is.")] = "",
) -> None:
    """Read the help; `help json` tells what --json prints."""
    folder = resource("help", language())
    topics = sorted(path.stem for path in folder.glob("*.md"))
    if not topic:
        typer.echo(
            _("chapter-desk --help lists the commands. Help is about: {topics}").format(
                topics=", ".join(topics)
            )
        )
        return
    if topic not in topics:
        raise typer.BadParameter(_("There is no help on “{topic}”.").format(topic=topic))
    typer.echo((folder / f"{topic}.md").read_text("utf-8"))
