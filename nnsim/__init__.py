"""The simulator: neural networks as immutable documents that compile to programs of small operations."""

__version__ = "0.1.0"
