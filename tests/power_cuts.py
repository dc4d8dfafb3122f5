"""What a disk may hold after the power went: what was made to last, and any part of what was not.

The model is that of a journalling file system over a disk with 512-byte sectors: what a file's sync
covered is there; of later writes each sector holds what it held after any one of them, or none, whatever
the order was; a file's length and a deletion may have come through or not.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random

from tests.recorded_disk import Cut, Deleted, Event, Synced, Told, Wrote

_SECTOR = 512


class Loss(Enum):
    """How much of what was not made to last a power cut takes."""

    EVERYTHING = "everything"
    SOMETHING = "something"
    NOTHING = "nothing"  # as if the program alone had been killed


@dataclass(frozen=True, slots=True)
class Image:
    """A disk after a power cut; `told` is what had been said to be saved by then."""

    cut: int
    loss: Loss
    files: Mapping[str, bytes]
    told: frozenset[str]

    def lay_out(self, folder: Path, names: Collection[str]) -> None:
        """Leave exactly this in `folder`, of the files `names`; a file that stays keeps its inode."""
        for name in names:
            path, content = folder / name, self.files.get(name)
            if content is None:
                path.unlink(missing_ok=True)
            else:
                with path.open("r+b" if path.exists() else "w+b") as file:
                    file.truncate()
                    file.write(content)


@dataclass
class _File:
    lasting: bytes = b""
    named: bool = False  # its name lasts
    waiting: list[Wrote | Cut] = field(default_factory=list)

    def sync(self) -> None:
        content = bytearray(self.lasting)
        for event in self.waiting:
            _apply(content, event)
        self.lasting, self.named, self.waiting = bytes(content), True, []

    def after(self, loss: Loss, random: Random) -> bytes | None:
        """Return what is there after a cut; nothing if the file itself is not."""
        if loss is Loss.EVERYTHING or not self.waiting:
            return self.lasting if self.named or loss is Loss.NOTHING else None
        if loss is Loss.SOMETHING and not self.named and random.random() < 0.5:
            return None
        content, longest = bytearray(self.lasting), len(self.lasting)
        come = _which_came(self.waiting, loss, random)
        for event, pieces in zip(self.waiting, come, strict=True):
            for piece in pieces:
                _apply(content, piece)
            longest = max(longest, event.offset + len(event.content) if isinstance(event, Wrote) else 0)
        if loss is Loss.SOMETHING and random.random() < 0.3:  # the length came, the content did not
            content.extend(random.randbytes(1) * (longest - len(content)))
        return bytes(content)


def images(
    events: list[Event], before: Mapping[str, bytes], cuts: Collection[int], seed: int
) -> Iterator[Image]:
    """Yield disks after a cut before each event whose place is in `cuts`, from what lasted `before`.

    Each cut gives one disk of each loss, all drawn from `seed`.
    """
    files = {name: _File(content, named=True) for name, content in before.items()}
    ghosts: dict[str, _File] = {}  # deleted, but the folder was not synced since
    told: set[str] = set()
    for place in range(len(events) + 1):
        if place in cuts:
            for loss in Loss:
                random = Random(f"{seed} {place} {loss.value}")
                yield Image(place, loss, _after(files, ghosts, loss, random), frozenset(told))
        if place < len(events):
            _play(events[place], files, ghosts, told)


def _play(event: Event, files: dict[str, _File], ghosts: dict[str, _File], told: set[str]) -> None:
    match event:
        case Told(ids):
            told.update(ids)
        case Synced(name):
            files.setdefault(name, _File()).sync()
            ghosts.pop(name, None)
        case Deleted(name, lasting):
            gone = files.pop(name, None)
            if gone is not None and gone.named and not lasting:
                ghosts[name] = gone
            elif lasting:
                ghosts.clear()
        case Wrote(name) | Cut(name):
            files.setdefault(name, _File()).waiting.append(event)


def _after(
    files: Mapping[str, _File], ghosts: Mapping[str, _File], loss: Loss, random: Random
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in sorted({*files, *ghosts}):
        content = files[name].after(loss, random) if name in files else None
        comes_back = loss is Loss.EVERYTHING or (loss is Loss.SOMETHING and random.random() < 0.5)
        if content is None and name in ghosts and comes_back:
            content = ghosts[name].after(loss, random)
        if content is not None:
            found[name] = content
    return found


def _which_came(waiting: list[Wrote | Cut], loss: Loss, random: Random) -> list[list[Wrote | Cut]]:
    """Return the pieces of each event that reached the disk; a sector's pieces come in their order."""
    if loss is Loss.NOTHING:
        return [[event] for event in waiting]
    pieces = [_by_sector(event) if isinstance(event, Wrote) else [event] for event in waiting]
    of_sector: defaultdict[int, int] = defaultdict(int)
    for piece in (piece for each in pieces for piece in each):
        of_sector[_sector(piece)] += 1
    likely = random.choice((0.1, 0.5, 0.9))
    room = {
        sector: count if random.random() < likely else random.randrange(count)
        for sector, count in of_sector.items()
    }
    came: list[list[Wrote | Cut]] = []
    for each in pieces:
        here = []
        for piece in each:
            room[_sector(piece)] -= 1
            if room[_sector(piece)] >= 0:
                here.append(piece)
        came.append(here)
    return came


def _sector(piece: Wrote | Cut) -> int:
    return piece.offset // _SECTOR if isinstance(piece, Wrote) else -1


def _by_sector(event: Wrote) -> list[Wrote | Cut]:
    found: list[Wrote | Cut] = []
    place, end = event.offset, event.offset + len(event.content)
    while place < end:
        until = min(end, (place // _SECTOR + 1) * _SECTOR)
        found.append(Wrote(event.name, place, event.content[place - event.offset : until - event.offset]))
        place = until
    return found


def _apply(content: bytearray, event: Wrote | Cut) -> None:
    if isinstance(event, Cut):
        del content[event.size :]
        content.extend(bytes(event.size - len(content)))
    else:
        content.extend(bytes(max(0, event.offset - len(content))))
        content[event.offset : event.offset + len(event.content)] = event.content
