"""Adding a person: a name alone is enough."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.members.contact import is_email
from chapter_desk.core.members.records import PersonDraft
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.places.zips import place
from chapter_desk.gui.members.person_view import empty
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice, NoticeButton
from chapter_desk.i18n import _
from chapter_desk.values import PersonId


class AddPanel(SidePanel):
    """Asks for a name, and what else is known.

    Signals:
        asked(object): A `PersonDraft` to keep.
        open_asked(str): Somebody of this name is here: show them.
    """

    asked = Signal(object)
    open_asked = Signal(str)

    def __init__(self, roster: Roster) -> None:
        super().__init__(_("Add a person"))
        t = theme()
        self._roster = roster
        self._here: tuple[PersonId, ...] = ()
        self.head.addWidget(TextLabel(_("Add a person"), "h2", wrap=True), 1)
        self.name = TextField(_("Name"), _("A name is enough, as they say it."))
        self.phone = TextField(_("Phone"))
        self.email = TextField(_("E-mail"))
        self.postal_code = TextField(_("ZIP"))
        self.tags = TextField(_("Tags"), _("With commas between"))
        self.fields = (self.name, self.phone, self.email, self.postal_code, self.tags)
        self.add = ActionButton(_("Add this person"), "primary", icon="user-plus", key="Ctrl+Return")
        self.add.clicked.connect(self.ask)
        self._same = QVBoxLayout()
        self._same.setContentsMargins(0, 0, 0, 0)
        for field in self.fields:
            self.body.addWidget(field)
            if field is self.name:
                self.body.addLayout(self._same)
            field.editor.returnPressed.connect(self.ask)
        self.body.addSpacing(t.px(4))
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self._wait = QTimer(self, singleShot=True, interval=150)
        self._wait.timeout.connect(self._look_for_the_name)
        self.name.changed.connect(lambda _text: self._wait.start())
        self.postal_code.left.connect(self._look_at_zip)

    def begin(self, name: str = "") -> None:
        """Be ready for the next person; what was typed before and not added stays."""
        if name and not self.name.text().strip():
            self.name.set_text(name)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget what was typed: the person is kept."""
        for field in self.fields:
            field.set_text("")
            field.set_problem("")
        self._show_same(())

    def ask(self) -> None:
        """Offer the person, if there is a name and the e-mail can be one."""
        name, email = self.name.text().strip(), self.email.text().strip()
        self.name.set_problem("" if name else _("A name is needed, whatever they go by."))
        self.email.set_problem("" if not email or is_email(email) else _email_problem())
        wrong: QWidget | None = next((each for each in (self.name, self.email) if each.problem()), None)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        phone, postal_code = self.phone.text().strip(), self.postal_code.text().strip()
        tags = [tag.strip() for tag in self.tags.text().split(",") if tag.strip()]
        self.asked.emit(
            PersonDraft(
                name,
                email_addresses=[email] if email else (),
                phone_numbers=[phone] if phone else (),
                postal_addresses=[postal_code] if postal_code else (),
                tags=tags,
            )
        )

    def _look_at_zip(self, typed: str) -> None:
        """Say that a ZIP is not known; it may still be one, of another country, and is kept as typed."""
        unknown = bool(typed.strip()) and place(typed) is None
        words = _("There is no such ZIP on this laptop's list. It is kept as typed.")
        self.postal_code.set_hint(words if unknown else "")

    def _look_for_the_name(self) -> None:
        name = self.name.text().strip()
        self._show_same(tuple(self._roster.namesakes(name)) if len(name.split()) > 1 else ())

    def _show_same(self, people: Sequence[PersonId]) -> None:
        if tuple(people) == self._here:
            return
        self._here = tuple(people)
        empty(self._same)
        for person in people[:2]:
            row = self._roster.row(person)
            if row is None:
                continue
            about = ", ".join(filter(None, (row.postal_code, row.phone, row.email)))
            show = NoticeButton(_("Show"), partial(self.open_asked.emit, str(person)))
            fact = _("{name} is here already.").format(name=row.display_name)
            self._same.addWidget(Notice("info", fact, about, [show]))


def _email_problem() -> str:
    return _("Not an e-mail address, such as ana@example.org")
