"""Duly as `python -m duly`, for processes that Duly starts by itself."""

from duly.cli.main import run

run()
