"""The keys of the door, for the shell, the palette and the help of F1."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from chapter_desk.gui.door.finding import MOST, Finding
from chapter_desk.gui.door.walk_in_form import WalkInForm
from chapter_desk.gui.door.who_is_in import EverybodyIn
from chapter_desk.gui.shell.commands import Command
from chapter_desk.i18n import _

Able = Callable[[], bool]


def finding_keys(finding: Finding, able: Able) -> Sequence[Command]:
    """Return the keys of the search.  The first four it hears itself."""
    search = finding.search
    own: list[tuple[str, str, Callable[[], None], str]] = [
        ("door.up", _("Choose the match before"), partial(search.stepped.emit, -1), "Up"),
        ("door.down", _("Choose the next match"), partial(search.stepped.emit, 1), "Down"),
        ("door.take", _("Sign in the chosen match"), finding.take, "Return"),
        (
            "door.together",
            _("Sign in the chosen match with the household"),
            finding.take_household,
            "Shift+Return",
        ),
        ("door.clear", _("Clear the search; Up brings it back"), search.put_away_text, "Esc"),
    ]
    numbers = [
        Command(
            f"door.sign_in_{number}",
            _("Sign in match {number}").format(number=number),
            partial(finding.take, number),
            key=f"Alt+{number}",
            able=able,
            listed=False,
        )
        for number in range(1, MOST + 1)
    ]
    heard_there = [Command(name, text, run, key, heard=False, listed=False) for name, text, run, key in own]
    return (*heard_there, *numbers)


def form_keys(form: WalkInForm, able: Able) -> Sequence[Command]:
    """Return the keys of the walk-in form."""

    def use_found() -> None:
        form.use_found()

    return (
        Command(
            "door.household",
            _("Sign in and add another of the household"),
            form.sign_in_and_stay,
            key="Ctrl+Return",
            more_keys=("Ctrl+Enter",),
            icon="user-plus",
            able=able,
        ),
        Command(
            "door.use_found",
            _("Use who was found"),
            use_found,
            key="Alt+M",
            icon="users",
            able=lambda: able() and form.offered() is not None,
        ),
    )


def everybody_keys(everybody: EverybodyIn, able: Able) -> Sequence[Command]:
    """Return the keys of the list of everybody who is in, for the chosen one."""

    def has_needs() -> bool:
        present = everybody.list.current()
        return able() and present is not None and bool(present.needs)

    def may_leave() -> bool:
        present = everybody.list.current()
        return able() and present is not None and present.person_id is not None

    return (
        Command("door.leave", _("Has left, or is back"), everybody.ask_leave, "Alt+L", "door-open",
                able=may_leave),
        Command("door.wrong", _("Give this sign-in to somebody else"), everybody.ask_wrong, "Alt+W",
                "arrow-left-right", able=may_leave),
        Command("door.settle", _("What they asked for is seen to"), everybody.ask_settle, "Alt+S", "check",
                able=has_needs),
    )  # fmt: skip


def act_keys(acts: Mapping[str, tuple[Callable[[], None], Able]]) -> Sequence[Command]:
    """Return what can be done at the door by key or palette; `acts` says how, and whether it can be now."""
    words = {
        "walk_in": (_("Walk-in with the typed name"), "Ctrl+N", "user-plus"),
        "visitor": (_("Count a visitor without a name"), "", "plus"),
        "undo": (_("Take back the last sign-in"), "Ctrl+Z", "undo-2"),
        "put_back": (_("Put back who was taken back"), "Ctrl+Shift+Z", "rotate-cw"),
        "sort_out": (_("To sort out later"), "Ctrl+J", "list-checks"),
        "try_again": (_("Try again to save"), "Ctrl+R", "rotate-cw"),
        "everybody": (_("Who is in"), "", "users"),
        "close": (_("Close the door"), "", "door-closed"),
    }
    return [
        Command(f"door.{name}", text, acts[name][0], key, icon, able=acts[name][1])
        for name, (text, key, icon) in words.items()
    ]
