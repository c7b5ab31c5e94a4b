"""Letters on their way out, exactly as approved, and a journal of everything that befell them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.core.outbox import Stage
from duly.store.models.letter import Letter
from duly.store.models.opportunity import Opportunity


class Outgoing(models.Model):
    """One approved letter: its bytes and whom it goes to are frozen from here on.

    `step`, `to` and `occasion` name the action it carries out, as in `Action`.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="outgoing")
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="outgoing")
    step = models.CharField(max_length=24)
    to = models.CharField(max_length=80, blank=True)
    occasion = models.CharField(max_length=64, blank=True)
    message = models.BinaryField()
    message_id = models.CharField(max_length=200, db_index=True)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    digest = models.CharField(max_length=64)
    """SHA-256 of envelope and bytes, as approved; compared before anything leaves."""
    approved_at = models.DateTimeField()
    leaves_at = models.DateTimeField(db_index=True)
    stage = models.CharField(max_length=16, default=Stage.HELD.value, db_index=True)
    why = models.TextField(blank=True)
    """A sentence for the user: why it waits, was returned, or was stopped."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often its server refused it for now."""
    try_at = models.DateTimeField(null=True)
    """Not before then is it tried again; null where nobody refused it for now."""
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was sent, taken back or returned."""
    looks = models.PositiveIntegerField(default=0)
    """How often it was looked for among the sent mail and not found."""
    looked_at = models.DateTimeField(null=True)
    """When last; a look that failed is none."""
    looked_in = models.TextField(blank=True)
    """Where, as people read the names of the folders."""
    look_at = models.DateTimeField(null=True)
    """When it is looked for again; null for at once."""
    look_failed = models.TextField(blank=True)
    """Why it could not be looked for last time; empty where it could."""
    copy_at = models.DateTimeField(null=True)
    """When its copy is to be put among the sent mail; null where none is owed."""

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "step", "to", "occasion"],
                condition=models.Q(stage__in=["held", "claimed", "handing over", "unsure"]),
                name="one_letter_an_action",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} to {self.recipient}: {self.stage}"


class Passage(models.Model):
    """One line of the journal: a letter came to a stage."""

    outgoing = models.ForeignKey(Outgoing, models.CASCADE, related_name="journal")
    at = models.DateTimeField()
    stage = models.CharField(max_length=16)
    why = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.at}: {self.stage}"
