"""Puts the doubts in the rows of an imported list into words."""

from chapter_desk.i18n import _

_SHOWN = 60
"""So many letters of what was typed are shown again."""


def row_problem(kind: str, typed: str = "") -> str:
    """Return what a person needs to hear about a doubt in one row of a list, in one sentence or two.

    `kind` is that of a `CsvProblem` or of a `Problem` of `core.members.cleaning`.
    """
    texts = {
        "too-many-cells": _("This row has more cells than there are headers. The rest of it was left out."),
        "too-few-cells": _("This row has fewer cells than there are headers. They count as blank."),
        "quote-not-closed": _("A quotation mark is never closed here. It was read as a letter."),
        "unreadable-letters": _("Some letters cannot be read."),
        "control-characters": _("Signs that are no writing were left out."),
        "maybe-on-file": _("“{typed}” may be on file already. Both are kept; look at it later."),
        "shared-email": _("“{typed}” shares an e-mail with somebody of another name. Both are kept."),
        "twice-in-list": _("“{typed}” stands in the list twice. The first row counts."),
        "no-name": _("No name at all. The row is left out."),
        "too-long": _("“{typed}” goes on too long. The cell is left out."),
        "bad-email": _("“{typed}” is not an e-mail address. It is left out."),
        "odd-phone": _("“{typed}” is not a whole phone number. It is kept as typed."),
        "area-code": _("“{typed}” has no area code. The chapter's is taken."),
        "odd-zip": _("“{typed}” is not a ZIP. It is kept as typed."),
        "unknown-zip": _("There is no ZIP “{typed}”. It is kept as typed."),
        "odd-date": _("Date we cannot read: “{typed}”. The rest of the row is fine."),
        "odd-amount": _("Amount we cannot read: “{typed}”. The rest of the row is fine."),
    }
    return texts[kind].format(typed=typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…")
