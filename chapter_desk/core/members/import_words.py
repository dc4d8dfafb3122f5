"""Puts what an import found in a row into words: doubts about cells, and about who somebody is."""

from chapter_desk.core.explain_rows import row_problem
from chapter_desk.core.members.cleaning import Problem
from chapter_desk.i18n import _


def problem_text(problem: Problem) -> str:
    """Return what a person needs to hear about one problem of an import, in a sentence or two.

    For a problem about who somebody is, `typed` is their name.
    """
    texts = {
        "twice-in-list": _("{name} is in this list more than once. They are taken in once."),
        "maybe-on-file": _("{name} may be here already. They are taken in as a new person."),
        "maybe-twice": _("{name} may be in this list twice. Both are taken in."),
        "shared-email": _("{name} has an e-mail of somebody else here. It is kept with both."),
        "gift-without-day": _("The gift of {name} has no day. It is left out, {name} is not."),
    }
    text = texts.get(problem.kind)
    return row_problem(problem.kind, problem.typed) if text is None else text.format(name=problem.typed)


def problem_title(kind: str) -> str:
    """Return what all problems of a kind are called in the list of things to look at."""
    texts = {
        "no-name": _("No name at all"),
        "twice-in-list": _("More than once in this list"),
        "maybe-on-file": _("May be here already"),
        "maybe-twice": _("Two people in this list look the same"),
        "shared-email": _("This e-mail belongs to someone else too"),
        "bad-email": _("Not an e-mail address"),
        "odd-phone": _("Not a whole phone number"),
        "area-code": _("A phone number without its area code"),
        "odd-zip": _("Not a ZIP"),
        "unknown-zip": _("A ZIP that does not exist"),
        "odd-date": _("A date we cannot read"),
        "odd-amount": _("An amount we cannot read"),
        "gift-without-day": _("A gift without a day"),
        "too-long": _("A cell that goes on too long"),
        "too-many-cells": _("More cells than headers"),
        "too-few-cells": _("Fewer cells than headers"),
        "quote-not-closed": _("A quotation mark that is never closed"),
        "unreadable-letters": _("Letters that cannot be read"),
        "control-characters": _("Signs that are no writing"),
    }
    return texts[kind]


def problem_remedy(kind: str) -> str:
    """Return what the import does about all problems of a kind, in one sentence."""
    texts = {
        "no-name": _("These rows are left out."),
        "twice-in-list": _("Each of them is taken in once, with what all their rows say."),
        "maybe-on-file": _("They are taken in as new people. Nobody is mixed up by a name alone."),
        "maybe-twice": _("Both are taken in. Nobody is mixed up by a name alone."),
        "shared-email": _("Households share addresses. It is kept with both."),
        "bad-email": _("The e-mail is left out. The rest of the row is fine."),
        "odd-phone": _("It is kept as typed."),
        "area-code": _("The chapter's area code is taken."),
        "odd-zip": _("It is kept as typed."),
        "unknown-zip": _("It is kept as typed."),
        "odd-date": _("The rest of the row is fine."),
        "odd-amount": _("The rest of the row is fine."),
        "gift-without-day": _("The gift is left out. The person is taken in."),
        "too-long": _("The cell is left out. The rest of the row is fine."),
        "too-many-cells": _("The rest of the row was left out."),
        "too-few-cells": _("What is missing counts as blank."),
        "quote-not-closed": _("It was read as a letter."),
        "unreadable-letters": _("The rest of the row is fine."),
        "control-characters": _("They were left out."),
    }
    return texts[kind]
