import json
import os
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_desk.core.explain import explain
from chapter_desk.core.safekeeping import durable, kdf, vault
from chapter_desk.core.safekeeping.kdf import Cost
from chapter_desk.core.safekeeping.recovery_code import RecoveryCode
from chapter_desk.core.safekeeping.waiting import LONGEST_WAIT_S, wait_after
from chapter_desk.errors import (
    AlreadyThere,
    NotSaved,
    PassphraseTooWeak,
    VaultUnusable,
    WrongPassphrase,
    WrongRecoveryCode,
)

CHEAP = Cost(memory_kib=8, passes=1)


@pytest.fixture
def chapter(tmp_path):
    folder = tmp_path / "Norfolk.chapter"
    folder.mkdir()
    return folder


def rewrite(chapter, change) -> None:
    """Change the vault as a person with an editor could, with a checksum that fits again."""
    path = chapter / vault.FILE_NAME
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    content["checksum"] = ""
    whole = vault.msgspec.convert(content, vault._Vault)
    path.write_bytes(vault._encoded(whole))


def test_the_passphrase_and_the_recovery_code_open_the_same_key(chapter):
    data_key, code = vault.create(chapter, "six plain words", CHEAP)

    assert len(data_key) == 32
    assert vault.unlock(chapter, "six plain words") == data_key
    assert vault.unlock_with_recovery(chapter, RecoveryCode.from_text(str(code))) == data_key
    vault.examine(chapter)


def test_every_vault_has_a_key_and_a_code_of_its_own(tmp_path):
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(vault.create(tmp_path / name, "six plain words", CHEAP))

    assert made[0][0] != made[1][0]
    assert made[0][1] != made[1][1]


