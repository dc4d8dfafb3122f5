"""First step: the language and how large the text is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.gui.opening.opening_view import LANGUAGE_NAMES
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.opening.wizard.step import WizardStep, focus
from chapter_desk.gui.shell.theme import text_scales, theme
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, language


class LookStep(WizardStep):
    """Language, text size and colours, all of them at once on the screen.

    Signals:
        language_asked(str), text_asked(float), colours_asked(str): The choice made.
    """

    language_asked = Signal(str)
    text_asked = Signal(float)
    colours_asked = Signal(str)

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(answers, parent)
        languages = [(code, name) for code, name in LANGUAGE_NAMES.items()]
        self.languages = Segments(_("Language"), languages, room="large")
        self.languages.choose(language())
        self.languages.chosen.connect(self.language_asked)
        sizes = [(str(scale), f"{round(scale * 100)}%") for scale in text_scales()]
        self.sizes = Segments(_("Text size"), sizes, room="large")
        self.sizes.choose(str(theme().scale))
        self.sizes.chosen.connect(lambda size: self.text_asked.emit(float(size)))
        colours = [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
        self.colours = Segments(_("Colors"), colours, room="large")
        self.colours.choose(theme().colours)
        self.colours.chosen.connect(self.colours_asked)
        for label, segments in (
            (_("Language"), self.languages),
            (_("Text size"), self.sizes),
            (_("Colors"), self.colours),
        ):
            pair = QVBoxLayout()
            pair.setSpacing(theme().px(4))
            pair.addWidget(TextLabel(label, "label"))
            pair.addWidget(segments)
            self.body.addLayout(pair)

    @staticmethod
    def name() -> str:
        return _("Language and text size")

    def heading(self) -> str:
        return _("How do you like to read?")

    def subtitle(self) -> str:
        return _("Ctrl and plus make the text larger at any time, Ctrl and minus smaller.")

    def enter(self) -> None:
        focus(self.languages)
