"""What somebody in the same Wi-Fi may try: guess, listen, stand between, repeat, flood, send garbage."""

import socket
import struct
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter_desk.core.sync.laptops import Laptops
from chapter_desk.errors import JoinRefused
from chapter_desk.link import channel as channels
from chapter_desk.link.channel import Channel, ChannelError, Wire
from chapter_desk.link.entering import join

KEY = bytes(range(32))
_OPEN: list[socket.socket] = []


@pytest.fixture(autouse=True)
def hang_up():
    yield
    while _OPEN:
        _OPEN.pop().close()


def a_pair() -> tuple[socket.socket, socket.socket]:
    """Return two ends of one wire, cut when the test is over."""
    ends = socket.socketpair()
    _OPEN.extend(ends)
    return ends


def pair(greet, answer):
    """Return what both ends of a fresh socket pair came to."""
    one, other = a_pair()
    ends: dict[str, object] = {}

    def host() -> None:
        wire = Wire(other)
        try:
            ends["host"] = answer(wire, channels.read_hello(wire))
        except ChannelError as broken:
            ends["host"] = broken

    thread = threading.Thread(target=host)
    thread.start()
    try:
        ends["guest"] = greet(Wire(one))
    except ChannelError as broken:
        ends["guest"] = broken
    thread.join()
    return ends["guest"], ends["host"], one, other


def coded(one: str, other: str):
    return pair(
        lambda wire: channels.greet_with_code(wire, one),
        lambda wire, hello: channels.answer_with_code(wire, hello, other),
    )


def keyed(one: bytes, other: bytes):
    return pair(
        lambda wire: channels.greet_with_key(wire, "laptop", one),
        lambda wire, hello: channels.answer_with_key(wire, hello, other),
    )


@pytest.mark.parametrize("meet", [lambda: coded("123456", "123456"), lambda: keyed(KEY, KEY)])
def test_two_with_one_secret_talk_both_ways(meet):
    guest, host, *_ = meet()
    for message in (b"", b"hello", bytes(200_000)):
        thread = threading.Thread(target=guest.send, args=(message,))
        thread.start()
        assert host.receive() == message
        thread.join()
    host.send(b"and back")
    assert guest.receive() == b"and back"


def test_another_code_or_key_ends_before_anything_is_said():
    assert coded("123456", "123457")[:2] == (None, None)
    assert keyed(KEY, bytes(32))[:2] == (None, None)


def test_who_stands_between_with_another_code_gets_through_to_neither():
    """Both halves of the conversation go through the one between, who has guessed a code of his own."""
    left = coded("123456", "999999")
    right = coded("999999", "123456")
    assert left[:2] == (None, None) == right[:2]


def _recorded(guest: Channel, sending_socket, reading_socket, message: bytes) -> bytes:
    guest.send(message)
    return reading_socket.recv(1 << 16)


def test_what_goes_over_the_wire_shows_nothing_and_is_never_the_same():
    guest, _host, one, other = coded("123456", "123456")
    first = _recorded(guest, one, other, b"Maria Gutierrez")
    second = _recorded(guest, one, other, b"Maria Gutierrez")
    assert b"Maria" not in first + second and first != second


@pytest.mark.parametrize("attack", ["repeat", "flip", "leave out", "send back"])
def test_a_frame_that_was_tampered_with_ends_the_channel(attack):
    guest, host, one, other = coded("123456", "123456")
    first = _recorded(guest, one, other, b"sign in Maria")
    second = _recorded(guest, one, other, b"sign in Rosa")
    reader, writer = host, one
    if attack == "repeat":
        writer.sendall(first + first)
        assert reader.receive() == b"sign in Maria"
    elif attack == "flip":
        writer.sendall(first[:-1] + bytes([first[-1] ^ 1]))
    elif attack == "leave out":
        writer.sendall(second)
    else:
        reader, writer = guest, other
        writer.sendall(first)
    with pytest.raises(ChannelError):
        reader.receive()


