"""The word lists that invented people and years are made of, read once from `resources/samples`."""

import tomllib
from functools import cache
from typing import Any

from chapter_desk.files import resource


@cache
def word_list(name: str) -> dict[str, Any]:
    """Return `resources/samples/<name>.toml`; callers leave it as it is."""
    return tomllib.loads(resource("samples", f"{name}.toml").read_text("utf-8"))
