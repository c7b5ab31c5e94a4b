"""People on the other side, and what they are to an opportunity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.core.model import LinkedIn
from duly.store.models.opportunity import Opportunity


class Person(models.Model):
    """Somebody, known once however many roles they turn up for."""

    slug = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=320, blank=True, db_index=True)
    phone = models.CharField(max_length=64, blank=True)
    address = models.TextField(blank=True)
    prefers = models.CharField(max_length=16, blank=True)
    linkedin = models.CharField(
        max_length=16,
        default=LinkedIn.UNKNOWN.value,
    )
    title = models.CharField(max_length=200, blank=True)
    profile = models.CharField(max_length=500, blank=True, default="")
    """Where their LinkedIn profile is."""

    def __str__(self) -> str:
        return self.name


class Involvement(models.Model):
    """What a person is to one opportunity; in the order in which they turned up."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="involvements")
    person = models.ForeignKey(Person, models.CASCADE, related_name="involvements")
    role = models.CharField(max_length=16)

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "person"], name="involved_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.opportunity_id}"


class Address(models.Model):
    """Another address of a person's: one they wrote from besides the one they are written to."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    email = models.CharField(max_length=320, db_index=True)

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "email"], name="one_address_once")
        ]

    def __str__(self) -> str:
        return self.email
