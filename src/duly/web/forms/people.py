"""Choosing among the people of an opportunity."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duly.core.model import Opportunity


def one_of(opportunity: Opportunity) -> list[tuple[str, str]]:
    """Return the people of an opportunity to choose one from, and nobody in particular."""
    return [("", _("nobody in particular")), *everyone(opportunity)]


def everyone(opportunity: Opportunity) -> list[tuple[str, str]]:
    """Return the people of an opportunity, by id and name."""
    return [(each.id, each.name) for each in opportunity.people]
