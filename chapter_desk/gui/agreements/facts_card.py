"""What the paper says of the chapter: filled in from it, edited here, saved as each field is left."""

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.gui.agreements.agreement_now import AgreementNow
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import IconLabel, TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext

_LANGUAGES = (("en", "English"), ("es", "Español"))


class FactsCard(Card):
    """Chapter name, contact, who was on the call, area, language of the paper.

    Signals:
        typed(): Something was typed that is not saved yet.
        named(str), contact_chosen(object), attendee_given(str), area_given(object), language_chosen(str):
            A field was left with a new value; the contact's is a PersonId or None, the area's a list.
        contact_asked(): The contact's own page is wanted.
    """

    typed = Signal()
    named = Signal(str)
    contact_chosen = Signal(object)
    attendee_given = Signal(str)
    area_given = Signal(object)
    language_chosen = Signal(str)
    contact_asked = Signal()

    def __init__(self, people: PeopleSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._now: AgreementNow | None = None
        self.name = TextField(_("Chapter name"))
        self.contact = PersonPicker(_("Contact"), people)
        self.attendee = TextField(_("Who was on the call"))
        self.area = TextField(_("Area, as ZIPs"))
        self.language = Segments(_("Language of the paper"), _LANGUAGES)
        self.count = TextLabel("", "small", wrap=True)
        self.see_contact = ActionButton(_("See the contact"), "link")
        self.see_contact.clicked.connect(self.contact_asked)
        self._lay_out()
        for field in (self.name, self.attendee):
            field.changed.connect(lambda _text: self.typed.emit())
        self.name.left.connect(lambda _text: self._leave_name())
        self.contact.person_chosen.connect(self.contact_chosen)
        self.attendee.left.connect(lambda _text: self._leave_attendee())
        self.area.left.connect(lambda _text: self._leave_area())
        self.language.chosen.connect(self.language_chosen)

    def show_agreement(self, now: AgreementNow) -> None:
        """Show what is saved; a field that is being typed in keeps what was typed."""
        before, self._now = self._now, now
        if before is None or not self.name.editor.hasFocus():
            self.name.set_text(now.card.name)
        if before is None or not self.contact.editor.hasFocus() or not self.contact.editor.isModified():
            self.contact.set_person(now.card.contact_id, now.card.contact_name)
        if before is None or not self.attendee.editor.hasFocus():
            self.attendee.set_text(now.agreement.call_attendee)
        if before is None or not (self.area.editor.hasFocus() or self.area.problem()):
            self.area.set_text(", ".join(now.card.zips))
        self.language.choose(now.agreement.language)
        reach = " · ".join(part for part in (now.facts.contact_phone, now.facts.contact_email) if part)
        nobody = now.card.contact_id is None
        self.contact.set_hint("" if nobody else reach or _("No phone and no e-mail yet."))
        self.see_contact.setVisible(not nobody)
        zips = len(now.card.zips)
        told = ngettext("{n} ZIP around {place}", "{n} ZIPs around {place}", zips)
        self.area.set_hint(told.format(n=zips, place=now.card.locality or now.card.region))
        people = now.facts.people_count or 0
        count = ngettext(
            "Count on the paper: {n} person, no names", "Count on the paper: {n} people, no names", people
        )
        self.count.setText(count.format(n=f"{people:,}"))

    def as_typed(self) -> Mapping[str, str]:
        """Return what the paper should say already: names of `MouFacts` with what stands in the fields."""
        typed = {"call_attendee": self.attendee.text().strip()}
        if self.name.text().strip():
            typed["group_name"] = self.name.text().strip()
        return typed

    def keep_typed(self) -> None:
        """Offer what was typed and not left yet."""
        if self._now is not None:
            self._leave_name()
            self._leave_attendee()
            self._leave_area()

    def _leave_name(self) -> None:
        text = self.name.text().strip()
        self.name.set_problem("" if text else _("The chapter needs a name."))
        if text and self._now is not None and text != self._now.card.name:
            self.named.emit(text)

    def _leave_attendee(self) -> None:
        text = self.attendee.text().strip()
        if self._now is not None and text != self._now.agreement.call_attendee:
            self.attendee_given.emit(text)

    def _leave_area(self) -> None:
        zips = [part for part in re.split(r"[\s,;]+", self.area.text()) if part]
        self.area.set_problem("")
        if self._now is not None and sorted(set(zips)) != sorted(self._now.card.zips):
            self.area_given.emit(zips)

    def _lay_out(self) -> None:
        t = theme()
        language = QWidget()
        box = QVBoxLayout(language)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(4))
        words = TextLabel(_("Language of the paper"), "label")
        words.setBuddy(self.language)
        box.addWidget(words)
        box.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        self.body.setSpacing(t.px(8))
        self.body.addWidget(self.name)
        for pair in ((self.contact, self.attendee), (self.area, language)):
            row = QHBoxLayout()
            row.setSpacing(t.px(10))
            for field in pair:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(t.px(8))
        foot.addWidget(IconLabel("hash", "ink-2", 16), 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.see_contact, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(foot)
