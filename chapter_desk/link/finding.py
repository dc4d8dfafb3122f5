"""Finding each other in the room's network without typing addresses (mDNS).

What is called out tells nothing about the chapter: two words that also stand on the screen, and a port.
"""

import re
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Lock
from typing import Final

from zeroconf import Error, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from chapter_desk.core.safekeeping.words import words

KIND: Final = "_chapterdesk._tcp.local."
_NAME = re.compile(r"[a-z]{2,12} [a-z]{2,12}\Z")
_MOST_FOUND = 32


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A laptop that calls out in this network: the two words on its screen, and where it answers."""

    name: str
    address: str
    port: int


def new_name() -> str:
    """Return two random words that a laptop calls itself while it takes others in."""
    short = [word for word in words("en") if len(word) <= 12]
    return f"{secrets.choice(short)} {secrets.choice(short)}"


class Calling:
    """Calls out that a laptop is here, until it is stopped.  Without a network it is silent."""

    def __init__(self, name: str, address: str, port: int, interfaces: list[str] | None = None) -> None:
        self._zeroconf = _opened(interfaces)
        self._info = ServiceInfo(
            KIND,
            f"{name}.{KIND}",
            addresses=[socket.inet_aton(address)],
            port=port,
            server=f"door-{secrets.token_hex(4)}.local.",
        )
        if self._zeroconf is not None:
            try:
                self._zeroconf.register_service(self._info, allow_name_change=True)
            except (Error, OSError):  # a courtesy: whatever ails it, the address can be typed
                self.stop()

    def stop(self) -> None:
        """Call no more."""
        if self._zeroconf is not None:
            zeroconf, self._zeroconf = self._zeroconf, None
            zeroconf.close()


class Looking(ServiceListener):
    """Looks for laptops that call, until it is stopped; `changed` is called on another thread."""

    def __init__(self, changed: Callable[[], None], interfaces: list[str] | None = None) -> None:
        self._changed = changed
        self._lock = Lock()
        self._found: dict[str, Found] = {}
        self._zeroconf = _opened(interfaces)
        if self._zeroconf is not None:
            self._browser = ServiceBrowser(self._zeroconf, KIND, listener=self)

    @property
    def found(self) -> tuple[Found, ...]:
        """The laptops that call now, by name."""
        with self._lock:
            return tuple(sorted(self._found.values()))

    def stop(self) -> None:
        """Look no more."""
        if self._zeroconf is not None:
            zeroconf, self._zeroconf = self._zeroconf, None
            zeroconf.close()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        info = zc.get_service_info(type_, name, timeout=2000)
        found = None if info is None else _read(name, info)
        if found is None:
            return
        with self._lock:
            if len(self._found) < _MOST_FOUND:
                self._found[name] = found
        self._changed()

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.add_service(zc, type_, name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        del zc, type_
        with self._lock:
            self._found.pop(name, None)
        self._changed()


def read_address(untrusted: str, port: int) -> tuple[str, int] | None:
    """Return the address and port somebody typed ("192.168.1.5", "192.168.1.5:47811"), or None."""
    host, _, said = untrusted.strip().partition(":")
    try:
        address = ip_address(host.strip())
        chosen = int(said) if said else port
    except ValueError:
        return None
    return (str(address), chosen) if address.version == 4 and 0 < chosen < 65536 else None


def _read(name: str, untrusted: ServiceInfo) -> Found | None:
    shown = name.removesuffix("." + KIND)
    addresses = untrusted.parsed_addresses()
    if not _NAME.match(re.sub(r"-\d+$", "", shown)) or not addresses or not untrusted.port:
        return None
    return Found(shown, addresses[0], untrusted.port)


def _opened(interfaces: list[str] | None) -> Zeroconf | None:
    try:
        return Zeroconf() if interfaces is None else Zeroconf(interfaces=interfaces)
    except OSError:  # no network at all
        return None
