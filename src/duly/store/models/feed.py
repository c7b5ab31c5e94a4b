"""The calendar that is published: how the user wants it, and what programs were given last."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.store.models.opportunity import Opportunity


class Feed(models.Model):
    """How the plan is put into a calendar; there is one in a database on one's own machine."""

    form = models.CharField(max_length=8, default="events")
    """What actions become; a word of `formats.agenda.Form`."""
    full = models.BooleanField(default=False)
    """Why an action is planned is said, too."""
    token_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of the secret part of its address; empty where it is not published."""
    digest = models.CharField(max_length=64, blank=True)
    """Of the bytes that were published last."""
    changed_at = models.DateTimeField(null=True)
    """When they became what they are."""

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_feed")]

    def __str__(self) -> str:
        return self.form


class FeedEntry(models.Model):
    """An entry as calendar programs were given it last; `starts` and `ends` as they write them."""

    uid = models.CharField(max_length=64, unique=True)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="feed_entries")
    about = models.CharField(max_length=24)
    to = models.CharField(max_length=80, blank=True)
    occasion = models.CharField(max_length=64, blank=True)
    sort = models.CharField(max_length=8)
    summary = models.TextField()
    starts = models.CharField(max_length=32, blank=True)
    """A day, or an instant in UTC; empty where a to-do has none."""
    ends = models.CharField(max_length=32)
    digest = models.CharField(max_length=32)
    sequence = models.PositiveIntegerField(default=0)
    stamped_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return self.summary
