"""What can go wrong with a vote."""

from chapter_desk.core.documents.dates import day_in_words
from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import MayNotVote, VoteRefused
from chapter_desk.i18n import _, language


@explain.register
def _may_not_vote(error: MayNotVote) -> Explanation:
    days = {"name": error.name, "days": error.days}
    if error.by_roll:
        happened = _("{name} is not on the frozen roll of this vote.").format(**days)
    elif error.since is None or error.from_day is None:
        happened = _("{name} is not a member yet, so there is no ballot.").format(**days)
    else:
        since, day = (day_in_words(each, language()) for each in (error.since, error.from_day))
        happened = _(
            "{name} has been a member since {since}; by the rule of {days} days they may vote from {day}."
        ).format(since=since, day=day, **days)
    return Explanation(
        happened,
        _("No ballot was given; who is in at the door stays in."),
        _("If the meeting decides otherwise, choose them on the voting list and press Enter twice."),
    )


@explain.register
def _vote_refused(error: VoteRefused) -> Explanation:
    happened, do = {
        "frozen": (_("The roll of this meeting is frozen already."), _("Look at the roll as it was frozen.")),
        "nobody": (
            _("By the rule of this meeting nobody may vote yet."),
            _("Look at the number of days in the meeting's details."),
        ),
        "not-a-number": (_("That is no number of ballots."), _("Type a number, 0 or more.")),
    }[error.reason]
    return Explanation(happened, _("Nothing was changed."), do)
