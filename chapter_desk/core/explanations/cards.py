"""What can go wrong with cards, badges and scanning."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import CardNotTaken, NobodyToPrint, NoCamera
from chapter_desk.i18n import _


@explain.register
def _nobody_to_print(_error: NobodyToPrint) -> Explanation:
    return Explanation(
        _("There is nobody to print this for."),
        _("Nothing was written."),
        _("Choose other people, or include those who have a card already."),
    )


@explain.register
def _card_not_taken(error: CardNotTaken) -> Explanation:
    happened = {
        "unknown": _("This code is nobody's here."),
        "revoked": _("This card was revoked."),
        "other-meeting": _("This code is for another meeting."),
    }[error.reason]
    return Explanation(happened, _("Nobody was signed in."), _("Sign the person in by name."))


@explain.register
def _no_camera(error: NoCamera) -> Explanation:
    happened, do = {
        "none": (_("This laptop has no camera."), _("Plug one in and try again, or use a USB scanner.")),
        "denied": (
            _("The system keeps the camera from Chapter Desk."),
            _("Allow it in the system's privacy settings, then try again."),
        ),
        "stopped": (
            _("The camera gives no pictures."),
            _("Close other programs that use it, then try again."),
        ),
    }[error.reason]
    return Explanation(happened, _("The door works as before."), do)
