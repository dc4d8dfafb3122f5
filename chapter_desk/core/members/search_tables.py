"""The tables behind the people index: who is where, in which order, under which words."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace

from chapter_desk.core.members.concordance import Concordance, Insides, sorted_gently
from chapter_desk.core.members.findable import Findable, Spelling, email_words, phone_digits
from chapter_desk.core.members.folding import fold_parts

_CHUNK = 1000


class _Gathered(dict[str, "int | array[int]"]):
    """Words and their places while a table is built."""

    def note(self, words: Iterable[str], place: int) -> None:
        for word in words:
            held = self.get(word)
            if held is None:
                self[word] = place
            elif isinstance(held, int):
                if held != place:
                    self[word] = array("I", (held, place))
            elif held[-1] != place:
                held.append(place)


class SearchTables:
    """Everybody's words, and everybody's rank.  A person's *place* is their number in here.

    `ranked` holds the places in the order in which equally good answers are shown, that of their
    `ranks`; `order` has a number for each place (any: smaller is shown earlier), for ranks of text are
    slow to sort by; `by_name` holds the places sorted by `texts`.
    """

    def __init__(self) -> None:
        self.people: list[Findable | None] = []
        self.texts: list[str] = []
        self.ranks: list[str] = []
        self.order: list[float] = []
        self.ranked: list[int] = []
        self.by_name: list[int] = []
        self.place_of: dict[str, int] = {}
        self.parts, self.emails, self.postal_codes, self.tags = (Concordance() for _ in range(4))
        self.phones, self.phone_tails = Concordance(), Concordance()
        self.inside_parts, self.inside_phones = Insides(), Insides()
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self.place_of)

    # Building

    @classmethod
    def built(cls, people: Iterable[Findable], heard: Callable[[int], None]) -> "SearchTables":
        """Return the tables of `people`; `heard` is told now and then how many were read."""
        tables, spelling = cls(), Spelling()
        unique = {person.id: person for person in people}
        ranks = {person.id: spelling.rank(person) for person in unique.values()}
        everyone = [unique[id_] for id_ in sorted_gently(ranks, key=ranks.__getitem__)]
        tables.people = list(everyone)
        tables.place_of = {person.id: place for place, person in enumerate(everyone)}
        tables.ranked = list(range(len(everyone)))
        tables.ranks = [ranks[person.id] for person in everyone]
        tables.order = [float(place) for place in tables.ranked]
        tables._index(everyone, spelling, heard)
        tables.by_name = sorted_gently(tables.ranked, key=tables.texts.__getitem__)
        tables.inside_parts = Insides(tables.parts.words)
        tables.inside_phones = Insides(tables.phones.words)
        return tables

    def _index(self, everyone: list[Findable], spelling: Spelling, heard: Callable[[int], None]) -> None:
        """Fill the concordances with everyone's words.  Place by place: no place is met twice."""
        parts, emails, zips = _Gathered(), _Gathered(), _Gathered()
        tags, phones, tails = _Gathered(), _Gathered(), _Gathered()
        tag_words: dict[str, tuple[str, ...]] = {}
        for place, person in enumerate(everyone):
            text = spelling.text(person)
            self.texts.append(text)
            words = text.split()
            words.remove("|")
            parts.note(words, place)
            for email in person.emails:
                emails.note(email_words(email), place)
            for phone in person.phones:
                digits = phone_digits(phone)
                phones.note((digits,), place)
                tails.note((digits[::-1],), place)
            if person.postal_code:
                zips.note((person.postal_code.lower(),), place)
            for tag in person.tags:
                if tag not in tag_words:
                    tag_words[tag] = fold_parts(tag)
                tags.note(tag_words[tag], place)
            if place % _CHUNK == 0:
                heard(place)
        self.parts, self.emails = Concordance(parts), Concordance(emails)
        self.postal_codes, self.tags = Concordance(zips), Concordance(tags)
        self.phones, self.phone_tails = Concordance(phones), Concordance(tails)

    # Keeping in step

    def put(self, person: Findable) -> None:
        """Take a person in, or take in what has changed about them."""
        place = self.place_of.get(person.id)
        if place is None:
            self._enter(person)
            return
        before = self._person_at(place)
        if before == person:
            return
        if replace(before, last_seen=person.last_seen, archived=person.archived) == person:
            self._unrank(place)
            self.people[place] = person
            self._rank(place)
            return
        self.remove(person.id)
        self._enter(person)

    def remove(self, person_id: str) -> None:
        """Forget a person, and every word only they are found by."""
        place = self.place_of.pop(person_id, None)
        if place is None:
            return
        self._unrank(place)
        del self.by_name[self._at_in_by_name(place)]
        for concordance, word in self._words_of(place):
            if concordance.discard(word, place) and (insides := self._insides_of(concordance)):
                insides.discard(word)
        self.people[place] = None
        self.texts[place] = self.ranks[place] = ""
        self._free.append(place)

    def _enter(self, person: Findable) -> None:
        if self._free:
            place = self._free.pop()
        else:
            place = len(self.people)
            self.people.append(None)
            self.texts.append("")
            self.ranks.append("")
            self.order.append(0.0)
        self.people[place] = person
        self.texts[place] = text = Spelling().text(person)
        self.place_of[person.id] = place
        self._rank(place)
        self.by_name.insert(bisect_left(self.by_name, text, key=self.texts.__getitem__), place)
        for concordance, word in self._words_of(place):
            if concordance.add(word, place) and (insides := self._insides_of(concordance)):
                insides.add(word)

    def _insides_of(self, concordance: Concordance) -> Insides | None:
        if concordance is self.parts:
            return self.inside_parts
        return self.inside_phones if concordance is self.phones else None

    def _words_of(self, place: int) -> Iterable[tuple[Concordance, str]]:
        person = self._person_at(place)
        for word in set(self.texts[place].split()) - {"|"}:
            yield self.parts, word
        for email in person.emails:
            for word in email_words(email):
                yield self.emails, word
        for phone in person.phones:
            digits = phone_digits(phone)
            yield self.phones, digits
            yield self.phone_tails, digits[::-1]
        if person.postal_code:
            yield self.postal_codes, person.postal_code.lower()
        for tag in person.tags:
            for word in fold_parts(tag):
                yield self.tags, word

    # Rank

    def _person_at(self, place: int) -> Findable:
        person = self.people[place]
        assert person is not None
        return person

    def _rank(self, place: int) -> None:
        ranked, order, ranks = self.ranked, self.order, self.ranks
        ranks[place] = Spelling().rank(self._person_at(place))
        at = bisect_left(ranked, ranks[place], key=ranks.__getitem__)
        before = order[ranked[at - 1]] if at else None
        after = order[ranked[at]] if at < len(ranked) else None
        ranked.insert(at, place)
        if before is None and after is None:
            order[place] = 0.0
        elif before is None:
            order[place] = (after or 0.0) - 1.0
        elif after is None:
            order[place] = before + 1.0
        else:
            order[place] = (before + after) / 2
            if not before < order[place] < after:
                for number, ranked_place in enumerate(ranked):
                    order[ranked_place] = float(number)

    def _unrank(self, place: int) -> None:
        del self.ranked[bisect_left(self.ranked, self.order[place], key=self.order.__getitem__)]

    def _at_in_by_name(self, place: int) -> int:
        at = bisect_left(self.by_name, self.texts[place], key=self.texts.__getitem__)
        while self.by_name[at] != place:
            at += 1
        return at

    def named(self, beginning: str) -> list[int]:
        """Return the places whose text begins so, sorted by name."""
        text_of = self.texts.__getitem__
        first = bisect_left(self.by_name, beginning, key=text_of)
        last = bisect_left(self.by_name, beginning + "\U0010ffff", first, key=text_of)
        return self.by_name[first:last]
