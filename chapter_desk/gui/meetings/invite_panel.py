"""Beside the list of who is expected: whom to invite, one by one or a whole group."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from chapter_desk.gui.meetings.expected_now import Group
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule, SidePanel
from chapter_desk.gui.widgets.fields import Field
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


class InvitePanel(SidePanel):
    """A field that puts one person on the list, and a group that is invited at once.

    Signals:
        one_asked(object): The PersonId to put on the list.
        group_asked(object): The `Group` to invite.
    """

    one_asked = Signal(object)
    group_asked = Signal(object)

    def __init__(self, people: PeopleSearch) -> None:
        super().__init__(_("Invite people"))
        self.head.addWidget(TextLabel(_("Invite people"), "h2", wrap=True), 1)
        self.picker = PersonPicker(_("Put somebody on the list"), people, _("Enter takes the match."))
        self.picker.person_chosen.connect(self._one)
        self.group = QComboBox()
        self.group_field = Field(_("Or a whole group"), self.group)
        self.group.currentIndexChanged.connect(lambda _index: self._count())
        self.invite = ActionButton("", "primary", icon="user-plus")
        self.invite.clicked.connect(self._all)
        words = _("Whoever asked not to be contacted is left out. Nobody is written to: this is your list.")
        for widget in (
            self.picker,
            Rule(),
            self.group_field,
            TextLabel(words, "hint", wrap=True),
            self.invite,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._groups: Sequence[Group] = ()

    def begin(self) -> None:
        """Put the focus where typing starts."""
        self.picker.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Offer these groups; the one that is chosen stays chosen."""
        chosen = self.group.currentData()
        self._groups = groups
        self.group.blockSignals(True)
        self.group.clear()
        for each in groups:
            self.group.addItem(each.name, each.key)
        self.group.setCurrentIndex(max(0, self.group.findData(chosen)))
        self.group.blockSignals(False)
        self._count()

    def chosen(self) -> Group | None:
        """Return the group that is chosen."""
        return next((each for each in self._groups if each.key == self.group.currentData()), None)

    def _count(self) -> None:
        group = self.chosen()
        count = len(group.people) if group is not None else 0
        words = ngettext("Invite {n} person", "Invite {n} people", count).format(n=f"{count:,}")
        self.invite.setText(words)
        if count:
            self.invite.turn_on()
        else:
            self.invite.turn_off(_("All of them are on the list, or nobody is in this group."))

    def _one(self, person: object) -> None:
        if person is not None:
            self.picker.set_person(None)
            self.one_asked.emit(person)

    def _all(self) -> None:
        if (group := self.chosen()) is not None and group.people:
            self.group_asked.emit(group)
