"""Every expected error reaches a person as three plain sentences, in both languages."""

import dataclasses
import inspect
import itertools
import re
import types
import typing
from datetime import UTC, date, datetime, time
from enum import Enum
from pathlib import Path
from uuid import UUID

import pytest

import chapter_desk.errors
from chapter_desk.core.explain import Explanation, explain
from chapter_desk.errors import ChapterDeskError
from chapter_desk.i18n import LANGUAGES, speaking
from tests.architecture.test_texts import NEVER_SHOWN

MOMENT = datetime(2026, 5, 12, 19, 0, tzinfo=UTC)
SAMPLES: dict[object, list[object]] = {
    str: ["Norfolk"],
    int: [1, 3],
    float: [2.5],
    bool: [False, True],
    datetime: [MOMENT],
    date: [MOMENT.date()],
    time: [MOMENT.time()],
    Path: [Path("Norfolk.chapter")],
    UUID: [UUID(int=7)],
    type(None): [None],
    object: ["Norfolk"],
    ChapterDeskError: [chapter_desk.errors.NotAnEmail("nonsense")],
}

IS_ONE_OF = r"`(\w+)`\s+is\s+(?:one\s+of\s+)?((?:`[^`]+`[,\s]*(?:or\s+|and\s+)?)+)"

KINDS = [
    kind
    for _, kind in inspect.getmembers(chapter_desk.errors, inspect.isclass)
    if issubclass(kind, ChapterDeskError) and kind is not ChapterDeskError
]


def values_of(hint: object) -> list[object]:
    """Return examples of what a field with this annotation may hold."""
    while isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return list(arguments)
    if origin in (typing.Union, types.UnionType):
        return [value for argument in arguments for value in values_of(argument)]
    if origin in (tuple, list, frozenset, set):
        return [origin([value]) for value in values_of(arguments[0])[:1]]
    if isinstance(origin, type) and issubclass(origin, typing.Mapping):
        return [{values_of(arguments[0])[0]: values_of(arguments[1])[0]}]
    if isinstance(origin, type):  # Sequence, Iterable and their like
        return [tuple(values_of(arguments[0])[:1])]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return list(instances(hint))[:1]
    return SAMPLES[hint]


def instances(kind: type) -> list[object]:
    """Return one instance for each combination of what its fields may hold.

    A field that the docstring says "is one of" or "is" some quoted values gets each of those.
    """
    hints = typing.get_type_hints(kind)
    told = re.findall(
        r"`(\w+)`\s+is\s+(?:one\s+of\s+)?((?:`[^`]+`[,\s]*(?:or\s+|and\s+)?)+)", kind.__doc__ or ""
    )
    documented = {field: re.findall(r"`([^`]+)`", values) for field, values in told}
    fields = [field.name for field in dataclasses.fields(kind) if field.init]
    choices = [documented.get(name) or values_of(hints[name]) for name in fields]
    return [kind(**dict(zip(fields, chosen, strict=True))) for chosen in itertools.product(*choices)]


CASES = [error for kind in KINDS for error in instances(kind)]


def test_there_are_errors_to_explain():
    assert len(KINDS) > 3


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_carries_facts_and_has_its_own_explanation(kind: type[ChapterDeskError]):
    assert dataclasses.is_dataclass(kind)
    assert kind.__doc__
    assert explain.dispatch(kind) is not explain.dispatch(ChapterDeskError)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", CASES, ids=[f"{type(case).__name__}-{n}" for n, case in enumerate(CASES)])
def test_an_error_is_told_in_three_whole_sentences(error: ChapterDeskError, language: str):
    with speaking(language):
        told = explain(error)

    assert isinstance(told, Explanation)
    for sentence in (told.happened, told.safe, told.do):
        assert sentence.strip() == sentence != ""
        assert sentence[-1] in ".?”»" or sentence.endswith("Norfolk"), sentence
        assert not re.search(r"[{}]|%[sd(]|\bNone\b", sentence), f"a place was not filled: {sentence}"
        assert not NEVER_SHOWN[language].search(sentence), sentence
        assert type(error).__name__ not in sentence


def test_every_documented_reason_is_tried():
    tried = {getattr(case, "reason", None) for case in CASES}

    assert {"missing", "empty", "foreign", "damaged", "disk-full", "read-only"} <= tried
