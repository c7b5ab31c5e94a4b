"""How a call ended."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from duly.core.model import Outcome
from duly.formats.whenwords import Facing
from duly.web.forms.fields import ClockedForm, DayField, choices


class CallForm(ClockedForm):
    """How a call ended, and the new date where they gave one (P4)."""

    by = DayField(
        label=_("If you spoke: by when will they decide or be in touch?"),
        facing=Facing.AHEAD, required=False,
        help_text=_("“friday”, “in two weeks”; leave it empty if they gave no date."),
    )  # fmt: skip
    outcome = forms.ChoiceField(choices=choices(Outcome))

    def new_date(self) -> date | None:
        """Return the new date; only somebody who was spoken to gives one."""
        spoke = self.cleaned_data["outcome"] == Outcome.SPOKE
        return self.cleaned_data["by"] if spoke else None
