"""The terms of an offer, beside the fact that it was made."""

from __future__ import annotations

from django.db import models

from duly.store.models.fact import Fact
from duly.store.models.opportunity import Opportunity


class Offer(models.Model):
    """What was offered, in the user's own words; nothing is planned from it."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="offers")
    fact = models.OneToOneField(Fact, models.PROTECT, related_name="offer")
    salary = models.CharField(max_length=200, blank=True)
    terms = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.salary or self.terms[:40]
