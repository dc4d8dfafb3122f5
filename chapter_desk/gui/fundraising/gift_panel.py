"""Beside the cash box: one gift, judged by the rule while it is typed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout

from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.box_lines import ANONYMOUS, EVENT_LINE, BoxLine
from chapter_desk.core.fundraising.cash_box import BoxGift, Giver
from chapter_desk.core.fundraising.rules import METHODS, Method, MoneyRule, Over, missing_facts, over_limit
from chapter_desk.core.members.cell_values import cents
from chapter_desk.gui.fundraising.cash_box_now import method_words
from chapter_desk.gui.members.person_picker import PeopleSearch, PersonPicker
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import SidePanel
from chapter_desk.gui.widgets.choices import Segments, Switch
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.gui.widgets.flow import Flow
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.i18n import _
from chapter_desk.values import PersonId

NAMED, NO_NAME, COINS = "named", "no-name", "coins"
ASK, FIRST, SECOND, BOTH = "", "first", "second", "both"


class GiftPanel(SidePanel):
    """A gift that is typed, or a line to correct.

    Signals:
        kept(object, bool): The `BoxGift`s of one act, and whether what is over a limit is set aside.
        coins_kept(int): Cents to add to the coins' line, or the line's new sum when it is corrected.
        giver_asked(object): What is known of this person (`show_giver` answers).
        person_wanted(str): Put somebody of this name on file (`take_person` answers).
    """

    kept = Signal(object, bool)
    coins_kept = Signal(int)
    giver_asked = Signal(object)
    person_wanted = Signal(str)

    def __init__(self, people: PeopleSearch) -> None:
        super().__init__(_("A gift"))
        self.line: BoxLine | None = None
        self._rule: MoneyRule | None = None
        self._giver = Giver()
        self._coins_before = 0
        self._over: Over | None = None
        self._heading = TextLabel("", "h2", wrap=True)
        self.head.addWidget(self._heading, 1)
        self._make(people)
        for widget in (self.amount, self.whose, self.person, self.add, self.method, self.joint):
            self.body.addWidget(widget)
        for field in (self.other, self.whose_check, self.address):
            self.body.addWidget(field)
        self._limit_place = QVBoxLayout()
        self.body.addLayout(self._limit_place)
        self.limit: Notice | None = None
        self.ways = Flow(theme().px(8))
        for button in (self.name_it, self.by_check, self.aside):
            self.ways.add(button)
        self.body.addWidget(self.ways)
        self.ways.hide()
        self.body.addWidget(self.hint)
        self.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self._connect()

    # what the page asks

    def show_new(self, rule: MoneyRule, coins_before: int) -> None:
        """Begin a new gift, or go on with one half-typed."""
        if self.line is not None:
            self.line = None
            self._clear()
        self._rule, self._coins_before = rule, coins_before
        self._heading.setText(_("A gift"))
        self.set_name(_("A gift"))
        self._judge()

    def show_line(self, rule: MoneyRule, line: BoxLine) -> None:
        """Begin with a line that was written, to correct it."""
        self._clear()
        self._rule, self.line, self._coins_before = rule, line, 0
        self._heading.setText(_("Correct this line"))
        self.set_name(_("Correct this line"))
        self.amount.set_text(dollars(line.amount_cents))
        kind = {EVENT_LINE: COINS, ANONYMOUS: NO_NAME}.get(line.kind, NAMED)
        self.whose.choose(kind)
        self.method.choose(line.method)
        self.person.set_person(line.person_id, line.name)
        self.address.set_text(line.address)
        if line.person_id is not None:
            self.giver_asked.emit(line.person_id)
        self._judge()

    def begin(self) -> None:
        """Put the focus where typing starts."""
        missing = self.line.missing if self.line is not None else ()
        if "address" in missing and "name" not in missing:
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            self.amount.editor.selectAll()

    def show_giver(self, person: PersonId, giver: Giver) -> None:
        """Say what is known of somebody, if they are still the one."""
        if person == self.person.person():
            self._giver = giver
            self._judge()

    def take_person(self, person: PersonId, name: str) -> None:
        """Have somebody who was just put on file as the giver."""
        self.person.set_person(person, name)
        self._chosen(person)

    def done(self) -> None:
        """The gift is kept: begin anew."""
        self.line = None
        self._clear()

    def over(self) -> Over | None:
        """Return how far what is typed is over a limit; None if it is not."""
        return self._over

    def values(self) -> dict[str, Any]:
        """Return what is half-typed, for the lock; empty when nothing is."""
        if self.line is not None or not (self.amount.text().strip() or self.person.text().strip()):
            return {}
        return {
            "amount": self.amount.text(),
            "whose": self.whose.current(),
            "method": self.method.current(),
            "person": self.person.person(),
            "name": self.person.name(),
            "address": self.address.text(),
        }

    def restore(self, values: dict[str, Any]) -> None:
        """Put back what was half-typed."""
        self.amount.set_text(str(values.get("amount", "")))
        self.whose.choose(str(values.get("whose") or NAMED))
        self.method.choose(str(values.get("method") or "cash"))
        person = values.get("person")
        self.person.set_person(PersonId(person) if person else None, str(values.get("name", "")))
        self.address.set_text(str(values.get("address", "")))
        self._judge()

    # judging while one types

    def _judge(self) -> None:
        if self._rule is None:
            return
        whose, method = self.whose.current(), self._method()
        amount = cents(self.amount.text()) or 0
        named, coins = whose == NAMED, whose == COINS
        correcting = self.line is not None
        person = self.person.person() if named else None
        self.person.setVisible(named)
        typed = self.person.text().strip()
        self.add.setVisible(named and bool(typed) and typed != self.person.name())
        self.add.setText(_("Put “{name}” on file").format(name=typed[:40]))
        self.method.setVisible(not coins)
        self.whose.setEnabled(not (correcting and coins))
        self.joint.setVisible(named and method == "check" and not correcting)
        couple = self.joint.isChecked() and not self.joint.isHidden()
        self.other.setVisible(couple)
        self.whose_check.setVisible(couple)
        self._offer_whose(amount)
        giver = self._giver if person is not None else Giver()
        missing = missing_facts(self._rule, amount, frozenset({"name"}) if person else frozenset(),
                                giver.year_before_cents) if not coins else ()  # fmt: skip
        asks_address = named and "address" in missing and not giver.has_address
        self.address.setVisible(asks_address or (bool(self.address.text()) and named))
        over = None
        if not coins:
            over = over_limit(
                self._rule, amount, method, named=named, cash_before_cents=giver.cash_before_cents
            )
        self._show_over(over)
        self._show_hint(amount, coins=coins, asks_name=not named and "name" in missing)

    def _show_hint(self, amount: int, *, coins: bool, asks_name: bool) -> None:
        words = ""
        if coins and self._coins_before and self.line is None:
            before, sum_ = dollars(self._coins_before), dollars(self._coins_before + amount)
            words = _("Added to the line of {before}: {sum} in all.").format(before=before, sum=sum_)
        elif coins:
            words = _("One line for this meeting. It is nobody's gift, and nobody becomes a member by it.")
        elif asks_name:
            words = _("The rule asks for a name. The gift is kept, and waits under “Still to ask”.")
        elif self.whose.current() == NO_NAME:
            words = _("Nobody becomes a member by a gift without a name.")
        if self._over is not None:
            words = ""  # the notice says what to do
        self.hint.setText(words)
        self.hint.setVisible(bool(words))

    def _show_over(self, over: Over | None) -> None:
        if over == self._over and (over is None) == (self.limit is None):
            return
        self._over = over
        self.ways.setVisible(over is not None)
        if self.limit is not None:
            self.limit.hide()
            self._limit_place.removeWidget(self.limit)
            self.limit.deleteLater()
            self.limit = None
        if over is None:
            self.keep.turn_on()
            return
        limit, keep, aside = (dollars(each) for each in (over.limit_cents, over.keep_cents, over.aside_cents))
        if over.limit == "anonymous-cash":
            fact = _("Over {limit} in cash cannot be kept without a name.").format(limit=limit)
        else:
            fact = _("Over {limit} in cash from one person cannot be kept.").format(limit=limit)
        aside_words = _("Keep {keep}, set {aside} aside").format(keep=keep, aside=aside)
        if not over.keep_cents:
            aside_words = _("Set {aside} aside").format(aside=aside)
        self.limit = Notice("warn", fact, self._what_to_do(over))
        self._limit_place.addWidget(self.limit)
        self.name_it.setVisible(over.limit == "anonymous-cash")
        self.by_check.setVisible(over.limit == "cash")
        self.aside.setText(aside_words)
        self.keep.turn_off(fact)

    def _what_to_do(self, over: Over) -> str:
        if over.limit == "anonymous-cash":
            return _("Ask for their name, or set the rest aside and ask the treasurer what becomes of it.")
        return _("Give the rest back or ask for a check. What is set aside is not the chapter's to keep.")

    def _offer_whose(self, amount: int) -> None:
        half = amount // 2
        one, two = self.person.name() or _("The first"), self.other.name() or _("The second")
        shares = _("Half each: {one} and {two}").format(one=dollars(amount - half), two=dollars(half))
        combo = self.whose_check.editor
        if not combo.count():
            for key in (ASK, FIRST, SECOND, BOTH):
                combo.addItem("", key)
        for at, words in enumerate((_("Ask them"), one, two, shares)):
            combo.setItemText(at, words)

    # keeping

    def _keep(self, *, set_aside: bool = False) -> None:
        if (amount := self._amount()) is None:
            return
        if self.whose.current() == COINS:
            self.coins_kept.emit(amount)
            return
        if self._over is not None and not set_aside:
            return
        if self.whose.current() == NO_NAME:
            self.kept.emit((BoxGift(amount, self._method()),), set_aside)
            return
        if (person := self.person.person()) is None or self.person.text() != self.person.name():
            self.person.set_problem(_("Choose who gave it, or say that they give no name."))
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if (gifts := self._shares(amount, person)) is not None:
            self.kept.emit(gifts, set_aside)

    def _amount(self) -> int | None:
        """Return the amount; where there is none, say so at its field."""
        amount = cents(self.amount.text())
        if amount is None or amount <= 0:
            self.amount.set_problem(_("Type an amount, such as $10."))
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        self.amount.set_problem("")
        return amount

    def _shares(self, amount: int, person: PersonId) -> tuple[BoxGift, ...] | None:
        """Return the gift, or those of a couple as they said; None while they were not asked."""
        address = self.address.text().strip()
        whole = BoxGift(amount, self._method(), person, address)
        if self.joint.isHidden() or not self.joint.isChecked():
            return (whole,)
        other, whose = self.other.person(), self.whose_check.editor.currentData()
        if other is None or other == person:
            self.other.set_problem(_("Choose the other name on the check."))
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        if whose == ASK:
            self.whose_check.set_problem(_("Ask them whose gift it is: it is never split by itself."))
            self.whose_check.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        if whose == BOTH:
            half = amount // 2
            return (
                BoxGift(amount - half, "check", person, address),
                BoxGift(half, "check", other, address),
            )
        return (BoxGift(amount, "check", person if whose == FIRST else other, address),)

    def _method(self) -> Method:
        return next(each for each in METHODS if each == self.method.current())

    # the inside

    def _make(self, people: PeopleSearch) -> None:
        self.amount = TextField(_("Amount"), placeholder="$10")
        self.whose = Segments(
            _("Whose gift"), [(NAMED, _("Somebody's")), (NO_NAME, _("No name")), (COINS, _("Coins"))]
        )
        self.person = PersonPicker(_("Who gave it"), people)
        self.add = ActionButton("", "", "compact", icon="user-plus")
        self.method = Segments(_("How"), [(each, method_words(each)) for each in METHODS])
        self.joint = Switch(_("One check of two people"))
        self.other = PersonPicker(_("The other name on the check"), people)
        self.whose_check: Field[QComboBox] = Field(_("Whose gift is it?"), QComboBox())
        self.address = TextField(
            _("Mailing address"), _("The rule asks for it. Left empty it waits under “Still to ask”.")
        )
        self.hint = TextLabel("", "hint", wrap=True)
        self.name_it = ActionButton(_("Name who gave it"), icon="user-plus")
        self.by_check = ActionButton(_("It is a check"), icon="file-pen-line")
        self.aside = ActionButton("", icon="hand")
        self.keep = ActionButton(_("Keep this gift"), "primary", icon="check", key="Ctrl+Return")

    def _connect(self) -> None:
        self.amount.changed.connect(lambda _text: self._retyped(self.amount))
        self.address.changed.connect(lambda _text: self._judge())
        for segments in (self.whose, self.method):
            segments.chosen.connect(lambda _key: self._judge())
        self.person.editor.textChanged.connect(lambda _text: self._judge())
        self.person.person_chosen.connect(self._chosen)
        self.other.person_chosen.connect(lambda _person: self._judge())
        self.joint.toggled.connect(lambda _on: self._judge())
        self.whose_check.editor.activated.connect(lambda _n: self.whose_check.set_problem(""))
        self.add.clicked.connect(lambda: self.person_wanted.emit(self.person.text().strip()))
        self.name_it.clicked.connect(self._name_it)
        self.by_check.clicked.connect(self._by_check)
        self.aside.clicked.connect(lambda: self._keep(set_aside=True))
        self.keep.clicked.connect(lambda: self._keep())
        for field in (self.amount, self.address):
            field.editor.returnPressed.connect(self._entered(field))

    def _entered(self, field: TextField) -> Callable[[], None]:
        def go_on() -> None:
            needs_person = self.whose.current() == NAMED and self.person.person() is None
            if field is self.amount and self._amount() is None:
                return
            if field is self.amount and needs_person:
                self.person.setFocus(Qt.FocusReason.TabFocusReason)
            elif self.keep.isEnabled():
                self._keep()

        return go_on

    def _retyped(self, field: TextField) -> None:
        field.set_problem("")
        self._judge()

    def _chosen(self, person: PersonId | None) -> None:
        self._giver = Giver()
        if person is not None:
            self.giver_asked.emit(person)
        self._judge()

    def _name_it(self) -> None:
        self.whose.choose(NAMED)
        self._judge()
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def _by_check(self) -> None:
        self.method.choose("check")
        self._judge()
        self.method.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self._giver = Giver()
        for field in (self.amount, self.address):
            field.set_text("")
            field.set_problem("")
        for picker in (self.person, self.other):
            picker.set_person(None)
        self.whose.choose(NAMED)
        self.method.choose("cash")
        self.joint.setChecked(False)
        if self.whose_check.editor.count():
            self.whose_check.editor.setCurrentIndex(0)
        self.whose_check.set_problem("")
        self._judge()
