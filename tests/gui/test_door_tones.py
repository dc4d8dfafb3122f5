"""The tones of the door: each act has its own, and silence where none is wanted or there is no speaker."""

from PySide6.QtCore import Qt

from chapter_desk.core.meetings.needs import Need
from chapter_desk.gui.door.evening import DoorPlace
from chapter_desk.gui.door.tones import AGAIN, BAD, IN, LOOK, Tones, samples
from chapter_desk.gui.shell.settings import LaptopSettings
from tests.gui.evening import press, shown, type_text


def test_the_tones_differ_are_short_and_begin_and_end_in_silence():
    tones = {tone: samples(tone) for tone in (IN, AGAIN, LOOK, BAD)}
    assert len(set(tones.values())) == 4
    for pcm in tones.values():
        assert len(pcm) / 2 / 44_100 < 0.6  # seconds: the next person is waiting
        assert pcm[:2] == b"\0\0" and abs(int.from_bytes(pcm[-2:], "little", signed=True)) < 400
        loudest = max(
            abs(int.from_bytes(pcm[at : at + 2], "little", signed=True)) for at in range(0, len(pcm), 2)
        )
        assert 5_000 < loudest < 16_000


def test_each_act_at_the_door_has_its_tone(qtbot, evening):
    evening.settings.door_tones = True
    played = []
    jo = evening.person("Jo Li")
    evening.person("Di Doe")
    meeting = evening.meeting()
    window, page = shown(qtbot, evening, "door", DoorPlace(meeting.id, open=True))
    page.tones._speaker = played.append
    for name in ("di doe", "di doe"):
        type_text(window, name)
        press(window, Qt.Key.Key_Return)
        evening.let_go()
    assert played == [samples(IN), samples(AGAIN)]
    evening.app.needs.note(jo, Need("interpreter"))
    evening.let_go()
    type_text(window, "jo li")
    press(window, Qt.Key.Key_Return)
    evening.let_go()
    assert played[2:] == [samples(LOOK)]
    page.tones.turn(False)
    page.signing.visitor()
    evening.let_go()
    assert len(played) == 3
    assert LaptopSettings.load().door_tones is False


def test_a_laptop_without_a_speaker_is_silent_and_goes_on(qtbot, evening):
    tones = Tones(LaptopSettings(), evening.tasks)
    tones.get_ready()
    evening.let_go()
    tones.play(IN)
    tones.play("")
