"""How the user wants to be told of things, and what they have been told."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models

from duly.store.models.opportunity import Opportunity


class Reminding(models.Model):
    """When the user wants to be told; there is one in a database on one's own machine."""

    on = models.BooleanField(default=True)
    morning = models.TimeField(null=True, default=time(8))
    """When the summary comes, by the user's clock; null for never."""
    quiet_begins = models.TimeField(null=True, default=time(21))
    """Both or neither."""
    quiet_ends = models.TimeField(null=True, default=time(8))
    since = models.DateTimeField(null=True)
    """When reminders were last turned on: what was worth telling before that is not told."""

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_reminding")
        ]

    def __str__(self) -> str:
        return "on" if self.on else "off"


class Way(models.Model):
    """One way of telling the user; an address that holds a secret is kept elsewhere."""

    name = models.CharField(max_length=40, unique=True)
    """"desktop", "email", or the service with a number where there are several."""
    kind = models.CharField(max_length=8)
    service = models.CharField(max_length=80, blank=True)
    """What people call it: "ntfy", "Telegram"."""
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Notification(models.Model):
    """One thing that was told in one way, or was about to be when the row was made.

    The row is there before anything is told, so two workers never tell a thing twice; one that is
    killed in between leaves a thing untold.
    """

    key = models.CharField(max_length=300)
    way = models.ForeignKey(Way, models.CASCADE, related_name="told")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, null=True, related_name="+")
    claimed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "way"], name="one_notification_a_thing")
        ]

    def __str__(self) -> str:
        return self.key
