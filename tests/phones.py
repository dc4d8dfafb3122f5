"""A phone in the room, without a browser: it looks at the form and sends it, from an address of its own."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from chapter_desk.web.networks import Network
from chapter_desk.web.phone_form import Address

LOOPBACK = Network("Loopback", "127.0.0.1")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back; `headers` by their names in small letters."""

    status: int
    headers: dict[str, str]
    html: str

    @property
    def token(self) -> str:
        """The number of the form on the page."""
        found = re.search(r'name="form" value="([^"]+)"', self.html)
        assert found is not None, self.html
        return found[1]


@dataclass
class Phone:
    """One phone; `number` gives it an address of its own among 127.0.0.2 and so on."""

    at: Address
    number: int = 0

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> Answer:
        """Send one request; `headers` are added to, or replace, what a browser would send."""
        source = (f"127.0.{self.number // 250}.{self.number % 250 + 2}", 0)
        connection = HTTPConnection("127.0.0.1", self.at.port, timeout=30, source_address=source)
        try:
            sent = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, sent)
            came = connection.getresponse()
            return Answer(came.status, {k.lower(): v for k, v in came.getheaders()}, came.read().decode())
        finally:
            connection.close()

    def look(self, query: str = "", **headers: str) -> Answer:
        """Open the form."""
        return self.ask("GET", f"/{self.at.path}{query}", **headers)

    def send(self, fields: dict[str, str], query: str = "", **headers: str) -> Answer:
        """Press the button."""
        from_here = {"Origin": f"http://{self.at.host}", "Content_Type": FORM}
        return self.ask("POST", f"/{self.at.path}{query}", urlencode(fields), **{**from_here, **headers})

    def sign_in(self, name: str, **fields: str) -> Answer:
        """Open the form, fill it in, send it."""
        return self.send({"form": self.look().token, "name": name, **fields})
