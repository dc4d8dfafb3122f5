"""Bundles changed at random, in the seal and inside it: none is taken, and each refusal has its reason."""

import random
import tempfile
from pathlib import Path

import pytest

from chapter_desk.core.explain import explain
from chapter_desk.core.sync import container
from chapter_desk.core.sync.bundle import Reader, drafted, opened, sealed_draft
from chapter_desk.errors import BundleRefused
from tests.bundles import TABLES, Laptop, forged, resealed


def changed(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return `content` with one to three changes: flips, cuts, doublings, pieces of `other`, noise."""
    changing = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        at, length = (
            chance.randrange(len(changing) + 1),
            min(chance.randint(1, 200), 2 ** chance.randint(0, 8)),
        )
        match chance.randrange(7):
            case 0 if at < len(changing):
                changing[at] ^= 1 << chance.randrange(8)
            case 1:
                del changing[at : at + length]
            case 2:
                changing[at:at] = changing[at : at + length]
            case 3:
                changing[at : at + length] = other[at : at + length]
            case 4:
                changing[at : at + length] = chance.randbytes(length)
            case 5:
                del changing[max(at, 1) :]
            case _:
                changing[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"PK\5\6", b"PK\1\2"])
    return bytes(changing)


def mutated(laptop: Laptop, chance: random.Random) -> bytes | None:
    """Return a bundle changed in the seal, in the zip, or in one member of it; None if it is as before."""
    draft = laptop.draft(sequence=chance.randrange(3))
    other = drafted(laptop.manifest(sequence=9), {"person": TABLES["sign_in"]}, laptop.signer)
    layer = chance.randrange(5)
    if layer == 0:
        whole = sealed_draft(draft)
        content = changed(whole, sealed_draft(other), chance)
        return None if content == whole else content
    if layer in (1, 2):
        plain = changed(draft.plain, other.plain, chance)
        return None if plain == draft.plain else resealed(plain, draft)
    members = list(container.members(draft.plain))
    number = chance.randrange(len(members))
    before = bytes(members[number].packed)
    after = changed(before, other.plain, chance)
    if after == before:
        return None
    if layer == 3:
        # A stranger who knows the format writes a perfect zip around it.
        method = members[number].method
        members[number] = container.Member(
            members[number].name,
            method,
            members[number].crc,
            len(after) if method == 0 else members[number].size,
            after,
        )
        return resealed(container.assembled(members), draft)
    # The laptop itself signs a manifest that is not one, or tables that are not what it says.
    if number == 0:
        return forged(draft, laptop.signing, manifest=b"{" + after)
    tables = [
        container.Member(one.name, one.method, one.crc ^ 1, one.size, one.packed) for one in members[2:]
    ]
    return forged(draft, laptop.signing, tables=tables)


def none_is_taken(laptop: Laptop, reader: Reader, count: int, seed: int) -> dict[str, int]:
    """Return how often each reason was given for `count` mutated bundles, none of which may be accepted."""
    chance = random.Random(seed)
    reasons: dict[str, int] = {}
    while sum(reasons.values()) < count:
        untrusted = mutated(laptop, chance)
        if untrusted is None:
            continue
        with pytest.raises(BundleRefused) as refused:
            opened(untrusted, reader)
        assert str(explain(refused.value))
        reasons[refused.value.reason] = reasons.get(refused.value.reason, 0) + 1
    return reasons


@pytest.fixture
def nothing_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Fail if the test leaves any file behind where it works or where temporary files go."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nothing_on_disk")
def test_of_300_mutated_bundles_none_is_taken():
    laptop = Laptop()

    reasons = none_is_taken(laptop, laptop.reader(), 300, seed=1)

    assert {"not-a-bundle", "altered", "damaged", "cut-short"} <= reasons.keys()


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_on_disk")
@pytest.mark.parametrize("seed", range(10))
def test_of_10_000_mutated_bundles_none_is_taken(seed):
    laptop = Laptop()

    none_is_taken(laptop, laptop.reader(), 1000, seed=100 + seed)
