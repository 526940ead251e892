"""The primitive operations: each runs on whole arrays, explains any one cell, and emits its gradient."""
