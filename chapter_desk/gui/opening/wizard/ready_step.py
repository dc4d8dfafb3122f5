"""Last step: the chapter is set up; what national brought, and the ways on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.national.pack import NationalPack
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.opening.wizard.step import WizardStep
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


class ReadyStep(WizardStep):
    """Says what is there now, and offers the two things most chapters do next.

    Signals:
        going(str): Open the chapter on this page.
    """

    going = Signal(str)

    def __init__(self, answers: Answers, pack: NationalPack | None, parent: QWidget | None = None) -> None:
        super().__init__(answers, parent)
        t = theme()
        if pack is not None:
            self.body.addWidget(_national(pack))
        next_card = Card(_("What most chapters do next"))
        self.ways: dict[str, ActionButton] = {}
        for page, icon, words, why in (
            (
                "members",
                "upload",
                _("Bring in a list"),
                _("A file from Action Network or a spreadsheet. You see everything before it is taken in."),
            ),
            (
                "meetings",
                "calendar-days",
                _("Plan the first meeting"),
                _("A name and a time are enough. The door and the sign-ins come with it."),
            ),
        ):
            button = ActionButton(words, icon=icon)
            button.clicked.connect(lambda _on=False, page=page: self.going.emit(page))
            self.ways[page] = button
            pair = QVBoxLayout()
            pair.setSpacing(t.px(4))
            pair.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            pair.addWidget(TextLabel(why, "hint", wrap=True))
            next_card.body.addLayout(pair)
        self.body.addWidget(next_card)

    @staticmethod
    def name() -> str:
        return _("Ready")

    def heading(self) -> str:
        return _("{chapter} is set up").format(chapter=self.answers.name.strip() or _("Your chapter"))

    def subtitle(self) -> str:
        return _("Everything is saved on this laptop. Nothing has left it.")

    def enter(self) -> None:
        self.ways["members"].setFocus()


def _national(pack: NationalPack) -> Card:
    card = Card(_("National"))
    words = _("{name}. {count} come with it, and the terms of the agreement.")
    priorities = ngettext("{n} priority", "{n} priorities", len(pack.priorities)).format(
        n=len(pack.priorities)
    )
    card.body.addWidget(TextLabel(words.format(name=pack.national.name, count=priorities), "body", wrap=True))
    if pack.is_sample:
        card.body.addWidget(TextLabel(str(pack.notice), "hint", wrap=True))
    return card
