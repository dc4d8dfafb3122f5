"""The composition root: the one place where the parts are put together."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from chapter_desk.core.agreements.agreeing import Agreements
from chapter_desk.core.agreements.terms import Terms, parsed_terms
from chapter_desk.core.changes import ChangeFeed
from chapter_desk.core.chapter import Chapter
from chapter_desk.core.fundraising.cash_box import CashBoxes
from chapter_desk.core.fundraising.gifts import Gifts
from chapter_desk.core.fundraising.money_counts import MoneyCounts
from chapter_desk.core.fundraising.money_rule import MoneyRuleChoice
from chapter_desk.core.fundraising.rules import shipped_rules
from chapter_desk.core.heap import look_through_all_again
from chapter_desk.core.history import History
from chapter_desk.core.meetings.badges import Badges
from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.calendar_files import CalendarFiles
from chapter_desk.core.meetings.cards import Cards
from chapter_desk.core.meetings.code_owners import CodeOwners
from chapter_desk.core.meetings.door import Door
from chapter_desk.core.meetings.door_laptops import DoorLaptops
from chapter_desk.core.meetings.expected import ExpectedPeople
from chapter_desk.core.meetings.follow_ups import FollowUps
from chapter_desk.core.meetings.kiosk import Kiosk
from chapter_desk.core.meetings.needs import Needs
from chapter_desk.core.meetings.pin import Pin
from chapter_desk.core.meetings.roll import Rolls
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.meetings.sheet_entry import SheetEntry
from chapter_desk.core.meetings.sheets import Sheets
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.meetings.sign_up import SignUps
from chapter_desk.core.meetings.sort_out import SortOut
from chapter_desk.core.meetings.thanks import Thanks
from chapter_desk.core.meetings.two_entries import TwoEntries
from chapter_desk.core.meetings.voting_roll import Votes
from chapter_desk.core.members.consents import Consents
from chapter_desk.core.members.evidence import Standings
from chapter_desk.core.members.field_history import FieldHistory
from chapter_desk.core.members.forgetting import Forgetting
from chapter_desk.core.members.households import Households
from chapter_desk.core.members.importing import Importing
from chapter_desk.core.members.likely_doubles import LikelyDoubles
from chapter_desk.core.members.membership import rule_of
from chapter_desk.core.members.person_card import PersonCards
from chapter_desk.core.members.records import Records
from chapter_desk.core.members.roster import Roster
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.core.national.pack import NationalPack, parse_pack
from chapter_desk.core.plan.planning import Planning
from chapter_desk.core.safekeeping.attachments import Attachments
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.core.safekeeping.holding import Hold, Holder
from chapter_desk.core.safekeeping.install import install_id
from chapter_desk.core.safekeeping.updating import bring_up_to_date
from chapter_desk.core.steps import Steps
from chapter_desk.core.sync.door_bundles import DoorBundles
from chapter_desk.core.sync.exchange import Exchange
from chapter_desk.core.sync.held_rows import HeldRows
from chapter_desk.core.sync.kept_answers import KeptAnswers
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.core.sync.mailbox import Mailbox
from chapter_desk.core.today import Today
from chapter_desk.errors import MigrationDue, NotSaved
from chapter_desk.store import schema
from chapter_desk.store.clock import BUILT
from chapter_desk.store.database import Committed, Database
from chapter_desk.values import Clock, PersonId, utc_now


class App:
    """The services of one open chapter, ready for any front end; each is made when it is first asked for.

    `key` is the data key, for backups and checks; nobody else needs it.
    """

    def __init__(self, folder: ChapterFolder, db: Database, key: bytes, hold: Hold) -> None:
        self.folder = folder
        self.db = db
        self.key = key
        self.changes = ChangeFeed()
        self._hold = hold
        self._before_closing: list[Callable[[], None]] = []
        db.on_commit = self._tell

    def before_closing(self, stop: Callable[[], None]) -> None:
        """Have `stop` called, on whichever thread closes the chapter, while it can still be written."""
        self._before_closing.append(stop)

    def close(self) -> None:
        """Let go of the chapter, with everything in one file where the disk takes it."""
        while self._before_closing:
            self._before_closing.pop()()
        with suppress(NotSaved):  # what was committed is safe beside the file; the next opening moves it
            self.db.checkpoint()
        self.db.close()
        self._hold.let_go()
        look_through_all_again()

    # ------------------------------------------------------------ the chapter

    @cached_property
    def chapter(self) -> Chapter:
        return Chapter(self.db)

    @cached_property
    def pack(self) -> NationalPack:
        with self.db.read() as connection:
            row = connection.execute(select(schema.pack.c.id, schema.pack.c.content)).first()
        assert row is not None, "a chapter is founded with a pack"
        return parse_pack(row.content.encode(), name=row.id)

    @cached_property
    def terms(self) -> Terms:
        with self.db.read() as connection:
            row = connection.execute(select(schema.pack.c.id, schema.pack.c.terms)).first()
        assert row is not None, "a chapter is founded with a pack"
        return parsed_terms(row.terms, row.id)

    @cached_property
    def steps(self) -> Steps:
        return Steps(self.db, undo_take_in=lambda step: self.exchange.undo_take_in(step))

    @cached_property
    def history(self) -> History:
        return History(self.db, self.steps, lambda step: self.exchange.can_undo_take_in(step))

    @cached_property
    def backups(self) -> Backups:
        return Backups(self.db, self.folder, self.key)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.db, self.folder, self.key)

    def digest(self) -> str:
        """Return the sum over all replicated rows: equal on two laptops that hold the same."""
        with self.db.read() as connection:
            return str(connection.scalar(select(schema.here.c.digest)))

    # ------------------------------------------------------------ people

    @cached_property
    def records(self) -> Records:
        return Records(self.db)

    @cached_property
    def same_person(self) -> SamePerson:
        return SamePerson(self.db)

    @cached_property
    def likely_doubles(self) -> LikelyDoubles:
        return LikelyDoubles(self.db)

    @cached_property
    def cards(self) -> PersonCards:
        return PersonCards(self.db, self.standings.rule)

    @cached_property
    def field_history(self) -> FieldHistory:
        return FieldHistory(self.db)

    @cached_property
    def households(self) -> Households:
        return Households(self.db)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self.db)

    @cached_property
    def standings(self) -> Standings:
        return Standings(self.db, rule_of(self.pack))

    @cached_property
    def roster(self) -> Roster:
        """Everybody in memory; empty until `roster.load()` was called, kept in step after each commit."""
        return Roster(self.db, self.standings.rule)

    @cached_property
    def importing(self) -> Importing:
        return Importing(self.db, self.backups)

    @cached_property
    def forgetting(self) -> Forgetting:
        return Forgetting(self.db, self.backups)

    @cached_property
    def gifts(self) -> Gifts:
        return Gifts(self.db)

    @cached_property
    def money_rule(self) -> MoneyRuleChoice:
        return MoneyRuleChoice(self.db, shipped_rules())

    @cached_property
    def cash_boxes(self) -> CashBoxes:
        return CashBoxes(self.db, self.money_rule)

    @cached_property
    def money_counts(self) -> MoneyCounts:
        return MoneyCounts(self.db, self.money_rule)

    # ------------------------------------------------------------ meetings

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.db, self.pack)

    @cached_property
    def calendar_files(self) -> CalendarFiles:
        return CalendarFiles(self.db, self.pack)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.db)

    @cached_property
    def expected(self) -> ExpectedPeople:
        return ExpectedPeople(self.db)

    @cached_property
    def sign_ins(self) -> SignIns:
        """Whoever is called the same is found in the roster once that is loaded, else in the file."""
        return SignIns(self.db, self._namesakes, self.standings.rule)

    @cached_property
    def sign_ups(self) -> SignUps:
        return SignUps(self.db, self.sign_ins)

    @cached_property
    def door(self) -> Door:
        return Door(self.db, self.roster, self.standings.rule)

    @cached_property
    def kiosk(self) -> Kiosk:
        return Kiosk(self.db, self.roster, self.db.now)

    @cached_property
    def pin(self) -> Pin:
        return Pin(self.db, has_passphrase=not self.chapter.card().is_sample)

    @cached_property
    def badges(self) -> Badges:
        return Badges(self.db)

    @cached_property
    def sign_in_cards(self) -> Cards:
        return Cards(self.db)

    @cached_property
    def sheets(self) -> Sheets:
        return Sheets(self.db, self.attachments)

    @cached_property
    def sheet_entry(self) -> SheetEntry:
        return SheetEntry(self.db, self._namesakes)

    @cached_property
    def needs(self) -> Needs:
        return Needs(self.db)

    @cached_property
    def rolls(self) -> Rolls:
        return Rolls(self.db, self.door)

    @cached_property
    def votes(self) -> Votes:
        return Votes(self.db, self.standings)

    @cached_property
    def follow_ups(self) -> FollowUps:
        return FollowUps(self.db)

    @cached_property
    def thanks(self) -> Thanks:
        return Thanks(self.db)

    @cached_property
    def code_owners(self) -> CodeOwners:
        return CodeOwners(self.db)

    @cached_property
    def sort_out(self) -> SortOut:
        return SortOut(self.db)

    @cached_property
    def two_entries(self) -> TwoEntries:
        return TwoEntries(self.db)

    @cached_property
    def today(self) -> Today:
        return Today(self.db, self.folder, self.calendar, self.pack)

    # ------------------------------------------------------------ plan, agreement, exchange

    @cached_property
    def planning(self) -> Planning:
        return Planning(self.db, self.chapter, self.pack)

    @cached_property
    def agreements(self) -> Agreements:
        return Agreements(self.db, self.chapter, self.planning, self.pack, self.terms)

    @cached_property
    def laptops(self) -> Laptops:
        return Laptops(self.db)

    @cached_property
    def door_laptops(self) -> DoorLaptops:
        return DoorLaptops(self.db)

    @cached_property
    def door_bundles(self) -> DoorBundles:
        return DoorBundles(self.db)

    @cached_property
    def exchange(self) -> Exchange:
        return Exchange(self.db, self.folder.path, self.pack)

    @cached_property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.db, self.folder.path)

    @cached_property
    def held_rows(self) -> HeldRows:
        return HeldRows(self.db, self.exchange)

    @cached_property
    def kept_answers(self) -> KeptAnswers:
        return KeptAnswers(self.db)

    # ------------------------------------------------------------ within

    def _namesakes(self, name: str) -> list[PersonId] | None:
        return self.roster.namesakes(name) if self.roster.loaded else None

    def _tell(self, committed: Committed) -> None:
        """Bring what is held in memory into step before any page hears of the change."""
        self.roster.heard(committed)  # also before it is loaded: it may be loading just now
        self.door.heard(committed)
        self.changes.publish(*committed.areas)


def open_app(
    path: Path,
    key: bytes,
    *,
    holder: Holder = "command",
    clock: Clock = utc_now,
    not_before: datetime = BUILT,
) -> App:
    """Open the chapter in the folder `path` with its data key (from `core.safekeeping.vault`).

    The lead sits at the laptop until somebody else does (`app.chapter.sit_down`).  A folder that was
    copied becomes another laptop of its chapter here.

    Raises:
        ChapterHeld: Another program has it open.
        NotAChapter, ChapterTooNew, NotSaved: It cannot be opened; nothing was changed.
    """
    folder = ChapterFolder(path)
    hold = Hold(folder, holder)
    try:
        app = App(folder, _opened(folder, key, clock, not_before), key, hold)
        try:
            _settle(app)
        except BaseException:
            app.db.close()
            raise
    except BaseException:
        hold.let_go()
        raise
    return app


def _opened(folder: ChapterFolder, key: bytes, clock: Clock, not_before: datetime) -> Database:
    this_laptop = install_id()
    try:
        return Database(folder.database, key, clock, install_id=this_laptop, not_before=not_before)
    except MigrationDue:
        bring_up_to_date(folder, key, clock())
        return Database(folder.database, key, clock, install_id=this_laptop, not_before=not_before)


def _settle(app: App) -> None:
    leads = [each for each in app.chapter.operators() if each.role == "lead"]
    if leads:
        app.db.operator = leads[0].id
    with app.db.read() as connection:
        known = connection.scalars(
            select(schema.laptop.c.id).where(schema.laptop.c.made_clock.is_not(None))
        ).all()
    if app.door_laptops.helps_at is None and app.db.replica_id not in known:
        app.laptops.ensure_this_laptop(f"Laptop {len(known) + 1}")
