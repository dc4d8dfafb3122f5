"""Ctrl K: every command, every page, and what sources (people, meetings, help) answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.widgets.finder import Finder, Finding
from chapter_desk.i18n import _

_LATEST = 5


@dataclass(frozen=True, slots=True)
class PaletteSource:
    """Something that answers the palette: people after "@", meetings after "#".

    `find` is called on the GUI thread with the words after the prefix; it answers from memory, at
    once.  `at_least` letters are needed before it is asked (2 for people).
    """

    prefix: str
    find: Callable[[str], Sequence[Finding]]
    at_least: int = 2


class Palette(QObject):
    """Answers the finder from the commands there are and from the sources added."""

    def __init__(self, finder: Finder, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__(finder)
        self.finder = finder
        self._commands = commands
        self._sources: list[PaletteSource] = []
        self._latest: list[str] = []
        finder.asked.connect(self._answer)
        self._show_prefixes()

    def add_source(self, source: PaletteSource) -> None:
        """Have the palette ask another source."""
        self._sources.append(source)
        self._show_prefixes()

    def open(self, text: str = "") -> None:
        """Open the palette, with a prefix typed already if given."""
        self.finder.open(text)

    def findings(self, text: str) -> list[Finding]:
        """Return what the palette answers to `text`: people and meetings, then commands, then pages.

        Whom the words only nearly fit comes last, so that Enter runs the command that was typed.
        """
        words = text.strip()
        prefix = words[:1] if words[:1] in {">", *(source.prefix for source in self._sources)} else ""
        asked = words[len(prefix) :].strip()
        found: list[Finding] = []
        for source in self._sources:
            if prefix in ("", source.prefix) and len(asked) >= source.at_least:
                found += source.find(asked)
        unsure = [each for each in found if not each.sure]
        found = [each for each in found if each.sure]
        if prefix in ("", ">"):
            found += self._matching(asked, everything=prefix == ">")
        return found + unsure

    def _matching(self, asked: str, *, everything: bool) -> list[Finding]:
        known = [command for command in self._commands() if command.listed and command.can_run()]
        if not asked and not everything:
            latest = [each for name in self._latest for each in known if each.name == name]
            known = [*latest, *(each for each in known if each not in latest)]
            if latest:
                known = latest
        folded = asked.casefold().split()
        fitting = [each for each in known if all(word in each.text.casefold() for word in folded)]
        if folded:  # what is called just so, then what begins so
            said = " ".join(folded)
            fitting.sort(
                key=lambda each: (each.text.casefold() != said, not each.text.casefold().startswith(said))
            )
        headings = {"do": _("Do"), "go": _("Go to"), "help": _("Help")}
        return [
            Finding(headings[group], each.icon, each.text, self._running(each), each.line, each.key)
            for group in headings
            for each in fitting
            if each.group == group
        ]

    def _running(self, command: Command) -> Callable[[], None]:
        def run() -> None:
            self._latest = [command.name, *(each for each in self._latest if each != command.name)][:_LATEST]
            command.run()

        return run

    def _answer(self, text: str) -> None:
        self.finder.show_findings(self.findings(text))

    def _show_prefixes(self) -> None:
        prefixes = {source.prefix for source in self._sources}
        if {"@", "#"} <= prefixes:
            words = _("Type > for commands, @ for people, # for meetings")
        elif "@" in prefixes:
            words = _("Type > for commands, @ for people")
        else:
            words = _("Type > for all commands")
        self.finder.hint.setText(words)
