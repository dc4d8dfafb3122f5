"""Side panels of the exchange: a list of names or fields, a laptop, the public keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.core.sync.laptops import Laptop
from chapter_desk.gui.exchange.exchange_now import ExchangeNow
from chapter_desk.gui.exchange.words import day_of
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule, SidePanel
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


def _even() -> QFont:
    """Return the font of texts that are compared letter by letter."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(theme().points(9.5))
    return font


def titled(panel: SidePanel, title: str) -> None:
    """Give a panel its title."""
    panel.head.addWidget(TextLabel(title, "h2", wrap=True), 1)


class ListPanel(SidePanel):
    """A few sentences, and lists of names or fields under headings."""

    def __init__(self, title: str, line: str, lists: Sequence[tuple[str, Sequence[str]]]) -> None:
        super().__init__(title)
        titled(self, title)
        if line:
            self.body.addWidget(TextLabel(line, "small", wrap=True))
        self.lists: list[QListWidget] = []
        for heading, items in lists:
            if heading:
                self.body.addWidget(TextLabel(heading, "h3", wrap=True))
            names = QListWidget()
            names.setAccessibleName(heading or title)
            names.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            names.setWordWrap(True)
            names.setSpacing(theme().px(2))
            names.setFont(theme().font("small"))
            names.setUniformItemSizes(not any(len(item) > 40 for item in items[:200]))
            names.addItems(list(items))
            names.setMinimumHeight(theme().px(min(320, 16 + 26 * max(1, len(items)))))
            self.body.addWidget(names, 1 if len(items) > 8 else 0)
            self.lists.append(names)
        self.body.addStretch(1)


