import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.explain import explain
from chapter_desk.core.national.pack import (
    NationalPack,
    is_recipient,
    is_verify_key,
    parse_pack,
    read_pack,
    sample_pack_folder,
)
from chapter_desk.core.national.text import Text
from chapter_desk.errors import PackRefused
from chapter_desk.i18n import speaking

SAMPLE_KEYS = Path(__file__).parents[1] / "data" / "sample_national"

SMALLEST = """
schema = "chapter-desk.national-pack"
schema_version = 1
pack = { id = "tiny", version = "1", title = { en = "Tiny" } }
national = { id = "tiny", name = "Tiny National" }
affiliation = { min_people = 3 }
membership = { basis = ["attended_meeting"] }
event_type = [{ id = "meeting", title = { en = "Meeting" } }]
"""


def parsed(text: str) -> NationalPack:
    return parse_pack(text.encode(), name="tiny")


def refusal(text: str | bytes) -> PackRefused:
    with pytest.raises(PackRefused) as caught:
        parse_pack(text if isinstance(text, bytes) else text.encode(), name="tiny")
    words = explain(caught.value)
    assert words.happened and words.safe and words.do
    assert "tiny" in words.happened
    return caught.value


def test_the_sample_pack_is_read_whole():
    pack = read_pack(sample_pack_folder())

    assert (pack.id, pack.national.name, pack.is_sample) == ("our-revolution-2017", "Our Revolution", True)
    assert pack.affiliation.min_people == 10
    assert len(pack.priorities) == 23
    assert [each.order for each in pack.priorities] == list(range(1, 24))
    assert len(pack.event_types) == 17
    assert pack.event_type("watch-party").minutes == 150
    assert pack.promotion.max_people == 4000
    assert [each.feeds for each in pack.guiding_questions] == ["plan.issues", "plan.actions"]
    assert pack.mou_path.name == "mou.toml"


def test_every_word_of_the_sample_pack_is_there_in_both_languages():
    pack = read_pack(sample_pack_folder())
    texts = [
        each.title
        for group in (pack.priorities, pack.event_types, pack.goals, pack.contact_roles, pack.contacts)
        for each in group
    ]
    texts += [each.ask for each in pack.affiliation.checks] + [each.text for each in pack.guiding_questions]
    texts += [each.summary for each in pack.priorities] + [pack.membership.rule, pack.title, pack.notice]

    assert texts
    for text in texts:
        assert text.en and text.es, text


def test_words_follow_the_language_asked_for_or_spoken():
    text = Text("A Living Wage", "Un salario digno")

    assert (text.in_language("en"), text.in_language("es")) == ("A Living Wage", "Un salario digno")
    assert Text("Only English").in_language("es") == "Only English"
    with speaking("es"):
        assert str(text) == "Un salario digno"


def test_the_sample_keys_open_what_is_sealed_for_the_sample():
    keys = read_pack(sample_pack_folder()).keys
    secret = (SAMPLE_KEYS / "national.age").read_text().splitlines()[-1]
    sealed = pyrage.encrypt(b"counts", [pyrage.x25519.Recipient.from_str(keys.recipient)])

    assert keys.sample_only
    assert is_recipient(keys.recipient) and is_verify_key(keys.verify_key)
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)]) == b"counts"
    assert (SAMPLE_KEYS / "national.minisign.pub").read_text().splitlines()[-1] == keys.verify_key


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")
def test_the_stock_minisign_signs_with_the_sample_key_and_verifies_with_the_packs(tmp_path):
    letter = tmp_path / "letter"
    letter.write_text("from national")
    subprocess.run(
        ["minisign", "-S", "-s", SAMPLE_KEYS / "national.minisign", "-m", letter],
        check=True,
        stdin=subprocess.DEVNULL,
    )

    key = read_pack(sample_pack_folder()).keys.verify_key
    subprocess.run(["minisign", "-V", "-P", key, "-m", letter], check=True)


def test_the_smallest_pack_is_enough():
    pack = parsed(SMALLEST)

    assert (pack.id, pack.affiliation.min_people, pack.priorities, pack.folder) == ("tiny", 3, (), None)
    assert pack.keys.recipient == ""
    assert not pack.is_sample


def test_what_a_newer_pack_adds_is_passed_over():
    pack = parsed(SMALLEST + '\nweather = "fine"\n[[affiliation_badge]]\nid = "gold"\n')

    assert pack.id == "tiny"


def test_whole_pub_files_pasted_as_keys_are_understood():
    sample = read_pack(sample_pack_folder()).keys
    age = "# made today\n" + (SAMPLE_KEYS / "national.age.pub").read_text()
    minisign = (SAMPLE_KEYS / "national.minisign.pub").read_text()
    pack = parsed(SMALLEST + f'\n[keys]\nrecipient = """{age}"""\nverify_key = """{minisign}"""\n')

    assert (pack.keys.recipient, pack.keys.verify_key) == (sample.recipient, sample.verify_key)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "foreign"),
        (b"\x89PNG\r\n", "unreadable"),
        ("schema = ", "unreadable"),
        ("a = " + "[" * 100_000, "unreadable"),
        (SMALLEST.replace("national-pack", "mou"), "foreign"),
        (SMALLEST.replace("schema_version = 1", "schema_version = 2"), "too-new"),
        (SMALLEST.replace('name = "Tiny National"', 'nome = "Tiny National"'), "incomplete"),
        (SMALLEST.replace("min_people = 3", 'min_people = "three"'), "incomplete"),
        (SMALLEST.replace("min_people = 3", "min_people = -1"), "incomplete"),
        (SMALLEST.replace('[{ id = "meeting", title = { en = "Meeting" } }]', "[]"), "incomplete"),
        (SMALLEST.replace('{ id = "tiny", version', '{ id = "../tiny", version'), "incomplete"),
        (SMALLEST + '\n[keys]\nrecipient = "age1notakey"\n', "keys"),
        (SMALLEST + '\n[keys]\nverify_key = "RWQ"\n', "keys"),
        (SMALLEST + '\n[[goal]]\nid = "a"\ntitle = { en = "A" }\n' * 2, "incomplete"),
        (b"#" * (2 * 1024 * 1024 + 1), "foreign"),
    ],
)
def test_what_is_no_pack_is_refused_with_its_reason(text, reason):
    assert refusal(text).reason == reason


def test_an_empty_folder_and_no_folder_hold_no_pack(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(PackRefused) as caught:
            read_pack(folder)
        assert (caught.value.reason, caught.value.name) == ("missing", folder.name)


def test_a_pack_without_terms_says_so(tmp_path):
    (tmp_path / "pack.toml").write_text(SMALLEST)

    assert read_pack(tmp_path).mou_path is None


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_never_crash(untrusted):
    with pytest.raises(PackRefused):
        parse_pack(untrusted, name="noise")


def test_a_pack_is_a_value_without_loose_ends():
    pack = read_pack(sample_pack_folder())

    assert pack == read_pack(sample_pack_folder())
    assert all(getattr(pack, field.name) is not None for field in fields(pack))
