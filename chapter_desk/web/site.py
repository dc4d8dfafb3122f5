"""What a phone is answered: the form, "you are in", or in two languages why not.  Never a member's data."""

import logging
import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from chapter_desk.errors import (
    ChapterClosed,
    ChapterDeskError,
    MeetingCancelled,
    MeetingEnded,
    NameNeeded,
    NoSuchRecord,
    NotSaved,
    TextRefused,
)
from chapter_desk.i18n import language, speaking
from chapter_desk.web import words
from chapter_desk.web.forms import Forms
from chapter_desk.web.guard import Guard, Refused, read_body
from chapter_desk.web.languages import spoken
from chapter_desk.web.limits import Limit, Rates
from chapter_desk.web.line import Line
from chapter_desk.web.pages import Pages
from chapter_desk.web.written import Written, read

_log = logging.getLogger(__name__)

_OVER = (MeetingEnded, MeetingCancelled, NoSuchRecord, ChapterClosed)
_CLOSED, _PAUSED = 410, 503


class Site:
    """An ASGI application for one meeting at one address.

    `closed` says which status to answer with instead of the form (0: the form), `trouble` is told what
    kept an entry out.
    """

    def __init__(
        self,
        guard: Guard,
        pages: Pages,
        path: str,
        line: Line,
        rates: Rates,
        *,
        closed: Callable[[], int],
        trouble: Callable[[ChapterDeskError], None],
    ) -> None:
        self._guard, self._pages, self._path, self._line = guard, pages, path, line
        self._closed, self._trouble = closed, trouble
        self._forms = Forms(time.monotonic)
        self._looks = Limit(rates.looks_each, rates.looks, time.monotonic)
        self._entries = Limit(rates.entries_each, rates.entries, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        request = Request(scope, receive)
        choice = request.query_params.get("l", "")
        with speaking(spoken(choice, request.headers.get("accept-language", ""))):
            try:
                response = await self._answer(request)
            except Refused as refused:
                _log.info("a phone was answered with %d", refused.status)
                response = self._page(self._pages.note(refused.status), refused.status)
            except ClientDisconnect:
                return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        self._guard.check_host(request.headers)
        address = request.client.host if request.client is not None else ""
        posted = request.method == "POST"
        if not (self._entries if posted else self._looks).take(address):
            raise Refused(429)
        path = request.url.path
        if path not in (self._path, f"{self._path}/in"):
            raise Refused(404)
        if path == self._path and posted:
            self._guard.check_origin(request.headers)
            return await self._take(request)
        if request.method not in ("GET", "HEAD"):
            raise Refused(405)
        if path != self._path:
            return self._page(self._pages.thanks())
        self._refuse_when_closed()
        return self._page(self._pages.form(self._forms.new()))

    async def _take(self, request: Request) -> Response:
        written = read(await read_body(request))
        self._refuse_when_closed()
        number = self._forms.number(written.token)
        if number is None:
            return self._again(written, 403, words.old_page())
        if written.problems:
            return self._page(self._pages.form(written.token, written), 422)
        name = written.text("name")
        if self._forms.is_of_another(number, name):
            return self._again(written, 409, words.second_person())
        try:
            await self._line.take(number, written.walk_in())
        except (NameNeeded, TextRefused):
            raise Refused(400) from None
        except (NotSaved, *_OVER) as error:
            self._trouble(error)
            raise Refused(_PAUSED if isinstance(error, NotSaved) else _CLOSED) from None
        self._forms.sent(number, name)
        return RedirectResponse(f"{self._path}/in?l={language()}", 303, self._headers())

    def _again(self, written: Written, status: int, over: str) -> Response:
        """Show a form that was not taken, as it was filled in, with a number of its own."""
        return self._page(self._pages.form(self._forms.new(), written, over), status)

    def _refuse_when_closed(self) -> None:
        if status := self._closed():
            raise Refused(status)

    def _page(self, html: str, status: int = 200) -> Response:
        return HTMLResponse(html, status, self._headers())

    def _headers(self) -> dict[str, str]:
        return {
            "content-security-policy": self._pages.policy,
            "cache-control": "no-store",
            "referrer-policy": "same-origin",  # "no-referrer" would have browsers hide the origin of the form
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "connection": "close",  # so that a time limit on connections is one on requests
        }
