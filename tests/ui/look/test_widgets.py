"""The themed widgets: keyboard, names for screen readers, drags that can be dropped, nothing cut at 200 %."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QCursor, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyleOptionMenuItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnsim.text import message
from ui.look import sized_font, theme
from ui.look.widgets import (
    Banner,
    Button,
    Card,
    Chip,
    IconButton,
    KeyCap,
    Menu,
    Meter,
    Pill,
    ReadOut,
    SearchField,
    SectionHeader,
    Segmented,
    Slider,
    TabBar,
    Toast,
    ToggleSwitch,
    key_text,
    tip,
)


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_segmented_moves_with_the_arrow_keys(qtbot: QtBot) -> None:
    control = Segmented([("layer", "Layer"), ("neuron", "Neuron"), ("term", "Term")], "neuron")
    shown(qtbot, control)
    heard: list[str] = []
    control.chosen.connect(heard.append)
    first = control.findChildren(QRadioButton)[1]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert (control.current, heard) == ("term", ["term"])
    qtbot.keyClick(control.findChildren(QRadioButton)[2], Qt.Key.Key_Left)
    assert (control.current, heard) == ("neuron", ["term", "neuron"])


def test_segmented_answers_clicks_anywhere_and_programs_silently(qtbot: QtBot) -> None:
    control = shown(qtbot, Segmented([("en", "EN"), ("ko", "한")]))
    second = control.findChildren(QRadioButton)[1]
    with qtbot.waitSignal(control.chosen) as chosen:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(second.width() - 3, second.height() - 3))
    assert chosen.args == ["ko"]
    with qtbot.assertNotEmitted(control.chosen):
        control.set_current("en")
    assert control.current == "en"
    with pytest.raises(KeyError):
        control.set_current("fr")


def test_tabs_move_with_the_arrow_keys_and_tell_their_key(qtbot: QtBot) -> None:
    tabs = shown(qtbot, TabBar([("explain", "Explain"), ("plots", "Plots")]))
    tabs.setFocus()
    with qtbot.waitSignal(tabs.chosen) as chosen:
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert chosen.args == ["plots"]
    tabs.set_current("explain")
    assert tabs.current == "explain"


def test_a_drag_of_a_slider_commits_once_and_escape_drops_it(qtbot: QtBot) -> None:
    slider = Slider(0.0, 1.0, 0.0)
    qtbot.addWidget(slider)
    slider.resize(220, 28)
    slider.show()
    previews: list[float] = []
    commits: list[float] = []
    slider.previewed.connect(previews.append)
    slider.committed.connect(commits.append)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(50, 14))
    qtbot.mouseMove(slider, QPoint(110, 14))
    assert commits == []
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(110, 14))
    assert commits == [pytest.approx(0.5, abs=0.01)]
    assert len(previews) == 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(200, 14))
    with qtbot.waitSignal(slider.dropped):
        qtbot.keyClick(slider, Qt.Key.Key_Escape)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(200, 14))
    assert len(commits) == 1
    assert slider.number == commits[0]


def test_a_logarithmic_slider_keeps_exact_values(qtbot: QtBot) -> None:
    slider = shown(qtbot, Slider(1e-4, 10.0, 0.0312345, log=True))
    assert slider.number == 0.0312345
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    qtbot.keyClick(slider, Qt.Key.Key_Return)
    assert slider.number == pytest.approx(1e-4)


def test_a_switch_is_a_check_box_for_keyboard_and_screen_reader(qtbot: QtBot) -> None:
    switch = shown(qtbot, ToggleSwitch("Show ahead"))
    switch.setFocus()
    with qtbot.waitSignal(switch.clicked):
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert QAccessible.queryAccessibleInterface(switch).role() == QAccessible.Role.CheckBox


def test_icon_buttons_say_what_they_do_and_their_key(qtbot: QtBot) -> None:
    button = IconButton("arrow-u-up-left", message("Close"), "Ctrl+Z")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Close"
    assert button.toolTip() == "Close   Ctrl Z"
    theme().set_language("ko")
    assert button.toolTip() == "닫기   Ctrl Z"


@pytest.mark.parametrize(("keys", "text"), [("Ctrl+Shift+Z", "Ctrl Shift Z"), ("Right", "→"), ("+", "+"), ("/", "/")])
def test_keys_are_written_as_on_the_keyboard_in_every_language(qapp: QApplication, keys: str, text: str) -> None:
    assert key_text(keys) == text
    theme().set_language("ko")
    assert key_text(keys) == text


def test_a_section_opens_and_closes_what_it_heads(qtbot: QtBot) -> None:
    content = QLineEdit()
    header = SectionHeader("Dense", 1, is_open=False, content=content)
    for widget in (content, header):
        qtbot.addWidget(widget)
    header.show()
    assert not content.isVisible()
    header.setFocus()
    qtbot.keyClick(header, Qt.Key.Key_Space)
    assert content.isVisible()


def test_escape_empties_a_search_before_it_leaves(qtbot: QtBot) -> None:
    search = shown(qtbot, SearchField("Search layers", "/"))
    cap = search.findChild(KeyCap)
    qtbot.keyClicks(search, "relu")
    assert not cap.isVisible()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert cap.isVisible()


def test_buttons_of_a_narrow_banner_stand_below_each_other_uncut(qtbot: QtBot) -> None:
    actions = [("Use sigmoid in 'Answer'", print), ("Use mean squared error", print)]
    banner = Banner("error", "It needs probabilities.", actions)
    qtbot.addWidget(banner)
    for width, rows in ((272, 2), (480, 1)):
        banner.resize(width, banner.heightForWidth(width))
        banner.show()
        qtbot.wait(20)
        buttons = [button for button in banner.findChildren(Button) if button.isVisible()]
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
        assert len({button.y() for button in buttons}) == rows
        assert all(banner.rect().contains(button.geometry()) for button in buttons)


def test_a_banner_on_show_has_room_for_another_sentence_and_its_button(qtbot: QtBot) -> None:
    banner = Banner("error", "Short.")
    qtbot.addWidget(banner)
    banner.resize(272, 40)
    banner.show()
    banner.show_message("error", "'Neuron 2' has no input. Link a node to it, or delete it.", [("Delete it", print)])
    at_once = banner.sizeHint().height()
    qtbot.wait(20)
    assert at_once == banner.sizeHint().height()


def test_a_banner_offers_what_to_do_next(qtbot: QtBot) -> None:
    done: list[str] = []
    banner = Banner("error", "Dense 2 expects 4 inputs and gets 6.", [("Use 6", lambda: done.append("six"))])
    shown(qtbot, banner)
    qtbot.mouseClick(banner.findChild(Button), Qt.MouseButton.LeftButton)
    assert done == ["six"]
    assert banner.accessibleName().startswith("Dense 2 expects")
    banner.show_message("ok", "All right.")
    qtbot.waitUntil(lambda: banner.findChild(Button) is None)


def test_a_toast_stands_at_the_foot_and_goes(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(700, 400)
    host.show()
    QCursor.setPos(host.mapToGlobal(QPoint(1, 1)))  # a toast under the pointer would stay
    toast = Toast(host, "info", "Continuing on the CPU.", milliseconds=50)
    assert toast.geometry().bottom() < host.height()
    host.resize(500, 300)
    assert host.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.destroyed):
        pass


def test_tabs_close_up_for_the_words_of_each_language(qtbot: QtBot) -> None:
    words = ("Explain", "Plots", "Metrics", "Settings", "Slides")
    tabs = TabBar([(word, message(word)) for word in words])
    shown(qtbot, tabs)
    wide = sum(tabs.tabSizeHint(index).width() for index in range(len(words)))
    tabs.fit(wide - 20)
    theme().set_language("ko")
    korean = sum(tabs.tabSizeHint(index).width() for index in range(len(words)))
    assert korean < wide - 20
    theme().set_language("en")
    assert sum(tabs.tabSizeHint(index).width() for index in range(len(words))) <= wide - 20
    assert tabs.tabRect(len(words) - 1).right() <= wide - 20


def test_a_toast_that_goes_gives_the_keys_to_what_it_lay_over(qtbot: QtBot) -> None:
    window = QWidget()
    logo, host = QPushButton("first in the window", window), QWidget(window)
    window.resize(700, 400)
    host.resize(700, 380)
    shown(qtbot, window)
    toast = Toast(host, "warning", "The loss is infinite.", [("Take the run back", lambda: None)])
    window.activateWindow()
    toast.findChild(Button).setFocus()
    qtbot.waitUntil(lambda: toast.isAncestorOf(QApplication.focusWidget() or window))
    toast.leave()
    assert QApplication.focusWidget() is host
    assert not logo.hasFocus()


def test_a_menu_follows_the_language_and_writes_keys_as_elsewhere(qtbot: QtBot) -> None:
    menu = Menu(message("Close"))
    qtbot.addWidget(menu)
    action = menu.addAction("One")
    action.setShortcut("Ctrl+Right")
    action.setShortcutVisibleInContextMenu(True)
    theme().set_language("ko")
    assert menu.title() == "닫기"
    option = QStyleOptionMenuItem()
    menu.initStyleOption(option, action)
    assert option.text == "One\tCtrl →"


def test_a_read_out_never_shrinks_under_its_neighbours(qtbot: QtBot) -> None:
    read_out = ReadOut("Loss", "123,456.789")
    qtbot.addWidget(read_out)
    wide = read_out.sizeHint().width()
    read_out.set_value("0.1")
    assert read_out.sizeHint().width() == wide


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Go")
    qtbot.addWidget(button)
    presses: list[bool] = []
    button.clicked.connect(lambda on: presses.append(on))
    qtbot.keyClick(button, key)
    assert presses == [False]


def test_a_click_draws_no_focus_ring_and_a_key_does(qtbot: QtBot) -> None:
    button = shown(qtbot, Button("Step"))
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.ring
    button.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Shift)
    assert button.ring


def everything() -> list[QWidget]:
    return [
        Button("Branch here", "git-branch", hint="Ctrl+N"),
        Chip("Convolution", checkable=True, height=30),
        Pill("Backward", "grad", "gradbg", "arrow-left-bold"),
        Segmented([("a", "Every epoch"), ("b", "10")]),
        TabBar([("a", "Explain"), ("b", "Exercise")]),
        ToggleSwitch("Reduced motion"),
        ReadOut("Test loss", "0.102"),
        KeyCap("Space"),
        Meter("train"),
        Card(raised=True),
        IconButton("eye", "Look"),
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_everything_paints_in_every_dress(qtbot: QtBot, mode: str, scale: float) -> None:
    window = QWidget()
    row = QHBoxLayout(window)
    for widget in everything():
        row.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    theme().set_mode(mode)
    theme().set_scale(scale)
    QApplication.processEvents()
    assert not window.grab().isNull()
    for widget in window.findChildren(QWidget):
        if isinstance(widget, (Button, Chip, Pill, Segmented, QCheckBox, ReadOut)):
            assert widget.width() >= widget.sizeHint().width()
            assert widget.height() >= widget.sizeHint().height() or isinstance(widget, QRadioButton)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_long_tooltip_is_broken_between_words(qtbot: QtBot, scale: float) -> None:
    theme().set_scale(scale)
    text = "Gives the share of the gradient that is kept from step to step, so that small steps add up. " * 2
    lines = tip(text).split("\n")
    assert len(lines) > 2
    assert " ".join(lines).split() == text.split()
    metrics = QFontMetrics(sized_font(12, QFont.Weight.Medium))
    assert all(metrics.horizontalAdvance(line) <= 340 * scale for line in lines)
    assert tip("Short.") == "Short."
    assert tip("") == ""
