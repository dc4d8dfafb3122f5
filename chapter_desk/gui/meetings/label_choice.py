"""Which sheet of labels is in the printer, where it begins, and in which language it speaks."""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from chapter_desk.core.documents.label_stock import STOCKS, LabelStock
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.i18n import _, language


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of sheet, its first label that is still there (from 1), and the language on it."""

    stock: LabelStock
    start: int
    language: str


class LabelChoice(QWidget):
    """Asks for a sheet of labels; `first` is offered first."""

    def __init__(self, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        for key, words in _names().items():
            box.addItem(words.format(number=STOCKS[key].number), key)
        box.setCurrentIndex(box.findData(first))
        self.stock: Field[QComboBox] = Field(_("Sheet in the printer"), box)
        self.start = TextField(_("Begin at label"), text="1")
        self.tongue = Segments(_("Language"), [("en", _("English")), ("es", _("Spanish"))])
        self.tongue.choose(language() if language() in ("en", "es") else "en")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme().px(8))
        for widget in (self.stock, self.start, self.tongue):
            whole.addWidget(widget)
        box.currentIndexChanged.connect(lambda _at: self.sheet())

    def sheet(self) -> Sheet | None:
        """Return what was chosen; None, with the reason at the field, if it has no such label."""
        stock = STOCKS[self.stock.editor.currentData()]
        text = self.start.text().strip()
        start = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        good = 1 <= start <= stock.labels
        self.start.set_problem("" if good else _("A number from 1 to {n}.").format(n=stock.labels))
        return Sheet(stock, start, self.tongue.current()) if good else None


def _names() -> dict[str, str]:
    return {
        "cards-10": _("Business cards, 10 a sheet ({number})"),
        "badges-8": _("Name badges, 8 a sheet ({number})"),
        "labels-10": _("Large labels, 10 a sheet ({number})"),
        "labels-30": _("Small labels, 30 a sheet ({number})"),
        "a4-21": _("A4 labels, 21 a sheet ({number})"),
    }
