"""A new recovery code for an open chapter: when the first was never copied, or its paper is lost."""

from PySide6.QtWidgets import QVBoxLayout

from chapter_desk.app import App
from chapter_desk.core.drafts import Drafts
from chapter_desk.core.safekeeping.recovery_code import RecoveryCode
from chapter_desk.errors import ChapterDeskError
from chapter_desk.gui.opening.wizard.code_card import CodeCard
from chapter_desk.gui.opening.wizard.step import narrow
from chapter_desk.gui.shell.commands import Command
from chapter_desk.gui.shell.notices import Told
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.i18n import _

NOT_COPIED = "desk.recovery-code-not-copied"
"""Kept among the drafts while nobody has the code on paper."""


class RecoveryCodePage(Page):
    """Makes a new code, which ends the old one, and has it copied as in the wizard."""

    areas = frozenset()
    scrolls = True
    help_id = "recovery-code"

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__()
        self._app, self._tasks = app, tasks
        self.card: CodeCard | None = None
        self.make = ActionButton(_("Make a new code"), "primary", "large", icon="key-round")
        self.make.clicked.connect(self._make)
        self._before = Card(_("A code on paper opens the list when the passphrase is forgotten"))
        words = TextLabel(
            _("It is shown once, to be printed or copied by hand. It is kept nowhere on this laptop."),
            wrap=True,
        )
        self._before.body.addWidget(words)
        self._before.body.addWidget(
            Notice("warn", _("The old paper opens nothing any more"), _("as soon as there is a new code."))
        )
        self._before.body.addWidget(self.make)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme().px(14))
        self._box.addWidget(narrow(self._before, 620))
        self._box.addStretch(1)

    def title(self) -> str:
        return _("Recovery code")

    def primary(self) -> ActionButton | None:
        return self.make if self.card is None else None

    def commands(self) -> list[Command]:
        if self.card is None:
            return []
        return [Command("code.print", _("Print the recovery code"), self.card.print_it, "Ctrl+P", "printer")]

    def enter(self) -> None:
        if self.card is None:
            self.make.setFocus()
        else:
            self.card.enter()

    def _make(self) -> None:
        self.make.setEnabled(False)
        app = self._app

        def made() -> RecoveryCode:
            from chapter_desk.core.safekeeping import vault

            Drafts(app.db).save(NOT_COPIED, True)
            return vault.replace_recovery_code(app.folder.path, app.key)

        self._tasks.run(self, made, self._show, self._not_made)

    def _not_made(self, error: ChapterDeskError) -> None:
        self.make.setEnabled(True)
        self.tell_error(error)

    def _show(self, code: RecoveryCode) -> None:
        self._before.hide()
        card = self.card = CodeCard(code, lambda: self._app.chapter.card().name)
        card.copied.connect(self._copied)
        card.next_asked.connect(lambda: self.go("today"))
        self._box.insertWidget(0, narrow(card, 620))
        self.commands_changed.emit()
        card.enter()

    def _copied(self) -> None:
        drafts = Drafts(self._app.db)
        self._tasks.run(
            self, lambda: drafts.clear(NOT_COPIED), lambda _none: self._say_done(), self.tell_error
        )

    def _say_done(self) -> None:
        self.tell(Told("good", _("The new code holds."), _("Put the paper away, not with the laptop.")))
