"""The chapter's agreement with national: drafted, called, sent, signed, and what stands in the way."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, exists, or_, select

from chapter_desk.core.agreements.counting import counted_people, people_count
from chapter_desk.core.agreements.gate import Gate, GateFacts, gates, is_ready, open_gates
from chapter_desk.core.agreements.mou_pdf import mou_document
from chapter_desk.core.agreements.terms import MouFacts, Terms, missing_facts
from chapter_desk.core.chapter import Chapter
from chapter_desk.core.members.contact import PhoneNumber
from chapter_desk.core.national.pack import NationalPack
from chapter_desk.core.plan.planning import Planning
from chapter_desk.errors import AgreementNotReady, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.store.writer import Writer
from chapter_desk.values import AgreementId, natural_id

if TYPE_CHECKING:  # loaded only when a document is drawn: opening a chapter must not load reportlab
    from chapter_desk.core.documents.pages import TypedPlace

Status = Literal["drafted", "called", "sent", "signed", "ended"]
STATUSES: tuple[Status, ...] = ("drafted", "called", "sent", "signed")
"""The four steps a person sees, in order; `ended` may follow any of them."""
_DATED: tuple[Status, ...] = ("called", "sent", "signed")

_TICKED, _CALL_ATTENDEE, _LANGUAGE = "ticked", "call_attendee", "language"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement as pages show it.

    `days` holds the day of each step that stands, in the order of `STATUSES`; `status` is the last.
    """

    id: AgreementId
    status: Status
    days: Mapping[Status, date]
    language: str
    call_attendee: str
    document_id: str
    checks: tuple[Gate, ...]

    @property
    def ready(self) -> bool:
        """Whether every required check is met: only then may it be sent."""
        return is_ready(self.checks)


@dataclass(frozen=True, slots=True)
class MouDocument:
    """The memorandum on paper: the PDF, its pages, where filled-in words stand, and what is still blank."""

    pdf: bytes
    pages: int
    filled: "tuple[TypedPlace, ...]"
    missing: tuple[str, ...]


