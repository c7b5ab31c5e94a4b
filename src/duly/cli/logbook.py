"""A fact of the log, for programs."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from duly.core.model import Fact


def fact_json(number: int, fact: Fact, zone: ZoneInfo) -> dict[str, Any]:
    """Return a fact, empty fields left out, instants in their zone."""
    instants = ("at", "answer_by", "was_at", "to_at", "starts_at")
    days = ("by", "until")
    found: dict[str, Any] = {"number": number, "what": fact.what, "people": list(fact.people)}
    for name in instants:
        if instant := getattr(fact, name):
            found[name] = instant.astimezone(zone).isoformat()
    for name in days:
        if day := getattr(fact, name):
            found[name] = day.isoformat()
    for name in ("step", "meaning", "outcome", "channel", "arranged_by", "may_call", "automatic",
                 "insist", "note"):  # fmt: skip
        if value := getattr(fact, name):
            found[name] = value
    return found
