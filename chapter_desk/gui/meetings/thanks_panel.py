"""Beside the calls: who is thanked by e-mail, what the list tells, who is left out and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit

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
        for widget in (self.about, self.who, self.left, TextLabel(words, "hint", wrap=True), self.save):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_list(self, listed: ThanksList) -> None:
        """Show who is in it."""
        self._list = listed
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
    }
    counts: dict[str, int] = {}
    for each in listed.left_out:
        counts[each.why] = counts.get(each.why, 0) + 1
    parts = [f"{words.get(why, why)}: {n}" for why, n in counts.items()]
    if listed.visitors:
        parts.append(_("without a name: {n}").format(n=listed.visitors))
    return _("Left out: {reasons}").format(reasons=", ".join(parts)) if parts else ""
