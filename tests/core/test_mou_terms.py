import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chapter_desk.core.agreements.terms import (
    BLANK,
    MouFacts,
    filled,
    missing_facts,
    parsed_terms,
    read_terms,
    require_parties,
)
from chapter_desk.core.national.pack import sample_pack_folder
from chapter_desk.errors import PackRefused, PartyNotNamed

SOURCE = (sample_pack_folder() / "mou.toml").read_text(encoding="utf-8")
TERMS = read_terms(sample_pack_folder() / "mou.toml")
FACTS = MouFacts(
    national_name="Our Revolution",
    group_name="Our Revolution Norfolk",
    group_area="14 ZIP codes in Norfolk, Virginia",
    contact_name="Denise Whitfield",
    contact_email="denise@example.org",
    contact_phone="(757) 555-0100",
    promotion_cap=4000,
    people_count=64,
    people_counted_on=date(2026, 12, 1),
    plan_version=3,
    plan_date=date(2026, 4, 14),
    number_of_issues=4,
    number_of_actions=12,
    document_id="MOU-7F3A",
)


def words(pieces) -> str:
    return "".join(piece.text for piece in pieces)


def clause(number: str, language: str = "en", facts: MouFacts = FACTS) -> str:
    clauses = [each for part in filled(TERMS, facts, language).parts for each in part.clauses]
    return next(words(each.pieces) for each in clauses if each.id == number)


def test_the_sample_has_nine_parts_and_forty_six_clauses_in_two_languages():
    for language in ("en", "es"):
        parts = filled(TERMS, FACTS, language).parts

        assert [part.number for part in parts] == list(range(1, 10))
        assert sum(len(part.clauses) for part in parts) == len(TERMS.clauses) == 46
        assert all(each.title and words(each.pieces) for part in parts for each in part.clauses)


def test_facts_stand_where_the_text_asks_for_them():
    assert "to as many as 4,000 people" in clause("2.1")
    assert "names Denise Whitfield as its point of contact" in clause("9.1")
    assert "designa a Denise Whitfield como su persona de contacto" in clause("9.1", "es")
    assert words(filled(TERMS, FACTS, "es").between) == "entre Our Revolution y Our Revolution Norfolk"


def test_dates_are_in_the_words_of_the_language():
    rows = dict(filled(TERMS, FACTS, "en").schedule)
    filas = dict(filled(TERMS, FACTS, "es").schedule)

    assert words(rows["People counted by National's rule"]) == "64 on Dec 1, 2026"
    assert "64 al 1 dic 2026" in [words(pieces) for pieces in filas.values()]


def test_what_the_pack_says_otherwise_fills_in_for_a_fact_nobody_gave():
    assert "(two years)" in clause("9.3")
    assert "(Dec 31, 2028)" in clause("9.3", facts=replace(FACTS, end_or_review_date=date(2028, 12, 31)))
    assert "prevalece el texto en inglés" in clause("9.8", "es")


def test_a_chapter_that_told_everything_misses_nothing():
    assert missing_facts(TERMS, FACTS) == ()
    for language in ("en", "es"):
        text = filled(TERMS, FACTS, language)
        pieces = [piece for part in text.parts for each in part.clauses for piece in each.pieces]

        assert all(piece.known for piece in pieces)
        assert BLANK not in words(pieces)


@pytest.mark.parametrize(
    ("fact", "nothing"),
    [
        ("contact_name", " "),
        ("promotion_cap", None),
        ("group_area", ""),
        ("people_count", None),
        ("people_counted_on", None),
        ("plan_version", None),
    ],
)
def test_a_fact_that_is_not_known_is_named_and_leaves_a_blank(fact, nothing):
    facts = replace(FACTS, **{fact: nothing})
    text = filled(TERMS, facts, "en")
    everything = [piece for part in text.parts for each in part.clauses for piece in each.pieces]
    everything += [piece for _label, pieces in text.schedule for piece in pieces]

    assert missing_facts(TERMS, facts) == (fact,)
    assert {(piece.fact, piece.text) for piece in everything if not piece.known} == {(fact, BLANK)}


def test_an_optional_line_waits_for_its_facts():
    facts = replace(FACTS, call_date=date(2026, 5, 4))
    told = replace(facts, call_attendee="Denise Whitfield")

    assert "Organizing call" not in dict(filled(TERMS, facts, "en").schedule)
    assert "Organizing call" in dict(filled(TERMS, told, "en").schedule)
    assert missing_facts(TERMS, facts) == ()


@pytest.mark.parametrize(("side", "fact"), [("national", "national_name"), ("group", "group_name")])
def test_both_sides_need_a_name(side, fact):
    require_parties(FACTS)
    with pytest.raises(PartyNotNamed) as caught:
        require_parties(replace(FACTS, **{fact: "  "}))

    assert caught.value.side == side


def test_braces_in_a_name_ask_for_nothing():
    facts = replace(FACTS, contact_name="{group_name} {0} {")

    assert "names {group_name} {0} { as its" in clause("9.1", facts=facts)


def changed(old: str, new: str) -> str:
    assert old in SOURCE
    return SOURCE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "reason", "detail"),
    [
        ("not = [toml", "unreadable", ""),
        ('schema = "recipes"\nschema_version = 1', "foreign", "recipes"),
        ("x = 1", "foreign", "schema"),
        (changed("schema_version = 1", "schema_version = 2"), "too-new", "2"),
        (changed("{promotion_cap}", "{promotion_limit}"), "incomplete", "promotion_limit"),
        (changed("{contact_name} as its", "her as its"), "incomplete", "different facts"),
        (changed("The Group names {", "The Group names {{ {"), "incomplete", "different facts|brace"),
        (changed('id = "1.2"', 'id = "1.1"'), "incomplete", "twice"),
        (changed('id = "1.2"', 'id = "12.2"'), "incomplete", "no part"),
        (changed('text = "/sn2/"', 'text = "/sn1/"'), "incomplete", "anchors"),
        (changed("It is meant to be short", "/Sn1/ It is meant to be short"), "incomplete", "anchor stands"),
        (re.sub(r'(?m)^es = "Este memorando explica.*$', "", SOURCE), "incomplete", "no Spanish"),
        (changed('version = "2017.1"', ""), "incomplete", "version"),
    ],
)
def test_terms_that_cannot_be_used_are_refused_with_the_place(text, reason, detail):
    if "{{ {" in text:
        text = text.replace("{{ {", "{ {", 1)
    with pytest.raises(PackRefused) as caught:
        parsed_terms(text, "pack")

    assert (caught.value.name, caught.value.reason) == ("pack", reason)
    assert re.search(detail, caught.value.detail)


def test_a_pack_without_terms_says_so(tmp_path: Path):
    with pytest.raises(PackRefused) as caught:
        read_terms(tmp_path / "mou.toml")

    assert caught.value.reason == "incomplete"


def test_reading_the_terms_and_naming_the_documents_loads_no_pdf_library():
    code = (
        "import sys, chapter_desk.core.agreements.mou_pdf, chapter_desk.core.plan.plan_pdf;"
        "print(sorted({'reportlab', 'uharfbuzz', 'bidi'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
