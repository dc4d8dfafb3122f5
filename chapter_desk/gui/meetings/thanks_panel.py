"""Beside the calls: who is thanked by e-mail, what the list tells, who is left out and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from chapter_desk.core.meetings.thanks import ThanksList
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _, ngettext


class ThanksPanel(SidePanel):
    """What the thank-you list of a meeting would tell.

    Signals:
        asked(object): Save this `ThanksList`.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Thank-you list"))
        self.head.addWidget(TextLabel(_("Thank-you list"), "h2", wrap=True), 1)
        self._list: ThanksList | None = None
        self._read: ThanksList | None = None
        self.minors = QCheckBox()
        self.minors.toggled.connect(lambda _on: self._show())
        self.about = TextLabel("", "small", wrap=True)
        self.who = QPlainTextEdit()
        self.who.setReadOnly(True)
        self.who.setTabChangesFocus(True)
        self.who.setFixedHeight(theme().px(150))
        self.who.setAccessibleName(_("Who is in the list"))
        self.left = TextLabel("", "small", wrap=True)
        words = _(
            "Name, e-mail, language, and whether it was their first time. No phone, no address, no notes."
        )
        self.save = ActionButton("", "primary", icon="file-down")
        self.save.clicked.connect(self._ask)
        for widget in (
            self.about,
            self.who,
            self.left,
            self.minors,
            TextLabel(words, "hint", wrap=True),
            self.save,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_list(self, listed: ThanksList) -> None:
        """Show who is in it; of who is under 18 nobody, until that is ticked."""
        another = self._read is None or self._read.meeting.id != listed.meeting.id
        self._read = listed
        n = len(listed.minors)
        words = ngettext("Also the {n} who is under 18", "Also the {n} who are under 18", n)
        self.minors.setText(words.format(n=n))
        self.minors.setVisible(bool(n))
        if another:
            self.minors.setChecked(False)
        self._show()

    def _show(self) -> None:
        if self._read is None:
            return
        listed = self._list = self._read.with_minors() if self.minors.isChecked() else self._read
        n = len(listed.people)
        words = ngettext(
            "{n} person came to “{title}” and agreed to e-mail.",
            "{n} people came to “{title}” and agreed to e-mail.",
            n,
        )
        self.about.setText(words.format(n=n, title=listed.meeting.title))
        self.who.setPlainText("\n".join(f"{each.name}, {each.email}" for each in listed.people))
        self.who.setVisible(bool(n))
        self.left.setText(_left_out(listed))
        self.left.setVisible(bool(self.left.text()))
        self.save.setText(ngettext("Save the list of {n}", "Save the list of {n}", n).format(n=n))
        if n:
            self.save.turn_on()
        else:
            self.save.turn_off(_("Nobody who came agreed to e-mail."))

    def begin(self) -> None:
        """Put the focus on the button."""
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        if self._list is not None:
            self.asked.emit(self._list)


def _left_out(listed: ThanksList) -> str:
    """Return who is left out, counted by the reason."""
    words = {
        "do-not-contact": _("not to be contacted"),
        "refused": _("did not agree to e-mail"),
        "not-asked": _("never asked"),
        "no-address": _("no e-mail on file"),
        "under-18": _("under 18"),
    }
    counts: dict[str, int] = {}
    for each in listed.left_out:
        counts[each.why] = counts.get(each.why, 0) + 1
    parts = [f"{words.get(why, why)}: {n}" for why, n in counts.items()]
    if listed.visitors:
        parts.append(_("without a name: {n}").format(n=listed.visitors))
    return _("Left out: {reasons}").format(reasons=", ".join(parts)) if parts else ""
