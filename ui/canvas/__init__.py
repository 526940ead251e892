"""The canvas: the drawn network, its gestures, its levels of detail, and the pictures made of it."""
