"""The lines above the list: views with their counts, the search, the filters."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from chapter_desk.core.members.roster import RosterView
from chapter_desk.gui.members.list_now import Filter, FilterKind, Offered
from chapter_desk.gui.members.words import filter_words, language_words, people_words, view_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton, FilterChip
from chapter_desk.gui.widgets.fields import SearchEdit
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.i18n import _

_PAUSE_MS = 40
"""So long the search waits for another letter: less than anybody notices."""

_YES_OR_NO: tuple[FilterKind, ...] = (
    "has-email", "no-email", "has-phone", "no-phone", "came-twice", "never-came",
)  # fmt: skip


class ViewTabs(QTabBar):
    """The views, each a saved filter with its count.

    Signals:
        view_chosen(object): Another `RosterView`.
    """

    view_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName(_("Views"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._views = tuple(RosterView)
        for view in self._views:
            self.addTab(view_words(view))
        self.currentChanged.connect(lambda at: self.view_chosen.emit(self._views[at]))

    def show_counts(self, counts: Mapping[RosterView, int]) -> None:
        """Say how many each view has."""
        for at, view in enumerate(self._views):
            words = view_words(view)
            self.setTabText(at, f"{words}  {counts.get(view, 0):,}")
            self.setAccessibleTabName(at, f"{words}, {people_words(counts.get(view, 0))}")

    def view(self) -> RosterView:
        """Return the view that shows."""
        return self._views[self.currentIndex()]

    def choose(self, view: RosterView) -> None:
        """Show another view, without the signal."""
        self.blockSignals(True)
        self.setCurrentIndex(self._views.index(view))
        self.blockSignals(False)


class FilterBar(QWidget):
    """Views, search and chips.

    Signals:
        asked(): The view, the search or the filters are others now.
        went_down(): The list should take the focus.
    """

    asked = Signal()
    went_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        self.views = ViewTabs()
        self.search = SearchEdit(_("Search these people"))
        self.search.setMinimumWidth(t.px(200))
        self.search.setMaximumWidth(t.px(260))
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.add_filter = ActionButton(_("Filter"), "quiet", "compact", icon="plus")
        self.add_filter.setAccessibleName(_("Add a filter"))
        self.found = TextLabel("", "hint", figures=True)
        self._filters: tuple[Filter, ...] = ()
        self._offered = Offered()
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._wait.timeout.connect(self.asked)
        self._flow_place = QHBoxLayout()
        self._flow_place.setContentsMargins(0, t.px(3), 0, t.px(3))
        self.chips: list[FilterChip] = []
        self._flow: Flow | None = None
        line = QHBoxLayout()
        line.setSpacing(t.px(8))
        line.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._flow_place, 1)
        line.addWidget(self.found, 0, Qt.AlignmentFlag.AlignVCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(10))
        box.addWidget(self.views)
        box.addLayout(line)
        self._show_chips()
        self.views.view_chosen.connect(lambda _view: self.asked.emit())
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self.search.returnPressed.connect(self.went_down)
        self.search.went_down.connect(self.went_down)
        self.add_filter.clicked.connect(self.open_menu)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters, in the order they were added."""
        return self._filters

    def show_answer(
        self, shown: int, in_view: int, counts: Mapping[RosterView, int], offered: Offered
    ) -> None:
        """Say how many the list has, of how many."""
        self.views.show_counts(counts)
        self._offered = offered
        narrowed = bool(self._filters or self.search.text().strip())
        words = _("{shown} of {all}").format(shown=f"{shown:,}", all=f"{in_view:,}") if narrowed else ""
        self.found.setText(words)
        self.found.setVisible(bool(words))
        if not self.search.text().strip():
            self.search.set_placeholder(_("Search these {n}").format(n=f"{shown:,}"))

    def show_query(self, view: RosterView, text: str, filters: tuple[Filter, ...]) -> None:
        """Show what is asked elsewhere, without the signal."""
        self.views.choose(view)
        if self.search.text().strip() != text.strip():
            self.search.blockSignals(True)
            self.search.setText(text)
            self.search.blockSignals(False)
        if filters != self._filters:
            self._filters = filters
            self._show_chips()

    def open_menu(self, at: int | None = None) -> QMenu:
        """Offer the filters; the chosen one is added, or stands in the place of number `at`."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lists: tuple[tuple[str, FilterKind, Sequence[str]], ...] = (
            (_("Tag"), "tag", self._offered.tags),
            (_("ZIP"), "zip", self._offered.zips),
            (_("Language"), "language", self._offered.languages),
        )
        for words, kind, values in lists:
            inner = menu.addMenu(words)
            inner.setEnabled(bool(values))
            for value in values:
                shown = language_words(value) if kind == "language" else value
                inner.addAction(shown.replace("&", "&&"), partial(self._put, Filter(kind, value), at))
        menu.addSeparator()
        for kind in _YES_OR_NO:
            menu.addAction(filter_words(Filter(kind)), partial(self._put, Filter(kind), at))
        below = self.add_filter if at is None else self.chips[at]
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))
        return menu

    def remove(self, at: int) -> None:
        """Take a filter away; the focus goes to the one beside it."""
        self._filters = self._filters[:at] + self._filters[at + 1 :]
        self._show_chips()
        beside: QWidget = self.chips[min(at, len(self.chips) - 1)] if self.chips else self.add_filter
        beside.setFocus(Qt.FocusReason.TabFocusReason)
        self.asked.emit()

    def _put(self, each: Filter, at: int | None) -> None:
        kept = list(self._filters)
        if each in kept:
            return
        if at is None:
            kept.append(each)
        else:
            kept[at] = each
        self._filters = tuple(kept)
        self._show_chips()
        self.asked.emit()

    def _show_chips(self) -> None:
        old = self._flow
        flow = self._flow = Flow(theme().px(8))
        self.chips = []
        for at, each in enumerate(self._filters):
            chip = FilterChip(filter_words(each))
            chip.removed.connect(_later(self, partial(self.remove, at)))
            chip.edited.connect(partial(self.open_menu, at))
            self.chips.append(chip)
            flow.add(chip)
        self.add_filter.setParent(flow)
        flow.add(self.add_filter)
        self.add_filter.show()
        self._flow_place.addWidget(flow)
        if old is not None:
            self._flow_place.removeWidget(old)
            old.hide()
            old.deleteLater()


def _later(owner: QWidget, work: Callable[[], None]) -> Callable[[], None]:
    """Return `work` put off until the widget that asked is no longer in the middle of an event."""
    return lambda: QTimer.singleShot(0, owner, work)
