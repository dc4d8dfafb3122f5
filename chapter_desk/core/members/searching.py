"""One search: what was typed against the tables, from the surest way of meaning somebody to the loosest."""

import re
from collections.abc import Callable, Iterable
from enum import Enum
from heapq import nsmallest

from chapter_desk.core.members.folding import fold_parts
from chapter_desk.core.members.nicknames import Nicknames
from chapter_desk.core.members.one_typo import one_typo_away
from chapter_desk.core.members.search_tables import SearchTables

_MANY = 4000
"""With more candidates than this, walking the people in rank order finds the first ones sooner."""

_VAGUE = 400
_SHORTEST_INSIDE = 3
_SHORTEST_NUMBER = 3
_NUMBER = re.compile(r"[\d\s().+/-]+")


class HitKind(Enum):
    """How what was typed means a person, the surest first."""

    SAME_NAME = "same-name"  # the whole name
    WORDS = "words"  # every word typed is a whole word of the name
    NAME_START = "name-start"  # the name begins with what was typed
    PART_START = "part-start"  # parts of the name begin with the words typed, in any order
    NICKNAME = "nickname"
    POSTAL_CODE = "postal-code"
    PHONE = "phone"
    EMAIL = "email"
    DETAIL = "detail"  # a tag, or a name together with a number, ZIP, tag or address
    TYPO = "typo"
    INSIDE = "inside"  # letters inside a word


class Query:
    """What was typed, as it is compared."""

    def __init__(self, typed: str) -> None:
        raw = typed.strip()
        self.raw = raw.lower()
        self.words = fold_parts(raw)
        number = _NUMBER.fullmatch(raw) is not None
        digits = "".join(filter(str.isdecimal, raw)) if number else ""
        self.digits = digits if len(digits) >= _SHORTEST_NUMBER else ""
        self.loose: dict[str, set[str]] = {word: set() for word in self.words}
        """For each word typed, the words of names it was also taken for."""


