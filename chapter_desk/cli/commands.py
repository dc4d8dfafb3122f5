"""All commands in one tree, and what they have in common."""

from collections.abc import Sequence
from typing import get_type_hints

import typer
from typer.models import ParameterInfo

from chapter_desk.cli import (
    after,
    bundle,
    calendar_files,
    cards,
    chapters,
    keys,
    meetings,
    members,
    mou,
    plan,
    rsvps,
)
from chapter_desk.cli.help import listed, show_help
from chapter_desk.cli.sign_in import sign_in
from chapter_desk.cli.usage import UsageError, usage_words
from chapter_desk.i18n import N_, marked

app = typer.Typer(
    name="chapter-desk", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)
app.command("new", help=N_("Set up a chapter and print its id. The recovery code goes to stderr, once."))(
    chapters.new
)
app.command("sample", help=N_("Make a chapter of invented people, to try things out, and print its id."))(
    chapters.sample
)
app.command("info", help=N_("Show what a chapter holds, in numbers."))(chapters.info)
app.command("backup", help=N_("Copy the chapter into its backups folder, and check the copy."))(
    chapters.backup
)
app.command(
    "restore", help=N_("Put a backup back in the place of the chapter; without a name, list the backups.")
)(chapters.restore)
app.command("check", help=N_("Check the chapter's file, its digest and its vault."))(chapters.check)
app.command(
    "sign-in",
    help=N_(
        "Count people in: one by name or id, or many, one JSON object a line; each answer is on the disk."
    ),
)(sign_in)
app.command("help", help=N_("Read the help; “help json” tells what the JSON objects hold."))(show_help)
meetings.commands.command("invite", help=N_("Put people on the list of a meeting, and say how many."))(
    rsvps.invite
)
meetings.commands.command("answer", help=N_("Note what somebody answered to an invitation."))(rsvps.answer)
meetings.commands.command("expected", help=N_("List who is expected at a meeting, and what they answered."))(
    rsvps.expected
)
meetings.commands.command("export", help=N_("Write meetings as a calendar file (.ics)."))(
    calendar_files.export
)
meetings.commands.command("import", help=N_("Take a calendar file (.ics) over, as one step."))(
    calendar_files.take_in
)
meetings.commands.command("calls", help=N_("List the calls to make, the most urgent first."))(after.calls)
meetings.commands.command("thanks", help=N_("Write a list of who came and agreed to e-mail."))(after.thanks)
members.commands.command(
    "cards",
    help=N_("Write cards to scan at the door, as a PDF; each is made once and cannot be printed again."),
)(cards.cards)
members.commands.command("revoke-cards", help=N_("End the cards of people, and say how many."))(
    cards.revoke_cards
)
meetings.commands.command("badges", help=N_("Write name badges for a meeting, as a PDF."))(cards.badges)
app.add_typer(members.commands, name="members")
app.add_typer(meetings.commands, name="meetings")
app.add_typer(plan.commands, name="plan")
app.add_typer(mou.commands, name="mou")
app.add_typer(bundle.commands, name="bundle")
app.add_typer(keys.keys_commands, name="keys")
app.add_typer(keys.hub_commands, name="hub")


def speak(tree: typer.Typer) -> None:
    """Put the help of every command and option, marked where it is written, into the language of now."""
    for group in tree.registered_groups:
        assert group.typer_instance is not None
        group.typer_instance.info.help = marked(str(group.typer_instance.info.help))
        speak(group.typer_instance)
    for command in tree.registered_commands:
        if command.help:
            command.help = marked(command.help)
        assert command.callback is not None
        for hint in get_type_hints(command.callback, include_extras=True).values():
            for told in getattr(hint, "__metadata__", ()):
                if isinstance(told, ParameterInfo) and told.help:
                    told.help = marked(told.help)


def _listed(tree: typer.Typer, before: str = "") -> list[tuple[str, str]]:
    """Return every command below a tree, by the words it is called with, and its help."""
    found = [(f"{before}{each.name}", str(each.help)) for each in tree.registered_commands]
    for group in tree.registered_groups:
        assert group.typer_instance is not None
        found += _listed(group.typer_instance, f"{before}{group.name} ")
    return found


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    speak(app)
    listed[:] = _listed(app)
    try:
        ended = app(list(argv), prog_name="chapter-desk", standalone_mode=False)
    except UsageError as misunderstood:
        typer.echo(usage_words(misunderstood), err=True)
        return 2
    except typer.Abort:
        return 1
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    return ended if isinstance(ended, int) else 0
