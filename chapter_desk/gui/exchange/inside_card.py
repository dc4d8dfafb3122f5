"""The card of a bundle that was looked into: who wrote it, what it would change, and one button."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chapter_desk.gui.exchange.exchange_now import ExchangeNow, Inside
from chapter_desk.gui.exchange.foot_line import FootLine
from chapter_desk.gui.exchange.words import (
    GROUPS,
    group_of,
    group_words,
    kind_words,
    moment_words,
    size_words,
)
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.labels import ElidedLabel, StatusPill, TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.gui.widgets.rows_model import Column, RowsModel
from chapter_desk.gui.widgets.table import RowsTable
from chapter_desk.gui.widgets.tiles import Effect, EffectTiles
from chapter_desk.i18n import _, ngettext

_ROW = 34


@dataclass(frozen=True, slots=True)
class KindInside:
    """How much of a kind is new here, and how much changes."""

    group: str
    new: int
    changed: int


class InsideCard(Card):
    """What taking a bundle in would do.

    Signals:
        take_asked(): The one button was pressed.
        left(): Back.
    """

    take_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Inside this bundle"), flush=True, parent=parent)
        t = theme()
        self.inside: Inside | None = None
        self._kinds: Sequence[KindInside] = ()
        self._pill = StatusPill("", "accent")
        self.head.addWidget(self._pill)
        inner = QVBoxLayout()
        inner.setContentsMargins(t.px(15), 0, t.px(15), t.px(10))
        inner.setSpacing(t.px(10))
        self._facts = [TextLabel("", "small", wrap=True), ElidedLabel("", "hint", figures=True)]
        for label in self._facts:
            inner.addWidget(label)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(t.px(8))
        inner.addLayout(self._notices)
        self.tiles = EffectTiles(_("What taking it in would do"))
        self.tiles.filtered.connect(lambda _key: self._filter())
        inner.addWidget(self.tiles)
        self.body.addLayout(inner)
        self.table: RowsTable[KindInside] = RowsTable(
            RowsModel(
                [
                    Column(_("Kind"), lambda row: group_words(row.group), strong=True),
                    Column(_("New"), lambda row: f"{row.new:,}", figures=True, width=90),
                    Column(_("Changed"), lambda row: f"{row.changed:,}", figures=True, width=110),
                ],
                key=lambda row: row.group,
            ),
            _("What would change"),
            row_height=_ROW,
            sortable=False,
            bare=True,
        )
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.table)
        self.back = ActionButton(_("Back"))
        self.back.clicked.connect(self.left)
        self.take = ActionButton(_("Take in"), "primary", icon="package-open")
        self.take.clicked.connect(self.take_asked)
        self._foot_line = FootLine((self.back, self.take))
        self._promise = self._foot_line.words
        self.body.addSpacing(t.px(8))
        self.body.addWidget(self._foot_line)

    def show_inside(self, inside: Inside, now: ExchangeNow) -> None:
        """Show what is in a bundle."""
        self.inside = inside
        seen = inside.seen
        sender = seen.sender or _("a laptop without a name")
        self.set_title(_("Inside the bundle of {sender}").format(sender=sender))
        self._pill.show_state(kind_words(seen.kind), "accent")
        written = moment_words(inside.created, now.zone, now.today)
        self._facts[0].setText(
            _("Written by {sender}, {moment}. Its number is {number}. The signature is right.").format(
                sender=sender, moment=written, number=inside.sequence
            )
        )
        rows = ngettext("{n} row", "{n} rows", inside.rows).format(n=f"{inside.rows:,}")
        self._facts[1].setText(
            _("{name}, {size}, {rows}").format(name=inside.path.name, size=size_words(inside.size), rows=rows)
        )
        self._show_notices(inside, sender)
        self._show_effects(inside)
        self._promise.setText(
            _("You can take it back until you write the next bundle.") if inside.can_be_taken_in else ""
        )
        self.take.setVisible(inside.can_be_taken_in)
        self.take.setText(take_words(inside))
        self._foot_line.fit()
        self._filter()

    def focus_first(self) -> None:
        """Take the focus where a person goes on."""
        first = self.take if self.take.isVisibleTo(self) else self.back
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def primary(self) -> ActionButton | None:
        """Return the button that goes on, None where there is nothing to take in."""
        return self.take if self.take.isVisibleTo(self) else None

    # the inside

    def _show_effects(self, inside: Inside) -> None:
        effects = inside.seen.effects
        self.tiles.setVisible(effects is not None)
        if effects is None:
            self._kinds = ()
            return
        nothing = inside.seen.taken_in
        counts = (0, 0, 0) if nothing else (effects.new, effects.changed, effects.conflicts)
        self.tiles.show_effects(
            [
                Effect("new", counts[0], _("new")),
                Effect("changed", counts[1], _("changed")),
                Effect("conflicts", counts[2], _("two answers"), "warn"),
                Effect("already", inside.already, _("already here")),
                Effect("refused", effects.refused, _("not believed"), "bad"),
            ]
        )
        found = dict.fromkeys(GROUPS, (0, 0))
        for table, (new, changed) in effects.tables.items():
            before = found[group_of(table)]
            found[group_of(table)] = (before[0] + new, before[1] + changed)
        self._kinds = [
            KindInside(group, new, changed)
            for group, (new, changed) in found.items()
            if (new or changed) and not nothing
        ]

    def _filter(self) -> None:
        by = self.tiles.filter()
        shown = [each for each in self._kinds if by not in ("new", "changed") or getattr(each, by)]
        self.table.rows_model().show(shown)
        self.table.setVisible(bool(self._kinds))
        head = max(self.table.horizontalHeader().sizeHint().height(), theme().px(30))
        self.table.setFixedHeight(head + theme().px(_ROW) * max(1, len(shown)) + 2)

    def _show_notices(self, inside: Inside, sender: str) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for notice in _notices(inside, sender):
            self._notices.addWidget(notice)


def take_words(inside: Inside) -> str:
    """Return what the one button says."""
    if inside.seen.kind == "receipt":
        return _("Take in the receipt")
    n = inside.new + inside.changed
    if not n:
        return _("Take it in, 0 new")
    return ngettext("Take in {n} change", "Take in {n} changes", n).format(n=f"{n:,}")


def _notices(inside: Inside, sender: str) -> Sequence[Notice]:
    seen, effects = inside.seen, inside.seen.effects
    found = []
    if seen.taken_in:
        line = _("This bundle was taken in before. Nothing would change.")
        found.append(Notice("good", _("0 new."), line))
    elif effects is None and seen.kind != "receipt":
        line = _("There is nothing in it for a laptop of the chapter to take in.")
        found.append(Notice("info", _("This bundle is for national."), line))
    elif effects is not None and not inside.new and not inside.changed:
        line = _("Everything in it is here already. Taking it in tells {sender} that it came.")
        found.append(Notice("good", _("0 new."), line.format(sender=sender)))
    if seen.hole is not None:
        found.append(Notice("warn", hole_fact(inside, sender), hole_line(sender)))
    if effects is not None and effects.refused:
        n = effects.refused
        fact = ngettext("{n} row is dated too far ahead.", "{n} rows are dated too far ahead.", n)
        line = _(
            "The rest can be taken in; these wait in quarantine. Ask {sender} to correct the date there."
        )
        found.append(Notice("warn", fact.format(n=f"{n:,}"), line.format(sender=sender)))
    if effects is not None and effects.conflicts and not seen.taken_in:
        n = effects.conflicts
        fact = ngettext("{n} field has two answers.", "{n} fields have two answers.", n)
        line = _("The later one will be in use. The other is kept, to pick from afterwards.")
        found.append(Notice("info", fact.format(n=f"{n:,}"), line))
    return found


def hole_fact(inside: Inside, sender: str) -> str:
    """Return what is missing before a bundle."""
    if inside.last_taken and inside.sequence - inside.last_taken == 2:
        return _("A hole: bundle {number} of {sender} is missing.").format(
            number=inside.sequence - 1, sender=sender
        )
    if inside.last_taken:
        return _("A hole: bundles of {sender} after number {number} are missing.").format(
            sender=sender, number=inside.last_taken
        )
    return _("A hole: earlier bundles of {sender} are missing.").format(sender=sender)


def hole_line(sender: str) -> str:
    """Return what to do about a hole."""
    return _(
        "This one can be taken in all the same. Ask {sender} for the missing one, or for everything."
    ).format(sender=sender)
