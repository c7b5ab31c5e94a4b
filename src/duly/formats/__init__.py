"""Bytes to values and back: one module per format that people hand us."""
