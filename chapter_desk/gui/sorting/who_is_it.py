"""Finding out who wrote no more than an initial on a phone: somebody on file, or a name to be kept."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.core.meetings.door import Find
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _

_MOST = 3


class WhoIsIt(QWidget):
    """A field: what is typed looks for people on file, and can be kept as the name.

    Somebody who was not counted in yet (`counted` False) can only be found.

    Signals:
        same(object): It is this PersonId.
        named(str): It is nobody on file, and this is the name.
        left_so(): It stays as it is.
    """

    same = Signal(object)
    named = Signal(str)
    left_so = Signal()

    def __init__(self, find: Find, parent: QWidget | None = None, *, counted: bool = True) -> None:
        super().__init__(parent)
        self._find = find
        hint = _("They are counted already. Ask when there is a moment.")
        if not counted:
            hint = _("Whoever you choose is counted in at the time the code was shown.")
        self.field = TextField(_("Who is it?"), hint, room="large")
        self.field.changed.connect(self._look)
        self.field.editor.returnPressed.connect(self._keep)
        self.matches: list[ActionButton] = []
        self._found = QVBoxLayout()
        self._found.setSpacing(theme().px(8))
        self.keep = ActionButton(_("Keep this name"), "", "large")
        self.keep.clicked.connect(self._keep)
        self.keep.setVisible(counted)  # who was not counted in has no entry that could get a name
        self._counted = counted
        self.leave = ActionButton(_("Leave it as it is"), "quiet", "large")
        self.leave.clicked.connect(self.left_so)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(8))
        box.addWidget(self.field)
        box.addLayout(self._found)
        box.addWidget(self.keep)
        box.addWidget(self.leave)
        self.setFocusProxy(self.field.editor)
        self._look("")

    def _look(self, typed: str) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.matches = []
        for match in self._find(typed, _MOST) if len(typed.strip()) > 1 else ():
            button = ActionButton(match.name, "", "large")
            hint = "  ·  ".join(filter(None, (match.zip_hint, _ends(match.phone_ends))))
            button.setAccessibleName(_("It is {name}, {hint}").format(name=match.name, hint=hint))
            button.clicked.connect(partial(self.same.emit, match.person_id))
            self._found.addWidget(button)
            self._found.addWidget(TextLabel(hint or _("no phone"), "hint", wrap=True))
            self.matches.append(button)
        self.keep.setEnabled(bool(typed.strip()))

    def _keep(self) -> None:
        if not self._counted:
            for match in self.matches[:1]:
                match.click()  # Enter takes the first that is found
        elif self.field.text().strip():
            self.named.emit(self.field.text().strip())


def _ends(digits: str) -> str:
    return _("phone ends {digits}").format(digits=digits) if digits else _("no phone")
