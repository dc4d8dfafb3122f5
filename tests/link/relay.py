"""A cable between two laptops that a test can clog and cut."""

import contextlib
import socket
import threading


class Relay:
    """Listens on a loopback port and passes on to another one.

    `clog_after` bytes from the far end nothing more comes through, until `unclog`.
    """

    def __init__(self, port: int, clog_after: int | None = None) -> None:
        self._to, self._left = port, clog_after
        self.clogged = threading.Event()
        """Set once so much went through that the cable is clogged."""
        self._free = threading.Event()
        self._ends: list[socket.socket] = []
        self._at = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._answer)]
        self._threads[0].start()

    @property
    def place(self) -> tuple[str, int]:
        return self._at.getsockname()

    def unclog(self) -> None:
        self._free.set()

    def cut(self) -> None:
        """Pull the cable: both ends notice, and nobody comes through any more."""
        self._free.set()
        for each in (self._at, *self._ends):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(10)

    def _answer(self) -> None:
        while True:
            try:
                near, _address = self._at.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            self._ends += [near, far]
            for source, sink, slow in ((near, far, False), (far, near, True)):
                thread = threading.Thread(target=self._pass_on, args=(source, sink, slow))
                self._threads.append(thread)
                thread.start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, slow: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1024):
                if slow and self._left is not None and not self._free.is_set():
                    self._left -= len(data)
                    if self._left < 0:
                        self.clogged.set()
                        self._free.wait()
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
