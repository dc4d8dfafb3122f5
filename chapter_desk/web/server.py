"""The phone form's own thread: an event loop with uvicorn in it, bound to one address and no other."""

import asyncio
import errno
import logging
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from chapter_desk.errors import NoNetwork, PortTaken
from chapter_desk.web.connections import Brief

_TRIES = 10
_STARTS_WITHIN_S = 10.0
_ENDS_WITHIN_S = 5.0
_HEAD_BYTES = 16 * 1024


def bound(address: str, port: int) -> socket.socket:
    """Return a socket at this port of the address, or at one of the next nine if it is in use.

    Raises:
        NoNetwork: This laptop has no such address (any more).
        PortTaken: All ten are in use, or may not be used.
    """
    last = port + (_TRIES if port else 1)
    for each in range(port, min(last, 65536)):
        try:
            return socket.create_server((address, each))
        except OSError as trouble:
            if trouble.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise NoNetwork() from trouble
    raise PortTaken(port)


class _Announced(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


class Server:
    """Answers on a socket until it is stopped."""

    def __init__(self, site: ASGIApp, at: socket.socket) -> None:
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        self._socket = at
        self._server = _Announced(
            uvicorn.Config(
                site,
                http=Brief,
                ws="none",
                loop="asyncio",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                h11_max_incomplete_event_size=_HEAD_BYTES,
                timeout_graceful_shutdown=2,
            )
        )
        self._thread = threading.Thread(target=self._run, name="phone-form", daemon=True)

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()
        self._server.listens.wait(_STARTS_WITHIN_S)

    def ask_to_stop(self) -> None:
        """Take nobody new; safe from any thread, also the one that answers."""
        self._server.should_exit = True

    def stop(self) -> None:
        """Take nobody new, answer those who are here, and come back when nobody listens any more."""
        self.ask_to_stop()
        if self._thread is not threading.current_thread():
            self._thread.join(_ENDS_WITHIN_S)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))
