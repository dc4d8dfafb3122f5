"""Second step: what the chapter is called, where it is, and where it is kept."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from chapter_desk.core.explain import explain
from chapter_desk.core.places.zips import Place, place, require_place
from chapter_desk.core.safekeeping.chapter_folder import Placement, placement
from chapter_desk.errors import NameNeeded, NotAPlaceForAChapter, UnknownZip
from chapter_desk.gui.opening.opening_view import EnterGoesOn
from chapter_desk.gui.opening.recent_row import place_in_words
from chapter_desk.gui.opening.wizard.answers import Answers
from chapter_desk.gui.opening.wizard.step import WizardStep, focus, narrow
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import IconLabel, TextField
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.i18n import _


class ChapterStep(WizardStep):
    """Name and ZIP; town, state and time zone follow while the ZIP is typed, from this laptop's own list."""

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(answers, parent)
        self.chapter_name = TextField(
            _("Name of the chapter"),
            _("As people say it. It stands at the top of the window and on the agreement."),
            text=answers.name,
            room="large",
        )
        self.zip = TextField(_("ZIP of the chapter"), text=answers.postal_code, room="large")
        self.zip.editor.setMaximumWidth(theme().px(200))  # only the editor: what is wrong needs the room
        self._pin = IconLabel("map-pin", "good", 18)
        self._place = TextLabel("", "small", wrap=True)
        found = QHBoxLayout()
        found.setSpacing(theme().px(8))
        found.addWidget(self._pin)
        found.addWidget(self._place, 1)
        self._kept = ElidedLabel("", "small")
        self.choose = ActionButton(_("Keep it somewhere else"), "link", icon="folder-open")
        self.choose.clicked.connect(self._choose_folder)
        kept = QHBoxLayout()
        kept.setSpacing(theme().px(10))
        kept.addWidget(IconLabel("hard-drive", "ink-2", 18))
        kept.addWidget(self._kept)
        kept.addWidget(self.choose)
        kept.addStretch(1)
        self._syncing = Notice(
            "warn",
            _("Another program copies this folder while it changes."),
            _("Choose a folder that is not shared. Bundles are what may lie in a shared one."),
        )
        self.body.addWidget(narrow(self.chapter_name))
        self.body.addWidget(narrow(self.zip))
        self.body.addLayout(found)
        self.body.addLayout(kept)
        self.body.addWidget(self._syncing)
        self._network = self._network_notice()
        self.body.addWidget(self._network)
        self.chapter_name.changed.connect(self._name_typed)
        self.zip.changed.connect(self._zip_typed)
        self.zip.left.connect(self._zip_left)
        enter = EnterGoesOn(self, self.chapter_name.editor, self.zip.editor)
        enter.done.connect(self.next_asked)
        self._say_place()
        self._say_kept()

    @staticmethod
    def name() -> str:
        return _("Your chapter")

    def heading(self) -> str:
        return _("What is your chapter called, and where is it?")

    def subtitle(self) -> str:
        return _("The ZIP is found on this laptop. Nothing is looked up on the internet.")

    def hindrance(self) -> str:
        if not self.answers.name.strip():
            return _("The name is still missing.")
        if place(self.answers.postal_code) is None:
            return _("The ZIP is still missing.")
        if self._placement() is Placement.NETWORK:
            return _("The chapter needs a folder on this laptop.")
        return ""

    def show_problems(self) -> None:
        if not self.answers.name.strip():
            self.chapter_name.set_problem(explain(NameNeeded("chapter")).happened)
            focus(self.chapter_name)
        elif place(self.answers.postal_code) is None:
            self._zip_left()
            focus(self.zip)
        else:
            focus(self.choose)

    def enter(self) -> None:
        focus(self.zip if self.answers.name and not self.answers.postal_code else self.chapter_name)

    # the inside

    def _name_typed(self, text: str) -> None:
        self.answers.name = text
        self.chapter_name.set_problem("")
        self._say_kept()
        self.changed.emit()

    def _zip_typed(self, text: str) -> None:
        self.answers.postal_code = text
        self.zip.set_problem("")
        self._say_place()
        self.changed.emit()

    def _zip_left(self, _text: str = "") -> None:
        if not self.answers.postal_code.strip() and not self.zip.problem() and self.isVisible():
            self.zip.set_problem(_("Type the five digits of the ZIP."))
        elif place(self.answers.postal_code) is None:
            try:
                require_place(self.answers.postal_code)
            except UnknownZip as error:
                words = explain(error)
                self.zip.set_problem(f"{words.happened} {words.do}")

    def _say_place(self) -> None:
        found = place(self.answers.postal_code)
        self._pin.show_icon("map-pin" if found else "map-pin-off", "good" if found else "ink-3")
        if found:
            self._place.setText(_place_in_words(found))
        else:
            self._place.setText(_("Town, state and time zone follow from the ZIP."))

    def _say_kept(self) -> None:
        folder = self.answers.place()
        if self.answers.name.strip():
            words = _("Kept on this laptop as “{name}” in {place}.")
        else:
            words = _("Kept on this laptop in {place}.")
        self._kept.setText(words.format(name=folder.name, place=place_in_words(folder)))
        kind = self._placement()
        self._syncing.setVisible(kind is Placement.SYNCING)
        self._network.setVisible(kind is Placement.NETWORK)

    def _placement(self) -> Placement:
        return placement(self.answers.place())

    def _network_notice(self) -> Notice:
        words = explain(NotAPlaceForAChapter(self.answers.place().name, "network"))
        return Notice("bad", words.happened, words.do)

    def _choose_folder(self) -> None:
        start = str(self.answers.folder or self.answers.place().parent)
        chosen = QFileDialog.getExistingDirectory(self, _("Where should the chapter be kept?"), start)
        if chosen:
            self.answers.folder = Path(chosen)
            self._say_kept()
            self.changed.emit()


def _place_in_words(found: Place) -> str:
    if not found.time_zone:
        return _("{place}. The time zone is not known; Settings can set it.").format(place=found.label)
    zone = found.time_zone.replace("_", " ")
    return _("{place}. Clocks as in {zone}.").format(place=found.label, zone=zone)
