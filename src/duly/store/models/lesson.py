"""What the user said of a mail, remembered for the same sender and wording."""

from __future__ import annotations

from django.db import models


class Lesson(models.Model):
    """A correction; it speaks for every later mail of that sender in those words."""

    sender = models.CharField(max_length=320, db_index=True)
    wording = models.JSONField()
    """The fingerprint of its words (`recognise.wording`)."""
    meaning = models.CharField(max_length=24, blank=True)
    """Empty where the user wants nothing to be made of such mail."""
    learnt_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sender}: {self.meaning or 'nothing'}"
