"""The one Qt style sheet, made from the colour table and the scale; lengths are pixels of the design at 100 %."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

from ui.look.tokens import Tokens

_LENGTH = re.compile(r"(?<![\w#.])(\d+(?:\.\d+)?)px")

_SURFACES = """
QMainWindow, QDialog { background: $surface; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QStatusBar { background: $surface; color: $text2; }
QToolTip {
  background: $accent; color: $onaccent; border: 1px solid $accent; padding: 0 2px; font-size: 12px; font-weight: 500;
}
QFrame[frameShape="4"], QFrame[frameShape="5"] { color: $border; }
QGroupBox {
  border: 1px solid $border; border-radius: 12px; margin-top: 10px; padding: 12px; font-weight: 600;
}
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: $text3; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QSplitter::handle { background: $border; }
QDockWidget { color: $text; font-weight: 600; }
QDockWidget::title { background: $surface; padding: 8px 12px; }
"""

_BUTTONS = """
.QPushButton {
  min-height: 18px; padding: 6px 14px; border-radius: 8px; font-weight: 600;
  background: $surface; color: $text; border: 1px solid $border2;
}
.QPushButton:hover { background: $hover; }
.QPushButton:pressed { background: $accentbg; }
.QPushButton:focus { border: 1.5px solid $accent; }
.QPushButton:default { background: $accent; color: $onaccent; border: 1px solid $accent; }
.QPushButton:default:hover { background: $text2; border-color: $text2; }
.QPushButton:default:focus { border: 1.5px solid $text3; }
.QPushButton:disabled { background: $sunken; color: $ghost; border-color: $border; }
QToolButton { border: none; border-radius: 8px; padding: 4px; color: $text2; background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accentbg; color: $text; }
QToolButton:focus { border: 1.5px solid $accent; }
QToolButton:disabled { color: $border2; }
QToolButton::menu-indicator { image: none; }
.QCheckBox, .QRadioButton { spacing: 8px; color: $text; background: transparent; }
.QCheckBox:disabled, .QRadioButton:disabled { color: $ghost; }
.QCheckBox::indicator, .QRadioButton::indicator {
  width: 16px; height: 16px; border: 1px solid $border2; background: $surface;
}
.QCheckBox::indicator { border-radius: 5px; }
.QRadioButton::indicator { border-radius: 9px; }
.QCheckBox::indicator:hover, .QRadioButton::indicator:hover { border-color: $text3; }
.QCheckBox::indicator:focus, .QRadioButton::indicator:focus { border: 2px solid $accent; width: 14px; height: 14px; }
.QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($img_check); }
.QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url($img_minus); }
.QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url($img_dot); }
.QCheckBox::indicator:disabled { background: $sunken; border-color: $border; }
.QCheckBox::indicator:checked:disabled { background: $border2; image: url($img_check_disabled); }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $sunken; color: $text; border: 1px solid $sunken; border-radius: 8px;
  selection-background-color: $accent; selection-color: $onaccent;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: 22px; padding: 4px 9px; }
