"""What can go wrong with money: amounts, limits, and the count."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.core.fundraising.amounts import dollars
from chapter_desk.errors import MoneyRefused, NotAnAmount
from chapter_desk.i18n import _


@explain.register
def _not_an_amount(error: NotAnAmount) -> Explanation:
    return Explanation(
        _("A gift must be more than nothing."),
        _("Nothing was changed."),
        _("Type what was given, for instance 20.00."),
    )


@explain.register
def _money_refused(error: MoneyRefused) -> Explanation:
    limit = dollars(error.limit_cents)
    happened = {
        "closed": _("This chapter takes no money: the rule it works by is “No fundraising”."),
        "anonymous-cash": _("More than {limit} in cash without a name cannot be kept.").format(limit=limit),
        "cash": _("More than {limit} in cash from one person cannot be kept.").format(limit=limit),
        "gone": _("This gift was taken back already."),
        "more-than-given": _("That is more than was given: {limit}.").format(limit=limit),
        "one-counter": _("Two people count the money."),
        "same-counter": _("Both names are the same person."),
        "nobody": _("Nobody is named who decided this."),
        "no-reason": _("No reason is given."),
    }[error.reason]
    do = {
        "closed": _("Ask your state's office first. A named person can choose another rule in Settings."),
        "anonymous-cash": _("Name who gave it, or set the rest aside."),
        "cash": _("Set the rest aside to give it back, or ask for a check."),
        "gone": _("Look at the list as it is now."),
        "more-than-given": _("Type what was given back, at most the whole."),
        "one-counter": _("Name both of those who counted."),
        "same-counter": _("Have a second person count."),
        "nobody": _("Choose who decided it."),
        "no-reason": _("Write in a few words why, for those who ask later."),
    }[error.reason]
    return Explanation(happened, _("Nothing was changed."), do)
