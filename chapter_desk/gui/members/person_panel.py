"""The panel about a person: to read, to edit, their story, notes and changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from chapter_desk.app import App
from chapter_desk.core.explain import explain
from chapter_desk.core.fundraising.gifts import GiftDraft
from chapter_desk.core.members.field_history import FieldChange
from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.errors import ChapterDeskError, NoSuchRecord
from chapter_desk.gui.members.person_changes import ChangeList, told
from chapter_desk.gui.members.person_entries import PersonEntries
from chapter_desk.gui.members.person_form import PersonForm
from chapter_desk.gui.members.person_household import PersonHousehold
from chapter_desk.gui.members.person_notes import PersonNotes
from chapter_desk.gui.members.person_story import PersonStory
from chapter_desk.gui.members.person_view import ContactView, Fitted
from chapter_desk.gui.members.words import language_words, long_day
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule, SidePanel
from chapter_desk.gui.widgets.labels import ElidedLabel, Initials, TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

T = TypeVar("T")

_LATEST = 2
_STORY, _NOTES, _HOUSEHOLD, _CHANGES = range(4)


@dataclass(frozen=True, slots=True)
class PersonNow:
    """A person as the file has them, with the changes made about them.

    `takes_money` says whether the chapter's money rule takes any.
    """

    card: PersonCard
    changes: Sequence[FieldChange]
    takes_money: bool


class PersonPanel(SidePanel):
    """About one person at a time.

    Signals:
        failed(object): An expected error that is not a field's own.
        card_asked(): A card to scan is wanted for them, or theirs is to end.
        archive_asked(object): The `PersonCard` of who should be archived, or brought back if they are.
        opened(str): The id of a piece of evidence whose source is wanted.
        person_asked(str): Somebody else should be shown.
        compared(object, object): Two `PersonId` that may be one person.
        gone(): The person is not here any more.
        done(str): Something was done that can be undone, in words.
    """

    failed = Signal(object)
    card_asked = Signal()
    archive_asked = Signal(object)
    opened = Signal(str)
    person_asked = Signal(str)
    compared = Signal(object, object)
    gone = Signal()
    done = Signal(str)

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__(_("About a person"))
        t = theme()
        self._app = app
        self._tasks = tasks
        self._person: PersonId | None = None
        self._now: PersonNow | None = None
        self._after: Callable[[], None] | None = None
        self._zone = app.chapter.card().time_zone
        self._initials = Initials("", 44)
        self._name = TextLabel("", "h2", wrap=True)
        self._line = ElidedLabel("", "hint")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._line)
        self.edit = ActionButton(_("Edit"), "", "compact", icon="pencil")
        self.edit.clicked.connect(self.flip_form)
        self.head.addWidget(self._initials, 0, Qt.AlignmentFlag.AlignTop)
        self.head.addLayout(words, 1)
        self.head.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        self._make_parts()
        self.body.addWidget(self._reading)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.form.hide()
        self.body.setSpacing(t.px(8))

    @property
    def person(self) -> PersonId | None:
        """Who is shown."""
        return self._person

    @property
    def card(self) -> PersonCard | None:
        """What is shown of them."""
        return self._now.card if self._now is not None else None

    @property
    def edits(self) -> bool:
        """Whether the form shows."""
        return not self.form.isHidden()

    def show_person(self, person: PersonId, after: Callable[[], None] | None = None) -> None:
        """Read a person and show them; `after` is called once they show."""
        if person != self._person:
            self.keep_typed()
            self.show_form(False)
        self._person, self._after = person, after
        self.read()

    def read(self) -> None:
        """Read the person again."""
        person = self._person
        if person is None:
            return

        def work() -> PersonNow:
            card = self._app.cards.about(person)
            takes_money = self._app.money_rule.now().rule.money_entry
            return PersonNow(card, told(self._app.field_history.of(person)), takes_money)

        self._tasks.run(self, work, partial(self._show, person), self._not_read)

    def flip_form(self) -> None:
        """Show the form, or go back to reading."""
        self.show_form(not self.edits)
        if self.edits:
            self.form.focus_first()
        else:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_form(self, shows: bool) -> None:
        """Show the form, or the person to read."""
        if not shows and self.edits:
            self.keep_typed()
        self.form.setVisible(shows)
        self._reading.setVisible(not shows)
        self.edit.setText(_("Done") if shows else _("Edit"))
        self.edit.set_icon("check" if shows else "pencil")

    def begin_comparing(self) -> None:
        """Ask who else may be this person."""
        self.show_form(False)
        self.tabs.setCurrentIndex(_STORY)
        self.entries.ask()

    def keep_typed(self) -> None:
        """Offer everything that was typed and not left yet."""
        if self._now is not None:
            self.form.keep_typed()
            self.notes.keep()

    def escape(self) -> bool:
        """Close what is open inside; False if there is nothing."""
        if self.edits:
            self.flip_form()
            return True
        return self.story.escape()

    def _make_parts(self) -> None:
        t = theme()
        self.form = PersonForm(self._app.chapter.today)
        self.contacts = ContactView(self._app.chapter.today)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("What to read about them"))
        for words in (_("Story"), _("Notes"), _("Household"), _("Changes")):
            self.tabs.addTab(words)
        today = self._app.chapter.today()
        self.story = PersonStory(self._app.standings.rule, today)
        self.notes = PersonNotes(lambda at: long_day(self._app.chapter.local(at).date()))
        self.household = PersonHousehold(self._app.roster)
        self.latest, self.changes = ChangeList(self._app.chapter), ChangeList(self._app.chapter)
        self._latest_title = TextLabel(_("Latest changes"), "strong")
        self.archive = ActionButton("", "link")
        self.archive.clicked.connect(lambda: self.archive_asked.emit(self.card))
        self.card_link = ActionButton(_("Card to scan"), "link", icon="qr-code")
        self.card_link.clicked.connect(self.card_asked)
        self.entries = PersonEntries(self._app.roster)
        self._reading = Fitted()
        box = QVBoxLayout(self._reading)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        self._story = QWidget()
        story = QVBoxLayout(self._story)
        story.setContentsMargins(0, 0, 0, 0)
        story.setSpacing(t.px(6))
        for widget in (self.story, self._latest_title, Rule(), self.latest):
            story.addWidget(widget)
        story.addWidget(self.entries)
        story.addWidget(self.card_link, 0, Qt.AlignmentFlag.AlignLeft)
        story.addWidget(self.archive, 0, Qt.AlignmentFlag.AlignLeft)
        tab_line = QVBoxLayout()
        tab_line.setSpacing(0)
        tab_line.addWidget(self.tabs)
        tab_line.addWidget(Rule())
        box.addWidget(self.contacts)
        box.addLayout(tab_line)
        self._pages: tuple[QWidget, ...] = (self._story, self.notes, self.household, self.changes)
        for page in self._pages:
            box.addWidget(page)
        self._show_tab(_STORY)
        self._listen()

    def _listen(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.form.edited.connect(self._edit)
        self.form.answered.connect(self._answer)
        self.story.gift_kept.connect(self._keep_gift)
        self.story.opened.connect(self.opened)
        self.notes.written.connect(self._write_note)
        self.notes.taken_away.connect(self._remove_note)
        self.household.put_together.connect(self._put_together)
        self.household.parted.connect(self._part)
        self.household.opened.connect(self.person_asked)
        self.entries.compared.connect(self.compared)
        self.entries.taken_apart.connect(self._take_apart)
        for changes in (self.latest, self.changes):
            changes.put_back.connect(self._put_back)

    def _show_tab(self, at: int) -> None:
        for number, page in enumerate(self._pages):
            page.setVisible(number == at)

    # reading

    def _show(self, person: PersonId, now: PersonNow) -> None:
        if person != self._person:
            return
        if now.card.removed:
            self._forget()
            return
        self._now = now
        card = now.card
        self._initials.show_name(card.display_name)
        self._name.setText(card.display_name)
        line = " · ".join(filter(None, (card.gender_pronouns, language_words(card.preferred_language))))
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self.set_name(_("About {name}").format(name=card.display_name))
        self.contacts.show_card(card)
        self.story.show_card(card, self._zone)
        self.story.gift.closed_hint.setVisible(not now.takes_money)
        self.notes.show_card(card)
        self.household.show_card(card)
        self.entries.show_card(card)
        self.latest.show_changes(now.changes[:_LATEST])
        self.changes.show_changes(now.changes)
        for widget in (self._latest_title, self.latest):
            widget.setVisible(bool(now.changes))
        away = card.archived_at is not None
        self.archive.setText(_("Bring back into the list") if away else _("Archive"))
        self.archive.set_icon("rotate-ccw" if away else "circle-minus")
        for tab, plain, words, count in (
            (_NOTES, _("Notes"), _("Notes {n}"), len(card.notes)),
            (_HOUSEHOLD, _("Household"), _("Household {n}"), len(card.household)),
            (_CHANGES, _("Changes"), _("Changes {n}"), len(now.changes)),
        ):
            self.tabs.setTabText(tab, words.format(n=count) if count else plain)
        self.form.show_card(card)
        after, self._after = self._after, None
        if after is not None:
            after()

    def _not_read(self, error: ChapterDeskError) -> None:
        if isinstance(error, NoSuchRecord):
            self._forget()
        else:
            self.failed.emit(error)

    def _forget(self) -> None:
        self._person = self._now = None
        self.gone.emit()

    # acts

    def _do(self, work: Callable[[], T], words: str = "") -> None:
        def done(_result: T) -> None:
            self.read()
            if words:
                self.done.emit(words)

        self._tasks.run(self, work, done, self.failed.emit)

    def _edit(self, changes: Mapping[str, Any]) -> None:
        person = self._person
        if person is None:
            return

        def failed(error: ChapterDeskError) -> None:
            words = explain(error)
            self.form.say_problem(changes, f"{words.happened} {words.do}")
            if not any(name in self.form.fields for name in changes):
                self.failed.emit(error)

        self._tasks.run(
            self, lambda: self._app.records.edit(person, changes), lambda _changed: self.read(), failed
        )

    def _answer(self, channel: str, given: bool) -> None:
        if (person := self._person) is not None:
            self._do(lambda: self._app.consents.note(person, channel, given=given, how="desk"))

    def _keep_gift(self, draft: GiftDraft) -> None:
        if (person := self._person) is not None:
            self.story.close_gift_form()
            whole = replace(draft, person_id=person)
            self._do(lambda: self._app.gifts.record(whole), _("The gift is kept."))

    def _write_note(self, text: str) -> None:
        if (person := self._person) is not None:
            self._do(lambda: self._app.records.add_note(person, text))

    def _remove_note(self, id: str) -> None:
        self._do(lambda: self._app.records.remove_note(id), _("The note is taken away."))

    def _put_together(self, other: str) -> None:
        if (person := self._person) is not None:
            self._do(
                lambda: self._app.households.put_together([person, PersonId(other)]),
                _("They are one household now."),
            )

    def _part(self, other: str) -> None:
        self._do(
            lambda: self._app.households.part(PersonId(other)), _("They are taken out of the household.")
        )

    def _take_apart(self, entry: PersonId) -> None:
        if (person := self._person) is not None:
            one = self._now.card.id if self._now is not None else person
            self._do(lambda: self._app.same_person.unlink(one, entry), _("They are two entries again."))

    def _put_back(self, change: FieldChange) -> None:
        self._do(lambda: self._app.field_history.put_back(change), _("Put back as it was."))