class Search:
    """The answer to one query, in the making.  `found` is in the order to be shown."""

    def __init__(self, tables: SearchTables, nicknames: Nicknames, query: Query, most: int) -> None:
        self._tables = tables
        self._nicknames = nicknames
        self._query = query
        self._most = most
        self.found: dict[int, HitKind] = {}

    def run(self) -> dict[int, HitKind]:
        """Return the places found and how, at most as many as asked for, the best first."""
        if not self._query.words:
            return {}
        for stage in self._stages():
            stage()
            if len(self.found) >= self._most:
                break
        return self.found

    def _stages(self) -> tuple[Callable[[], None], ...]:
        if "@" in self._query.raw:
            return (self._emails,)
        if self._query.digits:
            return self._whole_words, self._numbers, self._part_starts, self._numbers_inside, self._details
        return (
            self._same_names,
            self._whole_words,
            self._name_starts,
            self._part_starts,
            self._nickname_words,
            self._emails,
            self._details,
            self._typos,
            self._letters_inside,
        )

    # Choosing among the places

    def _take(self, places: Iterable[int], kind: HitKind) -> None:
        """Add the best of these places, as far as there is room."""
        new = [place for place in places if place not in self.found]
        room = self._most - len(self.found)
        rank = self._tables.order.__getitem__
        best = nsmallest(room, new, key=rank) if len(new) > room else sorted(new, key=rank)
        for place in best:
            self.found[place] = kind

    def _walk(self, fits: Callable[[list[int]], list[int]], kind: HitKind) -> None:
        """Go through the people in rank order until there are enough; `fits` sifts a stretch of them."""
        ranked, start, length = self._tables.ranked, 0, 250
        while start < len(ranked) and len(self.found) < self._most:
            for place in fits(ranked[start : start + length]):
                if place not in self.found:
                    self.found[place] = kind
                    if len(self.found) >= self._most:
                        return
            start, length = start + length, min(length * 2, _MANY)

    def _with_all(self, places: Iterable[int], needles: list[str]) -> list[int]:
        """Return those of the places whose text holds every needle."""
        texts = self._tables.texts
        if not needles:
            return list(places)
        first, *others = needles
        held = [place for place in places if first in texts[place]]
        for needle in others:
            held = [place for place in held if needle in texts[place]]
        return held

    # Names, letter for letter

    def _same_names(self) -> None:
        self._take(self._tables.named(f" {' '.join(self._query.words)} |"), HitKind.SAME_NAME)

    def _name_starts(self) -> None:
        beginning = f" {' '.join(self._query.words)}"
        texts = self._tables.texts
        places = self._tables.named(beginning)
        if len(places) > _MANY:
            self._walk(lambda some: [p for p in some if texts[p].startswith(beginning)], HitKind.NAME_START)
        else:
            self._take(places, HitKind.NAME_START)

    def _whole_words(self) -> None:
        parts = self._tables.parts
        spans = []
        for word in self._query.words:
            if word not in parts:
                return
            first = parts.span(word)[0]
            spans.append((first, first + 1))
        self._all_words(spans, [f" {word} " for word in self._query.words], HitKind.WORDS)

    def _part_starts(self) -> None:
        spans = [self._tables.parts.span(word) for word in self._query.words]
        if all(first < last for first, last in spans):
            self._all_words(spans, [f" {word}" for word in self._query.words], HitKind.PART_START)

    def _all_words(self, spans: list[tuple[int, int]], needles: list[str], kind: HitKind) -> None:
        parts = self._tables.parts
        counts = [parts.count(first, last, _MANY) for first, last in spans]
        fewest = min(range(len(spans)), key=counts.__getitem__)
        if counts[fewest] >= _MANY:
            self._walk(lambda some: self._each_word_once(self._with_all(some, needles)), kind)
            return
        others = [needle for at, needle in enumerate(needles) if at != fewest]
        self._take(self._each_word_once(self._with_all(parts.places(*spans[fewest]), others)), kind)

    def _each_word_once(self, places: list[int]) -> list[int]:
        """Leave out names in which one part would have to answer two words: "ma mar" is not Maria."""
        words = sorted(self._query.words, key=len, reverse=True)
        if not any(long.startswith(short) for at, long in enumerate(words) for short in words[at + 1 :]):
            return places
        return [place for place in places if _answers_each(words, self._tables.texts[place])]

    # Names, loosely

    def _not_judged(self, places: Iterable[int]) -> list[int]:
        """Leave out those whose parts begin with all the words: the sure ways have decided on them."""
        starts, texts = [f" {word}" for word in self._query.words], self._tables.texts
        if len(starts) == 1:
            return list(places)
        return [place for place in places if not all(start in texts[place] for start in starts)]

    def _nickname_words(self) -> None:
        for word in self._query.words:
            self._query.loose[word] = self._nicknames.beginning(word)
        self._loosely(HitKind.NICKNAME)

    def _typos(self) -> None:
        for word in self._query.words:
            if not word.isdecimal():
                self._query.loose[word] |= one_typo_away(self._tables.parts.words, word)
        self._loosely(HitKind.TYPO)

    def _loosely(self, kind: HitKind) -> None:
        """Take whoever has, for each word typed, that word or one that it was taken for."""
        loose, parts, texts = self._query.loose, self._tables.parts, self._tables.texts
        if not any(loose.values()):
            return
        if len(loose) == 1:
            self._take(parts.places_of_all(*loose.values()), kind)
            return
        fewest = min(loose, key=self._meant_by)
        places = list(parts.places_from(fewest) | parts.places_of_all(loose[fewest]))
        for other in loose.keys() - {fewest}:
            start, instead = f" {other}", loose[other]
            places = [
                place
                for place in places
                if start in texts[place] or not instead.isdisjoint(texts[place].split())
            ]
        self._take(self._not_judged(places), kind)

    def _meant_by(self, word: str) -> int:
        """About how many people have this word, or one that it was taken for."""
        parts = self._tables.parts
        taken_for = sum(parts.count(*parts.span(other), _MANY) for other in self._query.loose[word])
        return taken_for + parts.count(*parts.span(word), _MANY)

    def _letters_inside(self) -> None:
        inside, others = [], []
        for word in dict.fromkeys(self._query.words):
            if len(word) >= _SHORTEST_INSIDE or not word.isascii():
                inside.append((self._tables.inside_parts.count(word), word))
            else:
                others.append(f" {word}")
        if not inside or not min(inside)[0]:
            return
        count, rarest = min(inside)
        needles = others + [word for _, word in inside if word != rarest]
        if count <= _VAGUE:
            words = self._tables.inside_parts.words_with(rarest)
            places = self._with_all(self._tables.parts.places_of_all(words), needles)
            self._take(self._not_judged(places), HitKind.INSIDE)
        elif not needles:
            self._walk(lambda some: self._with_all(some, [rarest]), HitKind.INSIDE)

    # Numbers, addresses, tags

    def _numbers(self) -> None:
        tables, digits = self._tables, self._query.digits
        if len(digits) == 5:
            self._zips(digits)
        self._take(tables.phone_tails.places_from(digits[::-1]), HitKind.PHONE)
        if len(digits) < 5:
            self._zips(digits)

    def _zips(self, digits: str) -> None:
        codes, people = self._tables.postal_codes, self._tables.people
        first, last = codes.span(digits)
        if codes.count(first, last, _MANY) < _MANY:
            self._take(codes.places(first, last), HitKind.POSTAL_CODE)
            return
        self._walk(
            lambda some: [p for p in some if (one := people[p]) and one.postal_code.startswith(digits)],
            HitKind.POSTAL_CODE,
        )

    def _numbers_inside(self) -> None:
        digits, people = self._query.digits, self._tables.people
        if self._tables.inside_phones.count(digits) <= _VAGUE:
            numbers = self._tables.inside_phones.words_with(digits)
            self._take(self._tables.phones.places_of_all(numbers), HitKind.PHONE)
            return
        self._walk(
            lambda some: [p for p in some if (one := people[p]) and any(digits in n for n in one.phones)],
            HitKind.PHONE,
        )

    def _emails(self) -> None:
        if len(self._query.raw) >= _SHORTEST_INSIDE and " " not in self._query.raw:
            self._take(self._tables.emails.places_from(self._query.raw), HitKind.EMAIL)

    def _details(self) -> None:
        """Take whoever has each word in their name or, at least one of them, in their details."""
        details = {word: self._detail_places(word) for word in self._query.words}
        texts = self._tables.texts
        for word, places in details.items():
            left: Iterable[int] = places
            for other in details.keys() - {word}:
                start, instead = f" {other}", details[other]
                left = [place for place in left if place in instead or start in texts[place]]
            self._take(self._not_judged(left), HitKind.DETAIL)

    def _detail_places(self, word: str) -> set[int]:
        tables = self._tables
        if len(word) < _SHORTEST_NUMBER:
            return set()
        if not word.isdecimal():
            return tables.tags.places_from(word) | tables.emails.places_from(word)
        by_phone = tables.phone_tails.places_from(word[::-1]) | tables.phones.places_from(word)
        return by_phone | tables.postal_codes.places_from(word)


def _answers_each(words: list[str], text: str) -> bool:
    parts = text.partition("|")[0].split()
    for word in words:
        answer = next((part for part in parts if part.startswith(word)), None)
        if answer is None:
            return False
        parts.remove(answer)
    return True
