"""The cards at the right: the inbox, what was sent, the laptops.  And the entries they show, as words."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chapter_desk.core.sync.laptops import Laptop
from chapter_desk.core.sync.mailbox import Received, Sent, Waiting
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.gui.exchange.entry_list import Entry, EntryAction, EntryList
from chapter_desk.gui.exchange.exchange_now import ExchangeNow, Inside
from chapter_desk.gui.exchange.words import day_of, kind_words, moment_words, size_words
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.cards import Card
from chapter_desk.gui.widgets.labels import StatusPill, TextLabel
from chapter_desk.i18n import _, ngettext

PATIENCE_DAYS = 7
"""After so many days without a receipt it is said that sending again is safe."""

_SHOWN = 4


class InboxCard(Card):
    """Bundles to read, bundles that were refused, and the latest that were taken in.

    Signals:
        file_asked(): A bundle should be chosen from a folder.
        look_asked(Path): Look inside this one.
        why_asked(Path): Why was this one refused?
        undo_asked(object): Take back what came with this `Received`.
    """

    file_asked = Signal()
    look_asked = Signal(object)
    why_asked = Signal(object)
    undo_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Inbox"), flush=True, parent=parent)
        self._now: ExchangeNow | None = None
        self.unread = StatusPill("", "accent")
        self.unread.hide()
        self.open = ActionButton(_("Open a bundle"), room="compact", icon="folder-open")
        self.open.clicked.connect(self.file_asked)
        self.head.addWidget(self.unread)
        self.head.addWidget(self.open)
        self.list = EntryList(_("Inbox"))
        self.list.acted.connect(self._act)
        self.body.addWidget(self.list)
        self._hint = _hint(self)
        self._hint.setText(_("Drop a bundle here, or put it in the chapter's inbox folder."))

    def show_now(self, now: ExchangeNow, peeks: Mapping[Path, Inside | None]) -> None:
        """Show what lies in the inbox and what came."""
        self._now = now
        unread = sum(not each.refused for each in now.waiting)
        self.unread.setVisible(bool(unread))
        self.unread.setText(ngettext("{n} to read", "{n} to read", unread).format(n=unread))
        entries = [_waiting(each, peeks, now) for each in now.waiting]
        entries += [_received(each, now) for each in now.received[:_SHOWN]]
        self.list.show_entries(entries)
        self._hint.show()

    def _act(self, key: str, action: str) -> None:
        if action == "look":
            self.look_asked.emit(Path(key))
        elif action == "why":
            self.why_asked.emit(Path(key))
        elif self._now is not None:
            came = next((each for each in self._now.received if each.bundle_id == key), None)
            if came is not None:
                self.undo_asked.emit(came)


class SentCard(Card):
    """What was written when, for whom, and whether it arrived."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Sent and confirmed"), flush=True, parent=parent)
        self._all = False
        self._now: ExchangeNow | None = None
        self.more = ActionButton(_("Show all"), "link")
        self.more.clicked.connect(self._turn)
        self.head.addWidget(self.more)
        self.list = EntryList(_("Sent and confirmed"))
        self.body.addWidget(self.list)
        self._hint = _hint(self)

    def show_now(self, now: ExchangeNow) -> None:
        """Show what was written, newest first."""
        self._now = now
        shown = now.sent if self._all else now.sent[:_SHOWN]
        self.list.show_entries([_sent(each, now) for each in shown])
        self.more.setVisible(len(now.sent) > _SHOWN)
        self.more.setText(_("Show fewer") if self._all else _("Show all {n}").format(n=len(now.sent)))
        self._hint.setText("" if now.sent else _("No bundle was written on this laptop yet."))
        self._hint.setVisible(not now.sent)

    def _turn(self) -> None:
        self._all = not self._all
        if self._now is not None:
            self.show_now(self._now)


class LaptopsCard(Card):
    """The chapter's laptops: this one, the others, when they were heard of.

    Signals:
        laptop_asked(object): About this `Laptop`.
        keys_asked(): Show the public keys.
    """

    laptop_asked = Signal(object)
    keys_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Laptops"), flush=True, parent=parent)
        self._now: ExchangeNow | None = None
        self.keys = ActionButton(_("Public keys"), room="compact", icon="key-round")
        self.keys.clicked.connect(self.keys_asked)
        self.head.addWidget(self.keys)
        self.list = EntryList(_("Laptops"))
        self.list.acted.connect(self._act)
        self.body.addWidget(self.list)
        self._hint = _hint(self)
        self._hint.setText(
            _("Copy the chapter's folder to another laptop and open it there: it adds itself.")
        )

    def show_now(self, now: ExchangeNow) -> None:
        """Show the laptops."""
        self._now = now
        self.list.show_entries([laptop_entry(each, now) for each in now.laptops])
        self._hint.setVisible(len(now.laptops) < 2)

    def _act(self, key: str, _action: str) -> None:
        laptops = self._now.laptops if self._now else ()
        laptop = next((each for each in laptops if each.replica_id == key), None)
        if laptop is not None:
            self.laptop_asked.emit(laptop)


def _hint(card: Card) -> TextLabel:
    t = theme()
    label = TextLabel("", "hint", wrap=True)
    label.setContentsMargins(t.px(15), t.px(4), t.px(15), t.px(11))
    label.hide()  # nothing is claimed before the page was read
    card.body.addWidget(label)
    return label


