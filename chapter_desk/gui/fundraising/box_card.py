"""The lines of a cash box, its sums, and what two people counted."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.box_lines import EVENT_LINE, NOT_KEPT, BoxLine
from chapter_desk.gui.fundraising.cash_box_now import (
    CashBoxNow,
    by_method_words,
    counted_by_words,
    difference_words,
    giver_words,
    method_words,
    state_of,
    sums_words,
)
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.day_field import short_day
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.gui.widgets.rows_model import Column, Pill, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.i18n import _, ngettext

ALL, TO_ASK = "all", "to-ask"


class BoxCard(Card):
    """A table of lines under the evening's sums; `which` narrows it to what is still to ask."""

    def __init__(self) -> None:
        super().__init__("", flush=True)
        self._now: CashBoxNow | None = None
        t = theme()
        self.sums = TextLabel("", "strong", wrap=True, figures=True)
        self.by_method = TextLabel("", "small", wrap=True, figures=True)
        self.difference = StatusPill("")
        self.by = TextLabel("", "small", wrap=True)
        """Who counted, and by when it is handed over."""
        self.aside = StatusPill("")
        self.count = ActionButton(_("Count the money"), "", "compact", icon="check-check", key="Ctrl+E")
        self.which = Segments(_("Which lines"), [(ALL, _("All lines")), (TO_ASK, _("Still to ask"))])
        self.which.chosen.connect(lambda _key: self._fill())
        self.none = TextLabel(_("Nothing is left to ask."), "hint", wrap=True)
        self.table = self._made_table()
        self.correct = ActionButton(_("Correct"), icon="pencil", key="Return")
        self.back = ActionButton(_("Give back"), "quiet", icon="undo-2")
        self.off = ActionButton(_("Take out"), "quiet", key="Del")
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(t.px(16), t.px(10), t.px(16), t.px(10))
        head.setSpacing(t.px(6))
        about = Flow(t.px(10))
        for widget in (self.difference, self.aside, self.count):
            about.add(widget)
        for label in (self.sums, self.by_method):
            head.addWidget(label)
        head.addWidget(about)
        head.addWidget(self.by)
        head.addWidget(self.which)
        self.body.setSpacing(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)  # as high as its words, and no higher
        top.setSizePolicy(policy)
        self.body.addWidget(top)
        self.body.addWidget(self.none)
        self.body.addWidget(self.table, 1)
        acts = Flow(t.px(8))
        for button in (self.correct, self.back, self.off):
            acts.add(button)
        self.foot().addWidget(acts, 1)

    def show_box(self, now: CashBoxNow) -> None:
        """Show a box as it is now."""
        self._now = now
        box = now.box
        self.count.setVisible(now.is_open)
        self.sums.setText(sums_words(box))
        self.by_method.setText(by_method_words(box.written))
        self.by_method.setVisible(bool(box.written.all))
        by = box.count.hand_over_by if box.count is not None else box.hand_over_by
        words = _("Hand over to the treasurer by {day}.")
        parts = [words.format(day=short_day(by, now.today))] if by is not None else []
        if box.count is not None:
            self.difference.show_state(*difference_words(box.count.counted, box.written))
            parts.insert(0, counted_by_words(box.count, now.today))
        else:
            self.difference.show_state(_("Not counted yet"), "", "")
        self.by.setText("  ·  ".join(parts))
        self.by.setVisible(bool(parts))
        aside = _("{amount} set aside, not ours to keep").format(amount=dollars(box.aside_cents))
        self.aside.show_state(aside, "warn", "triangle-alert")
        self.aside.setVisible(bool(box.aside_cents))
        self._fill()

    def _fill(self) -> None:
        if self._now is None:
            return
        asks = self.which.current() == TO_ASK
        rows = self._now.box.still_to_ask if asks else self._now.box.lines
        row = self.table.currentIndex().row()
        self.table.rows_model().show(rows)
        if rows and self.table.current_row() is None:
            self.table.choose(rows[max(0, min(row, len(rows) - 1))].id)
        self.none.setVisible(asks and not rows)
        self.table.setVisible(bool(rows))
        n = len(self._now.box.still_to_ask)
        words = ngettext("{n} line is still to ask", "{n} lines are still to ask", n).format(n=n)
        self.which.setAccessibleDescription(words if n else "")
        self.which.setVisible(bool(n) or asks)
        self._show_buttons()

    def _show_buttons(self) -> None:
        line, now = self.table.current_row(), self._now
        may = line is not None and now is not None and now.is_open
        kept = line is not None and line.kind not in NOT_KEPT
        self.correct.setEnabled(may and kept)
        self.back.setEnabled(may and line is not None and line.kind not in (EVENT_LINE, *NOT_KEPT))
        self.off.setEnabled(may)

    def _made_table(self) -> RowsTable[BoxLine]:
        columns: list[Column[BoxLine]] = [
            Column(_("Who gave it"), giver_words, strong=True),
            Column(
                _("Amount"),
                lambda line: dollars(line.amount_cents),
                lambda line: line.amount_cents,
                figures=True,
                width=110,
            ),
            Column(_("How"), lambda line: method_words(line.method), width=90, drops=2),
            Column(
                _("To know"),
                lambda line: state_of(line)[0],
                pill=lambda line: Pill(*state_of(line)) if state_of(line)[0] else None,
                width=280,
                drops=1,
            ),
        ]
        table: RowsTable[BoxLine] = RowsTable(
            RowsModel(columns, key=lambda line: line.id), _("What is in the box"), bare=True
        )
        table.row_chosen.connect(lambda _row: self._show_buttons())
        return table
