"""The one QApplication, named and dressed."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ui.look import app_icon, theme
from ui.panels.preferences import Preferences, apply_preferences


def create_application(preferences: Preferences) -> QApplication:
    """The application with these preferences applied; the running one when there is one already."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(["nnsim"])
    application.setOrganizationName("nnsim")
    application.setApplicationName("nnsim")
    application.setApplicationDisplayName("nnsim")
    application.setDesktopFileName("nnsim")
    apply_preferences(preferences)
    theme().apply(application)
    application.setWindowIcon(app_icon())
    return application