class LinesPanel(SidePanel):
    """The bundle as it will be read by others: line by line, as it is written."""

    def __init__(self, tables: Sequence[tuple[str, str, bool]]) -> None:
        super().__init__(_("Line by line"))
        titled(self, _("Line by line"))
        self.body.addWidget(
            TextLabel(
                _("These are the very lines that will be sealed, one entry a line."), "small", wrap=True
            )
        )
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("The lines of the bundle"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setTabChangesFocus(True)
        self.text.setFont(_even())
        parts = []
        for name, lines, cut in tables:
            parts.append(f"# {name}")
            parts.append(lines)
            if cut:
                parts.append(_("… and more of the same kind"))
            parts.append("")
        self.text.setPlainText("\n".join(parts))
        self.text.setMinimumHeight(theme().px(300))
        self.body.addWidget(self.text, 1)


class LaptopPanel(SidePanel):
    """One laptop: its name, and not to trust it any more.

    Signals:
        renamed(str): It should be called this.
        revoked(): Nothing more that it writes should be believed.
    """

    renamed = Signal(str)
    revoked = Signal()

    def __init__(self, laptop: Laptop, now: ExchangeNow) -> None:
        super().__init__(_("About {name}").format(name=laptop.name))
        self.laptop = laptop
        self._told = laptop.name
        titled(self, laptop.name or _("a laptop without a name"))
        for line in _facts(laptop, now):
            self.body.addWidget(TextLabel(line, "small", wrap=True))
        self.name = TextField(_("Name"), _("Where it stands, not whose it is: “Door-2”."), text=laptop.name)
        self.name.left.connect(self._rename)
        self.body.addWidget(self.name)
        self.lost = ActionButton(_("This laptop was lost"), "danger", icon="shield-x")
        self.lost.clicked.connect(self._ask)
        self._asking = QWidget()
        self.confirm = ActionButton(_("Trust it no more"), "danger")
        self.confirm.clicked.connect(self.revoked)
        self.back = ActionButton(_("Back"))
        self.back.clicked.connect(self._ask_no_more)
        self._made_asking(laptop, now)
        if not laptop.is_this and laptop.revoked_at is None:
            self.body.addWidget(Rule())
            self.body.addWidget(self.lost, 0, Qt.AlignmentFlag.AlignLeft)
            self.body.addWidget(self._asking)
        self._asking.hide()
        self.body.addStretch(1)

    def keep_typed(self) -> None:
        """Keep the name that stands in the field."""
        self._rename(self.name.text())

    def _rename(self, name: str) -> None:
        if name.strip() and name.strip() != self._told:
            self._told = name.strip()
            self.renamed.emit(name.strip())

    def _made_asking(self, laptop: Laptop, now: ExchangeNow) -> None:
        t = theme()
        box = QVBoxLayout(self._asking)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        waiting = now.unconfirmed.get(laptop.replica_id, 0)
        others = sum(not each.is_this and each.revoked_at is None for each in now.laptops) - 1
        told = ngettext(
            "The other laptop hears of it with your next bundle.",
            "The {n} other laptops hear of it with your next bundle.",
            others,
        )
        lines = [
            _("What it wrote until now stays. Bundles it writes from now on are refused here."),
            told.format(n=others) if others > 0 else "",
            ngettext(
                "{n} change that it has not confirmed will not wait for it any more.",
                "{n} changes that it has not confirmed will not wait for it any more.",
                waiting,
            ).format(n=f"{waiting:,}")
            if waiting
            else "",
            _("Whoever has it and the passphrase can still read what is on it. Change the passphrase too."),
        ]
        for line in filter(None, lines):
            box.addWidget(TextLabel(line, "small", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(t.px(10))
        buttons.addWidget(self.back)
        buttons.addWidget(self.confirm)
        buttons.addStretch(1)
        box.addLayout(buttons)

    def _ask(self) -> None:
        self.lost.hide()
        self._asking.show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_no_more(self) -> None:
        self._asking.hide()
        self.lost.show()
        self.lost.setFocus(Qt.FocusReason.OtherFocusReason)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: what it is for, its text, its four words, and whose it is in a word for the button."""

    title: str
    line: str
    text: str
    words: str


class KeysPanel(SidePanel):
    """The public keys, to be copied or compared on the telephone."""

    def __init__(self, keys: Sequence[PublicKey]) -> None:
        super().__init__(_("Public keys"))
        titled(self, _("Public keys"))
        self.body.addWidget(
            TextLabel(
                _("These may be handed to anyone. The same key has the same four words on every laptop."),
                "small",
                wrap=True,
            )
        )
        self.copies: list[ActionButton] = []
        for number, key in enumerate(keys):
            if number:
                self.body.addWidget(Rule())
            self._add(key)
        self.body.addStretch(1)

    def _add(self, key: PublicKey) -> None:
        t = theme()
        self.body.addWidget(TextLabel(key.title, "h3", wrap=True))
        self.body.addWidget(TextLabel(key.line, "hint", wrap=True))
        words = TextLabel(key.words, "strong", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(words)
        text = QPlainTextEdit(key.text)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setFont(_even())
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        text.setAccessibleName(key.title)
        text.setFixedHeight(t.px(62))
        self.body.addWidget(text)
        copy = ActionButton(_("Copy"), room="compact", icon="copy")
        copy.setAccessibleName(_("Copy: {key}").format(key=key.title))
        copy.clicked.connect(lambda: _copied(copy, key))
        self.copies.append(copy)
        self.body.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)


def _copied(button: ActionButton, key: PublicKey) -> None:
    QGuiApplication.clipboard().setText(key.text)
    button.setText(_("Copied"))
    button.setAccessibleName(_("Copied: {key}").format(key=key.title))
    announce(button, button.accessibleName())

    def again() -> None:
        button.setText(_("Copy"))
        button.setAccessibleName(_("Copy: {key}").format(key=key.title))

    QTimer.singleShot(2000, button, again)


def _facts(laptop: Laptop, now: ExchangeNow) -> Sequence[str]:
    facts = [_("This laptop.")] if laptop.is_this else []
    if laptop.added_at is not None:
        facts.append(_("Added {day}.").format(day=day_of(laptop.added_at, now.zone, now.today)))
    if laptop.heard_at is not None and not laptop.is_this:
        facts.append(
            _("Its last bundle that came was written {day}.").format(
                day=day_of(laptop.heard_at, now.zone, now.today)
            )
        )
    if laptop.revoked_at is not None:
        facts.append(_("Not trusted since {day}.").format(day=day_of(laptop.revoked_at, now.zone, now.today)))
    return facts
