"""Words of "Same person?": what is asked about two entries, and what they have in common."""

from chapter_desk.core.members.likely_doubles import LikelyDouble, Question
from chapter_desk.core.members.matching import Reason
from chapter_desk.gui.widgets.rows_model import Pill
from chapter_desk.i18n import _


def question_pill(double: LikelyDouble) -> Pill:
    """Return how likely two entries are one person."""
    return {
        Question.CHOSEN: Pill(_("Chosen"), "accent"),
        Question.LIKELY: Pill(_("Likely"), "good"),
        Question.PERHAPS: Pill(_("Perhaps"), "warn"),
        Question.HOUSEHOLD: Pill(_("Household?")),
    }[double.question]


def question_words(double: LikelyDouble) -> str:
    """Return what is asked about two entries."""
    return {
        Question.CHOSEN: _("Are they one person?"),
        Question.LIKELY: _("These two are likely one person."),
        Question.PERHAPS: _("These two may be one person, or two of one name."),
        Question.HOUSEHOLD: _("Two people of one household?"),
    }[double.question]


def in_common(double: LikelyDouble) -> str:
    """Return what two entries have in common: "same phone, name fits"."""
    words = {
        Reason.IDENTIFIER: _("same number in another list"),
        Reason.EMAIL: _("same e-mail"),
        Reason.PHONE: _("same phone"),
        Reason.POSTAL_CODE: _("same ZIP"),
        Reason.SAME_NAME: _("same name"),
        Reason.FITTING_NAME: _("the names fit"),
        Reason.UNSURE_NAME: _("the names nearly fit"),
    }
    return ", ".join(words[reason] for reason in double.reasons if reason in words)
