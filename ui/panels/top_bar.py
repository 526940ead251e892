"""The top bar: menu, document, undo, training, figures, backend, language and theme, in the width there is."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCursor, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QPushButton, QWidget

from nnsim.text import format_loss, language, message, tr
from ui.charts import epoch_text
from ui.look import sized_font, theme
from ui.look.widgets.button import PrimaryButton
from ui.look.widgets.card import Divider
from ui.look.widgets.icon_button import MARK, IconButton
from ui.look.widgets.read_out import ReadOut
from ui.look.widgets.segmented import Segmented
from ui.look.widgets.themed import Themed, key_text
from ui.panels.actions import Actions
from ui.panels.backend_menu import BackendPill
from ui.panels.speed import SpeedControl
from ui.panels.surface import Surface
from ui.panels.title_button import TitleButton

HEIGHT = 52
_MARGIN, _GAP = 16, 22


class TopBar(Surface):
    """Everything above the canvas.

    Args:
        actions: what the buttons do.
        menu: opens under the menu button.
    """

    language_chosen = Signal(str)

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(edges=("bottom",), height=HEIGHT, parent=parent)
        self.title = TitleButton()
        self.train = PrimaryButton(message("Train"), icon="play-fill")
        self.speed = SpeedControl()
        self.epoch = ReadOut(message("Epoch"), width=44)
        self.loss = ReadOut(message("Loss"), width=52)
        self.test_loss = ReadOut(message("Test loss"), width=52)
        self.backend = BackendPill()
        self.languages = Segmented([("en", "EN"), ("ko", "한")], language(), message("Language"), padding=9, height=30)
        self.theme_button = IconButton("moon", message("Light or dark"), "Ctrl+Shift+L")
        self._menu_button = IconButton("list", message("Menu"))
        self._menu_button.clicked.connect(lambda: menu.popup(_below(self._menu_button)))
        menu.aboutToHide.connect(self._unlight_menu)
        self._train_key = key_text(actions.act("train").keys[0])
        self._left = Group(4, self._left_widgets(actions), self)
        self._center = Group(_GAP, self._center_widgets(actions), self)
        self._right = Group(4, self._right_widgets(actions), self)
        self._has_test = False
        self.languages.chosen.connect(self.language_chosen)
        _bind(self.train, actions["train"])
        _bind(self.theme_button, actions["theme"])
        self.restyle()
        self.retranslate()

    def set_running(self, running: bool) -> None:
        """Whether training goes on, so that the button offers the other thing."""
        self.train.set_text(
            message("Pause") if running else message("Train"), icon="pause-fill" if running else "play-fill"
        )
        self._name_key()
        self._arrange()

    def set_figures(self, epoch: float, loss: float | None, test_loss: float | None) -> None:
        """Show epoch and losses; None, and NaN before the first epoch, is a dash."""
        told = (epoch_text(epoch), _figure(loss, epoch), _figure(test_loss, epoch))
        grown = False
        for figure, value in zip((self.epoch, self.loss, self.test_loss), told, strict=True):
            before = figure.sizeHint().width()
            figure.set_value(value)
            grown |= figure.sizeHint().width() > before
        if grown:  # else the groups would press their parts together
            self._arrange()

    def set_test(self, has_test: bool) -> None:
        """Whether there is a test set to show the loss of."""
        self._has_test = has_test
        self._arrange()

    def restyle(self) -> None:
        """Take sizes and the icon of the other theme."""
        super().restyle()
        if hasattr(self, "_right"):
            self.theme_button.set_icon("sun" if theme().dark else "moon")
            self.train.setMinimumWidth(max(theme().px(92), self._widest_train()))
            self._arrange()
            QTimer.singleShot(0, self, self._arrange)  # parts of the groups take their sizes after the bar does

    def retranslate(self) -> None:
        """Show the language of the moment."""
        if hasattr(self, "_right"):
            self.languages.set_current(language())
            self._name_key()
            self.train.setMinimumWidth(max(theme().px(92), self._widest_train()))
            self._arrange()

    def _unlight_menu(self) -> None:
        """Nothing tells the button that the pointer left it while the menu was open."""
        button = self._menu_button
        over = button.rect().contains(button.mapFromGlobal(QCursor.pos()))
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, over)
        button.update()

    def _name_key(self) -> None:
        self.train.setToolTip(f"{self.train.text()}   {self._train_key}")

    def _widest_train(self) -> int:
        """So that nothing moves when Train becomes Pause."""
        metrics = QFontMetrics(sized_font(13, QFont.Weight.DemiBold))
        return max(metrics.horizontalAdvance(word) for word in (tr("Train"), tr("Pause"))) + theme().px(24 + 24) + 2

    def _left_widgets(self, actions: Actions) -> list[QWidget]:
        close = actions.act("close")
        mark = IconButton(MARK, close.text, close.keys[0], size=28, icon_size=22)
        _bind(mark, actions["close"])
        undo, redo = _icon_button(actions, "undo"), _icon_button(actions, "redo")
        self._rule = Group(0, [Divider(vertical=True, length=20)], margin=8)
        return [mark, self._menu_button, self.title, self._rule, undo, redo]

    def _center_widgets(self, actions: Actions) -> list[QWidget]:
        once = [_icon_button(actions, name) for name in ("train_step", "train_epoch", "reset")]
        self._once = Group(2, [*once])
        train = Group(6, [self.train, self._once])
        self._bar = Divider(vertical=True, length=24)
        return [train, self.speed, self._bar, self.epoch, self.loss, self.test_loss]

    def _right_widgets(self, actions: Actions) -> list[QWidget]:
        self._backend_group = Group(0, [self.backend], margin=4)
        self._present = _icon_button(actions, "present")
        return [self._backend_group, self._present, self.languages, self.theme_button]

    def _arrange(self) -> None:
        """Show as much as fits, the least needed things leaving first; the middle stays in the middle if it can."""
        least_needed = (self._backend_group, self.speed.label, self.speed, self._bar, self.test_loss, self._once,
                        self.loss, self._present, self.languages)
        for widget in least_needed:
            widget.setVisible(self._has_test if widget is self.test_loss else True)
        self.title.set_room(260)
        for widget in least_needed:
            if self._wanted() <= self.width():
                break
            widget.hide()
        if self._wanted() > self.width():
            self.title.set_room(96)
        self._place()

    def _wanted(self) -> int:
        groups = (self._left, self._center, self._right)
        return sum(group.wanted() for group in groups) + 2 * theme().px(_MARGIN) + 2 * theme().px(12)

    def _place(self) -> None:
        margin, height = theme().px(_MARGIN), self.height() - theme().px(1)
        left, center, right = (group.wanted() for group in (self._left, self._center, self._right))
        self._left.setGeometry(margin, 0, left, height)
        self._right.setGeometry(self.width() - margin - right, 0, right, height)
        gap = theme().px(12)
        at = (self.width() - center) // 2
        at = max(margin + left + gap, min(at, self.width() - margin - right - gap - center))
        self._center.setGeometry(at, 0, center, height)

    def minimumSizeHint(self) -> QSize:
        """Things leave before the window must grow."""
        return QSize(theme().px(480), theme().px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self._arrange()


class Group(Themed, QWidget):
    """Widgets side by side with a gap, in pixels at 100 %."""

    def __init__(self, gap: int, widgets: list[QWidget], parent: QWidget | None = None, margin: int = 0) -> None:
        super().__init__(parent)
        self._gap, self._margin = gap, margin
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for widget in widgets:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.follow_theme()

    def restyle(self) -> None:
        """Take gap and margin from the theme."""
        margin = theme().px(self._margin)
        self._row.setContentsMargins(margin, 0, margin, 0)
        self._row.setSpacing(theme().px(self._gap))

    def wanted(self) -> int:
        """The width of what is shown now."""
        for group in self.findChildren(Group):
            group._row.invalidate()
            group.updateGeometry()
        self._row.invalidate()
        return self._row.sizeHint().width()


def _icon_button(actions: Actions, name: str) -> IconButton:
    act = actions.act(name)
    button = IconButton(act.icon, act.text, act.keys[0])
    _bind(button, actions[name])
    return button


def _bind(button: QPushButton, action: QAction) -> None:
    """The button does what the action does, and is enabled with it."""

    def follow() -> None:
        button.setEnabled(action.isEnabled())

    button.clicked.connect(action.trigger)
    action.changed.connect(follow)
    follow()


def _figure(loss: float | None, epoch: float) -> str:
    return "–" if loss is None or (math.isnan(loss) and epoch < 1) else format_loss(loss)


def _below(button: QWidget) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())
