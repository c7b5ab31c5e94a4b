"""Mail about the search, as it was read: what it says of itself, what it means, what became of it.

What a mail would add to the log is not kept: it is worked out anew from the mail and the search
(`recognise.proposing`), until it is applied or the user has decided.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.store.models.opportunity import Opportunity
from duly.store.models.source import Source


class MailState(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting"
    """It is not settled yet: what explains it may still come."""
    ASKING = "asking"
    """It asks for the user's word, in `duly inbox`."""
    APPLIED = "applied"
    SILENT = "silent"
    """It says nothing that is not known already."""
    DISMISSED = "dismissed"
    UNDONE = "undone"


class Mail(models.Model):
    """One message, known by its Message-ID however often and wherever it is found."""

    key = models.CharField(max_length=200, unique=True)
    """Its Message-ID; without one, a hash of what it says."""
    source = models.ForeignKey(Source, models.SET_NULL, null=True, related_name="mails")
    where = models.TextField()
    sent_at = models.DateTimeField(db_index=True)
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    readers = models.JSONField(default=list)
    """Pairs of address and name, from To and Cc."""
    subject = models.CharField(max_length=1000, blank=True)
    in_reply_to = models.TextField(blank=True)
    references = models.TextField(blank=True)
    """Message-IDs, parted by spaces, oldest first."""
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    """How it was laid out, as far as that is harmless (`formats.mailpage`)."""
    attachments = models.JSONField(default=list)
    """Names of the files it carries; the files stay where they are."""
    calendars = models.JSONField(default=list)
    uid = models.TextField(blank=True)
    """Of the calendar events in it, one a line."""
    failed = models.JSONField(default=list)
    """Addresses that a delivery report names."""
    meaning = models.CharField(max_length=24)
    recognition = models.JSONField()
    """What it means, with the user's correction where there is one."""
    state = models.CharField(
        max_length=12, choices=MailState, default=MailState.WAITING, db_index=True
    )
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, null=True, related_name="mails")
    read_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    by_user = models.BooleanField(default=False)
    """The user decided it, not Duly."""

    class Meta:
        """What is looked for most."""

        indexes: ClassVar = [
            models.Index(fields=["opportunity", "sent_at"], name="conversation"),
            models.Index(fields=["sent_at", "subject", "sender", "sender_name"], name="headline"),
            models.Index(fields=["decided_at"], name="decided_last"),
            models.Index(fields=["uid"], condition=models.Q(uid__gt=""), name="about_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"


class Answered(models.Model):
    """A Message-ID that a mail answers, so that a conversation is found without reading all mail.

    The database itself adds the rows with each mail, wherever it comes from (a trigger, migration
    0013); no code writes them.
    """

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="answered")
    message_id = models.TextField(db_index=True)

    def __str__(self) -> str:
        return self.message_id
