import time
from itertools import pairwise

import pytest

from chapter_desk.core.safekeeping.passphrase import SUGGESTED_WORDS, Weakness, strength, suggested
from chapter_desk.core.safekeeping.words import words


@pytest.mark.parametrize(
    ("passphrase", "weakness"),
    [
        ("", Weakness.SHORT), ("a", Weakness.SHORT), ("kx7", Weakness.SHORT), ("password", Weakness.COMMON),
        ("Password1", Weakness.COMMON), ("P@ssw0rd!", Weakness.COMMON), ("12345678", Weakness.RUN),
        ("qwertyuiop", Weakness.RUN), ("zyxwvuts", Weakness.RUN), ("aaaaaaaaaaaaaaaa", Weakness.REPEAT),
        ("abcabcabcabc", Weakness.REPEAT), ("tiger tiger tiger tiger tiger", Weakness.REPEAT),
        ("bernie2016", Weakness.COMMON), ("contraseña", Weakness.COMMON), ("Norfolk 23502", Weakness.KNOWN),
    ],
)  # fmt: skip
def test_what_is_guessed_at_once_has_no_strength(passphrase, weakness):
    found = strength(passphrase, known=["Our Revolution Norfolk", "23502"])

    assert found.score == 0
    assert found.weakness is weakness


@pytest.mark.parametrize(
    "passphrase", ["correct horse battery staple", "maple harbor", "k3W9x", "Sommer2024garten"]
)
def test_a_little_more_is_still_not_strong(passphrase):
    assert strength(passphrase).score in (1, 2)


@pytest.mark.parametrize(
    "passphrase", ["maple harbor violet seven bridge", "xK9mQ2vL7pRt", "mi perro come calcetines"]
)
def test_five_words_or_a_dozen_random_letters_are_strong(passphrase):
    found = strength(passphrase)

    assert found.score >= 3
    assert found.weakness is Weakness.NONE
    assert found.seconds > 365 * 86_400 * 10


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_what_is_suggested_is_strong_and_different_each_time(language):
    several = [suggested(language) for _ in range(20)]

    assert len(set(several)) == 20
    assert all(len(one.split()) == SUGGESTED_WORDS for one in several)
    assert all(strength(one).score >= 3 for one in several)


def test_more_words_never_count_less():
    chosen = suggested().split()
    growing = [strength(" ".join(chosen[:count])).bits for count in range(1, SUGGESTED_WORDS + 1)]

    assert all(less <= more for less, more in pairwise(growing))


def test_what_anybody_knows_here_counts_little():
    assert (
        strength("Virginia Hampton", known=["Virginia Hampton"]).bits < strength("Virginia Hampton").bits / 2
    )


@pytest.mark.parametrize(
    "passphrase", ["x" * 100_000, "y" * 60 + "bbbbbbb", "ab" * 50_000, "🌻" * 500, "\udcff", " " * 9]
)
def test_any_typing_is_judged_within_a_keystroke(passphrase):
    began = time.perf_counter()
    strength(passphrase)

    assert time.perf_counter() - began < 1


# The lists


@pytest.mark.parametrize(("language", "count"), [("en", 2048), ("es", 1024)])
def test_the_lists_are_short_plain_words(language, count):
    found = words(language)

    assert len(found) == len(set(found)) == count
    assert list(found) == sorted(found)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 9 for word in found)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_is_one_slip_from_another(language):
    found = set(words(language))
    # Taking one letter from each of two words gives the same only if they are one slip apart.
    seen: dict[str, str] = {}
    for word in found:
        for shorter in {word[:at] + "?" + word[at + 1 :] for at in range(len(word))}:
            assert seen.setdefault(shorter, word) == word
        assert not found & {word[:at] + word[at + 1 :] for at in range(len(word))}
