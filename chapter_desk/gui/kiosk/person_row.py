"""One person in the kiosk's short list: the whole row is the target."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from chapter_desk.core.meetings.kiosk import KioskMatch
from chapter_desk.gui.kiosk.hold import HoldButton
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.labels import text_width
from chapter_desk.i18n import _


class PersonRow(HoldButton):
    """A first name, an initial and two masked hints; the chosen one says how it is taken."""

    def __init__(
        self, match: KioskMatch, place: str, *, tap_twice: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(tap_twice=tap_twice, parent=parent)
        self.match = match
        self._is_chosen = False
        self._hint = hint_of(match)
        self._how = _("Touch twice, or Enter") if tap_twice else _("Press and hold, or Enter")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{match.name}, {self._hint.replace('•', '')}, {place}")
        self.setAccessibleDescription(self._how)

    @property
    def is_chosen(self) -> bool:
        """Whether Enter would take this one."""
        return self._is_chosen

    def choose(self, chosen: bool) -> None:
        """Be the one that Enter takes, or not."""
        self._is_chosen = chosen
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(88 if self._is_chosen else 72))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().size("kiosk-match"))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self._is_chosen else 1
        painter.setPen(QPen(t.colour("accent" if self._is_chosen else "control"), wide))
        painter.setBrush(t.colour("selection" if self._is_chosen or self.isDown() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        right = self._paint_how(painter) if self._is_chosen else self.width() - t.px(24)
        self._paint_person(painter, right)
        self.paint_part_held(painter)

    def _paint_person(self, painter: QPainter, right: int) -> None:
        t = theme()
        ink = "accent-ink" if self._is_chosen else "ink-2"
        side, left = t.px(28), t.px(24)
        picture = t.pixmap("user-round", ink, 28, dpr=self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        left += side + t.px(14)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
        font = t.font("kiosk-match")
        painter.setFont(font)
        painter.setPen(t.colour("ink"))
        metrics = QFontMetrics(font)
        name = metrics.elidedText(self.match.name, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, 0, right - left, self.height()), middle, name)
        left += text_width(metrics, name) + t.px(14)
        painter.setFont(t.font("h3", weight=400))
        painter.setPen(t.colour("ink-2"))
        hint = QFontMetrics(painter.font()).elidedText(self._hint, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, 0, max(0, right - left), self.height()), middle, hint)

    def _paint_how(self, painter: QPainter) -> int:
        """Draw how the chosen one is taken; return where the room for the name ends."""
        t = theme()
        font = t.font("h3")
        width = text_width(QFontMetrics(font), self._how) + t.px(28 + 8 + 2 * 24)
        box = QRect(self.width() - width - t.px(24), (self.height() - t.px(56)) // 2, width, t.px(56))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("accent"))
        painter.drawRoundedRect(box, 8, 8)
        icon = t.pixmap("hand", "on-accent", 24, dpr=self.devicePixelRatioF())
        painter.drawPixmap(box.left() + t.px(24), box.center().y() - t.px(24) // 2, icon)
        painter.setFont(font)
        painter.setPen(t.colour("on-accent"))
        words = box.adjusted(t.px(24 + 28 + 4), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._how)
        return box.left() - t.px(14)


def hint_of(match: KioskMatch) -> str:
    """Return the hints, of one shape for everybody: "235•• · phone ends 41", "no ZIP · no phone"."""
    zip_hint = match.zip_hint or _("no ZIP")
    phone = _("phone ends {digits}").format(digits=match.phone_ends) if match.phone_ends else _("no phone")
    return f"{zip_hint}  ·  {phone}"
