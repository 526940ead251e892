"""The pictures that every change of the look is judged by: a stage to play on, and tables of scenes."""
