"""F1: what this page is for and what can be done on it, with its keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.help_text import HelpText, help_text
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.labels import KeyCap, TextLabel
from chapter_desk.i18n import _


def key_help(
    title: str, of_page: Sequence[Command], everywhere: Sequence[Command], help_id: str = ""
) -> SidePanel:
    """Return a side panel with the help of a page, its keys, then those that work everywhere."""
    panel = SidePanel(_("Help and keys"))
    panel.head.addWidget(TextLabel(_("Help: {page}").format(page=title), "h2", wrap=True), 1)
    if text := help_text(help_id):
        panel.body.addWidget(HelpText(text))
    for heading, commands in ((_("On this page"), of_page), (_("Anywhere"), everywhere)):
        with_keys = [command for command in commands if command.key]
        if with_keys:
            panel.body.addWidget(TextLabel(heading, "label"))
            panel.body.addWidget(_table(with_keys))
    panel.body.addStretch(1)
    return panel


def _table(commands: Sequence[Command]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(6))
    grid.setColumnStretch(1, 1)
    for row, command in enumerate(commands):
        grid.addWidget(KeyCap(command.key), row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(TextLabel(command.text, "small", wrap=True), row, 1)
    return table
