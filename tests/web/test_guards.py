"""What strangers may send: all of it refused with a plain page, and the count stays right."""

import logging
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from urllib.parse import urlencode

import pytest

from chapter_desk.web import connections, guard
from chapter_desk.web.limits import Limit, Rate, Rates
from chapter_desk.web.phone_form import PhoneForm
from tests.phones import FORM, LOOPBACK, Phone


def raw(phone: Phone, *parts: bytes, timeout: float = 20) -> bytes:
    """Send bytes as they are and return what comes until the connection ends."""
    with socket.create_connection(("127.0.0.1", phone.at.port), timeout=timeout) as line:
        came = b""
        try:
            for part in parts:
                line.sendall(part)
            while chunk := line.recv(65536):
                came += chunk
        except ConnectionError:
            pass
        return came


def head(phone: Phone, *lines: str) -> bytes:
    said = (f"POST /{phone.at.path} HTTP/1.1", f"Host: {phone.at.host}", f"Origin: http://{phone.at.host}")
    return "\r\n".join([*said, f"Content-Type: {FORM}", *lines, "", ""]).encode()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "localhost:{port}", "127.0.0.1:1", "127.0.0.1:{port}.evil.example", ""],
)
def test_another_host_is_refused(phone, came, host):
    wrong = host.format(port=phone.at.port)
    assert phone.look(Host=wrong).status == 403
    answer = phone.send({"form": phone.look().token, "name": "Dee"}, Host=wrong)
    assert (answer.status, came()) == (403, 0)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://{host}", "http://{host}.evil.example", ""]
)
def test_another_origin_is_refused(phone, came, origin):
    token = phone.look().token
    answer = phone.send({"form": token, "name": "Dee"}, Origin=origin.format(host=phone.at.host))
    assert (answer.status, came()) == (403, 0)
    assert phone.send({"form": token, "name": "Dee"}).status == 303


def test_no_origin_is_refused(phone, came):
    body = urlencode({"form": phone.look().token, "name": "Dee"})
    assert phone.ask("POST", f"/{phone.at.path}", body, Content_Type=FORM).status == 403
    assert came() == 0


def test_two_hosts_are_refused(phone):
    lines = f"GET /{phone.at.path} HTTP/1.1\r\nHost: {phone.at.host}\r\nHost: {phone.at.host}\r\n\r\n"
    assert re.match(rb"HTTP/1.1 40[03]", raw(phone, lines.encode()))


@pytest.mark.parametrize(
    "change", [lambda _t: "", lambda t: t[:-1] + "x", lambda t: "1" + t, lambda _t: "é" * 20]
)
def test_a_form_without_a_token_of_ours_counts_nobody_and_loses_no_text(phone, came, change):
    answer = phone.send({"form": change(phone.look().token), "name": "Dee Ray", "may-sms": "1"})
    assert (answer.status, came()) == (403, 0)
    assert 'value="Dee Ray"' in answer.html and 'name="may-sms" value="1" checked' in answer.html
    assert phone.send({"form": answer.token, "name": "Dee Ray"}).status == 303
    assert came() == 1


def test_a_token_of_before_the_form_was_switched_off_is_none(phone, form, meeting, came):
    token = phone.look().token
    form.switch_on(meeting.id, port=0)
    assert Phone(form.address).send({"form": token, "name": "Dee"}).status == 403
    assert came() == 0


def test_a_token_sent_again_is_one_entry(phone, came):
    token = phone.look().token
    for _time in range(3):
        assert phone.send({"form": token, "name": "Dee Ray"}).status == 303
    with ThreadPoolExecutor(8) as pool:
        twice = list(pool.map(lambda n: phone.send({"form": token, "name": " dee  RAY "}), range(8)))
    assert ({each.status for each in twice}, came()) == ({303}, 1)


def test_going_back_and_writing_another_name_asks_and_then_signs_both_in(phone, came):
    token = phone.look().token
    phone.send({"form": token, "name": "Dee Ray"})
    asked = phone.send({"form": token, "name": "Bo Li", "phone": "757 555 0123"})
    assert (asked.status, came()) == (409, 1)
    assert 'value="Bo Li"' in asked.html and "Dee" not in asked.html
    assert phone.send({"form": asked.token, "name": "Bo Li"}).status == 303
    assert came() == 2


def test_ten_megabytes_are_not_read(phone, came):
    assert raw(phone, head(phone, "Content-Length: 10485760")).startswith(b"HTTP/1.1 413")
    start = monotonic()
    raw(phone, head(phone, "Content-Length: 10485760"), *[b"x" * 65536] * 160)
    assert monotonic() - start < 10
    assert came() == 0 and phone.look().status == 200


def test_a_body_in_chunks_without_a_length_is_stopped_at_the_limit(phone, came):
    chunk = b"1000\r\n" + b"name=" + b"x" * 4091 + b"\r\n"
    assert raw(phone, head(phone, "Transfer-Encoding: chunked"), *[chunk] * 8).startswith(b"HTTP/1.1 413")
    assert came() == 0


def test_a_short_body_in_chunks_is_taken(phone, came):
    body = urlencode({"form": phone.look().token, "name": "Dee"}).encode()
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    assert raw(phone, head(phone, "Transfer-Encoding: chunked"), chunked).startswith(b"HTTP/1.1 303")
    assert came() == 1


@pytest.mark.parametrize("length", ["-1", "1e3", "99999999999999999999", "abc"])
def test_a_length_that_is_none_is_refused(phone, length):
    assert re.match(rb"HTTP/1.1 4\d\d|$", raw(phone, head(phone, f"Content-Length: {length}")))
    assert phone.look().status == 200


