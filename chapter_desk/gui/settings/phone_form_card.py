"""How phones reach this laptop for the phone form: through which network, and at which number."""

from PySide6.QtWidgets import QComboBox, QSpinBox

from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.web.networks import Network
from chapter_desk.web.phone_form import PORT

_LOWEST, _HIGHEST = 1024, 65000


class PhoneFormCard(Card):
    """Choices of this laptop; they hold from the next time the form is switched on."""

    def __init__(self, settings: LaptopSettings) -> None:
        super().__init__(_("Phone form"))
        self._settings = settings
        hint = _("What people look for on their phones. The phone form says it beside its code.")
        self.wifi = TextField(_("Name of the room's Wi-Fi"), hint, text=settings.phone_wifi)
        self.wifi.editor.editingFinished.connect(self._keep_wifi)
        self.network = QComboBox()
        self.network.setMaximumWidth(theme().px(360))
        self.network.activated.connect(lambda _n: self._keep_network())
        self.port = QSpinBox()
        self.port.setMaximumWidth(theme().px(140))
        self.port.setRange(_LOWEST, _HIGHEST)
        self.port.setGroupSeparatorShown(False)
        self.port.setValue(settings.phone_port if settings.phone_port >= _LOWEST else PORT)
        self.port.editingFinished.connect(self._keep_port)
        hint = _("If another program uses this number, the next free one is taken.")
        self.body.addWidget(self.wifi)
        self.body.addWidget(Field(_("Phones come in through"), self.network))
        self.body.addWidget(Field(_("Number at the end of the address"), self.port, hint))
        words = _("Choices hold from the next time you switch the form on. It is always off at first.")
        self.body.addWidget(TextLabel(words, "hint", wrap=True))
        self.show_networks([])

    def show_networks(self, here: list[Network]) -> None:
        """Offer these networks, the likeliest first; one that was chosen before and is gone is kept."""
        kept = self._settings.phone_network
        likeliest = f" ({here[0].name}, {here[0].address})" if here else ""
        self.network.clear()
        self.network.addItem(_("The likeliest network{which}").format(which=likeliest), "")
        for each in here:
            self.network.addItem(f"{each.name}, {each.address}", each.name)
        if kept and self.network.findData(kept) < 0:
            self.network.addItem(_("{name}, not connected now").format(name=kept), kept)
        self.network.setCurrentIndex(max(0, self.network.findData(kept)))

    def _keep_wifi(self) -> None:
        self._settings.phone_wifi = self.wifi.text().strip()[:64]
        self._settings.save()

    def _keep_network(self) -> None:
        self._settings.phone_network = str(self.network.currentData())
        self._settings.save()

    def _keep_port(self) -> None:
        self._settings.phone_port = self.port.value()
        self._settings.save()
