"""One step: who did it and when, what it changed field by field, and taking it back."""

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chapter_desk.core.history import ChangedField, StepDetails
from chapter_desk.gui.exchange.words import field_words, value_words
from chapter_desk.gui.history.words import came, undo_words, when
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Rule, SidePanel
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.i18n import _, ngettext

_SHOWN = 60


class StepPanel(SidePanel):
    """Shows one step.

    Signals:
        take_back_asked(): The step should be taken back, or done again.
    """

    take_back_asked = Signal()

    def __init__(self, details: StepDetails, laptop: str, zone: ZoneInfo, today: date) -> None:
        super().__init__(_("About: {step}").format(step=details.entry.title.text))
        entry = details.entry
        self.step = entry.step.id
        self._zone, self._today = zone, today
        self.head.addWidget(TextLabel(entry.title.text, "h2", wrap=True), 1)
        if entry.title.line:
            self.body.addWidget(TextLabel(entry.title.line, "small", wrap=True))
        who = _("{who}, on {laptop}") if entry.by else _("On {laptop}")
        self.body.addWidget(TextLabel(who.format(who=entry.by, laptop=laptop), "small", wrap=True))
        self.body.addWidget(TextLabel(when(entry, zone, today), "hint", wrap=True, figures=True))
        if not entry.step.in_force:
            self.body.addWidget(StatusPill(_("Taken back"), "warn", "undo-2"))
        self.take_back = ActionButton(undo_words(entry.title), icon="undo-2")
        self.take_back.setText(_("Do it again") if entry.title.is_undo else _("Undo"))
        self.take_back.setAccessibleName(undo_words(entry.title))
        self.take_back.clicked.connect(self.take_back_asked)
        self.body.addWidget(self.take_back)
        self.take_back.setVisible(entry.may_take_back)  # after: without a parent it would be a window
        if not entry.may_take_back and entry.step.in_force:
            stands = _("This step stands. It cannot be taken back.")
            again = _("Take the laptop off the list first: while it helps, it would bring the same again.")
            self.body.addWidget(TextLabel(again if entry.comes_again else stands, "hint", wrap=True))
        if details.changes:
            self.body.addWidget(Rule())
            self.body.addWidget(TextLabel(_("What it changed"), "h3"))
        self._add_changes(details)
        self.body.addStretch(1)

    def show_working(self) -> None:
        """The step is being taken back."""
        self.take_back.turn_off(_("This is being done."))

    def _add_changes(self, details: StepDetails) -> None:
        about = ""
        for change in details.changes[:_SHOWN]:
            if change.about and change.about != about:
                about = change.about
                self.body.addWidget(TextLabel(about, "strong", wrap=True))
            self.body.addWidget(self._line(change))
        more = details.in_all - min(_SHOWN, len(details.changes))
        if more > 0 and len(details.changes) >= _SHOWN:
            words = ngettext("And {n} change more.", "And {n} changes more.", more)
            self.body.addWidget(TextLabel(words.format(n=f"{more:,}"), "hint", wrap=True))

    def _line(self, change: ChangedField) -> QWidget:
        if not change.field:
            return TextLabel(came(change), "small", wrap=True)
        if change.field == "removed_at":
            words = _("Removed") if change.after is not None else _("Brought back")
            return TextLabel(words, "small", wrap=True)
        name = field_words(change.field)
        before, after = (
            value_words(value, self._zone, self._today, change.field)
            for value in (change.before, change.after)
        )
        words = _("{field}: {before} → {after}").format(field=name, before=before, after=after)
        label = TextLabel(words[:1].upper() + words[1:], "small", wrap=True)
        label.setAccessibleName(
            _("{field}: before {before}, after {after}").format(field=name, before=before, after=after)
        )
        return label
