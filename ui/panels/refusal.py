"""What can be done about a training or a step that cannot begin: choose data, or mend the network."""

from __future__ import annotations

from collections.abc import Callable

from nnsim.text import Message, message
from ui.bridge import DocumentStore
from ui.bridge.problems import problems
from ui.canvas.centered import centered
from ui.panels.document_files import Notice


def refusal_notice(text: Message, store: DocumentStore, choose_data: Callable[[], None]) -> Notice:
    """The notice that tells why, with the button that mends it where there is one."""
    found = sorted(problems(store.document), key=lambda problem: problem.severity != "error")
    stops = [problem for problem in found if problem.severity == "error" or problem.place == "data"]
    fixes = [fix for problem in stops for fix in problem.fixes]
    broken = bool(stops) and stops[0].severity == "error"
    if broken:
        text = stops[0].message  # as it stands at its card

    causes = [(problem.place, problem.message) for problem in stops]

    def stands() -> bool:
        now = [(problem.place, problem.message) for problem in problems(store.document)]
        return not causes or any(cause in now for cause in causes)

    if (store.document.data is None and not broken) or (stops and stops[0].place == "data"):
        return Notice("warning", text, ((message("Choose data"), choose_data),), stands)
    if not fixes:
        return Notice("warning", text, stands=stands)
    fix = fixes[0]

    def mend() -> None:
        store.commit(centered(store.document, fix.apply(store.document)), fix.label)

    return Notice("warning", text, ((fix.label, mend),), stands)