def test_no_secret_lies_in_the_file(chapter):
    data_key, code = vault.create(chapter, "six plain words", CHEAP)
    content = (chapter / vault.FILE_NAME).read_bytes()

    for secret in (data_key, data_key.hex().encode(), b"six plain", code.secret, str(code).encode()):
        assert secret not in content
    if os.name == "posix":
        assert (chapter / vault.FILE_NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("typed", ["  six   plain words ", "six\u00a0plain\twords"])
def test_spaces_make_no_difference(chapter, typed):
    data_key, _ = vault.create(chapter, "six plain words", CHEAP)

    assert vault.unlock(chapter, typed) == data_key


def test_accents_make_no_difference_however_the_keyboard_writes_them(chapter):
    data_key, _ = vault.create(chapter, "ma\u00f1ana caf\u00e9", CHEAP)

    assert vault.unlock(chapter, "man\u0303ana cafe\u0301") == data_key


@pytest.mark.parametrize(
    "wrong", ["", "six plain word", "Six plain words", "sixplainwords", "\udcff", "x" * 100_000]
)
def test_a_wrong_passphrase_opens_nothing(chapter, wrong):
    vault.create(chapter, "six plain words", CHEAP)

    with pytest.raises(WrongPassphrase):
        vault.unlock(chapter, wrong)


def test_a_hundred_wrong_tries_harm_nothing(chapter):
    data_key, _ = vault.create(chapter, "six plain words", CHEAP)
    for number in range(100):
        with pytest.raises(WrongPassphrase):
            vault.unlock(chapter, f"try {number}")

    assert vault.unlock(chapter, "six plain words") == data_key


def test_another_chapters_recovery_code_opens_nothing(chapter):
    vault.create(chapter, "six plain words", CHEAP)

    with pytest.raises(WrongRecoveryCode) as refused:
        vault.unlock_with_recovery(chapter, RecoveryCode.generate())

    assert refused.value.group == 0


@pytest.mark.parametrize("empty", ["", "   ", "\t\n"])
def test_there_is_no_vault_without_a_passphrase(chapter, empty):
    with pytest.raises(PassphraseTooWeak):
        vault.create(chapter, empty, CHEAP)

    assert list(chapter.iterdir()) == []


def test_a_vault_is_never_made_over_another(chapter):
    data_key, _ = vault.create(chapter, "six plain words", CHEAP)

    with pytest.raises(AlreadyThere):
        vault.create(chapter, "other", CHEAP)

    assert vault.unlock(chapter, "six plain words") == data_key


# Changing it


def test_after_a_change_only_the_new_passphrase_opens_and_the_code_still_does(chapter):
    data_key, code = vault.create(chapter, "old words", CHEAP)

    vault.change_passphrase(chapter, "old words", "new words", CHEAP)

    assert vault.unlock(chapter, "new words") == vault.unlock_with_recovery(chapter, code) == data_key
    with pytest.raises(WrongPassphrase):
        vault.unlock(chapter, "old words")


def test_who_does_not_know_the_passphrase_does_not_change_it(chapter):
    data_key, _ = vault.create(chapter, "old words", CHEAP)

    with pytest.raises(WrongPassphrase):
        vault.change_passphrase(chapter, "guess", "new words", CHEAP)

    assert vault.unlock(chapter, "old words") == data_key


def test_a_new_code_makes_the_old_paper_worthless(chapter):
    data_key, old = vault.create(chapter, "six plain words", CHEAP)

    new = vault.replace_recovery_code(chapter, data_key)

    assert vault.unlock_with_recovery(chapter, new) == vault.unlock(chapter, "six plain words") == data_key
    with pytest.raises(WrongRecoveryCode):
        vault.unlock_with_recovery(chapter, old)


def test_another_chapters_key_is_never_wrapped_into_this_vault(chapter):
    vault.create(chapter, "six plain words", CHEAP)
    before = (chapter / vault.FILE_NAME).read_bytes()

    with pytest.raises(ValueError, match="another vault"):
        vault.set_passphrase(chapter, bytes(32), "new words", CHEAP)

    assert (chapter / vault.FILE_NAME).read_bytes() == before


def test_slots_that_a_later_version_added_are_kept(chapter):
    data_key, _ = vault.create(chapter, "old words", CHEAP)
    trustee = {"kind": "trustee", "recipient": "age1x", "wrapped": "AAAA"}
    rewrite(chapter, lambda content: content["slots"].append(trustee))

    vault.set_passphrase(chapter, data_key, "new words", CHEAP)

    assert trustee in json.loads((chapter / vault.FILE_NAME).read_text())["slots"]


def test_if_the_change_is_not_saved_the_old_passphrase_still_opens(chapter, monkeypatch):
    data_key, _ = vault.create(chapter, "old words", CHEAP)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(NotSaved) as refused:
        vault.change_passphrase(chapter, "old words", "new words", CHEAP)
    monkeypatch.undo()

    assert refused.value.reason == "disk-full"
    assert [path.name for path in chapter.iterdir()] == [vault.FILE_NAME]
    assert vault.unlock(chapter, "old words") == data_key


# Damage


def reason(chapter) -> str:
    with pytest.raises(VaultUnusable) as refused:
        vault.unlock(chapter, "six plain words")
    assert refused.value.name == "Norfolk.chapter"
    assert str(explain(refused.value))
    return refused.value.reason


def test_a_missing_vault_is_missing(chapter):
    assert reason(chapter) == "missing"


def test_a_vault_that_the_disk_does_not_give_out_is_unreadable(chapter):
    (chapter / vault.FILE_NAME).mkdir()

    assert reason(chapter) == "unreadable"


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b"hello",
        b"\xff\xfe",
        b'{"format": "other", "version": 1}',
        b"[" * 50_000,
        bytes(100_000),
    ],
)
def test_another_programs_file_is_foreign(chapter, content):
    (chapter / vault.FILE_NAME).write_bytes(content)

    assert reason(chapter) == "foreign"


def test_an_empty_vault_is_damaged(chapter):
    (chapter / vault.FILE_NAME).write_bytes(b"")

    assert reason(chapter) == "damaged"


@pytest.mark.parametrize("version", [2, 99])
def test_a_vault_of_a_later_version_is_newer_whatever_else_it_holds(chapter, version):
    content = {"format": "chapter-desk vault", "version": version, "slots": {"new": "shape"}}
    (chapter / vault.FILE_NAME).write_text(json.dumps(content))

    assert reason(chapter) == "newer"


def test_a_changed_byte_is_told_from_a_wrong_passphrase(chapter):
    data_key, _ = vault.create(chapter, "six plain words", CHEAP)
    path = chapter / vault.FILE_NAME
    content = path.read_bytes()
    chance = random.Random(1)
    for _ in range(200):
        changed = bytearray(content)
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        try:
            assert vault.unlock(chapter, "six plain words") == data_key  # a space became a tab, say
        except VaultUnusable as unusable:
            assert unusable.reason in ("damaged", "foreign", "newer")


