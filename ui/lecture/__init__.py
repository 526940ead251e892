"""Presenting a lecture: the deck of slides, the stage that the audience sees, and the speaker's own view."""
