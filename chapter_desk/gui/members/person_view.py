"""What is known of a person, to read: how to reach them and what they agreed to."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.members.consents import Answer
from chapter_desk.core.members.contact import PostalAddress
from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.gui.members.minor_field import MINOR_ICON, minor_until_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel, Tone
from chapter_desk.i18n import _


class Fitted(QWidget):
    """Holds words that wrap, and asks for the height they need at its width and no more."""

    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        return QSize(hint.width(), 0) if wraps else hint


class Emptied(QWidget):
    """A column of widgets that is filled anew each time."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(theme().px(gap))

    def empty(self) -> None:
        """Let go of what is shown."""
        empty(self.box)


def empty(box: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout, and let go of it."""
    while (item := box.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            empty(inner)


class ContactView(Emptied):
    """Phones, e-mails and addresses, each with what was agreed; tags below."""

    def __init__(self, today: Callable[[], date]) -> None:
        """`today` tells the day where the chapter is."""
        super().__init__(4)
        self._today = today
        self.setAccessibleName(_("How to reach them"))

    def show_card(self, card: PersonCard) -> None:
        """Show a person's contacts, the preferred ones first."""
        self.empty()
        if card.do_not_contact:
            self.box.addWidget(StatusPill(_("Do not contact"), "warn", "ban"), 0, Qt.AlignmentFlag.AlignLeft)
        if card.is_minor(self._today()):
            words = minor_until_words(card.under_18_until)
            self.box.addWidget(StatusPill(words, "warn", MINOR_ICON), 0, Qt.AlignmentFlag.AlignLeft)
        for number, phone in enumerate(card.phone_numbers):
            words = f"{phone.shown}, {phone.number_type}" if phone.number_type else phone.shown
            self._line("phone", words, *(_phone_answer(card.consents) if not number else ("", "")))
        for number, email in enumerate(card.email_addresses):
            answer = (
                _answer(card.consents, "email", _("E-mail OK"), _("No e-mail")) if not number else ("", "")
            )
            self._line("mail", email.address, *answer)
        for address in card.postal_addresses:
            self._line("map-pin", address_words(address))
        if not (card.phone_numbers or card.email_addresses or card.postal_addresses):
            self.box.addWidget(TextLabel(_("No phone, e-mail or address yet."), "hint", wrap=True))
        if card.tags:
            flow = Flow(theme().px(6))
            for tag in card.tags:
                flow.add(StatusPill(tag, "", "tag"))
            self.box.addSpacing(theme().px(4))
            self.box.addWidget(flow)

    def _line(self, icon: str, words: str, pill: str = "", tone: Tone = "") -> None:
        line = QHBoxLayout()
        line.setSpacing(theme().px(6))
        line.addWidget(IconLabel(icon, "ink-3", 14))
        line.addWidget(ElidedLabel(words, "small", figures=icon == "phone"), 1)
        if pill:
            line.addWidget(StatusPill(pill, tone))
        self.box.addLayout(line)


def address_words(address: PostalAddress) -> str:
    """Return an address on one line."""
    town = " ".join(filter(None, (address.locality, address.region, address.postal_code)))
    return ", ".join(filter(None, (*address.address_lines, town))) or address.raw.replace("\n", ", ")


def _phone_answer(consents: Mapping[str, Answer]) -> tuple[str, Tone]:
    given = {channel: consents[channel].given for channel in ("sms", "call") if channel in consents}
    if not given:
        return _("Not asked"), ""
    if all(given.get(channel) for channel in ("sms", "call")):
        return _("Text and call OK"), "good"
    if given.get("sms"):
        return _("Text OK"), "good"
    if given.get("call"):
        return _("Call OK"), "good"
    return (
        _("No text, no call") if len(given) > 1 else _("No text") if "sms" in given else _("No call")
    ), "warn"


def _answer(consents: Mapping[str, Answer], channel: str, yes: str, no: str) -> tuple[str, Tone]:
    answer = consents.get(channel)
    if answer is None:
        return _("Not asked"), ""
    return (yes, "good") if answer.given else (no, "warn")
