"""The chapter itself: what it is called, where it is, who speaks for it, who sits at this laptop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from chapter_desk.core.members.naming import clean_name
from chapter_desk.core.places.zips import require_place
from chapter_desk.errors import NameNeeded, NoSuchRecord
from chapter_desk.store import schema
from chapter_desk.store.database import Database
from chapter_desk.values import ChapterId, OperatorId, PersonId, new_id

ROLES = ("lead", "greeter", "treasurer")


@dataclass(frozen=True, slots=True)
class ChapterCard:
    """The chapter as pages show it.  `zips` is its area, in order, its own ZIP among them."""

    id: ChapterId
    name: str
    postal_code: str
    locality: str
    region: str
    time_zone: str
    lead_id: PersonId | None
    contact_id: PersonId | None
    contact_name: str
    national_recipient: str
    zips: tuple[str, ...]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who works at the chapter's laptops; `role` is one of `ROLES`."""

    id: OperatorId
    name: str
    role: str


def is_sample(connection: Connection) -> bool:
    """Return whether everybody in this chapter is invented."""
    key = schema.setting.c.key
    return bool(connection.scalar(select(schema.setting.c.value).where(key == "sample")))


class Chapter:
    """Reads and edits what the chapter says of itself."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def card(self) -> ChapterCard:
        """Return the chapter as it is now."""
        chapter, person = schema.chapter, schema.person
        with self._db.read() as connection:
            row = connection.execute(
                select(chapter, person.c.display_name.label("contact_name"))
                .outerjoin(person, person.c.id == chapter.c.contact_id)
                .where(chapter.c.id == self._db.chapter_id)
            ).one()
            zips = connection.scalars(
                select(schema.chapter_zip.c.postal_code)
                .where(
                    schema.chapter_zip.c.removed_at.is_(None), schema.chapter_zip.c.postal_code.is_not(None)
                )
                .order_by(schema.chapter_zip.c.postal_code)
            )
            return ChapterCard(
                id=ChapterId(row.id),
                name=row.name or "",
                postal_code=row.postal_code or "",
                locality=row.locality or "",
                region=row.region or "",
                time_zone=row.time_zone or "UTC",
                lead_id=row.lead_id,
                contact_id=row.contact_id,
                contact_name=row.contact_name or "",
                national_recipient=row.national_recipient or "",
                zips=tuple(dict.fromkeys(zips)),
                is_sample=is_sample(connection),
            )

    def edit(self, changes: Mapping[str, Any]) -> None:
        """Change the name, the ZIP (town, state and time zone follow), the lead or the contact.

        Raises:
            NameNeeded, UnknownZip: The new value cannot stand; nothing was changed.
        """
        values = dict(changes)
        if "name" in values:
            if not str(values["name"]).strip():
                raise NameNeeded("chapter")
            values["name"] = clean_name(values["name"])
        if "postal_code" in values:
            place = require_place(values["postal_code"])
            values |= {
                "postal_code": place.postal_code,
                "locality": place.locality,
                "region": place.region,
                "time_zone": place.time_zone,
            }
        with self._db.write("edit-chapter", {"fields": sorted(values)}) as writer:
            writer.set(schema.chapter, self._db.chapter_id, values)

    def set_zips(self, untrusted_zips: Iterable[str]) -> tuple[str, ...]:
        """Make these ZIPs the chapter's area, and return them; its own ZIP stays among them.

        Raises:
            UnknownZip: One of them is none; nothing was changed.
        """
        wanted = {self.card().postal_code, *(require_place(each).postal_code for each in untrusted_zips)}
        c = schema.chapter_zip.c
        with self._db.write("edit-chapter", {"fields": ["zips"]}) as writer:
            rows = writer.connection.execute(
                select(c.id, c.postal_code, c.removed_at).where(c.postal_code.is_not(None))
            ).all()
            here = {row.postal_code for row in rows if row.removed_at is None}
            for row in rows:
                if row.removed_at is None and row.postal_code not in wanted:
                    writer.set(schema.chapter_zip, row.id, {"removed_at": writer.at})
                elif row.postal_code in wanted - here:
                    writer.set(schema.chapter_zip, row.id, {"removed_at": None})
                    here.add(row.postal_code)
            writer.insert_many(
                schema.chapter_zip,
                [{"postal_code": each, "reason": "area"} for each in sorted(wanted - here - {""})],
            )
        return tuple(sorted(wanted - {""}))

    def zone(self) -> ZoneInfo:
        """Return the time zone that the chapter's days and wall times are in."""
        return ZoneInfo(self.card().time_zone)

    def today(self) -> date:
        """Return the present day where the chapter is."""
        return self.local(self._db.now()).date()

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment as the chapter's wall time."""
        return moment.astimezone(self.zone())

    def operators(self) -> list[Operator]:
        """Return who works at the laptops, leads first, then by name."""
        c = schema.operator.c
        with self._db.read() as connection:
            rows = connection.execute(
                schema.operator.select().where(c.removed_at.is_(None), c.made_clock.is_not(None))
            ).all()
        found = [Operator(OperatorId(row.id), row.name or "", row.role or "greeter") for row in rows]
        return sorted(
            found, key=lambda each: (ROLES.index(each.role) if each.role in ROLES else 9, each.name)
        )

    def add_operator(self, name: str, role: str) -> Operator:
        """Add somebody who works at the laptops.

        Raises:
            NameNeeded: The name is empty.
        """
        assert role in ROLES, role
        if not name.strip():
            raise NameNeeded("person")
        id = OperatorId(new_id())
        with self._db.write("add-operator", {"role": role}) as writer:
            writer.insert(schema.operator, {"name": clean_name(name), "role": role}, id=id)
        return Operator(id, clean_name(name), role)

    def sit_down(self, id: OperatorId) -> Operator:
        """Make somebody the one who sits at this laptop: every later write carries them.

        Raises:
            NoSuchRecord: There is no such operator.
        """
        for each in self.operators():
            if each.id == id:
                self._db.operator = id
                return each
        raise NoSuchRecord("operator", id)

    def at_the_desk(self) -> Operator | None:
        """Return who sits at this laptop."""
        return next((each for each in self.operators() if each.id == self._db.operator), None)
