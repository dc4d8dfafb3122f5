"""An import of 100,000 rows with matching, file -> committed, against parsing and raw inserts alone."""

import csv
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from chapter_desk.core.members.importing import Importing
from chapter_desk.core.safekeeping.backups import Backups
from chapter_desk.core.safekeeping.chapter_folder import ChapterFolder
from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json
from chapter_desk.store.writer import WireRow
from chapter_desk.values import natural_id, new_id
from tests.benchmarks.action_network import HEADERS, export
from tests.benchmarks.interleaved import interleaved
from tests.benchmarks.large_chapter import KEY, large_chapter
from tests.benchmarks.test_sign_in import on_a_real_disk

pytestmark = pytest.mark.benchmark

ROWS, ON_FILE = 100_000, 30_000
MOST_MEGABYTES = 300
_TABLES = ("person", "email_address", "phone_number", "postal_address", "identifier", "consent", "tagging")


def imported(db, folder: Path, file: Path) -> None:
    importing = Importing(db, Backups(db, ChapterFolder(folder), KEY))
    with file.open("rb") as untrusted:
        plan = importing.plan(untrusted)
    importing.carry_out(plan)


def parsed_and_inserted(db, file: Path) -> None:
    """Do what nobody could leave out: parse, and insert rows as they are, by the writer's own connection."""
    rows: dict[str, list[WireRow]] = {name: [] for name in _TABLES}
    with file.open(encoding="utf-8", newline="") as lines:
        for cells in islice(csv.reader(lines), 1, None):
            _into(rows, dict(zip(HEADERS, cells, strict=True)))
    with db.write("bare") as writer:
        raw = writer.connection.connection.dbapi_connection
        made = {"made_clock": writer.clock, "made_replica": writer.replica}
        local = {"change_seq": writer.seq, "chapter_id": db.chapter_id}
        for name, some in rows.items():
            columns = [*some[0], *made, *local]
            listed, places = ", ".join(columns), ", ".join("?" * len(columns))
            raw.executemany(
                f"INSERT INTO {name} ({listed}) VALUES ({places})",
                [(*row.values(), *made.values(), *local.values()) for row in some],
            )


def _into(rows: dict[str, list[WireRow]], cells: dict[str, str]) -> None:
    id = new_id()
    name = f"{cells['first_name']} {cells['last_name']}"
    rows["person"].append(
        {
            "id": id, "display_name": name, "sort_name": name, "given_name": cells["first_name"],
            "family_name": cells["last_name"],
        }
    )  # fmt: skip
    if cells["email"]:
        rows["email_address"].append({"id": new_id(), "person_id": id, "address": cells["email"]})
    if cells["can2_phone"]:
        rows["phone_number"].append({"id": new_id(), "person_id": id, "number": cells["can2_phone"]})
    rows["postal_address"].append(
        {
            "id": new_id(), "person_id": id, "address_lines": wired_json([cells["can2_user_address"]]),
            "locality": cells["can2_user_city"], "region": cells["can2_state_abbreviated"],
            "postal_code": cells["zip_code"],
        }
    )  # fmt: skip
    rows["identifier"].append(
        {"id": new_id(), "person_id": id, "system": "bare", "identifier": cells["uuid"]}
    )
    decision = "given" if cells["can2_subscription_status"] == "subscribed" else "refused"
    rows["consent"].append({"id": new_id(), "person_id": id, "channel": "email", "decision": decision})
    for tag in cells["can2_user_tags"].split(", "):
        rows["tagging"].append({"id": new_id(), "person_id": id, "tag_id": natural_id("tag", tag)})


@pytest.fixture
def chapter(tmp_path):
    """A place for two equal chapters, for each side writes to its own."""
    on_a_real_disk(tmp_path)
    made = []

    def make(name: str):
        folder = tmp_path / name
        folder.mkdir()
        db = large_chapter(folder / "chapter.db", ON_FILE, 20, 60_000)
        with db.write("tags") as writer:
            for tag in ("volunteer", "phone bank", "canvass"):
                writer.put(schema.tag, natural_id("tag", tag), {"name": tag})
        made.append(db)
        return db, folder

    yield make
    for db in made:
        db.close()


@pytest.mark.timeout(1200)
def test_an_import_costs_a_few_times_its_bare_inserts(chapter, tmp_path):
    file = export(tmp_path / "list.csv", ROWS, ON_FILE)
    ours, folder = chapter("ours")
    bare, _ = chapter("bare")

    comparison = interleaved(
        "import of 100,000 rows",
        lambda: imported(ours, folder, file),
        lambda: parsed_and_inserted(bare, file),
        turns=1,
        warm_up=0,
    )

    assert comparison.ratio(50) <= 12
    with ours.read() as connection:
        people = connection.exec_driver_sql("SELECT count(*) FROM person").scalar()
    assert ROWS * 0.9 < people < ROWS * 1.1, "most rows are somebody, and those on file were found"


@pytest.mark.timeout(1200)
def test_an_import_takes_little_memory(chapter, tmp_path):
    file = export(tmp_path / "list.csv", ROWS, ON_FILE)
    db, folder = chapter("measured")
    db.close()
    grown = subprocess.run(
        [sys.executable, "-c", _CHILD, str(folder), str(file)], check=True, capture_output=True, text=True
    )
    before, after, seconds = map(float, grown.stdout.split())
    print(f"\nimport of {ROWS} rows: memory grew by {after - before:.0f} MB, {seconds:.1f} s")
    assert after - before < MOST_MEGABYTES


_CHILD = """
import sys
from pathlib import Path
from time import perf_counter
from chapter_desk.store.database import Database
from chapter_desk.values import utc_now
from tests.benchmarks.test_import import KEY, imported

def peak_megabytes():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024

folder, file = map(Path, sys.argv[1:])
db = Database(folder / "chapter.db", KEY, utc_now, install_id="bench")
before, start = peak_megabytes(), perf_counter()
imported(db, folder, file)
print(before, peak_megabytes(), perf_counter() - start)
db.close()
"""
