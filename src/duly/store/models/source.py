"""Where mail is read from, and how far that has come."""

from __future__ import annotations

from django.db import models


class SourceKind(models.TextChoices):
    """How a source is reached."""

    IMAP = "imap"
    PATH = "path"


class Source(models.Model):
    """A mailbox on a server, or one that lies on this machine. It is read and never written to."""

    name = models.TextField(unique=True)
    """As its adapter calls it."""
    kind = models.CharField(max_length=8, choices=SourceKind)
    address = models.CharField(max_length=320, blank=True)
    """The user's own address there."""
    settings = models.TextField(blank=True)
    """JSON; no secret is ever in it."""
    mark = models.TextField(blank=True)
    """From where to go on; only its adapter reads it."""
    gathering = models.BooleanField(default=True)
    """The first pass, which looks for hiring mail among everything, is not over yet."""
    read_at = models.DateTimeField(null=True)
    connected = models.BooleanField(default=False)
    """It is read at every sync, not only when it is named."""

    def __str__(self) -> str:
        return self.name
