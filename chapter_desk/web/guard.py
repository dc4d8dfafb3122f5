"""What a request must be before anybody reads it: for this address, from this page, small, and whole."""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request

LARGEST_BODY = 16 * 1024
BODY_WITHIN_S = 8.0
FORM = "application/x-www-form-urlencoded"


class Refused(Exception):  # noqa: N818 (an answer to a stranger, not an error of ours)
    """A request that is not taken; `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows the one address this form has, for instance `192.168.1.20:8080`."""

    host: str

    def check_host(self, headers: Headers) -> None:
        """Refuse whoever came by another name: a page elsewhere that had its name point here."""
        if headers.getlist("host") != [self.host]:
            raise Refused(403)

    def check_origin(self, headers: Headers) -> None:
        """Refuse what another page sent: browsers say where a form that is posted stood."""
        if headers.getlist("origin") != [f"http://{self.host}"]:
            raise Refused(403)


async def read_body(request: Request) -> bytes:
    """Return the body of a form, which is short and comes soon.

    Raises:
        Refused: 415 for anything but a form, 413 for too much, 408 for too slow.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused(415)
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > LARGEST_BODY:
        raise Refused(413)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for chunk in request.stream():  # a body in chunks says no length before
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise Refused(413)
    except TimeoutError:
        raise Refused(408) from None
    return bytes(body)
