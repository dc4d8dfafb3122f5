"""`chapter-desk help`: the same pages as in the window."""

from typing import Annotated

import typer

from chapter_desk.files import resource
from chapter_desk.i18n import N_, _, language


def show_help(
    topic: Annotated[str, typer.Argument(help=N_("What about; without it, what there is."))] = "",
) -> None:
    folder = resource("help", language())
    topics = sorted(path.stem for path in folder.glob("*.md"))
    if not topic:
        typer.echo(
            _("“{command}” lists the commands. There is help about: {topics}").format(
                command="chapter-desk --help", topics=", ".join(topics)
            )
        )
        return
    if topic not in topics:
        raise typer.BadParameter(_("There is no help on “{topic}”.").format(topic=topic))
    typer.echo((folder / f"{topic}.md").read_text("utf-8"))
