"""What this laptop remembers about its window: never anything about a person or a chapter's people."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from chapter_desk.files import data_home

_FILE = "settings.json"


@dataclass(slots=True)
class LaptopSettings:
    """Choices kept per laptop.  Call `save()` after a change."""

    colours: str = "system"
    text_scale: float = 1.0
    no_motion: bool = False
    language: str = ""
    rail_narrow: bool = False
    window: list[int] = field(default_factory=list)
    """Left, top, width and height of the window when it was last closed; empty before."""
    window_maximized: bool = False
    recent: list[str] = field(default_factory=list)
    """Folders of the chapters opened here, the latest first."""
    hide_names: bool = False
    """Whether the start page and the unlock page keep the chapters' names to themselves."""
    bundle_folder: str = ""
    """The folder that bundles were last written to; empty for the chapter's own outbox."""
    door_tones: bool = True
    """Whether the door says by a sound what its band says."""
    kiosk_tap_twice: bool = False
    """Whether the kiosk takes two touches in the place of a long one."""
    kiosk_camera: bool = False
    """Whether cards can be held before the camera at the kiosk."""
    lock_after_min: int = 5
    """Minutes without a key press or a sign-in after which the chapter locks; 0 is never."""

    phone_network: str = ""
    """The network card that phones come through; empty for the likeliest."""
    phone_port: int = 8080
    phone_wifi: str = ""
    """What the room's Wi-Fi is called, as the phone form says it."""

    @classmethod
    def load(cls) -> "LaptopSettings":
        """Return what was kept, or the defaults where nothing, or nothing sensible, was kept."""
        try:
            kept = json.loads(_place().read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        settings = cls()
        for each in fields(cls):
            value = kept.get(each.name) if isinstance(kept, dict) else None
            if _fits(getattr(settings, each.name), value):
                setattr(settings, each.name, value)
        return settings

    def save(self) -> None:
        """Keep the choices; a disk that cannot be written is no reason to stop anybody's work."""
        place = _place()
        partly = place.with_suffix(".part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            partly.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
            partly.replace(place)
        except OSError:
            with suppress(OSError):
                partly.unlink(missing_ok=True)

    def remember_chapter(self, folder: str) -> None:
        """Put a chapter at the top of the recent ones; eight are kept."""
        self.recent = [folder, *(each for each in self.recent if each != folder)][:8]

    def forget_chapter(self, folder: str) -> None:
        """Take a chapter off the recent ones; its folder stays as it is."""
        self.recent = [each for each in self.recent if each != folder]


def _place() -> Path:
    return data_home() / _FILE


def _fits(default: Any, value: Any) -> bool:
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(default, list):
        return isinstance(value, list) and len({type(each) for each in value}) <= 1
    return isinstance(value, type(default))
