"""The side panels of the page: opened, filled, and what is done in them."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from chapter_desk.core.explain import explain
from chapter_desk.core.sync.four_words import four_words, recipients_words
from chapter_desk.core.sync.laptops import Laptop
from chapter_desk.core.sync.mailbox import Waiting
from chapter_desk.core.sync.signing import VerifyKey
from chapter_desk.errors import BundleRefused
from chapter_desk.gui.exchange.exchange_now import ExchangeNow, ExchangeServices
from chapter_desk.gui.exchange.leaving_rows import (
    MINOR,
    NEVER_ASKED,
    REFUSED,
    LeavingRow,
    counts_by_month,
    fields_that_travel,
    left_out_words,
)
from chapter_desk.gui.exchange.panels import KeysPanel, LaptopPanel, LinesPanel, ListPanel, PublicKey
from chapter_desk.gui.exchange.side_cards import refused_words
from chapter_desk.gui.exchange.words import moment_words
from chapter_desk.gui.exchange.writing import Writing
from chapter_desk.gui.shell.page import Page
from chapter_desk.gui.shell.taking_back import TakingBack
from chapter_desk.gui.shell.tasks import Tasks
from chapter_desk.gui.widgets.buttons import IconButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.i18n import _

_MOST_NAMES = 2000


class Asides(QObject):
    """Opens one panel at a time.

    Signals:
        closing(): A panel is about to go.
    """

    closing = Signal()

    def __init__(
        self, page: Page, services: ExchangeServices, tasks: Tasks, writing: Writing, undoing: TakingBack
    ) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._tasks = tasks
        self._writing = writing
        self._undoing = undoing
        self.now: ExchangeNow | None = None
        """What the page read last."""
        self.panel: SidePanel | None = None
        """The panel that shows."""

    @property
    def is_open(self) -> bool:
        """Whether a panel of the page shows."""
        return self.panel is not None

    def close(self) -> None:
        """Close the panel that shows."""
        if self.panel is not None:
            self.panel.closed.emit()

    def keep_typed(self) -> None:
        """Keep what is half-typed in a panel."""
        if isinstance(self.panel, LaptopPanel):
            self.panel.keep_typed()

    def show_more(self, row: LeavingRow) -> None:
        """Say more about one line of the preview: who is left out, or which fields travel."""
        prepared = self._writing.prepared
        if prepared is None:
            return
        leaving = prepared.leaving
        if row.key in (MINOR, REFUSED, NEVER_ASKED):
            names = [each.name or _("no name") for each in leaving.left_out if each.reason == row.key]
            self._open(ListPanel(row.kind, left_out_words(row.key), [("", _some(names))]))
        elif row.key == "count-meetings":
            self._open(ListPanel(row.kind, _("No name is among these."), [("", counts_by_month(leaving))]))
        else:
            lists = [(_("Fields that travel"), fields_that_travel(leaving, row.key))]
            if row.key == "people" and leaving.people:
                names = [each.name or _("no name") for each in leaving.people]
                lists.insert(0, (_("Who is named"), _some(names)))
            self._open(ListPanel(row.kind, row.how_much, lists))

    def show_lines(self) -> None:
        """Show the bundle line by line."""
        self._writing.lines(lambda tables: self._open(LinesPanel(tables)))

    def show_refused(self, waiting: Waiting) -> None:
        """Say why a bundle was refused, and where it is."""
        if self.now is None:
            return
        title = _("{name}, {why}").format(name=waiting.path.stem, why=refused_words(waiting.refused))
        when = moment_words(waiting.came_at, self.now.zone, self.now.today)
        kept = _("The file is kept in the inbox's quarantine since {when}. Nothing of it was taken in.")
        lines = [_refusal(waiting.refused), kept.format(when=when)]
        self._open(ListPanel(title, "\n\n".join(lines), []))

    def show_laptop(self, laptop: Laptop) -> None:
        """Show what is known of a laptop, its name, and how not to trust it any more."""
        if self.now is None:
            return
        panel = LaptopPanel(laptop, self.now)
        laptops = self._services.laptops

        def renamed(name: str) -> None:
            if panel.laptop.name != name:
                fact = _("The laptop is called {name} now.").format(name=name)
                self._tasks.run(
                    self,
                    lambda: laptops.rename(laptop.replica_id, name),
                    lambda _none: self._undoing.tell_done(fact),
                    self._page.tell_error,
                )
                self.close()

        def revoked() -> None:
            fact = _("{name} is trusted no more.").format(name=laptop.name)
            line = _("The other laptops hear of it with your next bundle.")
            self._tasks.run(
                self,
                lambda: laptops.revoke(laptop.replica_id),
                lambda _none: self._undoing.tell_done(fact, line),
                self._page.tell_error,
            )
            self.close()

        panel.renamed.connect(renamed)
        panel.revoked.connect(revoked)
        self._open(panel)

    def show_keys(self) -> None:
        """Show the public keys with their four words."""
        self._tasks.run(self, self._keys, lambda keys: self._open(KeysPanel(keys)), self._page.tell_error)

    # the inside

    def _keys(self) -> list[PublicKey]:
        laptops, pack = self._services.laptops, self._services.pack
        chapter, laptop = laptops.public_keys(), laptops.this_laptops_key()
        national = self._services.chapter.card().national_recipient or pack.keys.recipient
        keys = [
            PublicKey(
                _("This chapter: to seal for"),
                _("Bundles for our laptops are sealed with it."),
                chapter.recipient,
                recipients_words(chapter.recipient),
            ),
            PublicKey(
                _("This chapter: signature"),
                _("It vouches for each of our laptops. National checks bundles with it."),
                chapter.verify_key.text,
                four_words(chapter.verify_key),
            ),
            PublicKey(
                _("This laptop: signature"),
                _("Bundles written here are signed with it."),
                laptop.text,
                four_words(laptop),
            ),
        ]
        if national:
            line = _("Bundles for national are sealed with it.")
            keys.append(PublicKey(_("National: to seal for"), line, national, recipients_words(national)))
        if pack.keys.verify_key:
            key = VerifyKey.from_text(pack.keys.verify_key)
            line = _("Receipts of national are checked with it.")
            keys.append(PublicKey(_("National: signature"), line, key.text, four_words(key)))
        return keys

    def _open(self, panel: SidePanel) -> None:
        before = self.panel
        self.panel = panel
        panel.closed.connect(lambda: self._gone(panel))
        self._page.open_panel(panel)
        _focus_inside(panel)
        if before is not None:
            before.deleteLater()

    def _gone(self, panel: SidePanel) -> None:
        if self.panel is panel:
            self.panel = None
            if isinstance(panel, LaptopPanel):
                panel.keep_typed()
            self.closing.emit()
            panel.deleteLater()


def _focus_inside(panel: SidePanel) -> None:
    """Go to the first thing in a panel, or to its cross where there is nothing but words."""
    found = [each for each in panel.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    inside = [each for each in found if not isinstance(each, IconButton | QScrollArea) and each.isVisible()]
    for each in (inside or found)[:1]:
        each.setFocus(Qt.FocusReason.OtherFocusReason)


def _some(names: list[str]) -> list[str]:
    if len(names) <= _MOST_NAMES:
        return names
    more = _("and {n} more").format(n=f"{len(names) - _MOST_NAMES:,}")
    return [*names[:_MOST_NAMES], more]


def _refusal(reason: str) -> str:
    if reason == "clock-ahead":
        return _(
            "Some of it is dated too far ahead; the rest came. Ask the sender to correct the date there."
        )
    words = explain(BundleRefused(reason))
    return f"{words.happened} {words.do}"