def test_a_body_that_does_not_come_is_not_waited_for(phone, came, monkeypatch):
    monkeypatch.setattr(guard, "BODY_WITHIN_S", 0.2)
    assert raw(phone, head(phone, "Content-Length: 100"), b"name=").startswith(b"HTTP/1.1 408")
    assert came() == 0


def test_a_head_that_does_not_come_is_not_waited_for(phone, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_WITHIN_S", 0.2)
    assert raw(phone, b"GET / HTTP/1.1\r\nX-Slow: ") == b""
    assert raw(phone) == b""
    assert phone.look().status == 200


def test_whoever_holds_connections_open_keeps_nobody_out(phone, monkeypatch):
    monkeypatch.setattr(connections, "MOST_FROM_ONE", 5)
    held = [socket.create_connection(("127.0.0.1", phone.at.port)) for _one in range(20)]
    try:
        assert Phone(phone.at, 7).look().status == 200
    finally:
        for line in held:
            line.close()


def test_an_endless_head_is_cut(phone):
    assert re.match(rb"HTTP/1.1 4\d\d|$", raw(phone, b"GET / HTTP/1.1\r\n", *[b"X-A: " + b"y" * 4096] * 64))
    assert phone.look().status == 200


def test_a_thousand_posts_are_mostly_asked_to_wait_and_the_count_is_right(phone, came, evening, meeting):
    token = phone.look().token
    with ThreadPoolExecutor(16) as pool:
        again = list(pool.map(lambda n: phone.send({"form": token, "name": "Dee"}).status, range(300)))
    with ThreadPoolExecutor(16) as pool:
        wrong = list(pool.map(lambda n: phone.send({"form": "x", "name": f"N {n}"}).status, range(700)))
    assert {303, 429} == set(again) and set(wrong) <= {403, 429}
    assert again.count(303) < 100 and wrong.count(429) > 500
    assert came() == evening.app.door.counts(meeting.id).signed_in == 1
    answer = phone.send({"form": token, "name": "Dee"})
    assert answer.status == 429 and "Wait a minute" in answer.html and "Espere un minuto" in answer.html
    assert Phone(phone.at, 9).sign_in("Bo Li").status == 303  # nobody else waits for it
    assert came() == 2


def test_all_together_are_limited_too(evening, meeting):
    form = PhoneForm(evening.app, find=lambda: [LOOPBACK], rates=Rates(entries=Rate(3, 0), looks=Rate(10, 0)))
    at = form.switch_on(meeting.id, port=0)
    sent = [Phone(at, n).sign_in(f"Person {n}").status for n in range(6)]
    assert sent == [303, 303, 303, 429, 429, 429]
    assert [Phone(at, n).look().status for n in range(10, 16)] == [200, 200, 200, 200, 429, 429]
    assert evening.app.sign_ups.came(meeting.id) == 3
    form.switch_off()


def test_a_limit_fills_again():
    now = [0.0]
    limit = Limit(Rate(2, 0.5), Rate(100, 10), lambda: now[0])
    assert [limit.take("a") for _one in range(3)] == [True, True, False]
    assert limit.take("b")
    now[0] = 1.9
    assert not limit.take("a")
    now[0] = 2.1
    assert [limit.take("a"), limit.take("a")] == [True, False]
    for number in range(10_000):
        limit.take(str(number))
    assert len(limit._by_address) <= 4096


@pytest.mark.parametrize(
    "path", ["/", "/admin", "/{path}/x", "/{path}/", "/../{path}", "//{path}", "/favicon.ico", "/%00"]
)
def test_only_the_random_path_leads_anywhere(phone, path):
    answer = phone.ask("GET", path.format(path=phone.at.path))
    assert answer.status == 404 and phone.at.path not in answer.html


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_only_looking_and_sending_is_possible(phone, method):
    assert phone.ask(method, f"/{phone.at.path}").status == 405


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_only_a_form_is_taken(phone, came, kind):
    assert phone.send({"form": phone.look().token, "name": "Dee"}, Content_Type=kind).status == 415
    assert came() == 0


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"name=%ff%fe", b"&".join(b"a%d=1" % n for n in range(100)), "name=ñ".encode()]
)
def test_bytes_that_are_no_form_are_refused(phone, came, body):
    answer = phone.ask("POST", f"/{phone.at.path}", body, Origin=f"http://{phone.at.host}", Content_Type=FORM)
    assert (answer.status, came()) == (400, 0)


def test_every_page_says_that_nothing_may_be_added_kept_or_framed(phone):
    token = phone.look().token
    answers = [
        phone.look(), phone.look(Host="evil.example"), phone.ask("GET", "/nowhere"),
        phone.send({"form": token, "name": ""}), phone.send({"form": token, "name": "Dee"}),
        phone.ask("GET", f"/{phone.at.path}/in"), phone.send({}, Origin="null"),
    ]  # fmt: skip
    assert [each.status for each in answers] == [200, 403, 404, 422, 303, 200, 403]
    for each in answers:
        policy = each.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in policy and "script" not in policy and "unsafe" not in policy
        assert each.headers["cache-control"] == "no-store"
        assert each.headers["referrer-policy"] == "same-origin"
        assert (each.headers["x-frame-options"], each.headers["x-content-type-options"]) == (
            "DENY",
            "nosniff",
        )
        assert not {"server", "set-cookie", "date"} & each.headers.keys()


def test_nothing_of_what_was_written_or_who_came_is_noted(phone, came, caplog):
    with caplog.at_level(logging.DEBUG):
        phone.sign_in("Canary Name", email="canary@example.org", need_note="canary wish")
        phone.send({"form": "x", "name": "Canary Name"})
        phone.look(Host="canary.example")
    assert came() == 1
    assert "anary" not in caplog.text and phone.at.path not in caplog.text
