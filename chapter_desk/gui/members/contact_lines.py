"""Lists of e-mails, phones and addresses in the form: each line saved as it is left, added and taken away."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.members.contact import EmailAddress, PhoneNumber, PostalAddress, is_email
from chapter_desk.gui.members.person_view import empty
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, IconButton
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _

Contact = TypeVar("Contact", EmailAddress, PhoneNumber, PostalAddress)


class ContactLines(QWidget, Generic[Contact]):
    """One list.  Subclasses say how a contact is a line of text and back.

    Signals:
        changed(object): The whole list as it should be now.
    """

    changed = Signal(object)

    def __init__(self, title: str, add: str, remove: str) -> None:
        super().__init__()
        t = theme()
        self._remove = remove
        self._title = title
        self._kept: list[Contact | None] | None = None
        self.lines: list[TextField] = []
        self.crosses: list[IconButton] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(t.px(6))
        self.add_button = ActionButton(add, "link", icon="plus")
        self.add_button.clicked.connect(self.add_line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(4))
        box.addWidget(TextLabel(title, "label"))
        box.addLayout(self._lines)
        box.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Show what is kept; lines that are being typed in stay as they are."""
        if self._kept is not None and self._typing():
            return
        if len(self.lines) != len(contacts):
            self._make_lines(len(contacts))
        self._kept = list(contacts)
        for line, cross, contact in zip(self.lines, self.crosses, contacts, strict=True):
            text = self.text_of(contact)
            if line.text() != text:
                line.set_text(text)
                line.editor.setCursorPosition(0)  # a long address shows its street
            cross.show_as("x", self._remove.format(contact=text))

    def add_line(self) -> None:
        """Show one more line, with the focus in it."""
        if not self.lines or self.lines[-1].text().strip():
            self._add()
            self._kept = [*(self._kept or ()), None]
        self.lines[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_typed(self) -> None:
        """Offer what was typed and not left yet."""
        self._left()

    def text_of(self, contact: Contact) -> str:
        """Return a contact as it is typed."""
        raise NotImplementedError

    def contact_of(self, text: str, before: Contact | None) -> Contact:
        """Return the contact a line holds; `before` is what it was."""
        raise NotImplementedError

    def problem_of(self, text: str) -> str:
        """Return what keeps a line from being saved, empty if nothing does."""
        return ""

    def _typing(self) -> bool:
        """Whether a line has the focus and says something else than what is kept."""
        return any(
            line.editor.hasFocus() and line.text().strip() != (self.text_of(kept) if kept else "")
            for line, kept in zip(self.lines, self._kept or (), strict=True)
        )

    def _make_lines(self, count: int) -> None:
        inside = [*(line.editor for line in self.lines), *self.crosses]
        had_focus = any(widget.hasFocus() for widget in inside)
        empty(self._lines)
        self.lines, self.crosses = [], []
        for _number in range(count):
            self._add()
        if had_focus:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        number = len(self.lines) + 1
        field = TextField("")
        field.findChildren(TextLabel)[0].hide()  # the list has one label for all its lines
        field.editor.setAccessibleName(f"{self._title} {number}")
        cross = IconButton("x", self._remove.format(contact=number), size=14)
        cross.clicked.connect(partial(self._take_away, field))
        line = QHBoxLayout()
        line.setSpacing(theme().px(4))
        line.addWidget(field, 1)
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        cross.setFixedHeight(theme().px(34))
        self._lines.addLayout(line)
        self.lines.append(field)
        self.crosses.append(cross)
        field.left.connect(lambda _text: self._left())

    def _take_away(self, field: TextField, *_checked: Any) -> None:
        """Take a line away once the press that asked for it is over."""
        if self._kept is None:
            return
        at = self.lines.index(field)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        for held in (self.lines, self.crosses, self._kept):
            held.pop(at)
        QTimer.singleShot(0, self, partial(self._drop_line, at))

    def _drop_line(self, at: int) -> None:
        item = self._lines.takeAt(at)
        inner = item.layout() if item is not None else None
        if isinstance(inner, QHBoxLayout):
            empty(inner)
        self._left(taken_away=True)

    def _left(self, *, taken_away: bool = False) -> None:
        """Offer the list if it is another now."""
        if self._kept is None:
            return
        changed = taken_away
        wanted: list[Contact] = []
        for number, (line, kept) in enumerate(zip(self.lines, self._kept, strict=True)):
            text = line.text().strip()
            same = text == (self.text_of(kept) if kept else "")
            problem = "" if same or not text else self.problem_of(text)
            line.set_problem(problem)
            if not same and not problem:
                changed = True
                kept = self._kept[number] = self.contact_of(text, kept) if text else None
            if kept is not None:
                wanted.append(kept)
        if changed:
            self.changed.emit(wanted)


class EmailLines(ContactLines[EmailAddress]):
    """E-mails."""

    def __init__(self) -> None:
        super().__init__(_("E-mails"), _("Add an e-mail"), _("Take the e-mail {contact} away"))

    def text_of(self, contact: EmailAddress) -> str:
        return contact.address

    def contact_of(self, text: str, before: EmailAddress | None) -> EmailAddress:
        return EmailAddress(text, before.status if before else "", before.id if before else "")

    def problem_of(self, text: str) -> str:
        return "" if is_email(text) else _("Not an e-mail address, such as ana@example.org")


class PhoneLines(ContactLines[PhoneNumber]):
    """Phones; one that cannot be read is kept as typed."""

    def __init__(self) -> None:
        super().__init__(_("Phones"), _("Add a phone"), _("Take the phone {contact} away"))

    def text_of(self, contact: PhoneNumber) -> str:
        return contact.shown

    def contact_of(self, text: str, before: PhoneNumber | None) -> PhoneNumber:
        kind = before.number_type if before else ""
        return PhoneNumber(text, number_type=kind, id=before.id if before else "")


class AddressLines(ContactLines[PostalAddress]):
    """Addresses on one line each: "12 Colonial Ave, 23517", or a ZIP alone, which brings town and state."""

    def __init__(self) -> None:
        super().__init__(_("Addresses"), _("Add an address"), _("Take the address {contact} away"))

    def text_of(self, contact: PostalAddress) -> str:
        town = ", ".join(filter(None, (contact.locality, contact.region)))
        return ", ".join(filter(None, (*contact.address_lines, town, contact.postal_code))) or contact.raw

    def contact_of(self, text: str, before: PostalAddress | None) -> PostalAddress:
        return typed_address(text, before.id if before else "")


def typed_address(text: str, id: str = "") -> PostalAddress:
    """Return what an address on one line means: streets, a town, a state and a ZIP, parted by commas.

    A ZIP at the end fills town and state; without one the line is kept as it was typed.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    last = parts[-1].split() if parts else []
    if not last or not last[-1].replace("-", "").isdecimal() or len(last[-1]) < 5:
        return PostalAddress(raw=text.strip(), id=id)
    postal_code, state = last[-1], " ".join(last[:-1])
    if state:
        parts[-1] = state
    else:
        parts.pop()
    region = parts.pop() if parts and len(parts[-1]) == 2 and parts[-1].isalpha() else ""
    locality = parts.pop() if len(parts) > 1 and region else ""
    return PostalAddress(postal_code, tuple(parts), locality, region if locality else "", id=id)
