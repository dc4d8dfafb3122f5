"""What can go wrong with paper: photos and scans of sheets, and the lines on them."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import AttachmentUnusable
from chapter_desk.i18n import _


@explain.register
def _attachment_unusable(error: AttachmentUnusable) -> Explanation:
    if error.reason == "elsewhere":
        return Explanation(
            _("This photo is on the laptop it was added on."),
            _("Everything that was entered from it is here."),
            _("Look at it there, or enter the rest from the paper itself."),
        )
    if error.reason in ("missing", "damaged"):
        return Explanation(
            _("This photo is missing or damaged."),
            _("Everything that was entered from it is here."),
            _("Add it again from the paper."),
        )
    happened = {
        "empty": _("That file is empty."),
        "too-large": _("That file is too large for a photo of a page."),
    }.get(error.reason, _("That file is no photo or scan that can be shown here."))
    return Explanation(
        happened, _("Nothing was changed."), _("Choose a JPEG, a PNG or a PDF of up to 32 MB.")
    )
