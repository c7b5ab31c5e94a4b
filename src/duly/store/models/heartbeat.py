"""That a worker is at work."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """One worker, and when it was last heard of; rows of workers long gone are removed."""

    worker = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    waits_for = models.CharField(max_length=16, blank=True)
    """The job that comes next."""
    next_at = models.DateTimeField(null=True)
    """When that is."""
    stopped_at = models.DateTimeField(null=True)
    """When it was stopped in good order."""

    def __str__(self) -> str:
        return f"{self.worker}: {self.beat_at}"
