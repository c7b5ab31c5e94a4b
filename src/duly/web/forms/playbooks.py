"""A playbook of the user's own, as text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PlaybookForm(forms.Form):
    """Its name and what it says."""

    name = forms.CharField(
        label=_("It goes by"), max_length=40,
        help_text=_("Small letters, digits and dashes: “my-own”."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What it says"), max_length=60_000, strip=False,
        widget=forms.Textarea({"rows": 30, "class": "source", "spellcheck": "false"}),
    )  # fmt: skip
