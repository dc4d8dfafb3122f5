"""What both stories of the first evening tell: the same chapter, the same list, the same paper at its end."""

from pathlib import Path

from tests.core.test_mou_pdf import assert_each_anchor_once
from tests.paper import on_one_line, read_with_poppler, read_with_pypdf

PASSPHRASE = "maple harbor violet seven bridge"
CHAPTER = "Our Revolution Norfolk"
TITLE = f"{CHAPTER} — Chapter Desk"
PAPER = f"{CHAPTER} agreement.pdf"

LIST = """first_name,last_name,email,can2_phone,zip_code,can2_user_tags
Maria,Gutierrez,maria@example.org,7575550141,23517,volunteer
Jo,Ng,jo@example.org,,23510,
Fatima,Al-Ahmad,fatima@example.org,7575550142,23504,
José,Núñez,jose@example.org,,23508,
Li,Bo,bo@example.org,,23505,
Dana,Reyes,dana@example.org,7575550143,23517,
Sam,O'Neil,sam@example.org,,23513,
Nia,Brooks,nia@example.org,,23509,
Ruth,Okafor,ruth@example.org,7575550144,23503,
"""
"""Nine people as Action Network exports them."""

ISSUE = "Clean water in every school"
ACTION = "Ask the board for the lead tests"


def assert_is_to_be_signed(pdf: Path) -> None:
    """Fail unless a PDF is the agreement of this chapter with every signature mark once, as text."""
    content = pdf.read_bytes()
    texts = [on_one_line(read(content)) for read in (read_with_pypdf, read_with_poppler)]
    assert_each_anchor_once(*texts)
    for text in texts:
        assert CHAPTER in text and "Denise Whitfield" in text and "Norfolk, VA" in text
