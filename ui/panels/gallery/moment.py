"""When a file was saved, as people say it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from nnsim.text import language, tr


def when(moment: datetime, today: date) -> str:
    """A moment in the past: `Today, 10:24`, `Yesterday`, `18 November`, `18 November 2025`."""
    day = moment.date()
    if day == today:
        return tr("Today, {time}", time=moment.strftime("%H:%M"))
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    spoken = QLocale(QLocale.Language.Korean if language() == "ko" else QLocale.Language.English)
    # the patterns are those of Qt: d day, MMMM or M month, yyyy year
    pattern = tr("d MMMM") if day.year == today.year else tr("d MMMM yyyy")
    return spoken.toString(QDate(day.year, day.month, day.day), pattern)
