"""What can go wrong beside the desk at the door: the phone form."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.errors import NoNetwork, PortTaken
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
