"""Problems at the object itself: its border and badge, and a banner under it with the sentence and the fix.

A hint (of a node that is still being built) is quieter: a dashed outline and two words, without badge or banner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from nnsim.document import Link
from nnsim.text import Message
from ui.canvas.card_paint import lock_half
from ui.canvas.centered import centered
from ui.canvas.free_spot import boxes_of, free_spot, nearest
from ui.canvas.items import TOP_LAYER, Painted
from ui.look import paint_icon, theme
from ui.look.widgets import Banner, Button

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

WIDTH, GAP, BADGE, MOST_CARDS = 272, 10, 20.0, 60
OVER, REACH = 0.35, 240.0  # how much of the badge lies over its card; how far it reaches outside, at the least zoom


class Problem(Protocol):
    """What the canvas reads of `nnsim.program.Problem`."""

    @property
    def severity(self) -> str: ...
    @property
    def place(self) -> str | Link: ...
    @property
    def message(self) -> Message: ...
    @property
    def fixes(self) -> tuple[Any, ...]: ...


class ProblemMarks:
    """Marks every node with a problem; the sentence stands under the hovered, the selected, or the only one."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._all: tuple[Problem, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._shown: Problem | None = None
        self._banner = Banner("error", "", parent=view)
        self._banner.hide()
        self._badges = Painted(TOP_LAYER, self._paint)
        view.board.addItem(self._badges)

    def set(self, problems: tuple[Problem, ...]) -> None:
        """Show these problems; those that concern no node or link are shown elsewhere."""
        self._all = problems
        here = [problem for problem in problems if problem.place not in ("data", "plan")]
        self._problems = tuple(problem for problem in here if problem.severity != "hint")
        marks = self._view.board.marks
        marks.waiting = frozenset(self._node(problem) for problem in here if problem.severity == "hint")
        marks.errors = frozenset(self._node(problem) for problem in self._problems if problem.severity == "error")
        marks.warnings = frozenset(self._node(problem) for problem in self._problems) - marks.errors
        self._view.board.restyle()
        self._shown = None
        self.place()

    def at(self, node: str) -> tuple[Problem, ...]:
        """The problems of a node."""
        return tuple(problem for problem in self._problems if self._node(problem) == node)

    @property
    def remedy(self) -> Any | None:
        """The first fix of what is wrong with what is selected; else of the first error that has one, else of others.
        """
        chosen = self._chosen()
        stops = sorted(self._all, key=lambda problem: problem.severity != "error")
        found = (fix for problem in (*((chosen,) if chosen is not None else ()), *stops) for fix in problem.fixes)
        return next(found, None)

    def mend(self) -> None:
        """Apply that fix."""
        fix = self.remedy
        if fix is not None:
            self._mend(fix)

    def attend(self) -> bool:
        """Bring the first error at a card to notice, with the keyboard at its remedy; whether there is one.

        Without a remedy at any card, whoever asked has to say more.
        """
        cards = self._view.board.diagram.cards
        stops = [problem for problem in self._problems if problem.severity == "error" and self._node(problem) in cards]
        first = next((problem for problem in stops if problem.fixes), None)
        if first is None:
            return False
        node = self._node(first)
        self._view.reveal(node)
        self._view.selection.select([node])
        self.place()
        button = next((each for each in self._banner.findChildren(Button) if not each.isHidden()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return self._shown is not None and self._node(self._shown) == node

    def place(self) -> None:
        """Put the banner under its card, and choose which one it is for."""
        board = self._view.board
        cards = board.diagram.cards
        self._badges.cover(board.diagram.bounds.adjusted(-REACH, -REACH, REACH, REACH) if self._problems else QRectF())
        problem = self._chosen()
        node = self._node(problem) if problem is not None else None
        if problem is None or node not in cards or self._view.pointer_busy:
            self._keep_keys()
            self._banner.hide()
            return
        self._say(problem)
        px, box = theme().px, board.diagram.rect_of(str(node))
        height = self._banner.heightForWidth(px(WIDTH)) if self._banner.hasHeightForWidth() else 0
        self._banner.resize(px(WIDTH), max(height, self._banner.sizeHint().height() if height <= 0 else height))
        self._banner.move(self._beside(QRectF(self._view.mapFromScene(box).boundingRect())))
        self._banner.show()
        self._banner.raise_()

    def _beside(self, card: QRectF) -> QPoint:
        """Where it is near to the card and covers least of any; never what floats in the corners."""
        px, view = theme().px, self._view
        room = QRectF(view.corners.seen()).adjusted(px(8), px(8), -px(8), -px(8))
        cards = nearest(view.on_screen(view.board.diagram.boxes), boxes_of([card]), MOST_CARDS)
        kept = boxes_of(view.corners.floating(self._banner))
        return free_spot(QSizeF(self._banner.size()), card, room, cards, kept, px(GAP)).toPoint()

    def _chosen(self) -> Problem | None:
        marks, selected = self._view.board.marks, self._view.selection.nodes
        for node in (marks.hovered, *sorted(selected)):
            if node is not None and (found := self.at(node)):
                return found[0]
        errors = [problem for problem in self._problems if problem.severity == "error"]
        return errors[0] if len(errors) == 1 else None

    def _say(self, problem: Problem) -> None:
        if problem is self._shown:
            return
        self._shown = problem
        self._keep_keys()
        actions = [(fix.label, lambda fix=fix: self._mend(fix)) for fix in problem.fixes]
        self._banner.show_message("error" if problem.severity == "error" else "warning", problem.message, actions)

    def _keep_keys(self) -> None:
        """Before a button goes that has the focus, which would fall to whatever comes next in the window."""
        focused = QApplication.focusWidget()
        if focused is not None and self._banner.isAncestorOf(focused):
            self._view.setFocus()

    def _mend(self, fix: Any) -> None:
        self._view.setFocus()
        before = self._view.document
        self._view.store.commit(centered(before, fix.apply(before)), fix.label)

    @staticmethod
    def _node(problem: Problem) -> str:
        return problem.place.target if isinstance(problem.place, Link) else problem.place

    def badge_box(self, node: str) -> QRectF:
        """Where the badge of a node at fault stands: on its corner, clear of its name, or right of the lock there."""
        board, size = self._view.board, BADGE / min(1.0, self._view.board.look.zoom)
        rect = board.diagram.rect_of(node)
        beside = lock_half(board.look) + size * OVER if node in board.showing.locked else 0.0
        return QRectF(rect.right() - size * OVER + beside, rect.top() - size * (1.0 - OVER), size, size)

    def _paint(self, painter: QPainter) -> None:
        board = self._view.board
        tokens, marks = board.look.tokens, board.marks
        signs = ((marks.errors, "warning-circle-fill", tokens.err), (marks.warnings, "warning-fill", tokens.warn))
        for nodes, name, color in signs:
            for node in nodes:
                if node not in board.diagram.cards:
                    continue
                box = self.badge_box(node)
                painter.setPen(tokens.surface)
                painter.setBrush(tokens.surface)
                painter.drawEllipse(box)
                paint_icon(painter, name, box, color)

