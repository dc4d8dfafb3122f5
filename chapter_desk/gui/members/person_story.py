"""A person's story: why they are a member, by every piece of evidence, and a form for one more gift."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.core.fundraising.gifts import GiftDraft
from chapter_desk.core.members.cell_values import cents
from chapter_desk.core.members.membership import Evidence as Piece
from chapter_desk.core.members.membership import MembershipRule
from chapter_desk.core.members.person_card import PersonCard
from chapter_desk.gui.meetings.when import clock_words
from chapter_desk.gui.members.words import long_day
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.day_field import DayField
from chapter_desk.gui.widgets.fields import Field, TextField
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.gui.widgets.tiles import Evidence, EvidenceList
from chapter_desk.i18n import _, ngettext

_FIRST_SHOWN = 3


class PersonStory(QWidget):
    """Why somebody is a member, or what would make them one.

    Signals:
        gift_kept(object): A `GiftDraft` to record.
        opened(str): The id of a piece of evidence whose source is wanted.
    """

    gift_kept = Signal(object)
    opened = Signal(str)

    def __init__(self, rule: MembershipRule, today: date) -> None:
        super().__init__()
        t = theme()
        self._rule = rule
        self._card: PersonCard | None = None
        self._zone = "UTC"
        self._shows_all = False
        self._why = TextLabel("", "strong", wrap=True)
        self._line = TextLabel("", "small", wrap=True)
        self.evidence = EvidenceList(_("Evidence"))
        self.evidence.opened.connect(self.opened)
        self.more = ActionButton("", "link")
        self.more.clicked.connect(self._show_all)
        self._if_place = QVBoxLayout()
        self._if_place.setContentsMargins(0, 0, 0, 0)
        self.add_gift = ActionButton(_("Note a gift"), "", "compact", icon="plus")
        self.add_gift.clicked.connect(self.open_gift_form)
        self.gift = GiftForm(today)
        self.gift.kept.connect(self.gift_kept)
        self.gift.closed.connect(self.close_gift_form)
        self.gift.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(6))
        for widget in (self._why, self._line, self.evidence):
            box.addWidget(widget)
        box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(self._if_place)
        box.addSpacing(t.px(2))
        box.addWidget(self.add_gift, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.gift)

    def show_card(self, card: PersonCard, zone: str) -> None:
        """Show a person's evidence; `zone` is the chapter's, for the times of meetings."""
        if self._card is None or self._card.id != card.id:
            self._shows_all = False
            self.close_gift_form()
        self._card, self._zone = card, zone
        name = called(card)
        if card.standing.member:
            self._why.setText(_("Why is {name} a member?").format(name=name))
        else:
            self._why.setText(_("Why is {name} not a member yet?").format(name=name))
        self._line.setText(reason_words(card, self._rule))
        self._show_evidence()
        self._show_what_if()

    def open_gift_form(self) -> None:
        """Show the form for a gift, with the focus in it."""
        self.add_gift.hide()
        self.gift.show()
        self.gift.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Close the form if it is open and nothing is typed in it."""
        if self.gift.isHidden() or self.gift.amount.text().strip():
            return False
        self.close_gift_form()
        return True

    def close_gift_form(self) -> None:
        """Hide the form, and what was typed in it."""
        self.gift.clear()
        self.gift.hide()
        self.add_gift.show()

    def _show_all(self) -> None:
        self._shows_all = True
        self._show_evidence()

    def _show_evidence(self) -> None:
        assert self._card is not None
        standing = self._card.standing
        pieces = standing.because if standing.member else self._card.evidence
        shown = pieces if self._shows_all or len(pieces) <= _FIRST_SHOWN + 1 else pieces[:_FIRST_SHOWN]
        rows = [Evidence(piece.id, proof_words(piece, self._zone), _source(piece)) for piece in shown]
        if standing.member and standing.since is not None:
            since = _("Member since {day}").format(day=long_day(standing.since))
            rows.append(Evidence("", since, more_words(pieces[1:]), result=True))
        self.evidence.show_evidence(rows)
        self.evidence.setVisible(bool(rows))
        hidden = len(pieces) - len(shown)
        self.more.setText(ngettext("Show {n} more", "Show {n} more", hidden).format(n=hidden))
        self.more.setVisible(bool(hidden))

    def _show_what_if(self) -> None:
        assert self._card is not None
        while (item := self._if_place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        words = what_if_words(self._card, self._rule)
        if words:
            self._if_place.addWidget(Notice("info", "", words))


class GiftForm(QWidget):
    """Amount, day and how: a gift somebody made.

    Signals:
        kept(object): A `GiftDraft` without its person.
        closed(): Given up.
    """

    kept = Signal(object)
    closed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        t = theme()
        self._today = today
        self.amount = TextField(_("Amount"), placeholder="$10")
        self.day = DayField(_("Day"), lambda: self._today, ahead=False)
        methods = QComboBox()
        for key, words in method_words().items():
            methods.addItem(words, key)
        self.method = Field(_("How"), methods)
        self.closed_hint = TextLabel(
            _("This chapter takes no money. Note here only what was given before, or elsewhere."),
            "hint",
            wrap=True,
        )
        self.keep = ActionButton(_("Keep this gift"), "", "compact", icon="check")
        self.keep.clicked.connect(self._keep)
        cancel = ActionButton(_("Cancel"), "quiet", "compact")
        cancel.clicked.connect(self.closed)
        fields = QHBoxLayout()
        fields.setSpacing(t.px(8))
        fields.addWidget(self.amount, 2)
        fields.addWidget(self.day, 3)
        buttons = QHBoxLayout()
        buttons.setSpacing(t.px(8))
        buttons.addWidget(self.keep)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(8))
        box.addLayout(fields)
        box.addWidget(self.method)
        box.addWidget(self.closed_hint)
        box.addLayout(buttons)
        self.amount.editor.returnPressed.connect(self._keep)
        self.clear()

    def clear(self) -> None:
        """Begin anew: nothing given, today."""
        self.amount.set_text("")
        self.amount.set_problem("")
        self.day.set_day(self._today)

    def _keep(self) -> None:
        amount = cents(self.amount.text())
        if amount is None or amount <= 0:
            self.amount.set_problem(_("Type an amount, such as $10."))
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.amount.set_problem("")
        if not self.day.take() or self.day.day() is None:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        received = self.day.day()
        assert received is not None
        self.kept.emit(GiftDraft(amount, received, method=str(self.method.editor.currentData())))


