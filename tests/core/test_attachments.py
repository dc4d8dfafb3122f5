"""Photos and scans kept as evidence: encrypted, read back, found wanting when they are."""

from datetime import timedelta

import pytest

from chapter_desk.core.safekeeping.attachments import (
    MOST_BYTES,
    Attachments,
    insert_attachment,
    remove_attachment,
)
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.errors import AttachmentUnusable, NoSuchRecord
from chapter_desk.store import schema
from tests.core.conftest import KEY

PHOTO = b"\xff\xd8 a photo of Maria Gutierrez's line " * 200


@pytest.fixture
def folder(path):
    return ChapterFolder(path.parent)


@pytest.fixture
def attachments(db, folder):
    return Attachments(db, folder, KEY)


def kept(db, attachments, content=PHOTO):
    file = attachments.keep(content)
    with db.write("look") as writer:
        return insert_attachment(writer, "sheet", file), file


def on_disk(folder):
    return list(folder.attachments.iterdir())


def test_a_photo_comes_back_as_it_was_and_lies_there_scrambled(db, folder, attachments):
    id, file = kept(db, attachments)
    assert attachments.content(id) == PHOTO
    (path,) = on_disk(folder)
    assert path.stem == file.name
    assert b"Maria" not in path.read_bytes()
    assert id not in path.name
    assert attachments.unusable() == 0


def test_the_same_photo_twice_is_two_files_that_differ(db, folder, attachments):
    kept(db, attachments), kept(db, attachments)
    one, other = on_disk(folder)
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), (bytes(MOST_BYTES + 1), "too-large")])
def test_what_is_no_photo_is_refused_and_nothing_is_written(folder, attachments, content, reason):
    with pytest.raises(AttachmentUnusable) as caught:
        attachments.keep(content)
    assert caught.value.reason == reason
    assert not folder.attachments.exists() or not on_disk(folder)


@pytest.mark.parametrize("harm", [lambda b: b[:50], lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda _b: b""])
def test_a_harmed_file_is_found(db, folder, attachments, harm):
    id, _file = kept(db, attachments)
    (path,) = on_disk(folder)
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(AttachmentUnusable) as caught:
        attachments.content(id)
    assert caught.value.reason == "damaged"
    assert attachments.unusable() == 1


def test_one_file_cannot_stand_for_another(db, folder, attachments):
    id, file = kept(db, attachments)
    _other, second = kept(db, attachments, PHOTO + b"2")
    (folder.attachments / f"{second.name}.kept").replace(folder.attachments / f"{file.name}.kept")
    with pytest.raises(AttachmentUnusable):
        attachments.content(id)


def test_a_file_gone_is_missing_here_and_only_elsewhere_for_another_laptop(db, folder, attachments):
    id, _file = kept(db, attachments)
    on_disk(folder)[0].unlink()
    with pytest.raises(AttachmentUnusable) as caught:
        attachments.content(id)
    assert caught.value.reason == "missing"
    with db.write("look") as writer:
        row = writer.row(schema.attachment, id)
        writer.replace(schema.attachment, row, row | {"made_replica": "another"})
    with pytest.raises(AttachmentUnusable) as caught:
        attachments.content(id)
    assert caught.value.reason == "elsewhere"
    assert attachments.unusable() == 0


def test_a_name_from_another_laptop_leads_to_no_other_file(db, path, attachments):
    with db.write("look") as writer:
        id = writer.insert(
            schema.attachment, {"kind": "sheet", "name": f"../{path.stem}", "sha256": "", "bytes": 1}
        )
        remove_attachment(writer, id)
    assert attachments.sweep() == 0
    assert path.exists()


def test_a_removed_photo_is_there_for_an_undo_and_gone_a_week_later(db, clock, folder, attachments, steps):
    id, _file = kept(db, attachments)
    with db.write("remove-photo") as writer:
        remove_attachment(writer, id)
    with pytest.raises(NoSuchRecord):
        attachments.content(id)
    assert attachments.sweep() == 0
    steps.take_back(steps.next_undo().id)
    assert attachments.content(id) == PHOTO
    with db.write("remove-photo") as writer:
        remove_attachment(writer, id)
    clock.now += timedelta(days=8)
    assert attachments.sweep() == 1
    assert on_disk(folder) == []
