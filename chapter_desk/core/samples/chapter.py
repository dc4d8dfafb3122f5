"""The sample chapter: invented people and a year of their meetings, made only through the services.

Each act is done at its own past moment, so that the history of the sample is as true as a real one's.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from chapter_desk.core.agreements.agreeing import Agreements
from chapter_desk.core.agreements.terms import read_terms
from chapter_desk.core.chapter import Chapter
from chapter_desk.core.fundraising.gifts import GiftDraft, Gifts
from chapter_desk.core.meetings.calendar import Calendar
from chapter_desk.core.meetings.lists import Lists
from chapter_desk.core.meetings.meeting import MeetingDraft
from chapter_desk.core.meetings.rsvps import Answers
from chapter_desk.core.meetings.sign_in import SignIns
from chapter_desk.core.members.consents import GIVEN, REFUSED, insert_consent
from chapter_desk.core.members.contact import PhoneNumber, PostalAddress
from chapter_desk.core.members.records import PersonDraft, insert_person
from chapter_desk.core.members.same_person import SamePerson
from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.plan.planning import Planning
from chapter_desk.core.safekeeping.founding import ChapterDraft, found_chapter
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.samples.people import SamplePerson, sample_people
from chapter_desk.core.samples.year import (
    SampleGift,
    SampleMeeting,
    arrivals,
    coming_meetings,
    gifts,
    organizing_call,
    sample_chapter,
    sample_meetings,
    sample_plan,
)
from chapter_desk.store.database import Database
from chapter_desk.values import ChapterId, Clock, MeetingId, PersonId

_ONE_BY_ONE = 1000
"""Up to so many people each arrival is a sign-in of its own; more come from lists, a meeting a step."""

_THE_YEAR = timedelta(days=372)

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, repr=False)
class MadeSample:
    """A new sample chapter, and the key that opens it."""

    chapter_id: ChapterId
    data_key: bytes


def make_sample(
    path: Path,
    *,
    clock: Clock,
    install_id: str,
    people: int = 240,
    meetings: int = 24,
    seed: int = 1,
    passphrase: str | None = None,
    cost: Cost | None = None,
    report: Report = lambda _done, _total: None,
) -> MadeSample:
    """Make a sample chapter at `path`, told up to the present of `clock`.

    Args:
        people: How many, besides the lead.  The same number, `meetings` and `seed` tell the same year.
        passphrase: None makes one that nobody knows: the sample is opened with its key.
        cost: Of the passphrase's key derivation.
        report: Told (meetings told, meetings in all) on the way; what it raises ends the making.

    Raises:
        NotAPlaceForAChapter, NotSaved: As `found_chapter`.
    """
    now = clock()
    about = sample_chapter()
    past = _Past(now - _THE_YEAR)
    founded = found_chapter(
        path,
        ChapterDraft(
            about.name, about.postal_code, about.lead, about.lead_email, about.lead_phone, is_sample=True
        ),
        passphrase or token_urlsafe(16),
        sample_pack_folder(),
        past,
        install_id=install_id,
        cost=cost or (None if passphrase else _NO_SECRET),
        not_before=past.now,
    )
    db = Database(
        path / "chapter.db", founded.data_key, past, install_id=install_id, not_before=past.now, durable=False
    )
    try:
        _Telling(db, past, now, list(sample_people(people, seed)), seed).tell(meetings, report)
        db.checkpoint()
    finally:
        db.close()
    return MadeSample(founded.chapter_id, founded.data_key)


_NO_SECRET = Cost(memory_kib=1024, passes=1)


class _Past:
    """A clock that is set from act to act and never goes back."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=7)
        return self.now

    def set(self, moment: datetime) -> None:
        self.now = max(self.now, moment.astimezone(UTC))


