"""The words of an action, every version of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.store.models.opportunity import Opportunity


class Letter(models.Model):
    """One version of the letter of one action; a change is a version of its own.

    `step`, `to` and `occasion` name the action, as in `Action`. Approving freezes a version:
    a later one has to be approved anew.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="letters")
    step = models.CharField(max_length=24)
    to = models.CharField(max_length=80, blank=True)
    occasion = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    voice = models.CharField(max_length=16)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    by_hand = models.BooleanField(default=False)
    """The user wrote this version; Duly does not write over it."""
    written_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_verdict = models.CharField(max_length=16, blank=True)
    """What the checks said of it when it was approved."""

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "step", "to", "occasion", "kind", "version"],
                name="one_text_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to} {self.version}".strip()
