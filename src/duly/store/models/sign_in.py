"""Browsers that may see the search: a link that works once, and the cookie that it became."""

from __future__ import annotations

from django.db import models


class SignIn(models.Model):
    """A one-time link; once it is used, the browser that used it.

    Of link and cookie only hashes are kept: whoever reads the database can sign in with neither.
    """

    link = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret in the link."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cookie = models.CharField(max_length=64, blank=True, db_index=True)
    """SHA-256 of the secret in the browser's cookie; empty until the link is used."""

    def __str__(self) -> str:
        return f"signed in at {self.used_at}" if self.used_at else f"link of {self.made_at}"
