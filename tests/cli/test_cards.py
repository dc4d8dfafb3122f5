"""members cards, revoke-cards, meetings badges, sign-in --card: cards on the command line."""

import subprocess

import pypdf
import zxingcpp
from PIL import Image

from chapter_desk.app import open_app
from chapter_desk.core.safekeeping import vault
from tests.cli.conftest import WORDS
from tests.paper import needs_poppler


def add(desk, chapter, name):
    return desk("members", "add", chapter, name).line


def meeting(desk, chapter):
    return desk(
        "meetings", "add", chapter, "--title", "May", "--starts", "2026-05-12T19:00", "--zip", "23517"
    ).line


def codes(pdf, tmp_path):
    command = ["pdftoppm", "-r", "150", "-gray", "-singlefile", str(pdf), "page"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    return [each.text for each in zxingcpp.read_barcodes(Image.open(tmp_path / "page.pgm"))]


@needs_poppler
def test_a_card_is_printed_once_scanned_and_revoked(desk, chapter, tmp_path):
    maria, may = add(desk, chapter, "Maria Gutierrez"), meeting(desk, chapter)
    out = tmp_path / "cards.pdf"
    made = desk("members", "cards", chapter, out, "--person", "Maria Gutierrez", "--json").facts
    assert made == {"file": str(out), "cards": 1}
    (code,) = codes(out, tmp_path)
    signed = desk("sign-in", chapter, may, "--card", code, "--json").facts
    assert (signed["person_id"], signed["repeated"]) == (maria, False)
    again = desk("members", "cards", chapter, tmp_path / "more.pdf", "--person", maria)
    assert again.code == 1 and "nobody to print" in again.err and not (tmp_path / "more.pdf").exists()
    assert desk("members", "cards", chapter, tmp_path / "more.pdf", "--person", maria, "--again").code == 0
    refused = desk("sign-in", chapter, may, "--card", code)
    assert refused.code == 1 and "This card was revoked." in refused.err
    assert desk("members", "revoke-cards", chapter, maria, "--json").facts == {"revoked": 1}
    assert desk("sign-in", chapter, may, "--card", "CDP" + "BCDFGHJK" * 4).code == 1


def test_badges_of_who_is_in(desk, chapter, tmp_path):
    may, out = meeting(desk, chapter), tmp_path / "badges.pdf"
    assert desk("meetings", "badges", chapter, may, out).code == 1
    desk("sign-in", chapter, may, "Bo Diaz")
    assert desk("meetings", "badges", chapter, may, out, "--whom", "in", "--json").facts["badges"] == 1
    text = pypdf.PdfReader(out).pages[0].extract_text()
    assert "First time here" in text
    assert desk("meetings", "badges", chapter, may, out, "--stock", "nothing").code == 2
    assert desk("meetings", "badges", chapter, may, out, "--start", "9").code == 2


def test_who_is_under_18_is_printed_and_thanked_only_when_asked_for(desk, chapter, tmp_path):
    may = meeting(desk, chapter)
    desk("sign-in", chapter, may, "Bo Diaz")
    desk("sign-in", chapter, may, "Kai Young")
    app = open_app(chapter, vault.unlock(chapter, WORDS), holder="window")
    app.roster.load()
    kai = app.roster.search("kai", 1)[0].row.id
    app.records.edit(kai, {"under_18": True, "email_addresses": ["kai@example.org"]})
    app.consents.note(kai, "email", given=True, how="desk")
    app.close()
    badges = ("meetings", "badges", chapter, may, tmp_path / "badges.pdf", "--whom", "in", "--json")
    assert [desk(*badges, *more).facts["badges"] for more in ((), ("--under-18",))] == [1, 2]
    thanks = ("meetings", "thanks", chapter, may, tmp_path / "thanks.csv", "--json")
    told = desk(*thanks).facts
    assert (told["people"], {"why": "under-18", "people": 1} in told["left_out"]) == (0, True)
    assert desk(*thanks, "--under-18").facts["people"] == 1
