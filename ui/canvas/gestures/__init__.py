"""Gestures on the canvas: each is one object with start, move, end and cancel."""
