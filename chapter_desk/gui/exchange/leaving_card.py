"""The card "What leaves this laptop": the choice, the preview, the place, and what was written."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from chapter_desk.core.sync.leaving import Leaving
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.core.sync.sending import Prepared, Written
from chapter_desk.gui.exchange.exchange_now import ExchangeNow
from chapter_desk.gui.exchange.foot_line import FootLine
from chapter_desk.gui.exchange.leaving_rows import leaving_rows
from chapter_desk.gui.exchange.leaving_steps import AskingFirst, BundleWritten, short_place
from chapter_desk.gui.exchange.leaving_table import LeavingTable
from chapter_desk.gui.exchange.places import Place, sticks
from chapter_desk.gui.exchange.words import size_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.choices import Segments
from chapter_desk.gui.widgets.labels import ElidedLabel, TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants to write: a kind of bundle for a destination."""

    kind: str = "summary"
    destination: Destination = Destination.NATIONAL


class LeavingCard(Card):
    """What would leave, counted from the very bytes, and the way to write it.

    Signals:
        chosen(object): Another `Choice` was made.
        write_asked(): "Write bundle" was pressed.
        confirmed(): Naming people to a new recipient was agreed to.
        lines_asked(): "Read it line by line" was pressed.
        more_asked(object): Of a `LeavingRow` a person wants to know more.
        place_chosen(object): Another `Place` was chosen.
        folder_asked(): A folder should be asked for.
        shown_asked(): The folder of the bundle just written should be shown.
        again_asked(): The preview should be made (again).
        turned(): Another button is the primary one now.
    """

    chosen = Signal(object)
    write_asked = Signal()
    confirmed = Signal()
    lines_asked = Signal()
    more_asked = Signal(object)
    place_chosen = Signal(object)
    folder_asked = Signal()
    shown_asked = Signal()
    again_asked = Signal()
    turned = Signal()

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(_("What leaves this laptop"), flush=True, parent=parent)
        self._choice = choice
        self._place = Place()
        self.amounts = {
            Destination.NATIONAL: Segments(
                _("How much leaves"),
                [("summary", _("Counts only")), ("delta", _("New details")), ("snapshot", _("All details"))],
                room="compact",
            ),
            Destination.CHAPTER: Segments(
                _("How much leaves"),
                [("delta", _("What is new")), ("snapshot", _("Everything"))],
                room="compact",
            ),
        }
        self.to = Segments(
            _("To whom"),
            [(Destination.NATIONAL.value, _("National")), (Destination.CHAPTER.value, _("Our own laptops"))],
            room="compact",
        )
        for destination, amount in self.amounts.items():
            self.head.addWidget(amount)
            amount.chosen.connect(self._choose)
            if destination is choice.destination:
                amount.choose(choice.kind)
        self.to.chosen.connect(self._choose)
        self.to.choose(choice.destination.value)
        self.table = LeavingTable()
        self.table.asked.connect(self.more_asked)
        self.preview = self._made_preview()
        self.asking = AskingFirst()
        self.asking.back.clicked.connect(self.show_preview)
        self.asking.confirm.clicked.connect(self.confirmed)
        self.done = BundleWritten()
        self.done.again.clicked.connect(self.again_asked)
        self.done.show_folder.clicked.connect(self.shown_asked)
        self._pages = (self.preview, self.asking, self.done)
        for page in self._pages:
            self.body.addWidget(page)
        self._turn(self.preview)
        self._show_choice()

    # what it shows

    @property
    def choice(self) -> Choice:
        """What a person chose."""
        return self._choice

    def primary(self) -> ActionButton | None:
        """Return the button that goes on, None where there is nothing to go on to."""
        if not self.asking.isHidden():
            return self.asking.confirm
        return self.write if self.done.isHidden() else None

    def choose(self, choice: Choice) -> None:
        """Make a choice hold, without the signal."""
        self._choice = choice
        self.to.choose(choice.destination.value)
        self.amounts[choice.destination].choose(choice.kind)
        self._show_choice()

    def show_now(self, now: ExchangeNow) -> None:
        """Show whom it is sealed for."""
        national = self._choice.destination is Destination.NATIONAL
        name = now.national if national else _("Every laptop of this chapter")
        words = now.four_words if national else now.own_words
        self._who.setText(name if words else _("{name} has no key yet").format(name=name))
        self._words.setText(_("Key: {words}").format(words=words) if words else "")
        self._words.setToolTip(
            _("Compare these four words on the telephone: the same key has the same words.")
        )
        self._sample.setVisible(national and now.only_sample_keys)

    def show_leaving(self, prepared: Prepared | None) -> None:
        """Show a preview, or that there is none yet."""
        self._trouble.hide()
        leaving = prepared.leaving if prepared else None
        self.table.show_rows(leaving_rows(leaving) if leaving else ())
        self._wait.setVisible(leaving is None)
        self._waiting.setText(_("Counting what would leave…"))
        self._again.setVisible(False)
        self.table.setVisible(leaving is not None)
        self._empty.setVisible(leaving is not None and leaving.kind != "summary" and not leaving.rows)
        self._size.setText(_size_line(leaving) if leaving else "")
        for button in (self.write, self.lines):
            if leaving is None:
                button.turn_off(_("First it is counted what would leave."))
            else:
                button.turn_on()

    def show_stopped(self) -> None:
        """Show that a person stopped the counting."""
        self.show_leaving(None)
        self._waiting.setText(_("Stopped. Nothing was written."))
        self._again.show()

    def show_trouble(self, happened: str, rest: str) -> None:
        """Show why there is no preview."""
        self.show_leaving(None)
        self._waiting.setText("")
        self._say_trouble(happened, rest)
        self._again.show()

    def show_place(self, place: Place) -> None:
        """Show where the bundle goes."""
        self._place = place
        outbox = place.folder is None
        self._where.setText(_("The outbox in the chapter's folder") if outbox else place.words)
        self._where.setToolTip("" if outbox else str(place.folder))
        self.write.setText(_("Write bundle to {place}").format(place=short_place(place)))
        self._foot_line.fit()

    def show_preview(self) -> None:
        """Go back to the preview."""
        self._turn(self.preview)

    def show_asking(self, leaving: Leaving, now: ExchangeNow) -> None:
        """Ask before people are named to a recipient for the first time."""
        self.asking.show_consequences(leaving, now, self._place)
        self._turn(self.asking)
        self.asking.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_done(self, written: Written, now: ExchangeNow, place: Place) -> None:
        """Say what was written, and where it lies."""
        self.done.show_written(written, now, place)
        self._turn(self.done)
        self.done.show_folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Go back to the preview from asking or from what was written; False if it shows."""
        if not self.preview.isHidden():
            return False
        if self.done.isHidden():
            self.show_preview()
        else:
            self.again_asked.emit()
        return True

    # the inside

    def _made_preview(self) -> QWidget:
        t = theme()
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._waiting = TextLabel("", "hint")
        self._again = ActionButton(_("Count again"), room="compact", icon="rotate-cw")
        self._again.clicked.connect(self.again_asked)
        self._wait = QWidget()
        wait = QHBoxLayout(self._wait)
        wait.setContentsMargins(t.px(15), t.px(6), t.px(15), t.px(14))
        wait.addWidget(self._waiting, 1)
        wait.addWidget(self._again)
        box.addWidget(self._wait)
        self._trouble = QWidget()
        self._trouble_box = QVBoxLayout(self._trouble)
        self._trouble_box.setContentsMargins(t.px(15), 0, t.px(15), t.px(10))
        self._trouble.hide()
        box.addWidget(self._trouble)
        box.addWidget(self.table)
        notices = QVBoxLayout()
        notices.setContentsMargins(t.px(15), t.px(10), t.px(15), 0)
        notices.setSpacing(t.px(8))
        self._empty = Notice(
            "info",
            _("Nothing new since the last bundle."),
            _("Writing one still tells what was taken in here."),
        )
        self._sample = Notice(
            "warn",
            _("The keys of this pack are samples."),
            _("Everybody can open what is sealed for them. Try everything, but send nothing real."),
        )
        self._empty.hide()
        self._sample.hide()
        notices.addWidget(self._empty)
        notices.addWidget(self._sample)
        box.addLayout(notices)
        box.addLayout(self._made_facts())
        box.addWidget(self._made_foot())
        return page

    def _made_facts(self) -> QGridLayout:
        t = theme()
        grid = QGridLayout()
        grid.setContentsMargins(t.px(15), t.px(12), t.px(15), t.px(12))
        grid.setHorizontalSpacing(t.px(14))
        grid.setVerticalSpacing(t.px(8))
        grid.setColumnStretch(1, 1)
        self._who = ElidedLabel("", "small")
        self._words = ElidedLabel("", "hint")
        self._where = ElidedLabel("", "small")
        self.another = ActionButton(_("Another place"), "link")
        self.another.clicked.connect(self._offer_places)
        for row, (name, widgets) in enumerate(
            (
                (_("To"), (self.to,)),
                (_("Sealed for"), (self._who, self._words)),
                (_("Place"), (self._where, self.another)),
            )
        ):
            line = QHBoxLayout()
            line.setSpacing(t.px(10))
            for widget in widgets:
                line.addWidget(widget)
            line.addStretch(1)
            grid.addWidget(TextLabel(name, "label"), row, 0)
            grid.addLayout(line, row, 1)
        return grid

    def _made_foot(self) -> QWidget:
        self.lines = ActionButton(_("Read it line by line"), icon="file-search")
        self.lines.clicked.connect(self.lines_asked)
        self.write = ActionButton(_("Write bundle"), "primary", icon="package")
        self.write.clicked.connect(self.write_asked)
        self._foot_line = FootLine((self.lines, self.write))
        self._size = self._foot_line.words
        return self._foot_line

    def _say_trouble(self, happened: str, rest: str) -> None:
        while (item := self._trouble_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        notice = Notice("bad", happened, rest)
        self._trouble_box.addWidget(notice)
        self._trouble.show()
        notice.read_out()

    def _choose(self, _key: str) -> None:
        destination = Destination(self.to.current())
        choice = Choice(self.amounts[destination].current(), destination)
        if choice != self._choice:
            self._choice = choice
            self._show_choice()
            self.chosen.emit(choice)

    def _show_choice(self) -> None:
        for destination, amount in self.amounts.items():
            amount.setVisible(destination is self._choice.destination)

    def _offer_places(self) -> None:
        menu = self.places_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.another.mapToGlobal(self.another.rect().bottomLeft()))

    def places_menu(self) -> QMenu:
        """Return the places a bundle may go to, with the sticks that are in."""
        menu = QMenu(self)
        outbox = menu.addAction(_("The outbox in the chapter's folder"))
        outbox.triggered.connect(lambda: self.place_chosen.emit(Place()))
        for stick in sticks():
            action = menu.addAction(stick.words.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, place=stick: self.place_chosen.emit(place))
        menu.addSeparator()
        menu.addAction(_("Choose a folder…")).triggered.connect(self.folder_asked)
        return menu

    def _turn(self, page: QWidget) -> None:
        for each in self._pages:
            each.setVisible(each is page)
        self.turned.emit()


def _size_line(leaving: Leaving) -> str:
    rows = ngettext("{n} row", "{n} rows", leaving.rows).format(n=f"{leaving.rows:,}")
    size = size_words(leaving.size)
    if leaving.kind == "summary":
        return _("About {size}").format(size=size)
    return _("{rows}, about {size}").format(rows=rows, size=size)