QPlainTextEdit, QTextEdit { padding: 6px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $border2; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on {
  border: 1.5px solid $accent; background: $surface;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  color: $ghost; border-color: $sunken;
}
QLineEdit:read-only { background: transparent; border-color: $border; }
QLineEdit[search] { padding-left: 32px; }
QLineEdit[search="outlined"] { background: $surface; border: 1px solid $border; }
QLineEdit[search]:focus { border: 1.5px solid $accent; }
QLineEdit[invalid="true"] { border: 1px solid $err; background: $errbg; }
QLineEdit[outlined="true"] { background: $surface; border: 1px solid $border2; border-radius: 7px; padding: 2px 9px; }
QLineEdit[outlined="true"]:focus { border: 1.5px solid $accent; }
QLineEdit[outlined="true"][invalid="true"] { border: 1px solid $err; background: $errbg; }
QLineEdit[judged] { padding: 0 2px; border-radius: 6px; }
QLineEdit[judged="right"] { border: 1px solid $ok; background: $okbg; color: $ok; }
QLineEdit[judged="wrong"] { border: 1.5px solid $err; background: $errbg; }
QLineEdit[judged="shown"] { background: $sunken; color: $text3; }
QComboBox { padding-right: 2px; combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 26px; subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($img_caret_down); width: 11px; height: 11px; }
QComboBox::down-arrow:disabled { image: url($img_caret_down_disabled); }
QComboBox QAbstractItemView {
  border: 1px solid $border2; border-radius: 10px; padding: 4px; background: $surface; outline: none;
  selection-background-color: $hover; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 28px; border-radius: 6px; padding: 0 8px; }
QComboBox QAbstractItemView::item:focus { border: none; border-radius: 6px; background: $hover; }
QAbstractSpinBox { padding: 4px 20px 4px 0; }
QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0 9px; min-height: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 20px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; border-radius: 4px; }
QAbstractSpinBox::up-arrow { image: url($img_caret_up); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url($img_caret_down); width: 9px; height: 9px; }
QAbstractSpinBox::up-arrow:off, QAbstractSpinBox::up-arrow:disabled { image: url($img_caret_up_disabled); }
QAbstractSpinBox::down-arrow:off, QAbstractSpinBox::down-arrow:disabled { image: url($img_caret_down_disabled); }
.QSlider { min-height: 20px; }
.QSlider::groove:horizontal { height: 3px; border-radius: 1px; background: $border2; }
.QSlider::sub-page:horizontal { background: $text2; border-radius: 1px; }
.QSlider::handle:horizontal {
  width: 12px; height: 12px; margin: -6px 0; border-radius: 7px; background: $knob; border: 1px solid $knobline;
}
.QSlider::handle:horizontal:focus { border: 2px solid $accent; width: 10px; height: 10px; }
QProgressBar {
  background: $sunken; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; color: transparent;
}
QProgressBar::chunk { background: $fwd; border-radius: 2px; }
"""

_MENUS = """
QMenuBar { background: $surface; color: $text2; border-bottom: 1px solid $border; padding: 2px 8px; }
QMenuBar::item { padding: 6px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $hover; color: $text; }
QMenu {
  background: $surface; color: $text; border: 1px solid $border2; border-radius: 10px; padding: 5px; font-weight: 500;
}
QMenu::item { padding: 6px 32px 6px 12px; border-radius: 6px; margin: 0; min-height: 20px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $ghost; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QMenu { icon-size: 16px; menu-scrollable: 1; }
QMenu::scroller { height: 20px; }
QMenu::icon { padding-left: 10px; }
QMenu::indicator { width: 12px; height: 12px; left: 8px; }
QMenu::indicator:checked { image: url($img_check_menu); }
QMenu::right-arrow { image: url($img_caret_right); width: 11px; height: 11px; right: 8px; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
.QTabBar::tab { background: transparent; border: none; color: $text3; padding: 12px 10px; font-weight: 500; }
.QTabBar::tab:hover { color: $text; }
.QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom: 2px solid $accent; }
"""

_LISTS = """
QAbstractItemView {
  background: $surface; alternate-background-color: $sunken; color: $text;
  border: 1px solid $border; border-radius: 10px;
  gridline-color: $border; selection-background-color: $accentbg; selection-color: $text; outline: none;
}
QAbstractItemView { icon-size: 16px; }
QAbstractItemView::item { padding: 4px 8px; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $accentbg; color: $text; }
QAbstractItemView::item:focus { border: 1.5px solid $accent; border-radius: 5px; }
QTableView { font-size: 12px; }
QTableView::item:hover { background: transparent; }
QHeaderView { background: $surface; border: none; border-radius: 10px; }
QHeaderView::section {
  background: $surface; color: $text3; border: none; border-bottom: 1px solid $border; padding: 6px 8px;
  font-size: 11px; font-weight: 600;
}
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $border; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url($img_caret_right); }
QTreeView::branch:has-children:open { image: url($img_caret_down); }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $border2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
"""


def stylesheet(tokens: Tokens, scale: float, images: Mapping[str, str]) -> str:
    """The style sheet for one colour table and scale; `images` are the paths of carets and ticks by name."""
    values = tokens.css() | {f"img_{name}": path for name, path in images.items()}
    template = _LENGTH.sub(lambda length: _scaled(float(length.group(1)), scale), "".join(
        (_SURFACES, _BUTTONS, _LISTS, _FIELDS, _MENUS)
    ))  # fmt: skip
    return Template(template).substitute(values)


def _scaled(length: float, scale: float) -> str:
    return f"{max(1, round(length * scale)) if length else 0}px"
