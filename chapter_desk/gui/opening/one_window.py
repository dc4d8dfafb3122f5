"""One window a chapter: a second start finds the first by a name that tells nothing, and raises it."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from chapter_desk.core.safekeeping.install import install_id

_ANSWER_WITHIN_MS = 1000
_RAISE, _RAISED = b"raise\n", b"raised\n"


def meeting_point(path: Path) -> str:
    """Return the name under which the window of a chapter can be called.

    A hash with this computer's random id in it: neither the chapter nor its folder can be guessed.
    """
    words = f"{install_id()}\n{path.resolve()}".encode()
    return f"chapter-desk-{hashlib.blake2b(words, digest_size=12).hexdigest()}"


def raise_other(path: Path) -> bool:
    """Have the window that has this chapter come to the front; False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(meeting_point(path))
    if not socket.waitForConnected(_ANSWER_WITHIN_MS):
        return False
    socket.write(_RAISE)
    socket.flush()
    answered = socket.waitForReadyRead(_ANSWER_WITHIN_MS)
    return answered and bytes(socket.readAll().data()) == _RAISED


class Bell(QObject):
    """Hears when another start asks for the chapter this window has.

    Signals:
        rung(): Bring the window to the front.
    """

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def listen(self, path: Path) -> None:
        """Answer for this chapter from now on, and for no other."""
        self.close()
        server = self._server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._hear)
        name = meeting_point(path)
        if not server.listen(name):
            QLocalServer.removeServer(name)  # left behind by a crash: a living window would have answered
            server.listen(name)

    def close(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _hear(self) -> None:
        assert self._server is not None
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._answer(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        if bytes(socket.readAll().data()) == _RAISE:
            socket.write(_RAISED)
            socket.flush()
            self.rung.emit()
