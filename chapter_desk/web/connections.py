"""Connections that take too long, or are too many, are cut: a stalled phone must not hold a place."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN_S = 8.0
ALL_WITHIN_S = 20.0
MOST = 256
MOST_FROM_ONE = 48


class Brief(H11Protocol):
    """One request and its answer, soon."""

    _timers: tuple[asyncio.TimerHandle, ...] = ()

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if len(self.connections) > MOST or self._from_here() > MOST_FROM_ONE:
            transport.abort()
            return
        self._timers = (
            self.loop.call_later(HEAD_WITHIN_S, self._end_without_a_head, transport),
            self.loop.call_later(ALL_WITHIN_S, transport.abort),
        )

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in self._timers:
            timer.cancel()
        super().connection_lost(exc)

    def _from_here(self) -> int:
        brief = [each for each in self.connections if isinstance(each, Brief)]
        return sum(_address(each) == _address(self) for each in brief)

    def _end_without_a_head(self, transport: asyncio.Transport) -> None:
        if not self.headers:  # set once they are all here
            transport.abort()


def _address(connection: Brief) -> str:
    return connection.client[0] if connection.client else ""
