import hashlib
import json
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from chapter_desk.core.sync import container
from chapter_desk.core.sync.bundle import drafted, new_name, opened, read, sealed_draft, write
from chapter_desk.core.sync.manifest import Confirmed
from chapter_desk.core.sync.sealing import BLOCK, Identity
from chapter_desk.errors import AlreadyThere, BundleTooLarge, NotSaved
from tests.bundles import DOOR_2, NORFOLK, TABLES, Laptop

FOSSIL = Path(__file__).parent.parent / "data" / "bundles"


@pytest.fixture(scope="module")
def laptop() -> Laptop:
    return Laptop()


def run(folder: Path, *command: str) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_a_bundle_comes_back_as_it_was_written(laptop, tmp_path):
    path = write(laptop.draft(confirmed=(Confirmed("other", "second", 5),)), tmp_path)

    bundle = read(path, laptop.reader())

    assert path.name == "cd-0123456789ab-7.cdb"
    assert bundle.tables == ("person", "sign_in")
    assert list(bundle.rows("person")) == [line[:-1] for line in TABLES["person"]]
    assert list(bundle.rows("gift")) == []
    assert bundle.contents.content("sign_in") == TABLES["sign_in"][0]
    assert bundle.manifest.rows == 3
    assert bundle.manifest.confirmed == (Confirmed("other", "second", 5),)
    assert (bundle.sender.chapter_id, bundle.sender.replica_id) == (NORFOLK, DOOR_2)
    assert not bundle.sender.is_national


def test_stock_tools_open_and_verify_every_layer(laptop, tmp_path):
    path = write(laptop.draft(), tmp_path)
    (tmp_path / "key.txt").write_text(laptop.keys.identity.file_text)

    run(tmp_path, "age", "-d", "-i", "key.txt", "-o", "plain.zip", path.name)
    run(tmp_path, "unzip", "-q", "plain.zip")
    verified = run(tmp_path, "minisign", "-Vm", "datapackage.json", "-P", laptop.signing.verify_key.text)
    sums = run(tmp_path, "sha256sum", "data/person.jsonl", "data/sign_in.jsonl")

    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert "Trusted comment: chapter-desk bundle cd-0123456789ab-7" in verified
    said = [
        f"{resource['hash'].removeprefix('sha256:')}  {resource['path']}" for resource in package["resources"]
    ]
    assert sums.splitlines() == said
    assert (tmp_path / "data" / "person.jsonl").read_bytes() == b"".join(TABLES["person"])


def test_stock_minisign_verifies_the_certificate_of_a_laptop(laptop, tmp_path):
    (tmp_path / "laptop").write_bytes(laptop.certificate.statement)
    (tmp_path / "laptop.minisig").write_text(laptop.certificate.signature)

    assert "verified" in run(tmp_path, "minisign", "-Vm", "laptop", "-P", laptop.keys.signing.verify_key.text)


def test_the_manifest_is_the_first_member_and_says_what_the_contract_asks(laptop):
    draft = laptop.draft()
    with zipfile.ZipFile(BytesIO(draft.plain)) as stock:
        assert stock.testzip() is None
        assert stock.namelist() == [
            "datapackage.json", "datapackage.json.minisig", "data/person.jsonl", "data/sign_in.jsonl",
        ]  # fmt: skip
        package = json.loads(stock.read("datapackage.json"))

    ours = {key.removeprefix("chapter_desk:") for key in package if key.startswith("chapter_desk:")}
    assert {"$schema", "name", "created", "resources"} <= package.keys()
    assert {
        "format", "minimum_reader", "kind", "chapter_id", "chapter_name", "replica_id", "incarnation",
        "sequence", "since", "upto", "confirmed", "recipients", "key_id", "certificate", "digest",
        "must_understand", "packed",
    } <= ours  # fmt: skip
    person = package["resources"][0]
    assert person["bytes"] == sum(map(len, TABLES["person"]))
    assert person["chapter_desk:rows"] == 2


def test_the_same_facts_give_the_same_bytes_before_the_seal(laptop):
    first, second = laptop.draft(), laptop.draft()

    assert first.plain == second.plain
    assert sealed_draft(first) != sealed_draft(second)
    bundles = [opened(sealed_draft(draft), laptop.reader()) for draft in (first, second)]
    assert bundles[0].id == bundles[1].id == hashlib.sha256(first.contents.manifest_bytes).hexdigest()


