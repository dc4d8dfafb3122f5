"""Closing a chapter waits for what its pages are still saving."""

from chapter_desk.app import open_app
from chapter_desk.core.members.records import PersonDraft
from tests.gui.opened import founded, unlocked


def test_what_was_typed_last_is_saved_before_the_chapter_closes(qtbot, tasks, tmp_path):
    path = tmp_path / "Norfolk.chapter"
    key = founded(path).data_key
    desk = unlocked(qtbot, tasks, path)
    tasks.let_go_all()
    app = desk.host.app
    tasks.run(
        desk.window, lambda: app.records.add(PersonDraft("Typed last")), lambda _id: None, lambda _error: None
    )

    desk.keeper.put_away(lambda: None)
    tasks.let_go_long()  # the long lane is free at once, and must not overtake
    tasks.let_go_all()

    again = open_app(path, key)
    again.roster.load()
    assert again.roster.search("typed last")
    again.close()