@pytest.mark.parametrize("kept", [1, 50, 300, -10])
def test_a_vault_cut_short_is_damaged_or_foreign(chapter, kept):
    vault.create(chapter, "six plain words", CHEAP)
    path = chapter / vault.FILE_NAME
    path.write_bytes(path.read_bytes()[:kept])

    assert reason(chapter) in ("damaged", "foreign")


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 2**40, "passes": 1, "lanes": 1},
        {"memory_kib": 2 * 1024 * 1024, "passes": 1, "lanes": 1},
        {"memory_kib": 65536, "passes": 10**9, "lanes": 1},
        {"memory_kib": 1024 * 1024, "passes": 60, "lanes": 1},
        {"memory_kib": 65536, "passes": 1, "lanes": 1000},
        {"memory_kib": 65536, "passes": 0, "lanes": 1},
        {"memory_kib": 0, "passes": 1, "lanes": 1},
        {"memory_kib": -1, "passes": 1, "lanes": 1},
        {"memory_kib": "many", "passes": 1, "lanes": 1},
        None,
    ],
)
def test_a_cost_from_a_file_is_bounded_before_it_is_paid(chapter, cost, monkeypatch):
    vault.create(chapter, "six plain words", CHEAP)
    rewrite(chapter, lambda content: content["slots"][0].update(cost=cost))
    monkeypatch.setattr(vault, "derived", lambda *_: pytest.fail("paid"))

    assert reason(chapter) == "damaged"


@pytest.mark.parametrize("kind", ["passphrase", "recovery"])
def test_a_vault_without_one_of_its_slots_is_damaged(chapter, kind):
    vault.create(chapter, "six plain words", CHEAP)
    rewrite(chapter, lambda content: content.update(slots=[s for s in content["slots"] if s["kind"] != kind]))

    with pytest.raises(VaultUnusable):
        vault.examine(chapter)


def test_a_slot_opens_only_with_the_cost_it_was_made_with(chapter):
    vault.create(chapter, "six plain words", CHEAP)
    rewrite(chapter, lambda content: content["slots"][0]["cost"].update(lanes=2, memory_kib=16))

    with pytest.raises(WrongPassphrase):
        vault.unlock(chapter, "six plain words")


# What a try costs


def test_the_cost_fills_half_a_second_to_a_second_whatever_the_computer():
    for kib_per_s in (100_000, 300_000, 1_000_000, 3_000_000):
        assert 0.5 <= tuned_on(kib_per_s)[1] <= 1.0


def test_a_very_slow_computer_still_pays_the_least_cost():
    cost, _ = tuned_on(kib_per_s=20_000)

    assert cost == kdf.LEAST_COST
    assert cost.memory_kib >= 64 * 1024


def test_a_very_fast_computer_stays_within_what_any_reader_accepts():
    cost, _ = tuned_on(kib_per_s=10**9)

    assert cost.bearable


def tuned_on(kib_per_s: int) -> tuple[Cost, float]:
    """Return the cost chosen on a computer of this speed, and the seconds that a try takes there."""
    now = 0.0

    def work(_passphrase: str, _salt: bytes, cost: Cost) -> bytes:
        nonlocal now
        now += cost.memory_kib * cost.passes / kib_per_s
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kdf, "derived", work)
        cost = kdf.tuned_cost(lambda: now)
    return cost, cost.memory_kib * cost.passes / kib_per_s


def test_a_new_vault_is_tuned_unless_a_test_says_otherwise(chapter, monkeypatch):
    monkeypatch.setattr(vault, "tuned_cost", lambda: Cost(16, 2))

    vault.create(chapter, "six plain words")

    cost = json.loads((chapter / vault.FILE_NAME).read_text())["slots"][0]["cost"]
    assert cost == {"memory_kib": 16, "passes": 2, "lanes": 1}


def test_wrong_tries_wait_longer_and_longer_but_never_over_five_seconds():
    waits = [wait_after(tries) for tries in range(12)]

    assert waits[:7] == [0, 0, 0, 0.5, 1, 2, 4]
    assert all(one <= next_one for one, next_one in pairwise(waits))
    assert wait_after(10**9) == LONGEST_WAIT_S == 5


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=40).filter(lambda text: text.split()))
def test_any_text_is_a_passphrase(tmp_path_factory, passphrase):
    folder = tmp_path_factory.mktemp("any")
    data_key, _ = vault.create(folder, passphrase, CHEAP)

    assert vault.unlock(folder, passphrase) == data_key
