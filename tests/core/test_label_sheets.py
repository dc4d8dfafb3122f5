"""Cards and badges on sheets of labels: all within its label, codes read back from the printed page."""

import io
import re
import subprocess

import pypdf
import pytest
import zxingcpp
from PIL import Image

from chapter_desk.core.documents.label_stock import STOCKS, on_sheets
from chapter_desk.core.meetings.badge_pdf import Badge, badge_pdf
from chapter_desk.core.meetings.badges import Badges
from chapter_desk.core.meetings.card_code import new_token
from chapter_desk.core.meetings.card_pdf import PrintedCard, card_pdf
from chapter_desk.core.meetings.rsvps import Answers
from tests.paper import check_with_qpdf, needs_poppler, needs_qpdf, read_with_poppler, structure

CHAPTER = "Our Revolution Norfolk"
NAMES = (
    "Maria Gutierrez",
    "João Pedro da Silva Monteiro de Albuquerque Sampaio e Vasconcelos da Costa",
    "王小明 (Wang Xiaoming)",
    "محمد الأحمد",
    "Bartholomewfeatherstonehaughvandenbergdelatorreyaragon",
    "X",
)


def cards(count=6):
    return [PrintedCard(NAMES[n % len(NAMES)], new_token()) for n in range(count)]


def words_on(pdf):
    """Return every word of a PDF as (page, left, top, right, bottom, text), points from the top left."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    page, found = -1, []
    for line in done.stdout.decode().splitlines():
        if "<page " in line:
            page += 1
        word = re.search(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<', line)
        if word:
            found.append((page, *map(float, word.groups()[:4]), word.group(5)))
    return found


def codes_on(pdf, tmp_path):
    (tmp_path / "cards.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "150", "-gray", "cards.pdf", "page"], cwd=tmp_path, check=True, timeout=60
    )
    return [
        [each.text for each in zxingcpp.read_barcodes(Image.open(path))]
        for path in sorted(tmp_path.glob("page*.pgm"))
    ]


@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_labels_lie_on_the_page_and_not_on_each_other(stock):
    places = [stock.place(number) for number in range(stock.labels)]
    width, height = stock.page
    for left, top in places:
        assert left >= 0 and top >= 0
        assert left + stock.width <= width and top + stock.height <= height
    assert stock.across >= stock.width - 0.01 and stock.down >= stock.height - 0.01
    last_left, last_top = places[-1]  # the margins are the same on both sides, as the makers have them
    assert width - last_left - stock.width == pytest.approx(stock.left, abs=1)
    assert height - last_top - stock.height == pytest.approx(stock.top, abs=1)


def test_what_is_left_of_a_sheet_is_used_first():
    stock = STOCKS["badges-8"]
    assert list(on_sheets(3, stock, 7)) == [(0, 6), (0, 7), (1, 0)]


@needs_poppler
@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
@pytest.mark.parametrize("kind", ["card", "badge"])
def test_every_word_is_within_a_label(stock, kind):
    if kind == "card":
        pdf = card_pdf(cards(stock.labels + 2), CHAPTER, stock, "es")
    else:
        badges = [Badge(name, "they/them", first_time=True) for name in NAMES * 10][: stock.labels + 2]
        pdf = badge_pdf(badges, CHAPTER, stock, "es")
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 2
    words = words_on(pdf)
    assert {page for page, *_rest in words} == {0, 1}
    places = [stock.place(number) for number in range(stock.labels)]
    for _page, left, top, right, bottom, text in words:
        inside = any(
            left >= at_left - 0.5 and right <= at_left + stock.width + 0.5
            and top >= at_top - 1 and bottom <= at_top + stock.height + 1
            for at_left, at_top in places
        )  # fmt: skip
        assert inside, (text, left, top, right, bottom)


@needs_poppler
@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
def test_every_code_is_read_from_the_printed_page(stock, tmp_path):
    made = cards(stock.labels)
    (codes,) = codes_on(card_pdf(made, CHAPTER, stock, "en"), tmp_path)
    assert sorted(codes) == sorted(card.token for card in made)


@needs_poppler
def test_a_card_says_whose_it_is_in_its_language_and_never_the_code_in_letters():
    (card,) = made = [PrintedCard("Maria Gutierrez", new_token())]
    text = read_with_poppler(card_pdf(made, CHAPTER, STOCKS["cards-10"], "es"))
    assert "Maria Gutierrez" in text and CHAPTER in text and "Muéstrela en la entrada." in text
    assert card.token not in text and "Page" not in text


@needs_poppler
def test_a_name_is_as_large_as_there_is_room_and_never_cut_where_it_fits_smaller():
    text = read_with_poppler(
        badge_pdf([Badge(name) for name in NAMES[:2]], CHAPTER, STOCKS["badges-8"], "en")
    )
    assert "…" not in text and "Vasconcelos" in text
    tall = {word: bottom - top for _p, _l, top, _r, bottom, word in words_on(
        badge_pdf([Badge("Jo Li"), Badge(NAMES[1])], CHAPTER, STOCKS["badges-8"], "en"))}  # fmt: skip
    assert tall["Jo"] > tall["Pedro"]


@needs_poppler
def test_a_first_time_is_marked_by_words_too():
    badges = [Badge("Maria Gutierrez", "she/her", first_time=True), Badge("Bo Diaz")]
    text = read_with_poppler(badge_pdf(badges, CHAPTER, STOCKS["badges-8"], "en"))
    assert "she/her · First time here" in text and text.count("First time here") == 1


@needs_qpdf
def test_the_sheets_are_sound_tagged_and_name_nobody_in_what_describes_them(tmp_path):
    for pdf in (
        card_pdf(cards(), CHAPTER, STOCKS["labels-30"], "en", start=29),
        badge_pdf([Badge("Maria Gutierrez")], CHAPTER, STOCKS["a4-21"], "en"),
    ):
        check_with_qpdf(pdf, tmp_path)
        assert [tag for _depth, tag, _element in structure(pdf)].count("/Sect") in (1, 6)
        assert "Maria" not in str(pypdf.PdfReader(io.BytesIO(pdf)).metadata)


def test_badges_are_of_who_is_in_or_expected_by_name_and_nobody_twice(db, person, sign_ins, meeting):
    may, june = meeting(), meeting("June", "2026-12-10T19:00")
    zoe, ana = person("Zoe Adams", gender_pronouns="they/them"), person("Ana Zapata")
    bo = person("Bo Diaz")
    sign_ins.sign_in(may, zoe)
    sign_ins.sign_in(june, zoe)
    sign_ins.sign_in(june, ana)
    sign_ins.visitor(june)
    answers = Answers(db)
    answers.note(june, bo, "accepted")
    answers.note(june, ana, "accepted")
    badges = Badges(db)
    assert badges.of(june) == (Badge("Zoe Adams", "they/them"), Badge("Ana Zapata", first_time=True))
    assert [each.name for each in badges.of(june, "expected")] == ["Bo Diaz", "Ana Zapata"]
    assert [each.name for each in badges.of(june, "both")] == ["Zoe Adams", "Bo Diaz", "Ana Zapata"]
    plain = badges.of(june, "both", pronouns=False, first_time=False)
    assert not any(each.pronouns or each.first_time for each in plain)
