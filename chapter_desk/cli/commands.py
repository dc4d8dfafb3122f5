"""All commands in one tree, and what they have in common."""

from collections.abc import Sequence

import typer

from chapter_desk.cli import bundle, chapters, keys, meetings, members, mou, plan
from chapter_desk.cli.help import show_help
from chapter_desk.cli.sign_in import sign_in

app = typer.Typer(
    name="chapter-desk", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)
for command in (
    chapters.new,
    chapters.sample,
    chapters.info,
    chapters.backup,
    chapters.restore,
    chapters.check,
):
    app.command()(command)
app.command("sign-in")(sign_in)
app.command("help")(show_help)
app.add_typer(members.commands, name="members")
app.add_typer(meetings.commands, name="meetings")
app.add_typer(plan.commands, name="plan")
app.add_typer(mou.commands, name="mou")
app.add_typer(bundle.commands, name="bundle")
app.add_typer(keys.keys_commands, name="keys")
app.add_typer(keys.hub_commands, name="hub")


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        app(list(argv), prog_name="chapter-desk")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0
