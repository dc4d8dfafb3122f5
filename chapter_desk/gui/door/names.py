"""Several people in a few words."""

from collections.abc import Sequence

from chapter_desk.i18n import _


def together(names: Sequence[str]) -> str:
    """Return "Ana Ruíz and Bo Li", or "Ana Ruíz and 3 more"."""
    if len(names) == 2:
        return _("{one} and {two}").format(one=names[0], two=names[1])
    if len(names) < 2:
        return "".join(names)
    return _("{name} and {n} more").format(name=names[0], n=len(names) - 1)
