"""Short sounds that say what the band says: in, in already, look again, not saved.

A greeter looks at people, not at the screen; a tone tells without looking.  It never says anything that
does not stand on the screen too, and a laptop without sound loses nothing.
"""

import math
from array import array
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject

from chapter_desk.gui.door.media import load_media, looking_for_devices
from chapter_desk.gui.shell.settings import LaptopSettings
from chapter_desk.gui.shell.tasks import Tasks

IN, AGAIN, LOOK, BAD = "in", "again", "look", "bad"

_NOTES = {
    IN: ((659.3, 0.07), (987.8, 0.12)),
    AGAIN: ((659.3, 0.07), (0.0, 0.05), (659.3, 0.07)),
    LOOK: ((440.0, 0.16),),
    BAD: ((311.1, 0.16), (0.0, 0.04), (207.7, 0.3)),
}
"""Hz and seconds of each note; told apart by their number and direction, not by pitch alone."""
_RATE = 44_100
_EDGE_S = 0.008
_VOLUME = 0.3

Speaker = Callable[[bytes], None]
"""Plays samples: 16 bits, one channel, `_RATE` a second."""


def samples(tone: str) -> bytes:
    """Return a tone as samples of 16 bits, one channel, 44,100 a second."""
    found = array("h")
    for hertz, seconds in _NOTES[tone]:
        count = round(seconds * _RATE)
        edge = round(_EDGE_S * _RATE)
        for at in range(count):
            loud = _VOLUME * min(1.0, at / edge, (count - at) / edge)  # without edges it would click
            found.append(round(32767 * loud * math.sin(2 * math.pi * hertz * at / _RATE)))
    return found.tobytes()


class Tones(QObject):
    """Plays the tones of the door where the settings want them and the laptop can."""

    def __init__(
        self,
        settings: LaptopSettings,
        tasks: Tasks,
        speaker: Speaker | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._tasks, self._speaker = settings, tasks, speaker
        self._asked = False

    @property
    def on(self) -> bool:
        """Whether the settings want tones."""
        return self._settings.door_tones

    @property
    def can_play(self) -> bool:
        """Whether a loudspeaker was found."""
        return self._speaker is not None

    def turn(self, on: bool) -> None:
        """Want tones on this laptop, or not."""
        self._settings.door_tones = on
        self._settings.save()
        self.get_ready()

    def get_ready(self) -> None:
        """Find the loudspeaker before the first tone is due; the sound library is long to load."""
        if self.on and not self._asked and self._speaker is None:
            self._asked = True
            self._tasks.run(self, load_media, lambda _none: self._found(), lambda _error: None)

    def play(self, tone: str) -> None:
        """Play a tone, if tones are wanted and there is a loudspeaker."""
        if self.on and tone and self._speaker is not None:
            self._speaker(samples(tone))

    def _found(self) -> None:
        self._speaker = loudspeaker(self)


def loudspeaker(parent: QObject) -> Speaker | None:
    """Return what plays on this laptop's loudspeaker, None where it has none."""
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

    with looking_for_devices():
        device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        return None
    form = QAudioFormat()
    form.setSampleRate(_RATE)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    sink = QAudioSink(device, form, parent)
    held: list[QBuffer] = []

    def play(pcm: bytes) -> None:
        sink.stop()
        held.clear()
        buffer = QBuffer(parent)
        buffer.setData(QByteArray(pcm))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        held.append(buffer)
        sink.start(buffer)

    return play
