"""Somebody who was not found: only a name is needed, the rest as they like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.meetings.card_code import kept_of
from chapter_desk.core.meetings.door import DoorMatch, Find
from chapter_desk.core.meetings.walk_in import WalkIn
from chapter_desk.core.members.contact import is_email
from chapter_desk.core.members.naming import sort_name
from chapter_desk.core.members.people_index import HitKind
from chapter_desk.core.places.zips import five_digits, place
from chapter_desk.gui.door.besides import Besides, Chip, under_a_label, values_of
from chapter_desk.gui.door.match_rows import hint_of
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.announce import announce
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card, scrolling
from chapter_desk.gui.widgets.fields import IconLabel, TextField
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _

WORDING = "desk-1"
"""The words a greeter asks with, as the form has them: "May we contact you?", each way by itself."""

_SURE = frozenset((HitKind.SAME_NAME,))
_OF_TWO_WORDS = frozenset((HitKind.WORDS, HitKind.NICKNAME, HitKind.TYPO))
_PHONE_FROM = 7
_ZIP_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Parts:
    """What was typed before the form opened, each where it belongs."""

    given: str = ""
    family: str = ""
    phone: str = ""
    email: str = ""
    postal_code: str = ""


def parts_of(typed: str) -> Parts:
    """Return where in the form belongs what a greeter typed into the search.

    A long number is a phone, five digits are a ZIP, an @ makes an e-mail; a short number is a name.
    A name all in small letters gets its capitals: the greeter sees it and can change it.
    """
    text = " ".join(typed.split())
    digits = "".join(filter(str.isdecimal, text))
    if "@" in text:
        return Parts(email=text)
    if digits and not any(letter.isalpha() for letter in text):
        if len(digits) >= _PHONE_FROM:
            return Parts(phone=text)
        return Parts(postal_code=digits) if len(digits) == _ZIP_DIGITS else Parts(given=digits)
    if text == text.lower():
        text = " ".join(word[:1].upper() + word[1:] for word in text.split())
    family, comma, _given = sort_name(text).partition(", ")
    if not comma or not text.endswith(family):
        return Parts(given=text)
    return Parts(given=text[: -len(family)].strip(), family=family)


class _Tick(QCheckBox):
    """A check box that a finger meets."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().size("touch-min"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