def method_words() -> dict[str, str]:
    """Return the ways of giving."""
    return {
        "cash": _("Cash"),
        "check": _("Check"),
        "card": _("Card"),
        "online": _("Online"),
        "in-kind": _("In kind"),
    }


def called(card: PersonCard) -> str:
    """Return what a person is called in a question: their first name."""
    return card.given_name or (card.display_name.split() or [""])[0]


def reason_words(card: PersonCard, rule: MembershipRule) -> str:
    """Return in one line what makes this person a member, or what would."""
    enough = (
        _("One visit is enough.")
        if rule.minimum_gift_cents is None
        else _("One visit or one gift is enough.")
    )
    if not card.standing.member:
        return enough if not card.evidence else f"{_('What they did so far does not count.')} {enough}"
    first = card.standing.because[0]
    said = _("Came to a meeting.") if first.kind == "sign_in" else _("Gave to the chapter.")
    return f"{said} {enough}"


def proof_words(piece: Piece, zone: str) -> str:
    """Return a piece of evidence in words: "Signed in, November 18, 2025, 7:02 PM"."""
    day = long_day(piece.on)
    if piece.kind == "gift":
        how = method_words().get(piece.title, "").lower()
        amount = dollars(piece.amount_cents)
        if how:
            return _("Gave {amount} {how}, {day}").format(amount=amount, how=how, day=day)
        return _("Gave {amount}, {day}").format(amount=amount, day=day)
    if isinstance(piece.at, datetime):
        return _("Signed in, {day}, {time}").format(day=day, time=clock_words(piece.at, zone))
    return _("Signed in, {day}").format(day=day)


def more_words(pieces: Sequence[Piece]) -> str:
    """Return what stands below "Member since": how much further evidence there is."""
    gifts = sum(piece.kind == "gift" for piece in pieces)
    came = len(pieces) - gifts
    parts = []
    if came:
        parts.append(
            ngettext("{n} more sign-in since then", "{n} more sign-ins since then", came).format(n=came)
        )
    if gifts:
        parts.append(ngettext("{n} more gift since then", "{n} more gifts since then", gifts).format(n=gifts))
    return ", ".join(parts)


def what_if_words(card: PersonCard, rule: MembershipRule) -> str:
    """Return what would happen without the first proof; nothing for those who are no members."""
    if not card.standing.member:
        return ""
    first, *others = card.standing.because
    name = called(card)
    still = card.standing_without(first.id, rule)
    sign_in = first.kind == "sign_in"
    if not still.member:
        text = (
            _("If that sign-in were removed, {name} would be a supporter and no member.")
            if sign_in
            else _("If that gift were removed, {name} would be a supporter and no member.")
        )
        return text.format(name=name)
    by_gift = others[0].kind == "gift"
    if sign_in:
        text = (
            _("If that sign-in were removed, {name} would still be a member because of the gift.")
            if by_gift
            else _("If that sign-in were removed, {name} would still be a member because of the next one.")
        )
    else:
        text = (
            _("If that gift were removed, {name} would still be a member because of the next one.")
            if by_gift
            else _("If that gift were removed, {name} would still be a member because of the sign-in.")
        )
    return text.format(name=name)


def _source(piece: Piece) -> str:
    """Return where a proof comes from: the meeting and who wrote it down."""
    title = "" if piece.kind == "gift" and piece.title in method_words() else piece.title
    return ". ".join(filter(None, (title, piece.recorded_by)))
