"""What the user chose about a step: skip it, put it off, leave it out for good, insist on it."""

from __future__ import annotations

from django.db import models

from duly.store.models.opportunity import Opportunity


class Choice(models.Model):
    """The user's own word on the plan; it can be taken back, unlike a fact."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="choices")
    at = models.DateTimeField()
    what = models.CharField(
        max_length=16,
    )
    step = models.CharField(max_length=24, blank=True)
    """Empty where the whole opportunity was retired."""
    to = models.CharField(max_length=80, blank=True)
    until = models.DateField(null=True)
    insist = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.what} {self.step}"
