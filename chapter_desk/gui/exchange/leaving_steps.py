"""What stands in the place of the preview: the question before names leave, and what was written."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.sync.leaving import Leaving
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.core.sync.sending import Written
from chapter_desk.gui.exchange.exchange_now import ExchangeNow
from chapter_desk.gui.exchange.foot_line import FootLine
from chapter_desk.gui.exchange.leaving_rows import contact_counts
from chapter_desk.gui.exchange.places import Place
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.fields import IconLabel
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.i18n import _, ngettext

_LONGEST_PLACE = 22


def short_place(place: Place) -> str:
    """Return what a place is called, short enough for a button."""
    name = place.words
    return name if len(name) <= _LONGEST_PLACE else f"{name[: _LONGEST_PLACE - 1]}…"


class AskingFirst(QWidget):
    """Asked once for each recipient, before the first bundle that names people."""

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, t.px(4), 0, 0)
        box.setSpacing(t.px(10))
        self._title = TextLabel("", "h3", wrap=True)
        self._lines = [TextLabel("", "body", wrap=True) for _line in range(4)]
        for label in (self._title, *self._lines):
            label.setContentsMargins(t.px(15), 0, t.px(15), 0)
            box.addWidget(label)
        self.back = ActionButton(_("Back to what leaves"))
        self.confirm = ActionButton("", "primary", icon="package")
        self._foot = FootLine((self.back, self.confirm))
        box.addWidget(self._foot)

    def show_consequences(self, leaving: Leaving, now: ExchangeNow, place: Place) -> None:
        """Say, counted, what this bundle would tell."""
        named, left_out = len(leaving.people), len(leaving.left_out)
        title = ngettext(
            "This names {n} person to {national} for the first time.",
            "This names {n} people to {national} for the first time.",
            named,
        )
        self._title.setText(title.format(n=f"{named:,}", national=now.national))
        stay = ngettext("{n} person is left out.", "{n} people are left out.", left_out)
        lines = (
            _("What leaves: {counts}.").format(counts=", ".join(contact_counts(leaving)) or _("no names")),
            stay.format(n=f"{left_out:,}"),
            _("It is sealed for this key: {words}. Call national and compare the four words.").format(
                words=now.four_words
            )
            if not now.only_sample_keys
            else _("The keys of this pack are samples: everybody can open it. Send nothing real."),
            _("Once you gave it away it cannot be called back."),
        )
        for label, text in zip(self._lines, lines, strict=True):
            label.setText(text)
        words = ngettext("Name {n} person, write to {place}", "Name {n} people, write to {place}", named)
        self.confirm.setText(words.format(n=f"{named:,}", place=short_place(place)))
        self._foot.fit()
        self.setAccessibleName(self._title.text())


class BundleWritten(QWidget):
    """What was written."""

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        box = QVBoxLayout(self)
        box.setContentsMargins(t.px(15), t.px(8), t.px(15), t.px(14))
        box.setSpacing(t.px(8))
        head = QHBoxLayout()
        head.setSpacing(t.px(10))
        head.addWidget(IconLabel("circle-check", "good", 24))
        self._title = TextLabel("", "h3", wrap=True)
        head.addWidget(self._title, 1)
        box.addLayout(head)
        self.name = ElidedLabel("", "strong")
        self._line = TextLabel("", "small", wrap=True)
        self._warning = TextLabel("", "small", wrap=True)
        for label in (self.name, self._line, self._warning):
            box.addWidget(label)
        self.show_folder = ActionButton(_("Show the folder"), icon="folder-open")
        self.again = ActionButton(_("Write another"), icon="package")
        line = QHBoxLayout()
        line.setContentsMargins(0, t.px(6), 0, 0)
        line.setSpacing(t.px(10))
        line.addWidget(self.show_folder)
        line.addWidget(self.again)
        line.addStretch(1)
        box.addLayout(line)

    def show_written(self, written: Written, now: ExchangeNow, place: Place) -> None:
        """Say it."""
        national = written.destination is Destination.NATIONAL
        to = now.national if national else _("the chapter's own laptops")
        self._title.setText(_("The bundle for {whom} is written.").format(whom=to))
        self.name.setText(written.name)
        lies = _("It lies in {place}.").format(place=place.words)
        then = (
            _("Bring or send this file to national.")
            if national
            else _("Bring it to the other laptop, and choose “Look inside” on its Exchange page.")
        )
        self._line.setText(f"{lies} {then}")
        self._warning.setText(_("Once you gave it away it cannot be called back."))
        self.setAccessibleName(f"{self._title.text()} {written.name}")
