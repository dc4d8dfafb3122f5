import os
import subprocess
from pathlib import Path

import pytest

from chapter_desk.core.safekeeping.words import words
from chapter_desk.core.sync.four_words import four_words
from chapter_desk.core.sync.keys import ChapterKeys, write_hub_keys
from chapter_desk.core.sync.sealing import Identity, recipient, sealed, unsealed
from chapter_desk.core.sync.signing import Signature, SigningKey, VerifyKey
from chapter_desk.errors import AlreadyThere, BundleRefused, NotAKey, NotSaved


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    return done.stdout


# Signatures


def test_stock_minisign_verifies_ours(tmp_path):
    key = SigningKey.generate()
    (tmp_path / "plan.txt").write_bytes(b"canvass on Sunday\n")
    (tmp_path / "plan.txt.minisig").write_text(key.signed(b"canvass on Sunday\n", "from Norfolk").text)
    (tmp_path / "ours.pub").write_text(key.verify_key.file_text)

    for given in (("-p", "ours.pub"), ("-P", key.verify_key.text)):
        assert "Trusted comment: from Norfolk" in run(tmp_path, "minisign", "-V", "-m", "plan.txt", *given)


def test_we_verify_what_stock_minisign_signed(tmp_path):
    run(tmp_path, "minisign", "-G", "-W", "-p", "their.pub", "-s", "their.key")
    (tmp_path / "plan.txt").write_bytes(b"canvass on Sunday\n")
    run(tmp_path, "minisign", "-S", "-s", "their.key", "-t", "from national", "-m", "plan.txt")

    key = VerifyKey.from_text((tmp_path / "their.pub").read_text())
    signature = Signature.from_text((tmp_path / "plan.txt.minisig").read_text())

    assert signature.trusted_comment == "from national"
    assert key.verifies(b"canvass on Sunday\n", signature)
    assert not key.verifies(b"canvass on Monday\n", signature)
    assert key.file_text == (tmp_path / "their.pub").read_text()


def test_a_secret_key_of_stock_minisign_is_ours_too(tmp_path):
    run(tmp_path, "minisign", "-G", "-W", "-p", "their.pub", "-s", "their.key")

    key = SigningKey.from_text((tmp_path / "their.key").read_text())

    assert key.verify_key == VerifyKey.from_text((tmp_path / "their.pub").read_text())
    assert key.file_text == (tmp_path / "their.key").read_text()


def test_a_signature_is_the_same_each_time_and_covers_its_comment():
    key = SigningKey.generate()
    signature = key.signed(b"plan", "Sunday")

    assert signature == key.signed(b"plan", "Sunday")
    assert key.verify_key.verifies(b"plan", signature)
    other_comment = Signature(signature.key_id, signature.signature, "Monday", signature.global_signature)
    assert not key.verify_key.verifies(b"plan", other_comment)


def test_another_key_under_the_same_name_verifies_nothing():
    key = SigningKey.generate()
    other = SigningKey(key.key_id, SigningKey.generate().seed)

    assert not other.verify_key.verifies(b"plan", key.signed(b"plan", ""))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("signature from", "signed by"),
        lambda text: text + "\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("RU", "RW", 1),
        lambda text: text.replace("trusted comment: x", "comment: x"),
        lambda text: "",
        lambda text: text[:60],
        lambda text: text.replace("=\n", "\n", 1),
    ],
)
def test_a_signature_has_one_spelling(change):
    with pytest.raises(ValueError):
        Signature.from_text(change(SigningKey.generate().signed(b"plan", "x").text))


def test_the_older_kind_of_signature_is_not_accepted(tmp_path):
    run(tmp_path, "minisign", "-G", "-W", "-p", "their.pub", "-s", "their.key")
    (tmp_path / "plan.txt").write_bytes(b"plan")
    run(tmp_path, "minisign", "-S", "-l", "-s", "their.key", "-m", "plan.txt")

    with pytest.raises(ValueError, match="prehashed"):
        Signature.from_text((tmp_path / "plan.txt.minisig").read_text())


def test_a_trusted_comment_cannot_smuggle_a_line():
    with pytest.raises(ValueError, match="one line"):
        SigningKey.generate().signed(b"plan", "x\nuntrusted")


# Keys as text


@pytest.mark.parametrize("text", ["", "RW", "age1xyz", "RWQ\x00", "two\nlines", "ñ", "A" * 56, "x" * 100_000])
def test_what_is_no_key_is_said_to_be_none(text):
    for reading, kind in (
        (VerifyKey.from_text, "verify"),
        (SigningKey.from_text, "signing"),
        (Identity.from_text, "identity"),
        (recipient, "recipient"),
    ):
        with pytest.raises(NotAKey) as refused:
            reading(text)
        assert refused.value.kind == kind