class _Telling:
    """Tells the year, meeting by meeting, through the services."""

    def __init__(
        self, db: Database, past: _Past, now: datetime, people: Sequence[SamplePerson], seed: int
    ) -> None:
        self._db = db
        self._past = past
        self._now = now
        self._people = people
        self._seed = seed
        self._ids: dict[int, PersonId] = {}
        pack = read_pack(sample_pack_folder())
        assert pack.mou_path is not None
        self._chapter = Chapter(db)
        self._zone: ZoneInfo = self._chapter.zone()
        self._today: date = now.astimezone(self._zone).date()
        self._calendar = Calendar(db, pack)
        self._sign_ins = SignIns(db)
        self._lists = Lists(db)
        self._answers = Answers(db)
        self._gifts = Gifts(db)
        self._planning = Planning(db, self._chapter, pack)
        self._agreements = Agreements(db, self._chapter, self._planning, pack, read_terms(pack.mou_path))

    def tell(self, how_many: int, report: Report) -> None:
        self._operators()
        coming = coming_meetings(self._today)[: max(0, how_many - 1)]
        past = sample_meetings(how_many - len(coming), self._today)
        waiting = list(gifts(self._people, self._seed, self._today))
        for number, (meeting, came) in enumerate(
            zip(past, arrivals(self._people, past, self._seed), strict=True)
        ):
            starts = meeting.starts_at.replace(tzinfo=self._zone)
            waiting = self._give(waiting, starts.date())
            self._past.set(starts - timedelta(days=12))
            id = self._plan_meeting(meeting)
            self._past.set(starts - timedelta(minutes=40))
            self._calendar.open_door(id)
            self._arrive(id, starts, [(each.person, each.seconds_after_start) for each in came])
            self._past.set(starts + timedelta(minutes=meeting.minutes))
            self._calendar.end(id)
            report(number + 1, len(past))
        self._give(waiting, self._today)
        self._past.set(self._now - timedelta(hours=60))
        self._others()
        self._twins()
        self._plan()
        self._agree()
        self._coming(coming)

    def _operators(self) -> None:
        about = sample_chapter()
        lead = self._chapter.operators()[0]
        self._chapter.sit_down(lead.id)
        self._chapter.add_operator(about.treasurer, "treasurer")
        self._greeter = self._chapter.add_operator(about.greeter, "greeter").id
        self._lead = lead.id

    def _plan_meeting(self, meeting: SampleMeeting) -> MeetingId:
        return self._calendar.add(
            MeetingDraft(
                title=meeting.title,
                starts_at=meeting.starts_at,
                ends_at=meeting.starts_at + timedelta(minutes=meeting.minutes),
                kind=meeting.kind,
                venue=meeting.venue,
                address_lines=meeting.address_lines,
                postal_code=meeting.postal_code,
            )
        ).id

    def _arrive(self, meeting: MeetingId, starts: datetime, came: Sequence[tuple[int, int]]) -> None:
        if len(self._people) > _ONE_BY_ONE:
            moments = [starts + timedelta(seconds=seconds) for _, seconds in came]
            self._add([person for person, _ in came if person not in self._ids])
            with self._at_the_door():
                self._past.set(starts + timedelta(hours=1))
                people = [self._ids[person] for person, _ in came]
                self._lists.enter(meeting, list(zip(people, moments, strict=True)))
            return
        with self._at_the_door():
            for person, seconds in came:
                self._past.set(starts + timedelta(seconds=seconds))
                if person not in self._ids:
                    self._add([person])
                self._sign_ins.sign_in(meeting, self._ids[person])

    @contextmanager
    def _at_the_door(self) -> Iterator[None]:
        self._db.operator = self._greeter
        try:
            yield
        finally:
            self._db.operator = self._lead

    def _add(self, positions: Sequence[int]) -> None:
        """Put people on file, with what they said about being written to."""
        if not positions:
            return
        with self._db.write("add-people", {"people": len(positions)}) as writer:
            for position in positions:
                sample = self._people[position]
                person = insert_person(writer, _draft(sample))
                for each in sample.consents:
                    insert_consent(writer, person, each.channel, GIVEN if each.given else REFUSED, how="desk")
                self._ids[position] = person

    def _give(self, waiting: Sequence[SampleGift], before: date) -> list[SampleGift]:
        """Record the gifts of days before a day; return those still to come."""
        later = []
        for gift in waiting:
            if gift.received_on >= before:
                later.append(gift)
                continue
            self._past.set(datetime.combine(gift.received_on, time(20), self._zone))
            if gift.person not in self._ids:
                self._add([gift.person])
            self._gifts.record(
                GiftDraft(gift.amount_cents, gift.received_on, self._ids[gift.person], method=gift.method)
            )
        return later

    def _others(self) -> None:
        self._add([each.position for each in self._people if each.position not in self._ids])
        for sample in self._people:
            if sample.moved_away:
                self._archived(sample)

    def _archived(self, sample: SamplePerson) -> None:
        from chapter_desk.core.members.records import Records

        Records(self._db).archive(self._ids[sample.position])

    def _twins(self) -> None:
        same = SamePerson(self._db)
        for sample in self._people:
            if sample.same_person_as is not None:
                same.link(self._ids[sample.same_person_as], self._ids[sample.position])

    def _plan(self) -> None:
        for issue in sample_plan(self._today):
            made = self._planning.add_issue(
                issue.title, priority_id=issue.priority_id, story=issue.story, goal=issue.goal
            )
            for action in issue.actions:
                owner = self._ids.get(action.owner) if action.owner is not None else None
                added = self._planning.add_action(made.id, action.title, owner_id=owner, due_on=action.due_on)
                if action.done:
                    self._planning.mark_done(added.id)

    def _agree(self) -> None:
        call = organizing_call(self._today)
        self._agreements.fill(call_attendee=sample_chapter().lead)
        self._agreements.set_status("drafted", call.starts_at.date() - timedelta(days=14))
        self._agreements.set_status("called", call.starts_at.date())
        self._agreements.tick("platform-aligned")

    def _coming(self, coming: Sequence[SampleMeeting]) -> None:
        for number, meeting in enumerate(coming):
            id = self._plan_meeting(meeting)
            if number == 0:
                said_yes = [each for each in self._people if each.engagement in ("often", "always")][:31]
                for sample in said_yes:
                    self._answers.note(id, self._ids[sample.position], "accepted", "phone")


def _draft(sample: SamplePerson) -> PersonDraft:
    name, address = sample.name, sample.postal_address
    return PersonDraft(
        display_name=name.display_name,
        given_name=name.given_name,
        family_name=name.family_name,
        honorific_prefix=name.honorific_prefix,
        honorific_suffix=name.honorific_suffix,
        other_names=name.other_names,
        email_addresses=sample.email_addresses,
        phone_numbers=[
            PhoneNumber(each.raw, each.number, each.extension, each.number_type)
            for each in sample.phone_numbers
        ],
        postal_addresses=[]
        if address is None
        else [
            PostalAddress(
                address_lines=address.address_lines,
                locality=address.locality,
                region=address.region,
                postal_code=address.postal_code,
                country=address.country,
            )
        ],
        gender_pronouns=sample.gender_pronouns,
        preferred_language=sample.preferred_language,
        do_not_contact=sample.do_not_contact or None,
        source=sample.source,
    )
