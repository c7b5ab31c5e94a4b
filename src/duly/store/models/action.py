"""The actions that were shown last, and what became of those shown before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.store.models.opportunity import Opportunity


class Ending(models.TextChoices):
    """What became of an action."""

    DONE = "done"
    SKIPPED = "skipped"
    RETIRED = "retired"
    CANCELLED = "cancelled"


class Action(models.Model):
    """One step of the plan as shown; open while `ended_at` is null."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="actions")
    step = models.CharField(max_length=24)
    to = models.CharField(max_length=80, blank=True)
    occasion = models.CharField(max_length=64, blank=True)
    via = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    why = models.TextField()
    rules = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=16, blank=True)

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "step", "to", "occasion"],
                condition=models.Q(ended_at__isnull=True),
                name="shown_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.to}".strip()


class Rescheduling(models.Model):
    """A window that an action had before, and why it had it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="reschedulings")
    at = models.DateTimeField()
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    why = models.TextField()

    def __str__(self) -> str:
        return f"until {self.at}"
