"""The job seeker."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Profile(models.Model):
    """Who is searching, and from where; there is one in a database on one's own machine."""

    name = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64)
    country = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=64, blank=True)
    address = models.TextField(blank=True, default="")
    cards = models.BooleanField(default=False)
    playbook = models.CharField(max_length=200, default="balanced")
    guessed = models.BooleanField(default=False)
    """Zone and country were guessed from this machine and never confirmed."""

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_profile")
        ]

    def __str__(self) -> str:
        return self.name
