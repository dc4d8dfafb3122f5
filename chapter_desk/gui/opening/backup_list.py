"""Choosing the copy that takes the place of a damaged chapter file."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from chapter_desk.core.safekeeping.backups import Backup
from chapter_desk.core.safekeeping.chapter_folder import ON_CLOSE
from chapter_desk.gui.opening.moments import moment
from chapter_desk.gui.shell.theme import theme
from chapter_desk.gui.widgets.buttons import ActionButton
from chapter_desk.gui.widgets.labels import TextLabel
from chapter_desk.gui.widgets.notices import Notice
from chapter_desk.i18n import _, language

_SHOWN = 6


class BackupList(QWidget):
    """The copies there are, newest first, and what putting one back would mean.

    Signals:
        chosen(str): Put back the copy of this name.
        given_up(): Not now.
    """

    chosen = Signal(str)
    given_up = Signal()

    def __init__(self, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = theme()
        self._backups = list(backups)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.px(12))
        box.addWidget(TextLabel(_("Put back a copy"), "h3"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Copies, newest first"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for backup in self._backups:
            item = QListWidgetItem(f"{moment(backup.made_at)}\n{reason_in_words(backup)}")
            item.setSizeHint(item.sizeHint().expandedTo(self.list.minimumSizeHint()))
            self.list.addItem(item)
        row = 2 * self.list.fontMetrics().height() + t.px(10)
        for number in range(self.list.count()):
            size = self.list.item(number).sizeHint()
            size.setHeight(row)
            self.list.item(number).setSizeHint(size)
        self.list.setFixedHeight(row * min(_SHOWN, max(1, len(self._backups))) + t.px(4))
        self.list.itemActivated.connect(lambda _item: self._choose())
        self.list.currentRowChanged.connect(self._say)
        self._line = TextLabel("", "small", wrap=True)
        self.put_back = ActionButton(_("Put this copy back"), "primary", "large", icon="rotate-ccw")
        self.put_back.clicked.connect(self._choose)
        not_now = ActionButton(_("Not now"), "quiet", "large")
        not_now.clicked.connect(self.given_up)
        if self._backups:
            box.addWidget(self.list)
            box.addWidget(self._line)
        else:
            box.addWidget(
                Notice(
                    "warn",
                    _("There is no copy beside this chapter."),
                    _("Look for its folder on a USB stick or another laptop."),
                )
            )
        buttons = QHBoxLayout()
        buttons.setSpacing(t.px(10))
        if self._backups:
            buttons.addWidget(self.put_back, 1)
        buttons.addWidget(not_now)
        box.addLayout(buttons)
        self.setFocusProxy(self.list if self._backups else not_now)
        if self._backups:
            self.list.setCurrentRow(0)

    def _say(self, row: int) -> None:
        self._line.setText(
            _(
                "The chapter will be as it was then. What was entered after {when} is not in this copy."
            ).format(when=moment(self._backups[row].made_at))
        )

    def _choose(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.chosen.emit(self._backups[row].name)


def reason_in_words(backup: Backup) -> str:
    """Return why a copy was made, and how large it is."""
    reasons = {
        ON_CLOSE: _("Made when the chapter was closed"),
        "close-door": _("Made when a door was closed"),
        "before-import": _("Made before an import"),
        "before-restore": _("Made before a copy was put back"),
        "before-forget": _("Made before somebody was forgotten"),
        "asked": _("Made when somebody asked for it"),
    }
    why = reasons.get(backup.reason, _("Copy"))
    return _("{why}, {size}").format(why=why, size=QLocale(language()).formattedDataSize(backup.size_bytes))