def test_a_secret_key_whose_halves_do_not_belong_together_is_none():
    key, other = SigningKey.generate(), SigningKey.generate()
    seed_of_another = SigningKey(key.key_id, other.seed)
    mixed = key.text[:150] + seed_of_another.text[150:]

    with pytest.raises(NotAKey):
        SigningKey.from_text(mixed)


def test_keys_survive_being_kept_as_text():
    keys = ChapterKeys.generate()

    assert SigningKey.from_text(keys.signing.text) == keys.signing
    assert VerifyKey.from_text(keys.signing.verify_key.text) == keys.signing.verify_key
    assert Identity.from_text(keys.identity.text) == keys.identity
    assert Identity.from_text(keys.identity.file_text) == keys.identity
    assert recipient(f"# of national\n{keys.identity.recipient}\n") == keys.identity.recipient


def test_secret_keys_do_not_show_themselves():
    keys = ChapterKeys.generate()

    shown = f"{keys!r} {keys.identity!r} {keys.signing!r} {keys} {keys.identity}"
    assert keys.identity.text not in shown
    assert repr(keys.signing.seed) not in shown


# Seals


def test_stock_age_and_we_open_each_others_files(tmp_path):
    run(tmp_path, "age-keygen", "-o", "their.key")
    theirs = Identity.from_text((tmp_path / "their.key").read_text())
    ours = Identity.generate()
    (tmp_path / "ours.key").write_text(ours.file_text)
    (tmp_path / "ours.age").write_bytes(sealed(b"plan", [theirs.recipient, ours.recipient]))
    (tmp_path / "plan.txt").write_bytes(b"plan")
    run(tmp_path, "age", "-r", ours.recipient, "-o", "theirs.age", "plan.txt")

    assert run(tmp_path, "age", "-d", "-i", "their.key", "ours.age") == "plan"
    assert run(tmp_path, "age", "-d", "-i", "ours.key", "ours.age") == "plan"
    assert unsealed((tmp_path / "theirs.age").read_bytes(), [ours]) == b"plan"


def test_nothing_is_sealed_to_nobody():
    with pytest.raises(NotAKey):
        sealed(b"plan", [])


def test_without_any_identity_nothing_is_for_us():
    with pytest.raises(BundleRefused) as refused:
        unsealed(sealed(b"plan", [Identity.generate().recipient]), [])

    assert refused.value.reason == "not-for-us"


# National's keys


def test_nationals_keys_are_files_that_stock_tools_read(tmp_path):
    folder = tmp_path / "hub"
    folder.mkdir()
    public = write_hub_keys(folder)
    (folder / "list.txt").write_text("groups")

    run(folder, "minisign", "-S", "-s", "national.minisign", "-m", "list.txt")
    run(folder, "minisign", "-V", "-p", "national.minisign.pub", "-m", "list.txt")
    run(folder, "age", "-R", "national.age.pub", "-o", "list.age", "list.txt")

    assert run(folder, "age", "-d", "-i", "national.age", "list.age") == "groups"
    assert run(folder, "age-keygen", "-y", "national.age").strip() == public.recipient
    assert VerifyKey.from_text((folder / "national.minisign.pub").read_text()) == public.verify_key
    assert Identity.from_text((folder / "national.age").read_text()).recipient == public.recipient
    if os.name == "posix":
        assert (folder / "national.age").stat().st_mode & 0o077 == 0
        assert (folder / "national.minisign").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "name", ["national.age", "national.age.pub", "national.minisign", "national.minisign.pub"]
)
def test_nationals_keys_are_never_written_over(tmp_path, name):
    (tmp_path / name).write_text("the only copy")

    with pytest.raises(AlreadyThere) as refused:
        write_hub_keys(tmp_path)

    assert refused.value.name == name
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "the only copy"


def test_nationals_keys_need_a_folder(tmp_path):
    with pytest.raises(NotSaved):
        write_hub_keys(tmp_path / "not-there")


# Four words


def test_the_four_words_of_a_key_never_change():
    key = VerifyKey(bytes(8), bytes(range(32)))

    assert four_words(key) == "artist agenda charm headline"


def test_four_words_are_of_the_key_and_not_of_its_name():
    key, other = SigningKey.generate().verify_key, SigningKey.generate().verify_key

    assert four_words(key) == four_words(VerifyKey(bytes(8), key.public))
    assert four_words(key) != four_words(other)
    assert set(four_words(key).split()) <= set(words("en"))
    assert len(four_words(key).split()) == 4
