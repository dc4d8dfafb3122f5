"""A snapshot of 100,000 people and 300,000 sign-ins, prepared, shown and written, against the bare work.

Bare is what nobody could leave out: SELECT the same rows, JSON, deflate, age, one file.
"""

import json
import zlib
from pathlib import Path
from time import perf_counter

import pyrage
import pytest
from pyrage import x25519

from chapter_desk.core.national.pack import read_pack, sample_pack_folder
from chapter_desk.core.sync.exchange import Destination, Exchange
from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.store import schema
from tests.benchmarks.interleaved import interleaved
from tests.benchmarks.large_chapter import large_chapter
from tests.benchmarks.test_sign_in import on_a_real_disk
from tests.exchanging import blank_beside

pytestmark = pytest.mark.benchmark

PEOPLE, MEETINGS, SIGN_INS = 100_000, 250, 300_000
TURNS = 3


def selected_encoded_deflated_sealed(db, path: Path) -> None:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts = []
    with db.read() as connection:
        raw = connection.connection.dbapi_connection
        for name, table in schema.REPLICATED.items():
            columns = ("id", *schema.fields_of(table), "made_clock", "made_replica", "made_by", "stamps")
            listed = ", ".join(f'"{column}"' for column in columns)
            for row in raw.execute(f'SELECT {listed} FROM "{name}"'):
                line = {c: value for c, value in zip(columns, row, strict=True) if value is not None}
                parts.append(deflate.compress(json.dumps(line, ensure_ascii=False).encode() + b"\n"))
    parts.append(deflate.flush())
    path.write_bytes(pyrage.encrypt(b"".join(parts), [x25519.Identity.generate().to_public()]))


@pytest.fixture
def db(tmp_path):
    on_a_real_disk(tmp_path)
    db = large_chapter(tmp_path / "chapter.db", PEOPLE, MEETINGS, SIGN_INS)
    Laptops(db).ensure_this_laptop("bench")
    yield db
    db.close()


def test_a_snapshot_costs_little_more_than_its_bare_parts(db, tmp_path):
    exchange = Exchange(db, tmp_path, read_pack(sample_pack_folder()))
    written = []

    def ours():
        written.append(exchange.write(exchange.prepare("snapshot", Destination.CHAPTER)))

    def bare():
        selected_encoded_deflated_sealed(db, tmp_path / "bare.age")

    comparison = interleaved("snapshot", ours, bare, TURNS, warm_up=0)
    assert written[0].rows > PEOPLE + SIGN_INS
    sizes = written[0].path.stat().st_size, (tmp_path / "bare.age").stat().st_size
    print(f"{written[0].rows} rows, {sizes[0] >> 20} MB sealed, bare {sizes[1] >> 20} MB")
    assert comparison.ratio(50) <= 2


def test_a_whole_chapter_is_taken_in_in_seconds(db, tmp_path):
    exchange = Exchange(db, tmp_path, read_pack(sample_pack_folder()))
    path = exchange.write(exchange.prepare("snapshot", Destination.CHAPTER)).path
    fresh = blank_beside(db, tmp_path / "fresh")
    start = perf_counter()
    taken = fresh.exchange.take_in(path)
    first = perf_counter() - start
    start = perf_counter()
    back = fresh.exchange.undo_take_in(taken.step)
    undone = perf_counter() - start
    fresh.exchange.take_in(path)
    again = exchange.take_in(path)
    print(
        f"\ntaken in: {taken.new} rows in {first:.1f} s; taken back: {back.put_as_before} in {undone:.1f} s"
    )
    assert taken.agrees and again.new == 0
    assert first < 60
    fresh.db.close()