class Agreements:
    """Reads and moves on the agreement.  There is one; a renewed or second one comes with a new id."""

    def __init__(
        self, db: Database, chapter: Chapter, planning: Planning, pack: NationalPack, terms: Terms
    ) -> None:
        self._db = db
        self._chapter = chapter
        self._planning = planning
        self._pack = pack
        self._terms = terms

    def agreement(self) -> Agreement:
        """Return the agreement with its steps and checks, as of now."""
        with self._db.read() as connection:
            row = self._row(connection)
            days = _days(connection, row.id)
            facts = self._gate_facts(connection, row, days)
        filled = row.filled or {}
        return Agreement(
            id=AgreementId(row.id),
            status=list(days)[-1] if days else "drafted",
            days=days,
            language=row.language or "en",
            call_attendee=filled.get(_CALL_ATTENDEE, ""),
            document_id=row.document_id or "",
            checks=gates(self._pack, facts, self._chapter.today()),
        )

    def set_status(self, step: Status, on: date, note: str = "") -> Agreement:
        """Note that a step happened on a day; noting it again corrects the day.

        Raises:
            AgreementNotReady: `sent` before it is ready and called, `signed` before it is sent, a day
                still to come or out of that order, or a step of an agreement that has ended.
        """
        if on > self._chapter.today():
            raise AgreementNotReady(step, "future")
        now = self.agreement()
        _require_order(now, step, on)
        with self._db.write("agreement-step", {"step": step}) as writer:
            self._void(writer, now.id, step)
            writer.insert(
                schema.agreement_event, {"agreement_id": now.id, "kind": step, "on": on, "note": note or None}
            )
        return self.agreement()

    def take_back(self, step: Status) -> Agreement:
        """Take a step back that was noted by mistake, and all that came after it."""
        now = self.agreement()
        order = [*STATUSES, "ended"]
        with self._db.write("agreement-step-back", {"step": step}) as writer:
            for later in order[order.index(step) :]:
                self._void(writer, now.id, later)
        return self.agreement()

    def tick(self, check_id: str, ticked: bool = True) -> Agreement:
        """Tick a check that a person answers for (platform read, name clear, neighbours asked).

        Raises:
            NoSuchRecord: The pack has no such check.
        """
        if all(check.id != check_id for check in self._pack.affiliation.checks):
            raise NoSuchRecord("check", check_id)
        with self._db.write("agreement-tick", {"check": check_id}) as writer:
            row = self._row(writer.connection)
            filled = dict(row.filled or {})
            names = set(filled.get(_TICKED, ())) - {check_id} | ({check_id} if ticked else set())
            writer.set(schema.agreement, row.id, {"filled": {**filled, _TICKED: sorted(names)}})
        return self.agreement()

    def fill(self, *, language: str | None = None, call_attendee: str | None = None) -> None:
        """Choose the language of the paper, or who took part in the organizing call."""
        with self._db.write("agreement-fill") as writer:
            row = self._row(writer.connection)
            values: dict[str, Any] = {}
            if language is not None:
                values[_LANGUAGE] = language
            if call_attendee is not None:
                values["filled"] = {**(row.filled or {}), _CALL_ATTENDEE: call_attendee.strip()}
            writer.set(schema.agreement, row.id, values)

    def facts(self) -> MouFacts:
        """Return what the paper would say of the chapter now."""
        return self._mou_facts(self.agreement())

    def document(
        self, language: str | None = None, *, as_typed: Mapping[str, Any] | None = None
    ) -> MouDocument:
        """Return the memorandum drawn up from the chapter as it is now.

        Args:
            language: `en` or `es`; None takes the agreement's own.
            as_typed: Fields of `MouFacts` as somebody is typing them, not saved yet: a preview's.

        Raises:
            PartyNotNamed: The chapter or national has no name.
        """
        agreement = self.agreement()
        facts = replace(self._mou_facts(agreement), **(as_typed or {}))
        drawn = mou_document(self._terms, facts, language or agreement.language)
        return MouDocument(drawn.pdf, drawn.page_count, drawn.typed, tuple(missing_facts(self._terms, facts)))

    def _mou_facts(self, agreement: Agreement) -> MouFacts:
        card, plan = self._chapter.card(), self._planning.facts()
        with self._db.read() as connection:
            counted = counted_people(connection)
            email, phone = _ways_to_reach(connection, card.contact_id)
        digest = hashlib.sha256("\n".join(sorted(counted)).encode()).hexdigest()
        language = agreement.language
        return MouFacts(
            national_name=self._pack.national.name,
            group_name=card.name,
            group_area=_area(card.locality, card.region, card.zips),
            contact_name=card.contact_name,
            contact_email=email,
            contact_phone=phone,
            promotion_cap=self._pack.promotion.max_people,
            people_count=len(counted),
            people_counted_on=self._chapter.today(),
            roster_digest=digest[:16],
            number_of_issues=plan.issues or None,
            number_of_actions=plan.actions or None,
            plan_date=self._chapter.today() if plan.issues else None,
            platform_name=self._pack.national.platform_name.in_language(language),
            call_date=agreement.days.get("called"),
            call_attendee=agreement.call_attendee,
            document_id=agreement.document_id,
        )

    def _row(self, connection: Connection) -> Row[Any]:
        c = schema.agreement.c
        row = connection.execute(
            schema.agreement.select()
            .where(c.removed_at.is_(None), c.made_clock.is_not(None))
            .order_by(c.made_clock.desc(), c.id)
            .limit(1)
        ).one_or_none()
        if row is None:
            raise NoSuchRecord("agreement", "")
        return row

    def _gate_facts(self, connection: Connection, row: Row[Any], days: Mapping[Status, date]) -> GateFacts:
        card = self._chapter.card()
        return GateFacts(
            people=people_count(connection),
            contact_name=card.contact_name,
            contact_reachable=any(_ways_to_reach(connection, card.contact_id)),
            plan=self._planning.facts(),
            called_on=days.get("called"),
            ticked=frozenset((row.filled or {}).get(_TICKED, ())),
        )

    def _void(self, writer: Writer, agreement: AgreementId, kind: str) -> None:
        c = schema.agreement_event.c
        for id in writer.connection.scalars(
            select(c.id).where(c.agreement_id == agreement, c.kind == kind)
        ).all():
            writer.void(schema.agreement_event, id, "corrected")