class _FoundBand(QFrame):
    """Somebody on file this may be."""

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self.setProperty("kind", "notice")
        self.setProperty("tone", "warn")
        self.question = TextLabel("", "strong", wrap=True)
        self.hint = TextLabel("", "small", wrap=True)
        self.use = ActionButton(_("Yes, that is who"), room="large", key="Alt+M")
        words = QVBoxLayout()
        words.setSpacing(t.px(2))
        words.addWidget(self.question)
        words.addWidget(self.hint)
        line = QHBoxLayout(self)
        line.setContentsMargins(t.px(12), t.px(8), t.px(10), t.px(8))
        line.setSpacing(t.px(12))
        line.addWidget(IconLabel("users", "warn", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self.use)


class WalkInForm(Card):
    """The form in the place of the matches.

    Signals:
        signed(object): A `WalkIn` is to be signed in.
        another_signed(object): The same, and the form stays for another of the household.
        nameless(): Somebody is to be counted without a name.
        found_used(object): The `DoorMatch` that was offered is who they are.
        left(): Back to the search; what was typed is kept.
    """

    signed = Signal(object)
    another_signed = Signal(object)
    nameless = Signal()
    found_used = Signal(object)
    left = Signal()

    def __init__(self, find: Find, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("", flush=True, parent=parent)
        self.setAccessibleName(_("Walk-in"))
        self._find = find
        self._today = today
        self._kept: dict[str, dict[str, str]] = {}
        self._offered: DoorMatch | None = None
        self._filling = False
        self.code = ""
        """What was scanned and is nobody's here, while the form is about who showed it."""
        self._make_fields()
        self.besides = Besides(find, today)
        self._lay_out()
        for field in self._fields.values():
            field.changed.connect(self._look)

    # what the page does with it

    def begin(self, typed: str) -> None:
        """Start with what stands in the search; what was typed for this name before comes back."""
        self.clear()
        parts = parts_of(typed)
        self.restore(
            self._kept.get(typed.strip())
            or {
                "given": parts.given,
                "family": parts.family,
                "phone": parts.phone,
                "email": parts.email,
                "postal_code": parts.postal_code,
            }
        )
        self.given.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.given.editor.end(False)

    def ask_whose(self, code: str) -> None:
        """Ask whose a scanned code is, beside what stands in the form."""
        self.code = code
        self.said.setText(self._hint())
        announce(self.given.editor, self._hint())

    def clear(self, *, household: bool = False) -> None:
        """Empty the form; for another of the household the last name and ZIP stay."""
        self.code = ""
        goes = [name for name in self._fields if not (household and name in ("family", "postal_code"))]
        self._fill(dict.fromkeys(goes, ""))
        for field in self._fields.values():
            field.set_problem("")
        for box in self._may.values():
            box.setChecked(False)
        for chip in self._heard.values():
            if not household:
                chip.setChecked(False)
        self.besides.clear()
        self._offer(None)

    def name(self) -> str:
        """Return the name as it will stand on file: a number alone is "Guest 3"."""
        typed = " ".join(f"{self.given.text()} {self.family.text()}".split())
        return _("Guest {number}").format(number=typed) if typed.isdecimal() else typed

    def walk_in(self) -> WalkIn:
        """Return what stands in the form."""
        numbered = self.given.text().strip().isdecimal()
        family = self.family.text().strip()
        return WalkIn(
            name=self.name(),
            email=self.email.text().strip(),
            phone=self.phone.text().strip(),
            postal_code=self.postal_code.text().strip(),
            given_name="" if numbered or not family else self.given.text().strip(),
            family_name="" if numbered else family,
            source=next((source for source, chip in self._heard.items() if chip.isChecked()), ""),
            consents=(consents := tuple(channel for channel, box in self._may.items() if box.isChecked())),
            wording=WORDING if consents else "",
            children=self.besides.how_many_children(),
            needs=self.besides.needs(),
            brought_by=self.besides.brought_by(),
            code=self.code,
            under_18=self.besides.minor.isChecked(),
        )

    def sign_in(self) -> None:
        """Sign them in, if there is a name."""
        if self._has_name():
            self.signed.emit(self.walk_in())

    def sign_in_and_stay(self) -> None:
        """Sign them in and be ready for another of the household."""
        if not self._has_name():
            return
        walk_in = self.walk_in()
        self.another_signed.emit(walk_in)
        self.clear(household=True)
        self.said.setText(_("{name} is on the way in. Who else?").format(name=walk_in.name))
        self.given.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def use_found(self) -> bool:
        """Sign in whoever was offered; False if nobody is."""
        if self._offered is None:
            return False
        self.found_used.emit(self._offered)
        return True

    def offered(self) -> DoorMatch | None:
        """Return who on file this may be."""
        return self._offered

    def put_away(self, typed: str) -> str:
        """Keep what was typed for later; return what belongs into the search now."""
        values = self.values()
        name = " ".join(f"{values['given']} {values['family']}".split())
        back = name or typed.strip()
        if any(values.values()):
            self._kept[back] = values
        return back

    def keep(self, walk_in: WalkIn) -> None:
        """Keep somebody who could not be signed in, for when the form is opened with their name."""
        self._kept[walk_in.name.strip()] = {
            "given": walk_in.given_name or walk_in.name,
            "family": walk_in.family_name,
            "phone": walk_in.phone,
            "email": walk_in.email,
            "postal_code": walk_in.postal_code,
            "heard": walk_in.source,
            "may": " ".join(walk_in.consents),
            "code": walk_in.code,
            **values_of(walk_in),
        }

    def forget_kept(self, typed: str) -> None:
        """Keep nothing for this name any more: they are in."""
        self._kept.pop(typed.strip(), None)

    def values(self) -> dict[str, str]:
        """Return everything that stands in the form, by field."""
        values = {name: field.text() for name, field in self._fields.items()}
        values["heard"] = next((source for source, chip in self._heard.items() if chip.isChecked()), "")
        values["may"] = " ".join(channel for channel, box in self._may.items() if box.isChecked())
        return values | self.besides.values() | {"code": self.code}

    def restore(self, values: Mapping[str, str]) -> None:
        """Put back what `values` returned."""
        self._fill({name: values.get(name, "") for name in self._fields})
        for source, chip in self._heard.items():
            chip.setChecked(source == values.get("heard"))
        for channel, box in self._may.items():
            box.setChecked(channel in values.get("may", "").split())
        self.besides.restore(values)
        self.code = values.get("code", "")
        self.said.setText(self._hint())
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # a line edit passes Enter on, so this hears it from every field
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.sign_in()
            return
        super().keyPressEvent(event)

    # the inside

    def _make_fields(self) -> None:
        self.given = TextField(_("First name or nickname"), room="large")
        self.family = TextField(_("Last name, if they like"), room="large")
        self.phone = TextField(_("Phone"), room="large")
        self.email = TextField(_("E-mail"), room="large")
        self.postal_code = TextField(_("ZIP"), room="large")
        self._fields = {
            "given": self.given,
            "family": self.family,
            "phone": self.phone,
            "email": self.email,
            "postal_code": self.postal_code,
        }
        heard = {
            "friend": _("A friend"),
            "text or e-mail": _("Text or e-mail"),
            "flyer": _("Flyer"),
            "social media": _("Social media"),
            "online map": _("Online map"),
            "other": _("Other"),
        }
        self._heard = {source: Chip(words) for source, words in heard.items()}
        may = {"sms": _("Text"), "call": _("Call"), "email": _("E-mail")}
        self._may = {channel: _Tick(words) for channel, words in may.items()}
        self.found = _FoundBand()
        self.found.use.clicked.connect(self.use_found)
        self.said = ElidedLabel(self._hint(), "hint")
        self.sign = ActionButton(_("Sign in"), "primary", "door", icon="check", key="Return")
        self.sign.clicked.connect(self.sign_in)
        self.another = ActionButton(_("Sign in and add another"), "", "door", key="Ctrl+Return")
        self.another.clicked.connect(self.sign_in_and_stay)
        self.count = ActionButton(_("Count without a name"), "quiet", "large")
        self.count.clicked.connect(self.nameless)
        self.back = ActionButton(_("Back to search"), "quiet", "large", key="Esc")
        self.back.clicked.connect(self.left)

    def _lay_out(self) -> None:
        t = theme()
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(t.px(20), t.px(4), t.px(20), t.px(8))
        box.setSpacing(t.px(12))
        box.addLayout(self._side_by_side((self.given, 1), (self.family, 1)))
        box.addWidget(self.found)
        box.addLayout(self._side_by_side((self.phone, 3), (self.email, 4), (self.postal_code, 2)))
        box.addLayout(under_a_label(_("How did you hear about us?"), self._heard_row()))
        box.addWidget(self._may_row())
        box.addWidget(self.besides)
        box.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(t.px(20), t.px(8), t.px(12), t.px(2))
        head.setSpacing(t.px(10))
        head.addWidget(TextLabel(_("Walk-in"), "h2"))
        head.addWidget(self.said, 1)
        foot = Flow(t.px(10))
        for button in (self.sign, self.another, self.count):
            foot.add(button)
        below = QHBoxLayout()
        below.setContentsMargins(t.px(20), t.px(8), t.px(20), t.px(14))
        below.addWidget(foot, 1)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(scrolling(inside), 1)
        self.body.addLayout(below)
        head.addWidget(self.back)

    def _side_by_side(self, *fields: tuple[TextField, int]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme().px(12))
        for field, part in fields:
            line.addWidget(field, part, Qt.AlignmentFlag.AlignTop)
        return line

    def _heard_row(self) -> Flow:
        row = Flow(theme().px(8))
        for source, chip in self._heard.items():
            chip.clicked.connect(lambda on, source=source: self._hear(source, on))
            row.add(chip)
        return row

    def _may_row(self) -> Flow:
        t = theme()
        row = Flow(t.px(16))
        asked = TextLabel(_("May we contact you?"), "label")
        row.add(asked)
        for box in self._may.values():
            box.setAccessibleName(_("May we contact you? {how}").format(how=box.text()))
            row.add(box)
        return row

    def _hear(self, source: str, on: bool) -> None:
        for each, chip in self._heard.items():
            chip.setChecked(on and each == source)

    def _has_name(self) -> bool:
        if self.name():
            return True
        self.given.set_problem(_("Type a name, or count them without one."))
        self.given.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.given.editor, self.given.problem())
        return False

    def _hint(self) -> str:
        if self.code:
            words = _("The code {code} is nobody's here. Type their name; it is kept with them.")
            return words.format(code=kept_of(self.code)["code"])
        return _("Only the name is needed. Most take 15 seconds.")

    def _fill(self, texts: Mapping[str, str]) -> None:
        self._filling = True  # nobody is looked for while half of it stands there
        for name, text in texts.items():
            self._fields[name].set_text(text)
        self._filling = False
        self._show_town()

    def _look(self, _text: str = "") -> None:
        if self._filling:
            return
        if self.given.text().strip():
            self.given.set_problem("")
            self.said.setText(self._hint())
        self._show_town()
        self._offer(self._on_file())

    def _show_town(self) -> None:
        town = place(self.postal_code.text()) if five_digits(self.postal_code.text()) else None
        self.postal_code.set_hint(town.label if town is not None else "")

    def _on_file(self) -> DoorMatch | None:
        """Return who on file this is likely to be: by name, else by phone, else by e-mail."""
        name = " ".join(f"{self.given.text()} {self.family.text()}".split())
        good = _SURE | _OF_TWO_WORDS if " " in name else _SURE
        named = next((each for each in self._find(name, 3) if each.kind in good), None) if name else None
        if named is not None:
            return named
        phone, email = self.phone.text().strip(), self.email.text().strip()
        if sum(map(str.isdecimal, phone)) >= _PHONE_FROM:
            by_phone = next((e for e in self._find(phone, 1) if e.kind is HitKind.PHONE), None)
            if by_phone is not None:
                return by_phone
        if is_email(email):
            return next((e for e in self._find(email, 1) if e.kind is HitKind.EMAIL), None)
        return None

    def _offer(self, match: DoorMatch | None) -> None:
        before, self._offered = self._offered, match
        self.found.setVisible(match is not None)
        if match is None:
            return
        self.found.question.setText(_("Is this {name}?").format(name=match.name))
        ask = _("Ask: “Have you been with us before?”")
        self.found.hint.setText(f"{hint_of(match, self._today())}\n{ask}")
        if before is None or before.person_id != match.person_id:
            announce(self.given.editor, self.found.question.text())
