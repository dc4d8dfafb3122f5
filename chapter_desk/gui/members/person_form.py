"""The form of a person: every field is saved as it is left."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chapter_desk.core.members.consents import CHANNELS, Answer
from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.gui.members.contact_lines import AddressLines, EmailLines, PhoneLines
from chapter_desk.gui.members.minor_field import MinorField
from chapter_desk.gui.members.person_view import Fitted
from chapter_desk.gui.members.words import channel_words, field_words, language_code, language_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, FilterChip
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _

_TEXTS = (
    "display_name", "given_name", "family_name", "other_names", "gender_pronouns", "preferred_language",
    "employer", "occupation",
)  # fmt: skip
_PAIRS = (
    ("given_name", "family_name"),
    ("gender_pronouns", "preferred_language"),
    ("employer", "occupation"),
)


class PersonForm(Fitted):
    """Fields of a person.

    Signals:
        edited(object): Fields with their new values, as `Records.edit` takes them.
        answered(str, bool): What they said about a channel.
    """

    edited = Signal(object)
    answered = Signal(str, bool)

    def __init__(self, today: Callable[[], date]) -> None:
        """`today` tells the day where the chapter is."""
        super().__init__()
        t = theme()
        self._known: dict[str, str] | None = None
        self.fields = {name: TextField(field_words(name)) for name in _TEXTS}
        self.fields["other_names"].set_hint(_("Nicknames and former names, with commas between"))
        self.emails, self.phones, self.addresses = EmailLines(), PhoneLines(), AddressLines()
        self.permissions = Permissions()
        self.minor = MinorField(today)
        self.tags = TagLine()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(12))
        paired = {name for pair in _PAIRS for name in pair}
        for name in ("display_name", "given_name", "other_names"):
            self._place(box, name, paired)
        for lines in (self.phones, self.emails, self.addresses):
            box.addWidget(lines)
        box.addWidget(self.permissions)
        box.addWidget(self.minor)
        box.addWidget(self.tags)
        for name in ("gender_pronouns", "employer"):
            self._place(box, name, paired)
        for name, field in self.fields.items():
            field.left.connect(partial(self._left, name))
            field.editor.installEventFilter(self)
        self.emails.changed.connect(lambda value: self.edited.emit({"email_addresses": value}))
        self.phones.changed.connect(lambda value: self.edited.emit({"phone_numbers": value}))
        self.addresses.changed.connect(lambda value: self.edited.emit({"postal_addresses": value}))
        self.tags.changed.connect(lambda value: self.edited.emit({"tags": value}))
        self.permissions.answered.connect(self.answered)
        self.minor.changed.connect(self.edited)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Ctrl Z in a field where nothing was typed takes back the last step, as everywhere
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            nothing_typed = isinstance(watched, QLineEdit) and not watched.isUndoAvailable()
            if nothing_typed and event.matches(QKeySequence.StandardKey.Undo):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def show_card(self, card: PersonCard) -> None:
        """Show what is kept; a field that is being typed in stays."""
        values = {name: getattr(card, name) for name in _TEXTS if name != "other_names"}
        values["other_names"] = ", ".join(card.other_names)
        values["preferred_language"] = language_words(card.preferred_language)
        for name, value in values.items():
            field = self.fields[name]
            before = (self._known or {}).get(name)
            typed = before is not None and field.text() != before and field.editor.hasFocus()
            if field.text() != value and not typed:
                field.set_text(value)
        self._known = values
        self.emails.show_contacts(card.email_addresses)
        self.phones.show_contacts(card.phone_numbers)
        self.addresses.show_contacts(card.postal_addresses)
        self.permissions.show_answers(card.consents)
        self.minor.show_card(card)
        self.tags.show_tags(card.tags)

    def keep_typed(self) -> None:
        """Offer everything that was typed and not left yet."""
        for name in _TEXTS:
            self._left(name)
        for lines in (self.emails, self.phones, self.addresses):
            lines.keep_typed()
        self.minor.keep_typed()
        self.tags.keep_typed()

    def focus_first(self) -> None:
        """Begin with the name."""
        self.fields["display_name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def say_problem(self, changes: Mapping[str, Any], words: str) -> None:
        """Show below a field why it was not kept."""
        for name in changes:
            if name in self.fields:
                self.fields[name].set_problem(words)

    def _place(self, box: QVBoxLayout, name: str, paired: set[str]) -> None:
        if name not in paired:
            box.addWidget(self.fields[name])
            return
        line = QHBoxLayout()
        line.setSpacing(theme().px(8))
        for each in next(pair for pair in _PAIRS if pair[0] == name):
            line.addWidget(self.fields[each], 1)
        box.addLayout(line)

    def _left(self, name: str, *_text: str) -> None:
        field = self.fields[name]
        text = field.text().strip()
        if self._known is None or text == self._known[name]:
            if self._known is not None:
                field.set_problem("")
            return
        if name == "display_name" and not text:
            field.set_problem(_("A person needs a name. The one before is kept."))
            return
        field.set_problem("")
        self._known[name] = text
        value: object = text
        if name == "other_names":
            value = [part.strip() for part in text.split(",") if part.strip()]
        elif name == "preferred_language":
            value = language_code(text)
        self.edited.emit({name: value})


class Permissions(QWidget):
    """What somebody agreed to, channel by channel; never answered for them.

    Signals:
        answered(str, bool): The channel, and whether they said yes.
    """

    answered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self.setAccessibleName(_("Permission"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(6))
        box.addWidget(TextLabel(_("What they agreed to"), "label"))
        self.buttons: dict[tuple[str, bool], ActionButton] = {}
        self._said: dict[str, ElidedLabel] = {}
        self._groups: list[QButtonGroup] = []
        for channel in CHANNELS:
            box.addLayout(self._row(channel))

    def show_answers(self, answers: Mapping[str, Answer]) -> None:
        """Show the newest answers; a channel without one has neither button pressed."""
        for group in self._groups:
            group.setExclusive(False)
        for channel in CHANNELS:
            answer = answers.get(channel)
            said = _("not asked") if answer is None else _("said yes") if answer.given else _("said no")
            self._said[channel].setText(said)
            for yes in (True, False):
                self.buttons[channel, yes].setChecked(answer is not None and answer.given is yes)
        for group in self._groups:
            group.setExclusive(True)

    def _row(self, channel: str) -> QHBoxLayout:
        t = theme()
        words = channel_words(channel)
        group = QButtonGroup(self)
        self._groups.append(group)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(TextLabel(words, "small", wrap=True), 3)
        self._said[channel] = ElidedLabel("", "hint")
        line.addWidget(self._said[channel], 2)
        line.addSpacing(t.px(8))
        for yes, text, edge in ((True, _("Yes"), "first"), (False, _("No"), "last")):
            button = ActionButton(text, "segment", "compact")
            button.setProperty("edge", edge)
            button.setCheckable(True)
            button.setAccessibleName(f"{words}: {text}")
            button.clicked.connect(partial(self._press, channel, yes))
            group.addButton(button)
            line.addWidget(button)
            self.buttons[channel, yes] = button
        return line

    def _press(self, channel: str, yes: bool, *_checked: Any) -> None:
        said = self._said[channel].text()
        if said != (_("said yes") if yes else _("said no")):
            self.answered.emit(channel, yes)


class TagLine(QWidget):
    """Tags as chips, and a field for one more.

    Signals:
        changed(object): All tags as they should be now.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tags: tuple[str, ...] = ()
        self.chips: dict[str, FilterChip] = {}
        self._flow: Flow | None = None
        self.new = TextField(_("Tags"), placeholder=_("Add a tag"))
        self.new.editor.returnPressed.connect(self.keep_typed)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme().px(6))
        self._box.addWidget(self.new)

    def show_tags(self, tags: tuple[str, ...]) -> None:
        """Show these tags."""
        if tags == self._tags and self._flow is not None:
            return
        self._tags = tags
        old, self._flow = self._flow, Flow(theme().px(6))
        self.chips = {}
        for tag in tags:
            chip = FilterChip(tag)
            chip.setAccessibleName(_("Tag: {value}").format(value=tag))
            chip.setAccessibleDescription(_("Delete takes it away."))
            chip.removed.connect(partial(self._take_away, tag))
            self.chips[tag] = chip
            self._flow.add(chip)
        self._box.addWidget(self._flow)
        self._flow.setVisible(bool(tags))
        if old is not None:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()

    def keep_typed(self) -> None:
        """Offer the tag that is typed."""
        tag = self.new.text().strip()
        self.new.set_text("")
        if tag and tag.casefold() not in (each.casefold() for each in self._tags):
            self.changed.emit([*self._tags, tag])

    def _take_away(self, tag: str) -> None:
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)
        left = [each for each in self._tags if each != tag]
        QTimer.singleShot(0, self, lambda: self.changed.emit(left))