def draft_agreement(writer: Writer, pack_id: str, terms_version: str, time_zone: str) -> None:
    """Write the first draft, of today, when a chapter is set up: there is always one to look at."""
    id = natural_id("agreement", pack_id, "1")
    writer.put(
        schema.agreement,
        id,
        {
            "pack_id": pack_id,
            "terms_version": terms_version,
            "language": "en",
            "filled": {},
            "document_id": id[:8].upper(),
        },
    )
    today = writer.at.astimezone(ZoneInfo(time_zone)).date()
    writer.insert(schema.agreement_event, {"agreement_id": id, "kind": "drafted", "on": today})


def _require_order(now: Agreement, step: Status, on: date) -> None:
    if "ended" in now.days and step != "ended":
        raise AgreementNotReady(step, "ended")
    if step == "sent":
        if "called" not in now.days:
            raise AgreementNotReady(step, "not-called")
        if not now.ready:
            raise AgreementNotReady(step, "gates", tuple(gate.text for gate in open_gates(now.checks)))
    if step == "signed" and "sent" not in now.days:
        raise AgreementNotReady(step, "not-sent")
    if not _fits_the_other_days(now, step, on):
        raise AgreementNotReady(step, "order")


def _fits_the_other_days(now: Agreement, step: Status, on: date) -> bool:
    """Return whether no step would be dated before one that goes first.

    The paper may be drafted here long after the group held its call, so that day orders nothing.
    """
    if step not in _DATED:
        return True
    place = _DATED.index(step)
    earlier = [now.days[each] for each in _DATED[:place] if each in now.days]
    later = [now.days[each] for each in _DATED[place + 1 :] if each in now.days]
    return max(earlier, default=on) <= on <= min(later, default=on)


def _days(connection: Connection, agreement: str) -> dict[Status, date]:
    c = schema.agreement_event.c
    rows = connection.execute(
        select(c.kind, c.on).where(
            c.agreement_id == agreement, ~exists().where(schema.void.c.target_id == c.id), c.on.is_not(None)
        )
    ).all()
    latest = {row.kind: max(other.on for other in rows if other.kind == row.kind) for row in rows}
    order: tuple[Status, ...] = (*STATUSES, "ended")
    return {step: latest[step] for step in order if step in latest}


def _ways_to_reach(connection: Connection, person_id: str | None) -> tuple[str, str]:
    """Return a person's e-mail and phone, the preferred ones first, empty where there is none."""
    if person_id is None:
        return "", ""
    person = connection.execute(schema.person.select().where(schema.person.c.id == person_id)).one_or_none()
    email, phone = schema.email_address, schema.phone_number
    emails = connection.execute(
        select(email.c.id, email.c.address).where(
            email.c.person_id == person_id, email.c.removed_at.is_(None)
        )
    ).all()
    phones = connection.execute(
        select(phone.c.id, phone.c.number, phone.c.raw).where(
            phone.c.person_id == person_id,
            phone.c.removed_at.is_(None),
            or_(phone.c.number.is_not(None), phone.c.raw.is_not(None)),
        )
    ).all()
    first_email = sorted(emails, key=lambda row: (person is None or row.id != person.preferred_email, row.id))
    first_phone = sorted(phones, key=lambda row: (person is None or row.id != person.preferred_phone, row.id))
    called = [PhoneNumber(row.raw or "", row.number or row.raw or "").shown for row in first_phone[:1]]
    return (first_email[0].address or "") if first_email else "", "".join(called)


def _area(locality: str, region: str, zips: tuple[str, ...]) -> str:
    return f"{locality}, {region} ({', '.join(zips)})" if len(zips) <= 6 else f"{locality}, {region}"
