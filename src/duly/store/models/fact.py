"""The log of what has happened. It only ever grows.

A mistake is put right by a row of its own: one that `corrects` the earlier row and takes its
place, or, with `retracts`, only takes it out. What is in force is every row that no other row
corrects and that does not itself retract. SQLite refuses UPDATE and DELETE by trigger, so that
not even a stray `sqlite3` session rewrites history.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from duly.core.errors import StoreError
from duly.store.models.opportunity import Opportunity


class AppendOnlyError(StoreError):
    """Somebody tried to change or delete what the log says has happened."""


def _refuse() -> NoReturn:
    raise AppendOnlyError(
        "the log of facts is only ever added to",
        mend="Record a correction; it takes the place of the earlier fact.",
    )


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts that can be read and added, not changed."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - what Django passes
        """Refuse."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse()


class Fact(models.Model):
    """One thing that has happened; the columns are those of `core.model.Fact`."""

    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="facts")
    at = models.DateTimeField()
    what = models.CharField(max_length=24)
    people = models.TextField(blank=True)
    """Slugs, parted by spaces, in the order given."""
    step = models.CharField(max_length=24, blank=True)
    meaning = models.CharField(max_length=24, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    by = models.DateField(null=True)
    answer_by = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    was_at = models.DateTimeField(null=True)
    to_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    arranged_by = models.CharField(max_length=80, blank=True)
    may_call = models.BooleanField(default=False)
    automatic = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    retracts = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    """When it was typed or read; everything one command records carries the same instant."""
    source = models.CharField(max_length=32, default="typed")

    objects = FactQuerySet.as_manager()

    class Meta:
        """What is looked for, and what the database itself refuses."""

        indexes: ClassVar = [models.Index(fields=["source"], name="came_from")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(retracts=False) | models.Q(corrects__isnull=False),
                name="a_retraction_retracts_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that is already there.

        Raises:
            AppendOnlyError: The row is in the log.
        """
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - Django's signature
        """Refuse.

        Raises:
            AppendOnlyError: Always.
        """
        _refuse()
