"""The lectures that ship in samples: a module a lecture, a table of slides each."""
