"""One role at one company, or one networking contact."""

from __future__ import annotations

from django.db import models


class Opportunity(models.Model):
    """What is known of it besides its facts; the slug is what people type."""

    slug = models.CharField(max_length=80, unique=True)
    company = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16)
    time_zone = models.CharField(max_length=64)
    country = models.CharField(max_length=16, blank=True)
    sector = models.CharField(max_length=64, blank=True)
    via = models.CharField(max_length=80, blank=True)
    """Slug of the recruiter through whom all contact goes."""
    main_contact = models.CharField(max_length=80, blank=True)
    """Slug of the person the user named so."""
    interested = models.BooleanField(default=True)
    playbook = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