def test_a_conversation_recorded_yesterday_is_not_taken_for_todays():
    sent: list[bytes] = []

    class Recorded(Wire):
        def write(self, frame: bytes) -> None:
            sent.append(frame)
            super().write(frame)

    one, other = a_pair()
    thread = threading.Thread(
        target=lambda: channels.answer_with_key(Wire(other), channels.read_hello(Wire(other)), KEY)
    )
    thread.start()
    guest = channels.greet_with_key(Recorded(one), "laptop", KEY)
    thread.join()
    guest.send(b"sign in Maria")
    one, other = a_pair()
    for frame in sent:
        one.sendall(struct.pack(">I", len(frame)) + frame)
    wire = Wire(other)
    assert channels.answer_with_key(wire, channels.read_hello(wire), KEY) is None


def test_a_frame_that_claims_to_be_huge_is_not_waited_for():
    _guest, host, one, _other = coded("123456", "123456")
    one.sendall(struct.pack(">I", 1 << 31))
    with pytest.raises(ChannelError, match="too large"):
        host.receive()


def test_a_greeting_that_claims_to_be_huge_is_not_waited_for():
    one, other = a_pair()
    one.sendall(struct.pack(">I", 10_000))
    with pytest.raises(ChannelError, match="too large"):
        channels.read_hello(Wire(other))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.booleans())
def test_garbage_is_turned_away(garbage, with_magic):
    one, other = a_pair()
    content = (b"chapter-desk door 1\n" if with_magic else b"") + garbage
    one.sendall(struct.pack(">I", len(content)) + content)
    one.close()
    wire = Wire(other)
    try:
        with pytest.raises(ChannelError):
            channels.answer_with_code(wire, channels.read_hello(wire), "123456")
    finally:
        other.close()


def test_the_door_stays_open_after_garbage_and_silence(host, door_host, joined):
    for content in (b"", b"GET / HTTP/1.1\r\n\r\n", struct.pack(">I", 1 << 30), bytes(4096)):
        with socket.create_connection(("127.0.0.1", door_host.port)) as stranger:
            stranger.sendall(content)
    silent = [socket.create_connection(("127.0.0.1", door_host.port)) for _each in range(5)]
    try:
        assert joined().laptops.helps_at == door_host.meeting_id
    finally:
        for each in silent:
            each.close()


def test_who_goes_away_before_proving_anything_costs_no_try(door_host, changed):
    code = door_host.new_code()
    at = socket.create_connection(("127.0.0.1", door_host.port))
    wire = Wire(at)
    import msgspec
    from spake2 import SPAKE2_A

    share = SPAKE2_A(b"000000", idA=b"guest", idB=b"host").start()
    wire.write(b"chapter-desk door 1\n" + msgspec.msgpack.encode(channels.Hello("", share)))
    wire.read(512)
    at.close()
    assert changed.until(lambda: code.tries_left == 3)


def test_a_stranger_who_claims_to_be_a_known_laptop_is_given_nothing(host, door_host, joined):
    door = joined()
    with socket.create_connection(("127.0.0.1", door_host.port)) as at:
        assert channels.greet_with_key(Wire(at), door.id, bytes(32)) is None
    with (
        socket.create_connection(("127.0.0.1", door_host.port)) as at,
        pytest.raises(ChannelError),
    ):
        channels.greet_with_key(Wire(at), "nobody", bytes(32))
    assert len(Laptops(host.db).laptops()) == 2


def test_a_false_host_learns_nothing_and_gives_nothing():
    """Somebody calls out as if he were the chapter's laptop: he doesn't know the code."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        at, _address = listening.accept()
        wire = Wire(at)
        channels.answer_with_code(wire, channels.read_hello(wire), "999999")
        at.close()

    thread = threading.Thread(target=answer)
    thread.start()
    with pytest.raises(JoinRefused) as refused:
        join(listening.getsockname(), "123456")
    assert refused.value.reason == "wrong-code"
    thread.join()
    listening.close()