def test_the_preview_is_read_from_the_very_bytes_that_are_sealed(laptop):
    draft = laptop.draft()
    shown = {table: list(draft.contents.rows(table)) for table in draft.contents.tables}
    taken = opened(sealed_draft(draft), laptop.reader())

    assert shown == {table: list(taken.rows(table)) for table in taken.tables}
    assert draft.contents.manifest == draft.manifest == taken.manifest


def test_how_the_rows_are_cut_into_chunks_makes_no_difference(laptop):
    whole = drafted(laptop.manifest(), {"person": [b"".join(TABLES["person"])]}, laptop.signer)
    lines = drafted(laptop.manifest(), {"person": iter(TABLES["person"])}, laptop.signer)

    assert whole.plain == lines.plain


def test_long_tables_come_back_line_by_line(laptop):
    rows = [msgspec.json.encode({"id": hashlib.sha256(str(n).encode()).hexdigest()}) for n in range(30_000)]
    draft = drafted(laptop.manifest(), {"person": (row + b"\n" for row in rows)}, laptop.signer)

    assert list(opened(sealed_draft(draft), laptop.reader()).rows("person")) == rows


def test_rows_so_alike_that_they_look_like_a_bomb_still_travel(laptop):
    draft = drafted(laptop.manifest(), {"sign_in": [b'{"a":1}\n'] * 100_000}, laptop.signer)

    assert sum(1 for _ in opened(sealed_draft(draft), laptop.reader()).rows("sign_in")) == 100_000


def test_an_empty_table_is_left_out(laptop):
    draft = drafted(laptop.manifest(), {"person": [], "sign_in": TABLES["sign_in"]}, laptop.signer)

    assert draft.contents.tables == ("sign_in",)


def test_a_bundle_without_tables_is_a_bundle(laptop):
    draft = drafted(laptop.manifest(kind="receipt"), {}, laptop.signer)

    assert opened(sealed_draft(draft), laptop.reader()).tables == ()


@pytest.mark.parametrize(
    "chunks", [[b'{"id":"p1"}'], [b'{"id":"' + b"x" * container.MOST_LINE_BYTES + b'"}\n']]
)
def test_what_no_reader_would_take_is_not_written(laptop, chunks):
    with pytest.raises(ValueError, match="whole lines"):
        drafted(laptop.manifest(), {"person": chunks}, laptop.signer)


def test_more_than_a_bundle_holds_is_said_before_anything_is_written(laptop, monkeypatch):
    monkeypatch.setattr(container, "MOST_UNPACKED_BYTES", 50)

    with pytest.raises(BundleTooLarge):
        laptop.draft()


def test_a_bundle_is_never_changed_once_written(laptop, tmp_path):
    path = write(laptop.draft(), tmp_path)
    before = path.read_bytes()

    with pytest.raises(AlreadyThere):
        write(laptop.draft(), tmp_path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_not_saved_to(laptop, tmp_path):
    with pytest.raises(NotSaved):
        write(laptop.draft(), tmp_path / "pulled-out")


def test_names_of_bundles_tell_only_their_place_in_the_sequence():
    assert re.fullmatch(r"cd-[0-9a-f]{12}-12", new_name(12))
    assert new_name(12) != new_name(12)


def test_what_is_sealed_comes_in_whole_blocks_so_that_sizes_tell_little(laptop):
    longer = laptop.draft(chapter_name="Norfolk and Virginia Beach")

    assert len(laptop.draft().plain) % BLOCK == len(longer.plain) % BLOCK == 0


def test_national_opens_what_is_sealed_to_it_and_to_the_chapter(laptop):
    national = Identity.generate()
    draft = laptop.draft(kind="summary", recipients=(national.recipient, laptop.keys.identity.recipient))
    everywhere = laptop.reader(identities=[national], chapter_id=None)

    assert opened(sealed_draft(draft), everywhere).id == opened(sealed_draft(draft), laptop.reader()).id


def test_every_later_version_opens_a_bundle_of_the_first_format():
    keys = json.loads((FOSSIL / "format-1.json").read_text())
    laptop = Laptop.from_texts(keys["laptop"])

    bundle = read(FOSSIL / "format-1.cdb", laptop.reader())

    assert bundle.id == keys["id"]
    assert [json.loads(row) for row in bundle.rows("person")] == keys["person"]
