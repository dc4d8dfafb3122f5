"""The command line as a person uses it: words in, text out, an exit code."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chapter_desk import logs
from chapter_desk.__main__ import main
from chapter_desk.core.safekeeping import vault
from chapter_desk.core.safekeeping.kdf import Cost

WORDS = "seven quiet herons cross the river"


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        return json.loads(self.out)

    @property
    def line(self) -> str:
        return self.out.strip()


@pytest.fixture
def desk(monkeypatch, capfdbinary):
    """Run one command; the passphrase comes from the environment, its key derivation is cheap."""
    monkeypatch.setattr(vault, "tuned_cost", lambda: Cost(1024, 1))
    monkeypatch.setenv("CHAPTER_DESK_PASSPHRASE", WORDS)

    def desk(*words: object, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capfdbinary.readouterr()
        code = main([str(word) for word in words])
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode(), err.decode())

    yield desk
    logs.stop()


@pytest.fixture
def chapter(desk, tmp_path) -> Path:
    path = tmp_path / "Norfolk.chapter"
    said = desk(
        "new",
        path,
        "--name",
        "Norfolk",
        "--zip",
        "23517",
        "--lead",
        "Denise Walker",
        "--email",
        "d@example.org",
    )
    assert said.code == 0, said.err
    return path


@pytest.fixture
def meeting(desk, chapter) -> str:
    return desk(
        "meetings", "add", chapter, "--title", "May meeting", "--starts", "2026-05-12T19:00",
        "--zip", "23517", "--kind", "meeting",
    ).line  # fmt: skip
