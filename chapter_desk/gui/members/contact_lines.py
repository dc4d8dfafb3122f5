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
        self._known: tuple[Contact, ...] | None = None
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
        if self._known is not None and self._typing():
            return
        self._known = tuple(contacts)
        if len(self.lines) != len(contacts):
            self._make_lines(len(contacts))
        for line, cross, contact in zip(self.lines, self.crosses, contacts, strict=True):
            text = self.text_of(contact)
            if line.text() != text:
                line.set_text(text)
            cross.show_as("x", self._remove.format(contact=text))

    def add_line(self) -> None:
        """Show one more line, with the focus in it."""
        if not (
            self.lines and not self.lines[-1].text().strip() and len(self.lines) > len(self._known or ())
        ):
            self._add()
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
        texts = [line.text().strip() for line in self.lines]
        return texts != [self.text_of(each) for each in self._known or ()] and any(
            line.editor.hasFocus() for line in self.lines
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
        field.set_text("")
        QTimer.singleShot(0, self, self._left)

    def _left(self) -> None:
        """Offer the list if it is another now."""
        known = self._known
        if known is None:
            return
        wanted: list[Contact] = []
        for number, line in enumerate(self.lines):
            text = line.text().strip()
            before = known[number] if number < len(known) else None
            same = before is not None and self.text_of(before) == text
            problem = "" if same or not text else self.problem_of(text)
            line.set_problem(problem)
            if before is not None and (same or problem):
                wanted.append(before)
            elif text and not problem:
                wanted.append(self.contact_of(text, before))
        if tuple(wanted) != known:
            self._known = tuple(wanted)
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
