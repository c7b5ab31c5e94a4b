"""The tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=80, unique=True)),
                ("company", models.CharField(max_length=200)),
                ("role", models.CharField(blank=True, max_length=200)),
                ("kind", models.CharField(max_length=16)),
                ("time_zone", models.CharField(max_length=64)),
                ("country", models.CharField(blank=True, max_length=16)),
                ("sector", models.CharField(blank=True, max_length=64)),
                ("via", models.CharField(blank=True, max_length=80)),
                ("main_contact", models.CharField(blank=True, max_length=80)),
                ("interested", models.BooleanField(default=True)),
                ("playbook", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("email", models.CharField(blank=True, db_index=True, max_length=320)),
                ("phone", models.CharField(blank=True, max_length=64)),
                ("address", models.TextField(blank=True)),
                ("prefers", models.CharField(blank=True, max_length=16)),
                ("linkedin", models.CharField(default="unknown", max_length=16)),
                ("title", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=24)),
                ("people", models.TextField(blank=True)),
                ("step", models.CharField(blank=True, max_length=24)),
                ("meaning", models.CharField(blank=True, max_length=24)),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("channel", models.CharField(blank=True, max_length=16)),
                ("by", models.DateField(null=True)),
                ("answer_by", models.DateTimeField(null=True)),
                ("until", models.DateField(null=True)),
                ("was_at", models.DateTimeField(null=True)),
                ("to_at", models.DateTimeField(null=True)),
                ("starts_at", models.DateTimeField(null=True)),
                ("arranged_by", models.CharField(blank=True, max_length=80)),
                ("may_call", models.BooleanField(default=False)),
                ("automatic", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("retracts", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                ("source", models.CharField(default="typed", max_length=32)),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="store.fact",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="store.opportunity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("salary", models.CharField(blank=True, max_length=200)),
                ("terms", models.TextField(blank=True)),
                ("notes", models.TextField(blank=True)),
                (
                    "fact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offer",
                        to="store.fact",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="store.opportunity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Debrief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round_on", models.DateField()),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debriefs",
                        to="store.opportunity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=16)),
                ("step", models.CharField(blank=True, max_length=24)),
                ("to", models.CharField(blank=True, max_length=80)),
                ("until", models.DateField(null=True)),
                ("insist", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="store.opportunity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=24)),
                ("to", models.CharField(blank=True, max_length=80)),
                ("occasion", models.CharField(blank=True, max_length=64)),
                ("via", models.CharField(blank=True, max_length=80)),
                ("channel", models.CharField(blank=True, max_length=16)),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("why", models.TextField()),
                ("rules", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ending", models.CharField(blank=True, max_length=16)),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="store.opportunity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=16)),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involvements",
                        to="store.opportunity",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involvements",
                        to="store.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("time_zone", models.CharField(max_length=64)),
                ("country", models.CharField(blank=True, max_length=16)),
                ("email", models.CharField(blank=True, max_length=320)),
                ("phone", models.CharField(blank=True, max_length=64)),
                ("cards", models.BooleanField(default=False)),
                ("playbook", models.CharField(default="balanced", max_length=200)),
                ("guessed", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_profile")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rescheduling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("why", models.TextField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reschedulings",
                        to="store.action",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DebriefAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=32)),
                ("person", models.CharField(blank=True, max_length=80)),
                ("value", models.JSONField()),
                ("answered_at", models.DateTimeField()),
                (
                    "debrief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="store.debrief",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("debrief", "question", "person"), name="one_answer_a_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.TextField()),
                ("recurrence_id", models.CharField(blank=True, max_length=64)),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("stamped_at", models.DateTimeField(null=True)),
                ("organizer", models.CharField(blank=True, max_length=320)),
                ("ends_at", models.DateTimeField()),
                ("cancelled", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="store.opportunity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("uid", "recurrence_id"), name="one_event_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retracts", False), ("corrects__isnull", False), _connector="OR"
                ),
                name="a_retraction_retracts_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="debrief",
            constraint=models.UniqueConstraint(
                fields=("opportunity", "round_on"), name="one_debrief_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("opportunity", "step", "to", "occasion"),
                name="shown_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                fields=("opportunity", "person"), name="involved_once"
            ),
        ),
    ]
