"""What can go wrong beside the desk at the door: the phone form, the kiosk."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import JoinRefused, NoNetwork, PinRefused, PortTaken, RehearsalFailed
from chapter_desk.i18n import _


@explain.register
def _no_network(error: NoNetwork) -> Explanation:
    return Explanation(
        _("Phones cannot reach this laptop."),
        _("The door works as before."),
        _("Connect to the room's Wi-Fi, then press Try again."),
    )


@explain.register
def _port_taken(error: PortTaken) -> Explanation:
    return Explanation(
        _("Another program on this laptop stands where phones would come in ({port}).").format(
            port=error.port
        ),
        _("The door works as before."),
        _("Choose another number in Settings, under Phone form, then press Try again."),
    )


@explain.register
def _pin_refused(error: PinRefused) -> Explanation:
    if error.reason == "guessable":
        return Explanation(
            _("That PIN is the first one anybody would try."),
            _("Nothing was changed."),
            _("Choose digits that neither repeat nor count up or down."),
        )
    return Explanation(
        _("A PIN is four to eight digits."), _("Nothing was changed."), _("Type it again, digits only.")
    )


@explain.register
def _rehearsal_failed(error: RehearsalFailed) -> Explanation:
    happened = {
        "not-found": _("Somebody was put on file and not found again."),
        "not-counted": _("Two people were signed in and not counted."),
    }[error.reason]
    return Explanation(
        happened,
        _("Your chapter was not touched by the trial."),
        _("Try again. If it happens again, use another laptop or paper, and check the chapter in Settings."),
    )


@explain.register
def _join_refused(error: JoinRefused) -> Explanation:
    happened, do = {
        "not-there": (
            _("No laptop answers there."),
            _("Connect both laptops to one Wi-Fi or with a cable, or join by a file on a stick."),
        ),
        "wrong-code": (
            _("The other laptop did not take this code."),
            _("Read the six digits on its screen once more. After three wrong tries ask it for a new code."),
        ),
        "gone": (
            _("The connection was lost, or joining was stopped on the other laptop."),
            _("Press Join again: the same digits are good until their time is over. Else ask for new ones."),
        ),
        "no-address": (
            _("That is not an address."),
            _("Type the numbers as the other laptop shows them, like 192.168.1.5."),
        ),
        "not-a-welcome": (
            _("This file does not make a door laptop."),
            _("Choose the file whose name begins with door- and ends in .cddoor."),
        ),
        "wrong-words": (
            _("These words do not open the file."),
            _("Read the five words once more on the laptop that wrote it."),
        ),
        "damaged": (
            _("What the other laptop sent did not arrive whole."),
            _("Add this laptop once more."),
        ),
        "newer": (_("The other laptop has a newer Chapter Desk."), _("Update this one, then try again.")),
    }[error.reason]
    return Explanation(happened, _("Nothing was changed on this laptop."), do)
