"""Calendar events that interviews were made of, so that a later version finds its interview."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.store.models.opportunity import Opportunity


class Invitation(models.Model):
    """The last version taken in of one event (RFC 5546 §2.1.5)."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="invitations")
    uid = models.TextField()
    recurrence_id = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)
    stamped_at = models.DateTimeField(null=True)
    organizer = models.CharField(max_length=320, blank=True)
    ends_at = models.DateTimeField()
    """The end that the interview's facts have now."""
    cancelled = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uid", "recurrence_id"], name="one_event_once")
        ]

    def __str__(self) -> str:
        return self.uid
