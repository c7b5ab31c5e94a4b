"""What the user remembers of a round, answer by answer, finished or not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from duly.store.models.opportunity import Opportunity


class Debrief(models.Model):
    """The notes on one round; `finished_at` is null while questions are still open."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="debriefs")
    round_on = models.DateField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "round_on"], name="one_debrief_a_round")
        ]

    def __str__(self) -> str:
        return f"debrief of {self.round_on}"


class DebriefAnswer(models.Model):
    """One answer, kept the moment it is given; an empty value means that it was skipped."""

    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=32)
    person = models.CharField(max_length=80, blank=True)
    """Slug of the person it is about; empty for the round as a whole."""
    value = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        """What the database itself refuses."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["debrief", "question", "person"], name="one_answer_a_question"
            )
        ]

    def __str__(self) -> str:
        return self.question
