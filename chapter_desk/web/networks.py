"""The networks this laptop is in, the room's Wi-Fi first as far as that can be told."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address

_WIRELESS = re.compile(r"wl|wi-?fi|wireless|airport|ath\d|hotspot", re.IGNORECASE)
_MADE_UP = re.compile(
    r"docker|veth|virbr|vmnet|vbox|virtual|vethernet|bridge|br-|tun|tap|utun|tailscale|zt|wg|vpn|bluetooth",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Network:
    """A network card and this laptop's address there (IPv4, as text)."""

    name: str
    address: str

    @property
    def is_wireless(self) -> bool:
        """Whether it is called as wireless cards are; on a Mac `en0` mostly is one."""
        return bool(_WIRELESS.search(self.name))


def networks() -> list[Network]:
    """Return the networks that phones could be in, the likeliest first; empty without any.

    Addresses of this laptop alone and those a card makes up when it found no network are left out.
    """
    from ifaddr import get_adapters

    found = [
        Network(adapter.nice_name, str(ip.ip))
        for adapter in get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and _can_be_reached(IPv4Address(str(ip.ip)))
    ]
    return sorted(found, key=_order)


def chosen(here: list[Network], name: str) -> Network | None:
    """Return the network of this name, else the likeliest; None when there is none."""
    return next((each for each in here if each.name == name), here[0] if here else None)


def _can_be_reached(address: IPv4Address) -> bool:
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def _order(network: Network) -> tuple[bool, bool, bool, str]:
    made_up = bool(_MADE_UP.search(network.name))
    private = IPv4Address(network.address).is_private
    return made_up, not private, not network.is_wireless, network.name
