import json
import unicodedata

import pytest

from chapter_desk.core.documents import styles
from chapter_desk.core.documents.bidi import as_seen, begins_leftwards, levels
from chapter_desk.core.documents.faces import MISSING_LETTER, face_for, own_face
from chapter_desk.core.documents.shaping import clean, shaped
from chapter_desk.core.documents.typesetter import Atom, Span, Typesetter, filled_spans
from chapter_desk.files import resource
from tests.sample_names import FORTY_NAMES


def letters(runs) -> str:
    return "".join(glyph.text for run in runs for glyph in run.glyphs)


@pytest.mark.parametrize("name", FORTY_NAMES)
def test_every_letter_of_the_forty_names_has_a_glyph_of_its_own(name):
    box = own_face("regular").font.get_nominal_glyph(ord(MISSING_LETTER))

    for word in name.split():
        runs = shaped(word, "regular", rightwards=not begins_leftwards(word))
        glyphs = [glyph for run in runs for glyph in run.glyphs]

        assert all(glyph.number not in (0, box) for glyph in glyphs)
        assert sorted(letters(runs)) == sorted(word)


@pytest.mark.parametrize(
    ("letter", "font"),
    [
        ("é", "Inter-Regular"),
        ("ễ", "Inter-Regular"),
        ("Ж", "Inter-Regular"),
        ("م", "NotoSansArabic-Regular"),
        ("王", "DroidSansFallbackFull"),
        ("あ", "DroidSansFallbackFull"),
        ("김", "NotoSansKR-Hangul"),
        ("ש", "NotoSansHebrew-Regular"),
        ("ह", "NotoSansDevanagari-Regular"),
        ("ไ", "NotoSansThai-Regular"),
        ("Ա", "NotoSansArmenian-Regular"),
        ("አ", "NotoSansEthiopic-Regular"),
    ],
)
def test_the_font_is_chosen_letter_by_letter(letter, font):
    assert face_for(letter, "regular").name == font


def test_an_unknown_letter_is_seen_as_a_box_and_read_as_itself():
    runs = shaped("a😀b", "regular")
    glyphs = [glyph for run in runs for glyph in run.glyphs]

    assert [glyph.text for glyph in glyphs] == ["a", "😀", "b"]
    assert glyphs[1].number == own_face("regular").font.get_nominal_glyph(ord(MISSING_LETTER))


def test_arabic_letters_join_and_are_seen_from_right_to_left():
    joined = shaped("محمد", "regular", rightwards=False)
    alone = [shaped(letter, "regular", rightwards=False)[0].glyphs[0].number for letter in "محمد"]

    assert letters(joined) == "دمحم"
    assert [glyph.number for glyph in reversed(joined[0].glyphs)] != alone


def test_stacked_accents_typed_apart_are_drawn_as_one_letter():
    apart = unicodedata.normalize("NFD", "ễ")

    assert shaped(apart, "regular")[0].glyphs[0].number == shaped("ễ", "regular")[0].glyphs[0].number
    assert letters(shaped(apart, "regular")) == apart


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("two\nlines\tand  spaces", "two lines and spaces"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("turned \u202eround\u202c", "turned round"),
        ("in\u200bvisi\u00adble\ufeff", "invisible"),
        ("half \ud800 letter", "half \ufffd letter"),
        ("heart ❤️", "heart ❤"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("<b>& bold", "<b>& bold"),
    ],
)
def test_what_cannot_be_set_is_left_out_and_what_can_stays(typed, set_as):
    assert clean(typed) == set_as


def test_levels_follow_the_first_strong_letter():
    assert set(levels("محمد الأحمد")) == {1}
    assert levels("ab محمد 12")[:2] == [0, 0]
    assert levels("ab محمد 12")[-2:] == [2, 2]
    assert levels("plain") == [0] * 5
    assert len(levels("א\U0001d37dא\u2067ב\u202aג\u00ad")) == 8
    assert len(levels("می\u200cخواهم")) == len("می\u200cخواهم")


def test_a_leftward_stretch_is_turned_as_a_whole():
    span = Span("")
    parts = [
        Atom(span, text, (), 0.0, level) for text, level in [("a", 0), ("b", 1), ("1", 2), ("2", 2), ("c", 1)]
    ]

    assert "".join(part.text for part in as_seen(parts)) == "ac12b"


def test_lines_are_as_wide_as_they_may_be_and_lose_no_letter():
    setter = Typesetter()
    text = "The Group names Keola Kawaikūmaiikapu'uwaiokalanikauliokamoana as its point of contact " * 4

    lines = setter.lines(text, styles.BODY, 150)

    assert all(line.width <= 150 for line in lines)
    assert "".join(atom.text for line in lines for atom in line.atoms).replace(" ", "") == text.replace(
        " ", ""
    )
    narrow = max(line.width for line in setter.lines(text, styles.BODY, 60))
    assert narrow <= 60


def test_a_word_too_long_for_its_line_is_cut_after_a_hyphen_first():
    lines = Typesetter().lines("Faßbinder-Ærøskøbing", styles.BODY, 80)

    assert ["".join(atom.text for atom in line.atoms) for line in lines] == ["Faßbinder-", "Ærøskøbing"]


def test_chinese_is_broken_between_letters_but_not_before_a_closing_bracket():
    lines = Typesetter().lines("(" + "王小明" * 12 + ")", styles.BODY, 60)

    assert len(lines) > 3
    assert not any("".join(atom.text for atom in line.atoms).startswith(")") for line in lines)


def test_a_sentence_takes_typed_words_as_they_are():
    spans = filled_spans("Priority: {title}.", title="{x} <i>")

    assert [(span.text, span.typed) for span in spans] == [
        ("Priority: ", False),
        ("{x} <i>", True),
        (".", False),
    ]


def test_the_colours_are_those_of_the_desk():
    tokens = json.loads(resource("style", "tokens.json").read_text(encoding="utf-8"))
    light = {role["light"] for role in tokens["colour"].values()}
    used = {value for name, value in vars(styles).items() if name.isupper() and isinstance(value, str)}

    assert used
    assert used <= light
