"""How the program looks and speaks on this laptop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from chapter_desk.gui.opening.opening_view import LANGUAGE_NAMES
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import COLOURS, Colours, text_scales, theme
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Segments, Switch
from chapter_desk.gui.widgets.fields import Field
from chapter_desk.i18n import LANGUAGES, _, language, use_language


class LookCard(Card):
    """Colors, text size, language, motion: each changes at once, and is kept on this laptop.

    Signals:
        turned(str): A choice was made here; its name, for the focus when the page is made again.
    """

    turned = Signal(str)

    def __init__(self, settings: LaptopSettings) -> None:
        super().__init__(_("This laptop"))
        self._settings = settings
        self.colours = Segments(
            _("Colors"),
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        )
        self.colours.choose(theme().colours)
        self.colours.chosen.connect(self._use_colours)
        self.scale = QComboBox()
        self.scale.setMaximumWidth(theme().px(240))
        for scale in text_scales():
            self.scale.addItem(_("{percent}%").format(percent=round(scale * 100)), scale)
        self.scale.setCurrentIndex(list(text_scales()).index(theme().scale))
        self.scale.activated.connect(lambda _n: self._use_scale())
        self.language = Segments(_("Language"), [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES])
        self.language.choose(language())
        self.language.chosen.connect(self._use_language)
        self.no_motion = Switch(_("No motion"))
        self.no_motion.setChecked(settings.no_motion)
        self.no_motion.toggled.connect(self._stop_motion)
        self.tones = Switch(_("Sounds at the door"))
        self.tones.setChecked(settings.door_tones)
        self.tones.toggled.connect(self._sound)
        for name, editor in ((_("Colors"), self.colours), (_("Text size"), self.scale)):
            self.body.addWidget(Field(name, editor))
        self.body.addWidget(Field(_("Language"), self.language))
        self.body.addWidget(self.no_motion)
        self.body.addWidget(self.tones)

    def focus_on(self, name: str) -> bool:
        """Take the focus on a choice by its name; False if there is none of this name."""
        widget = {"scale": self.scale, "language": self.language, "colours": self.colours}.get(name)
        if widget is not None:
            widget.setFocus()
        return widget is not None

    def _use_colours(self, key: str) -> None:
        chosen: Colours = next((each for each in COLOURS if each == key), "system")
        self._settings.colours = chosen
        self._settings.save()
        theme().use(colours=chosen)

    def _use_scale(self) -> None:
        scale = float(self.scale.currentData())
        self._settings.text_scale = scale
        self._settings.save()
        self.turned.emit("scale")
        theme().use(scale=scale)

    def _use_language(self, code: str) -> None:
        self._settings.language = code
        self._settings.save()
        self.turned.emit("language")
        use_language(code)
        theme().changed.emit()

    def _sound(self, on: bool) -> None:
        self._settings.door_tones = on
        self._settings.save()

    def _stop_motion(self, on: bool) -> None:
        self._settings.no_motion = on
        self._settings.save()
        theme().use(no_motion=on)
