"""The controls of an inspector, by the names that a test calls them."""

from ui.look.widgets import Button
from ui.panels.inspector import Inspector
from ui.panels.inspector.field_editor import FieldEditor


def editor(inspector: Inspector, name: str) -> FieldEditor:
    """The shown editor of a field."""
    assert inspector.page is not None
    return next(found for found in inspector.page.findChildren(FieldEditor) if found.field.name == name)


def button(inspector: Inspector, text: str) -> Button:
    assert inspector.page is not None
    return next(found for found in inspector.page.findChildren(Button) if found.text() == text)
