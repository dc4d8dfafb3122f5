"""Each way in which a bundle can be wrong has its reason, and nothing of such a bundle is used."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import msgspec
import pytest

from chapter_desk.core.explain import explain
from chapter_desk.core.sync import container
from chapter_desk.core.sync.bundle import Reader, drafted, opened, read, sealed_draft
from chapter_desk.core.sync.container import Member
from chapter_desk.core.sync.manifest import MOST_BYTES
from chapter_desk.core.sync.sealing import MOST_SEALED_BYTES, Identity, sealed
from chapter_desk.core.sync.signing import SigningKey
from chapter_desk.core.sync.trust import Signer, certified
from chapter_desk.errors import BundleRefused
from tests.bundles import DOOR_2, NORFOLK, RICHMOND, TABLES, Laptop, forged, resealed


@pytest.fixture(scope="module")
def laptop() -> Laptop:
    return Laptop()


def reason(untrusted: bytes, reader: Reader) -> str:
    with pytest.raises(BundleRefused) as refused:
        opened(untrusted, reader)
    return refused.value.reason


def deflated(content: bytes) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(content) + deflate.flush()


def test_a_bundle_for_somebody_else_is_not_for_us(laptop):
    assert (
        reason(sealed_draft(laptop.draft()), laptop.reader(identities=[Identity.generate()])) == "not-for-us"
    )


def test_a_bundle_sealed_on_to_us_by_its_recipient_is_not_for_us(laptop):
    trustee = Identity.generate()
    draft = laptop.draft(recipients=(trustee.recipient,))

    assert reason(resealed(draft.plain, draft, to=laptop.keys.identity), laptop.reader()) == "not-for-us"


@pytest.mark.parametrize("kept", [0, 1, 10, 22, 100, 300, 512, 1000, 2000, -1])
def test_a_bundle_cut_short_anywhere_is_said_to_be_cut_short(laptop, kept):
    assert reason(sealed_draft(laptop.draft())[:kept], laptop.reader()) == "cut-short"


def test_a_bundle_cut_short_at_a_block_of_the_stick_is_said_to_be_cut_short(laptop):
    rows = (f'{{"id":"{zlib.crc32(str(n).encode())}"}}\n'.encode() for n in range(40_000))
    content = sealed_draft(drafted(laptop.manifest(), {"person": rows}, laptop.signer))

    cuts = range(4096, len(content), 4096)
    assert len(cuts) > 20
    assert {reason(content[:cut], laptop.reader()) for cut in cuts} == {"cut-short"}


def test_a_byte_changed_on_the_way_is_damage(laptop):
    content = bytearray(sealed_draft(laptop.draft()))
    content[-100] ^= 1

    assert reason(bytes(content), laptop.reader()) == "damaged"


@pytest.mark.parametrize(
    "content", [b"PK\3\4 a zip", b"\x00" * 100, b"hello\n", b"age-encryption.org/v2\n-> X"]
)
def test_another_file_is_not_a_bundle(laptop, content):
    assert reason(content, laptop.reader()) == "not-a-bundle"


def test_something_else_sealed_to_us_is_not_a_bundle(laptop):
    plain = BytesIO()
    with zipfile.ZipFile(plain, "w") as other:
        other.writestr("holiday.jpg", b"x")
    for content in (b"", b"a letter", plain.getvalue()):
        assert reason(resealed(content, laptop.draft()), laptop.reader()) == "not-a-bundle"


def test_a_file_larger_than_any_bundle_is_not_even_read(laptop, tmp_path):
    path = tmp_path / "cd-00-1.cdb"
    with path.open("wb") as file:
        file.truncate(MOST_SEALED_BYTES + 1)

    with pytest.raises(BundleRefused) as refused:
        read(path, laptop.reader())

    assert refused.value.reason == "too-large"
    assert reason(b"age-encryption.org/v1\n" + bytes(MOST_SEALED_BYTES), laptop.reader()) == "too-large"


def test_a_bundle_that_the_stick_does_not_give_out_is_unreadable(laptop, tmp_path):
    with pytest.raises(BundleRefused) as refused:
        read(tmp_path / "pulled-out.cdb", laptop.reader())

    assert refused.value.reason == "unreadable"


@pytest.mark.parametrize(
    "reason",
    ["unreadable", "too-large", "not-a-bundle", "cut-short", "damaged", "not-for-us", "unknown-sender",
     "revoked", "altered", "newer", "wrong-kind", "wrong-chapter", "wrong-content"],
)  # fmt: skip
def test_every_reason_has_its_three_sentences(reason):
    said = explain(BundleRefused(reason, detail="age: decryption error"))

    assert all(text.endswith(".") for text in (said.happened, said.safe, said.do))
    assert "error" not in str(said)


def test_who_is_asked_to_write_it_again_is_named_where_known():
    assert explain(BundleRefused("cut-short", "Door-2")).do == "Ask Door-2 to write it again."


# Who signed it


def test_an_unsigned_bundle_is_not_a_bundle(laptop):
    draft = laptop.draft()
    manifest, signature, *tables = container.members(draft.plain)
    empty = container.stored(container.SIGNATURE, b"")

    assert (
        reason(resealed(container.assembled([manifest, *tables]), draft), laptop.reader()) == "not-a-bundle"
    )
    assert (
        reason(resealed(container.assembled([signature, *tables]), draft), laptop.reader()) == "not-a-bundle"
    )
    assert (
        reason(resealed(container.assembled([manifest, empty, *tables]), draft), laptop.reader())
        == "not-a-bundle"
    )


def test_a_chapter_we_do_not_know_is_an_unknown_sender(laptop):
    stranger = Laptop(RICHMOND)
    draft = stranger.draft(recipients=(laptop.keys.identity.recipient,))

    assert reason(sealed_draft(draft), laptop.reader()) == "unknown-sender"
    assert reason(sealed_draft(draft), laptop.reader(chapter_id=None)) == "unknown-sender"


def test_a_laptop_that_vouches_for_itself_is_an_unknown_sender(laptop):
    own = SigningKey.generate()
    draft = drafted(laptop.manifest(), TABLES, Signer(own, certified(own, NORFOLK, own.verify_key, DOOR_2)))

    assert reason(sealed_draft(draft), laptop.reader()) == "unknown-sender"


def test_a_certificate_altered_for_another_key_is_an_unknown_sender(laptop):
    own = SigningKey.generate()
    stolen = msgspec.structs.replace(laptop.certificate, public_key=own.verify_key.text)

    assert (
        reason(sealed_draft(drafted(laptop.manifest(), TABLES, Signer(own, stolen))), laptop.reader())
        == "unknown-sender"
    )


@pytest.mark.parametrize("name", ["public_key", "signature"])
def test_a_certificate_that_is_none_is_an_unknown_sender(laptop, name):
    broken = msgspec.structs.replace(laptop.certificate, **{name: "RW"})
    draft = drafted(laptop.manifest(), TABLES, Signer(laptop.signing, broken))

    assert reason(sealed_draft(draft), laptop.reader()) == "unknown-sender"


def test_a_key_without_certificate_is_an_unknown_sender_unless_it_is_nationals(laptop):
    national = SigningKey.generate()
    draft = drafted(laptop.manifest(kind="receipt"), {}, Signer(national))

    assert reason(sealed_draft(draft), laptop.reader()) == "unknown-sender"
    assert opened(sealed_draft(draft), laptop.reader(direct=[national.verify_key])).sender.is_national


@pytest.mark.parametrize("kind", ["delta", "snapshot", "attendance", "summary", "door-pack", "nomination"])
def test_national_may_not_write_what_changes_a_chapter(laptop, kind):
    national = SigningKey.generate()
    draft = drafted(laptop.manifest(kind=kind), TABLES, Signer(national))

    assert reason(sealed_draft(draft), laptop.reader(direct=[national.verify_key])) == "wrong-kind"


def test_a_revoked_laptop_is_refused_though_its_chapter_is_trusted(laptop):
    revoked = [laptop.signing.verify_key]

    assert reason(sealed_draft(laptop.draft()), laptop.reader(revoked=revoked)) == "revoked"


def test_a_revoked_laptop_cannot_come_back_under_another_key_name(laptop):
    renamed = SigningKey(bytes(8), laptop.signing.seed)
    draft = drafted(
        laptop.manifest(),
        TABLES,
        Signer(renamed, certified(laptop.keys.signing, NORFOLK, renamed.verify_key, DOOR_2)),
    )

    assert reason(sealed_draft(draft), laptop.reader(revoked=[laptop.signing.verify_key])) == "revoked"


def test_what_a_revoked_chapter_key_vouched_for_is_revoked_whether_or_not_it_is_still_listed(laptop):
    content, revoked = sealed_draft(laptop.draft()), [laptop.keys.signing.verify_key]
    other = Laptop(keys=laptop.keys.generate())

    assert reason(content, laptop.reader(revoked=revoked)) == "revoked"
    now_another = other.reader(revoked=revoked, identities=[laptop.keys.identity])
    assert reason(content, now_another) == "revoked"


def test_while_one_chapter_key_replaces_another_both_are_believed(laptop):
    newer = Laptop(keys=laptop.keys.generate())
    both = [newer.keys.signing.verify_key, laptop.keys.signing.verify_key]
    trust = type(laptop.reader().trust)({NORFOLK: both})

    assert opened(sealed_draft(laptop.draft()), laptop.reader(trust=trust))


def test_a_manifest_changed_after_signing_is_altered(laptop):
    draft = laptop.draft()
    manifest, *others = container.members(draft.plain)
    text = bytes(manifest.packed).replace(b'"chapter_desk:upto": 42', b'"chapter_desk:upto": 43')
    plain = container.assembled([container.stored(container.MANIFEST, text), *others])

    assert text != bytes(manifest.packed)
    assert reason(resealed(plain, draft), laptop.reader()) == "altered"


def test_a_manifest_and_signature_of_another_bundle_do_not_fit_these_tables(laptop):
    one, other = laptop.draft(), drafted(laptop.manifest(), {"person": TABLES["person"]}, laptop.signer)
    plain = container.assembled([*container.members(one.plain)[:2], *container.members(other.plain)[2:]])

    assert reason(resealed(plain, one), laptop.reader()) == "altered"


def test_a_table_changed_after_signing_is_altered(laptop):
    draft = laptop.draft()
    members = list(container.members(draft.plain))
    members[2] = container.packed("data/person.jsonl", [b'{"id":"p9"}\n']).member

    assert reason(resealed(container.assembled(members), draft), laptop.reader()) == "altered"


# What it says of itself, rightly signed


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ({"chapter_desk:minimum_reader": 2}, "newer"),
        ({"chapter_desk:must_understand": ["threads"]}, "newer"),
        ({"chapter_desk:kind": "podcast"}, "newer"),
        ({"chapter_desk:minimum_reader": 2, "chapter_desk:chapter_name": {"a": 1}}, "newer"),
        ({"chapter_desk:chapter_id": "other"}, "wrong-chapter"),
        ({"chapter_desk:replica_id": "other"}, "wrong-content"),
        ({"chapter_desk:key_id": "ABCD"}, "wrong-content"),
        ({"chapter_desk:sequence": -1}, "wrong-content"),
        ({"chapter_desk:sequence": 2**70}, "wrong-content"),
        ({"chapter_desk:upto": 1.5}, "wrong-content"),
        ({"chapter_desk:chapter_name": "Norfolk\x00"}, "wrong-content"),
        ({"chapter_desk:chapter_name": "x" * 501}, "wrong-content"),
        ({"chapter_desk:recipients": []}, "wrong-content"),
        ({"name": "../../etc"}, "wrong-content"),
        ({"created": "yesterday"}, "wrong-content"),
        ({"created": "2026-01-01T00:00:00"}, "wrong-content"),
        ({"resources": []}, "wrong-content"),
        ({"chapter_desk:format": "one"}, "not-a-bundle"),
    ],
)
def test_what_a_trusted_laptop_says_is_still_checked(laptop, manifest, expected):
    assert reason(forged(laptop.draft(), laptop.signing, manifest=manifest), laptop.reader()) == expected


def test_a_later_minor_version_with_fields_we_do_not_know_is_read(laptop):
    manifest = {"chapter_desk:format": 2, "chapter_desk:mood": "sunny", "homepage": "x"}

    assert opened(forged(laptop.draft(), laptop.signing, manifest=manifest), laptop.reader())


def test_a_chapter_may_only_speak_of_itself(laptop):
    richmond = Laptop(RICHMOND, keys=laptop.keys)
    draft = drafted(richmond.manifest(chapter_id=NORFOLK), TABLES, richmond.signer)
    trust = type(laptop.reader().trust)({RICHMOND: [laptop.keys.signing.verify_key]})

    assert reason(sealed_draft(draft), laptop.reader(trust=trust)) == "wrong-chapter"


def test_another_trusted_chapters_bundle_is_of_the_wrong_chapter(laptop):
    assert reason(sealed_draft(laptop.draft()), laptop.reader(chapter_id=RICHMOND)) == "wrong-chapter"


def test_a_kind_that_is_not_taken_here_is_refused(laptop):
    assert reason(sealed_draft(laptop.draft()), laptop.reader(kinds={"summary"})) == "wrong-kind"


@pytest.mark.parametrize(
    "change", [{"bytes": 1}, {"hash": "sha256:" + "0" * 64}, {"chapter_desk:rows": 9}, {"name": "gift"}]
)
def test_a_table_is_of_the_size_hash_and_rows_that_the_manifest_says(laptop, change):
    draft = laptop.draft()
    resources = msgspec.json.decode(draft.contents.manifest_bytes)["resources"]
    resources[0] |= change

    content = forged(draft, laptop.signing, manifest={"resources": resources})
    assert reason(content, laptop.reader()) == "wrong-content"


@pytest.mark.parametrize("content", [b'{"id":"p1"}', b"x" * (container.MOST_LINE_BYTES + 1) + b"\n"])
def test_a_table_is_lines_of_bearable_length(laptop, content):
    draft = laptop.draft()
    tally = container.Tally()
    tally.add(content)
    member = container.stored("data/person.jsonl", content)
    resource = {"name": "person", "path": "data/person.jsonl", "bytes": tally.size, "hash": tally.hash}
    said = {"resources": [resource | {"chapter_desk:rows": tally.lines}]}

    assert (
        reason(forged(draft, laptop.signing, manifest=said, tables=[member]), laptop.reader())
        == "wrong-content"
    )


# Bombs, and things hidden in the zip


def test_json_nested_deep_is_refused_before_it_is_parsed(laptop):
    deep = b'{"chapter_desk:x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"

    assert reason(forged(laptop.draft(), laptop.signing, manifest=deep), laptop.reader()) == "not-a-bundle"


def test_brackets_in_a_name_are_not_nesting(laptop):
    name = '[[[[[[[[[[ (Norfolk) \\" {{{{{{{{{{'

    assert (
        opened(sealed_draft(laptop.draft(chapter_name=name)), laptop.reader()).manifest.chapter_name == name
    )


@pytest.mark.parametrize(
    "text", [b'"' + b'\\"' * 300_000, b'"' * 600_001, b'"' + b"\\" * 600_001, b"[" * 600_000]
)
def test_text_made_to_be_slow_is_refused_at_once(laptop, text):
    assert reason(forged(laptop.draft(), laptop.signing, manifest=text), laptop.reader()) == "not-a-bundle"


def test_a_huge_manifest_is_too_large(laptop):
    huge = {"chapter_desk:x": "x" * MOST_BYTES}

    assert reason(forged(laptop.draft(), laptop.signing, manifest=huge), laptop.reader()) == "too-large"


def test_a_zip_bomb_is_too_large_even_from_a_trusted_laptop(laptop):
    zeros = bytes(20_000_000)
    bomb = Member("data/person.jsonl", 8, zlib.crc32(zeros), len(zeros), deflated(zeros))

    assert reason(forged(laptop.draft(), laptop.signing, tables=[bomb]), laptop.reader()) == "too-large"


def test_a_bomb_that_lies_about_its_size_is_stopped_at_that_size(laptop, monkeypatch):
    zeros = bytes(50_000_000)
    member = Member("data/person.jsonl", 8, 0, 1000, deflated(zeros))
    inflated = []
    whole = container._inflated
    monkeypatch.setattr(
        container, "_inflated", lambda one: (inflated.append(len(b)) or b for b in whole(one))
    )
    resource = {"name": "person", "path": "data/person.jsonl", "bytes": 1000, "hash": "sha256:" + "0" * 64}
    said = {"resources": [resource | {"chapter_desk:rows": 1}]}

    assert (
        reason(forged(laptop.draft(), laptop.signing, manifest=said, tables=[member]), laptop.reader())
        == "damaged"
    )
    assert sum(inflated) < 1_000_000


def test_members_that_sum_to_too_much_are_too_large(laptop, monkeypatch):
    content = forged(laptop.draft(), laptop.signing)
    monkeypatch.setattr(container, "MOST_UNPACKED_BYTES", 1000)

    assert reason(content, laptop.reader()) == "too-large"


def test_too_many_members_are_too_large(laptop):
    tables = [container.stored(f"data/t{n}.jsonl", b"{}\n") for n in range(63)]

    assert reason(forged(laptop.draft(), laptop.signing, tables=tables), laptop.reader()) == "too-large"


@pytest.mark.parametrize(
    "name",
    ["../data/person.jsonl", "/etc/passwd", "data/../../x.jsonl", "data/Person.jsonl", "data/a/b.jsonl",
     "data\\person.jsonl", "C:person.jsonl", "data/person.jsonl ", "data/person.jsonl\x00", "evil.exe", ""],
)  # fmt: skip
def test_a_name_that_is_not_a_bundles_is_refused(laptop, name):
    tables = [container.stored(name, b"{}\n")]

    assert reason(forged(laptop.draft(), laptop.signing, tables=tables), laptop.reader()) == "not-a-bundle"


@pytest.mark.parametrize("name", ["data/person.jsonl", container.MANIFEST, container.SIGNATURE])
def test_two_members_of_one_name_are_refused(laptop, name):
    tables = [*container.members(laptop.draft().plain)[2:], container.stored(name, b"{}\n")]

    assert reason(forged(laptop.draft(), laptop.signing, tables=tables), laptop.reader()) == "not-a-bundle"


def test_a_table_that_the_manifest_does_not_list_is_refused(laptop):
    tables = [*container.members(laptop.draft().plain)[2:], container.stored("data/gift.jsonl", b"{}\n")]

    assert reason(forged(laptop.draft(), laptop.signing, tables=tables), laptop.reader()) == "wrong-content"


def _header_names_another_file(plain: bytes) -> bytes:
    before, between, after = plain.rsplit(b"data/person.jsonl", 2)
    return before + b"data/parson.jsonl" + between + b"data/person.jsonl" + after


def _says_a_data_descriptor_follows(plain: bytes) -> bytes:
    return plain[:6] + struct.pack("<H", 8) + plain[8:]


def _is_said_to_be_encrypted(plain: bytes) -> bytes:
    return plain[:6] + struct.pack("<H", 1) + plain[8:]


def _has_a_comment(plain: bytes) -> bytes:
    return plain[:-2] + struct.pack("<H", 5) + b"hello"


def _has_something_before_it(plain: bytes) -> bytes:
    return b"MZ" + plain


def _has_something_after_it(plain: bytes) -> bytes:
    return plain + b"\x00"


def _has_a_gap_before_the_directory(plain: bytes) -> bytes:
    *front, size, offset, comment = struct.unpack("<4s4H2LH", plain[-22:])
    end = struct.pack("<4s4H2LH", *front, size, offset + 4, comment)
    return plain[:offset] + b"evil" + plain[offset:-22] + end


def _has_another_time(plain: bytes) -> bytes:
    return plain[:10] + b"\x01" + plain[11:]


def _directory_points_elsewhere(plain: bytes) -> bytes:
    *front, offset, comment = struct.unpack("<4s4H2LH", plain[-22:])
    return plain[:-22] + struct.pack("<4s4H2LH", *front, offset - 1, comment)


@pytest.mark.parametrize(
    "trick",
    [_header_names_another_file, _says_a_data_descriptor_follows, _is_said_to_be_encrypted, _has_a_comment,
     _has_something_before_it, _has_something_after_it, _has_a_gap_before_the_directory, _has_another_time,
     _directory_points_elsewhere],
)  # fmt: skip
def test_nothing_hides_between_the_members_of_the_zip(laptop, trick: Callable[[bytes], bytes]):
    draft = laptop.draft()

    assert reason(resealed(trick(draft.plain), draft), laptop.reader()) == "not-a-bundle"


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_zip_cut_short_inside_its_seal_is_not_a_bundle(laptop, kept):
    draft = laptop.draft()

    content = resealed(draft.plain[: int(len(draft.plain) * kept)], draft)
    assert reason(content, laptop.reader()) == "not-a-bundle"


def test_a_zip_written_by_another_program_is_not_a_bundle(laptop):
    draft = laptop.draft()
    again = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(draft.plain)) as ours,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as theirs,
    ):
        for name in ours.namelist():
            theirs.writestr(name, ours.read(name))

    assert reason(sealed(again.getvalue(), draft.manifest.recipients), laptop.reader()) == "not-a-bundle"