def _waiting(each: Waiting, peeks: Mapping[Path, Inside | None], now: ExchangeNow) -> Entry:
    came = moment_words(each.came_at, now.zone, now.today)
    if each.refused and each.refused != "newer":
        why = EntryAction("why", _("Why?"), _("Why was {name} refused?").format(name=each.name), link=True)
        title = _("{name}, {why}").format(name=each.path.stem, why=refused_words(each.refused))
        return Entry(
            str(each.path),
            "package-x",
            "bad",
            title,
            _("Kept in quarantine, {when}").format(when=came),
            actions=(why,),
        )
    inside = peeks.get(each.path)
    title, line = each.path.stem, _("{size}, came {when}").format(size=size_words(each.size), when=came)
    if each.refused:
        line = _("Waits for a newer Chapter Desk")
    if inside is not None:
        title = _("{sender}, {when}").format(
            sender=inside.seen.sender, when=moment_words(inside.created, now.zone, now.today)
        )
        line = inside_line(inside)
    look = EntryAction("look", _("Look inside"), _("Look inside {name}").format(name=title))
    return Entry(str(each.path), "package-open", "accent", title, line, actions=(look,))


def inside_line(inside: Inside) -> str:
    """Return what a bundle would bring, in a few words."""
    if inside.seen.taken_in:
        return _("Taken in before, 0 new")
    if inside.seen.effects is None:
        return kind_words(inside.seen.kind)
    return _counts(inside.new, inside.changed, inside.seen.effects.conflicts)


def _received(each: Received, now: ExchangeNow) -> Entry:
    when = moment_words(each.taken_in_at, now.zone, now.today)
    title = _("{sender}, taken in {when}").format(sender=each.sender or _("National"), when=when)
    undo = EntryAction("undo", _("Undo"), _("Undo {name}").format(name=title), link=True)
    return Entry(
        each.bundle_id,
        "check",
        "good",
        title,
        _counts(each.new, each.changed, each.conflicts),
        actions=(undo,) if each.can_undo else (),
    )


def _counts(new: int, changed: int, conflicts: int) -> str:
    parts = [ngettext("{n} new", "{n} new", new).format(n=f"{new:,}")]
    if changed:
        parts.append(_("{n} changed").format(n=f"{changed:,}"))
    if conflicts:
        parts.append(ngettext("{n} with two answers", "{n} with two answers", conflicts).format(n=conflicts))
    return ", ".join(parts)


def _sent(each: Sent, now: ExchangeNow) -> Entry:
    national = each.destination is Destination.NATIONAL
    day = day_of(each.written_at, now.zone, now.today)
    whom = _("to national") if national else _("to our laptops")
    title = _("{day}, {whom}").format(day=day[:1].upper() + day[1:], whom=whom)
    what = kind_words(each.kind)
    if each.receipt_at is not None:
        back = _("{what}. Receipt back {day}").format(
            what=what, day=day_of(each.receipt_at, now.zone, now.today)
        )
        return Entry(each.bundle_id, "check-check", "good", title, back)
    days = (now.today - each.written_at.astimezone(now.zone).date()).days
    if days >= PATIENCE_DAYS:
        line = _("No receipt for {n} days. Sending again is safe.").format(n=days)
        return Entry(each.bundle_id, "clock-alert", "warn", title, line)
    return Entry(each.bundle_id, "clock", "ink-3", title, _("{what}. No receipt yet").format(what=what))


def laptop_entry(each: Laptop, now: ExchangeNow) -> Entry:
    """Return a laptop as a row."""
    name = each.name or _("a laptop without a name")
    edit = EntryAction("edit", _("Edit"), _("Edit {name}").format(name=name), link=True)
    if each.is_this:
        return Entry(each.replica_id, "laptop", "ink-2", name, _("This laptop"), actions=(edit,))
    if each.revoked_at is not None:
        day = day_of(each.revoked_at, now.zone, now.today)
        return Entry(
            each.replica_id,
            "laptop",
            "ink-3",
            name,
            _("Since {day}").format(day=day),
            _("not trusted"),
            "bad",
            (edit,),
        )
    waiting = now.unconfirmed.get(each.replica_id, 0)
    heard = (
        _("Last heard {day}").format(day=day_of(each.heard_at, now.zone, now.today))
        if each.heard_at
        else _("Nothing heard yet")
    )
    state = _("{n} waiting").format(n=f"{waiting:,}") if waiting else _("up to date")
    return Entry(
        each.replica_id, "laptop", "ink-2", name, heard, state, "warn" if waiting else "good", (edit,)
    )


def refused_words(reason: str) -> str:
    """Return why a bundle was refused, in two or three words."""
    return {
        "unreadable": _("not readable"),
        "too-large": _("too large"),
        "not-a-bundle": _("not a bundle"),
        "cut-short": _("cut short"),
        "damaged": _("damaged"),
        "not-for-us": _("not for us"),
        "unknown-sender": _("sender not known"),
        "revoked": _("laptop not trusted"),
        "altered": _("changed on its way"),
        "wrong-kind": _("of a wrong kind"),
        "wrong-chapter": _("of another chapter"),
        "clock-ahead": _("dated ahead"),
    }.get(reason, _("not right"))


def unread_paths(waiting: Sequence[Waiting]) -> Sequence[Waiting]:
    """Return the files that nobody looked into yet."""
    return [each for each in waiting if not each.refused]
