"""Who works at this laptop: every later step carries their name."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from chapter_desk.core.chapter import Operator
from chapter_desk.core.explain import explain
from chapter_desk.errors import NameNeeded
from chapter_desk.gui.opening.opening_view import EnterGoesOn
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule, SidePanel
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _
from chapter_desk.values import OperatorId


class WhoPanel(SidePanel):
    """Chooses among those who work here, or adds somebody.

    Signals:
        chosen(OperatorId): This one sits here now.
        added(str, str): Somebody of this name and role should be added, and sits here then.
    """

    chosen = Signal(object)
    added = Signal(str, str)

    def __init__(self, operators: Sequence[Operator], now: OperatorId | None) -> None:
        super().__init__(_("Who works here"))
        t = theme()
        self.head.addWidget(TextLabel(_("Who works here?"), "h2", wrap=True), 1)
        self.body.addWidget(
            TextLabel(_("What is done from now on carries this name, in History too."), "hint", wrap=True)
        )
        self.buttons: list[ActionButton] = []
        for each in operators:
            sits = each.id == now
            words = f"{each.name} · {role_in_words(each.role)}"
            button = ActionButton(words, icon="user-check" if sits else "user-round")
            if sits:
                button.setAccessibleDescription(_("sits here now"))
            button.clicked.connect(lambda _on=False, id=each.id: self.chosen.emit(id))
            self.buttons.append(button)
            self.body.addWidget(button)
        self.body.addWidget(Rule())
        self.person = TextField(_("Somebody else"))
        roles = [(key, role_in_words(key)) for key in ("lead", "greeter", "treasurer")]
        self.role = Segments(_("Role"), roles, room="compact")
        self.role.choose("greeter")
        add = ActionButton(_("Add, and work as them"), icon="user-plus")
        add.clicked.connect(self._add)
        EnterGoesOn(self, self.person.editor).done.connect(self._add)
        self.person.changed.connect(lambda _text: self.person.set_problem(""))
        form = QVBoxLayout()
        form.setSpacing(t.px(10))
        for widget in (self.person, self.role, add):
            form.addWidget(widget)
        self.body.addLayout(form)
        self.body.addStretch(1)

    def _add(self) -> None:
        name = self.person.text().strip()
        if not name:
            self.person.set_problem(explain(NameNeeded("person")).happened)
            self.person.setFocus()
            return
        self.added.emit(name, self.role.current())


def role_in_words(role: str) -> str:
    """Return a role of `core.chapter.ROLES` as people say it."""
    return {"lead": _("Lead"), "greeter": _("Greeter"), "treasurer": _("Treasurer")}.get(role, role)
