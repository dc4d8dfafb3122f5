"""A room full of phones, in a process of its own: `python -m tests.benchmarks.room PORT PATH A_SECOND`.

Sends until its standard input is closed, then prints how often each answer came, as JSON.
"""

import json
import sys
import threading
from collections import Counter
from time import perf_counter, sleep

from chapter_desk.web.phone_form import Address
from tests.phones import LOOPBACK, Phone


def main(port: str, path: str, a_second: str) -> None:
    at, each = Address(LOOPBACK, int(port), path), 1 / float(a_second)
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    answers: Counter[int] = Counter()
    begun, sent = perf_counter(), 0
    while not over.is_set():
        sleep(max(0.0, begun + sent * each - perf_counter()))
        sent += 1
        contact = {"email": f"guest{sent}@example.org"} if sent % 2 else {}
        answers[Phone(at, sent % 20_000).sign_in(f"Guest Number {sent}", **contact).status] += 1
    print(json.dumps({"seconds": perf_counter() - begun, "answers": answers}))


if __name__ == "__main__":
    main(*sys.argv[1:])
