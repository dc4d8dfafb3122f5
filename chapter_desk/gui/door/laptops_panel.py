"""Laptops tonight: who helps at this door, how many each signed in, and a way for one more to join."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.door_laptops import LaptopsTonight
from chapter_desk.gui.door import laptops_words as words
from chapter_desk.gui.door.laptops_line import DoorLine
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, SidePanel
from chapter_desk.gui.widgets.flow import FlowLayout
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.meters import Meter
from chapter_desk.i18n import _


class LaptopsPanel(SidePanel):
    """The panel at the door's right.

    Signals:
        add_asked(): One more laptop is to join over the network.
        cancel_asked(): No more; the code is put away.
        stick_asked(): One more is to join by a file; on a helper's laptop: who came goes onto a stick.
        removed(ReplicaId): A laptop is to be believed no more.
    """

    add_asked = Signal()
    cancel_asked = Signal()
    stick_asked = Signal()
    removed = Signal(object)

    def __init__(self, *, helps: bool) -> None:
        super().__init__(_("Laptops tonight"))
        t = theme()
        self._helps = helps
        self._shown: list[tuple[object, ...]] = []
        self.head.addWidget(TextLabel(_("Laptops tonight"), "h2", wrap=True), 1)
        self.counts = TextLabel("", "label", wrap=True)
        self.empty = TextLabel(
            _("Only this laptop so far. Another one can help at this door: it is given names, no e-mails and "
              "no phones, and both go on when the connection is lost."),
            "hint", wrap=True,
        )  # fmt: skip
        self._rows = QWidget()
        self._rows_box = QVBoxLayout(self._rows)
        self._rows_box.setContentsMargins(0, 0, 0, 0)
        self._rows_box.setSpacing(t.px(10))
        self.remove_buttons: list[ActionButton] = []
        self.state = TextLabel("", "small", wrap=True)
        self.trouble = TextLabel("", "small", wrap=True, tone="warn")
        self.add = ActionButton(_("Add a laptop"), "primary", "large", icon="laptop")
        stick = _("Write who came to a stick") if helps else _("Add one by USB stick")
        self.stick = ActionButton(stick, "", "large", icon="hard-drive")
        self.add.clicked.connect(self.add_asked)
        self.stick.clicked.connect(self.stick_asked)
        self._acts = QWidget()
        acts = FlowLayout(t.px(8), t.px(8))
        self._acts.setLayout(acts)
        acts.addWidget(self.add)
        acts.addWidget(self.stick)
        self.add.setVisible(not helps)
        self._make_code()
        self._make_stick()
        for widget in (self.counts, self._rows, self.empty, self.state, self.code_card, self.stick_card,
                       self.trouble, self._acts):  # fmt: skip
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_tonight(self, tonight: LaptopsTonight, line: DoorLine) -> None:
        """Show the laptops, and how the line to each is."""
        linked = {each.replica_id: each.in_step for each in line.host.linked} if line.host is not None else {}
        self.counts.setText(words.sum_words(tonight))
        rows: list[tuple[object, ...]] = [
            (
                each.replica_id,
                each.name,
                each.signed_in,
                words.state_words(
                    each, linked=each.replica_id in linked, in_step=linked.get(each.replica_id, False)
                ),
                each.helps and not each.is_this and not each.revoked and not self._helps,
            )
            for each in tonight.laptops
        ]
        self.empty.setVisible(len(rows) < 2 and not self._helps)
        if rows != self._shown:
            self._shown = rows
            self._show_rows(rows)

    def show_line(self, line: DoorLine) -> None:
        """Show the code, or what hinders."""
        code, host = line.code, line.host
        was = self.code.text()
        joined = host.joined if host is not None else ""
        joining = host.joining if host is not None else None
        good = code is not None and (code.void is None or joining is not None)
        self.code_card.setVisible(code is not None)
        self.add.setVisible(not self._helps and not good)
        self.add.setEnabled(not line.starting)
        if code is not None and host is not None:
            self.code.setText(words.grouped(code.digits) if good else "")
            self.code.setVisible(good and joining is None)
            self.how.setText(words.how_words(host.name, line.address, host.port) if good else "")
            self.how.setVisible(good and joining is None)
            self.left.setText(words.code_words(code, joining, joined, host.lost))
            self.meter.setVisible(joining is not None)
            if joining is not None:
                self.meter.show_value(int(100 * joining.part), 100)
            self.cancel.setText(_("Cancel") if good else _("Put away"))
            if good and self.code.text() != was:
                announce(self, _("Code {digits}").format(digits=" ".join(code.digits)))
        hindrance = line.trouble or (host.trouble if host is not None else None)
        self.trouble.setText(words.trouble_words(hindrance))
        self.trouble.setVisible(hindrance is not None)
        self.state.setText(self._state_of(line))
        self.state.setVisible(bool(self.state.text()))

    def show_stick(self, spoken: str, name: str) -> None:
        """Show what was written to a stick, and the words that open it ("" for what needs none)."""
        self.stick_card.setVisible(True)
        self.stick_words.setText(spoken)
        self.stick_words.setVisible(bool(spoken))
        told = (
            _("The file {name} is on the stick. On the other laptop press “Help at a door”, choose the file "
              "and type these five words. They are shown only now.")
            if spoken
            else _("The file {name} is on the stick. Take it in on the chapter's laptop, under Exchange.")
        )  # fmt: skip
        self.stick_how.setText(told.format(name=name))
        announce(self, self.stick_how.text())

    def _state_of(self, line: DoorLine) -> str:
        if line.starting:
            return _("Getting ready")
        guest = line.guest
        if guest is None:
            return ""
        if not guest.is_linked:
            return _("Not connected. Everything is saved here, and goes over when the connection is back.")
        return _("Connected, both have everything.") if guest.in_step else _("Connected, catching up.")

    def _show_rows(self, rows: list[tuple[object, ...]]) -> None:
        while (item := self._rows_box.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.remove_buttons = []
        for id, name, count, state, removable in rows:
            self._rows_box.addWidget(self._row(id, str(name), int(str(count)), str(state), bool(removable)))

    def _row(self, id: object, name: str, count: int, state: str, removable: bool) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(8))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(TextLabel(f"{name} · {count:,}", "label", wrap=True))
        text.addWidget(TextLabel(state, "hint", wrap=True))
        box.addLayout(text, 1)
        if removable:
            button = ActionButton(_("Take off"), "link")
            button.setAccessibleName(_("Take {name} off the list").format(name=name))
            button.clicked.connect(lambda: self.removed.emit(id))
            box.addWidget(button)
            self.remove_buttons.append(button)
        return row

    def _make_code(self) -> None:
        self.code_card = Card(_("Code for one laptop"))
        self.code = TextLabel("", "h1")
        self.how = TextLabel("", "small", wrap=True)
        self.left = TextLabel("", "hint", wrap=True)
        self.meter = Meter()
        self.cancel = ActionButton(_("Cancel"), "", "large")
        self.cancel.clicked.connect(self.cancel_asked)
        for widget in (self.code, self.how, self.left, self.meter, self.cancel):
            self.code_card.body.addWidget(widget)
        self.code_card.setVisible(False)

    def _make_stick(self) -> None:
        self.stick_card = Card(_("On the stick"))
        self.stick_words = TextLabel("", "h3", wrap=True)
        self.stick_how = TextLabel("", "small", wrap=True)
        for widget in (self.stick_words, self.stick_how):
            self.stick_card.body.addWidget(widget)
        self.stick_card.setVisible(False)
