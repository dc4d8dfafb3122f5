"""What can go wrong with paper: photos and scans of sheets, and the lines on them."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import AttachmentUnusable, SheetRefused
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


@explain.register
def _sheet_refused(error: SheetRefused) -> Explanation:
    if error.reason == "count-differs":
        return Explanation(
            _("{counted} names counted on the paper, {entered} entered here.").format(
                counted=f"{error.counted:,}", entered=f"{error.entered:,}"
            ),
            _("Every line is kept as it is."),
            _("Go through the lines together, correct the one that differs, then count again."),
        )
    happened = {
        "no-lines": _("A sheet needs at least one line."),
        "no-names": _("No line of this list begins with a name."),
        "too-many-lines": _("That is more lines than one list can have."),
        "in-use": _("Lines of this sheet were entered."),
        "lines-left": _("Some lines of this sheet are not entered yet."),
        "not-done": _("This sheet is not done yet."),
        "same-person": _("Whoever entered a sheet cannot check it."),
    }[error.reason]
    do = {
        "no-lines": _("Choose who is expected, or some blank lines."),
        "no-names": _("Put one name on each line, before an e-mail or a phone."),
        "too-many-lines": _("Make it two lists."),
        "in-use": _("Correct its lines instead."),
        "lines-left": _("Enter them, or say that the rest is blank."),
        "not-done": _("Enter its lines and mark it done, then check it."),
        "same-person": _("Have somebody else count the names."),
    }[error.reason]
    return Explanation(happened, _("Nothing was changed."), do)
