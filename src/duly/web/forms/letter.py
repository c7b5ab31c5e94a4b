"""A letter as it is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duly.services.writing import Words

LONGEST = 20_000
"""Characters; nobody reads a letter of ten pages."""
LONGEST_SUBJECT = 200


class LetterForm(forms.Form):
    """Subject and body, and the version that they are based on."""

    subject = forms.CharField(required=False, max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST,
        error_messages={"max_length": _("A letter has at most 20,000 characters.")},
    )
    version = forms.IntegerField(min_value=0, required=False)

    def words(self) -> Words:
        """Return what was typed as it is kept: without what nobody sees at its end."""
        subject, body, version = self.typed()
        return Words(subject, body.rstrip(), version)

    def typed(self) -> Words:
        """Return what was typed, every character in its place."""
        given: dict[str, Any] = self.cleaned_data
        subject = " ".join(given.get("subject", "").split())
        body = given.get("body", "").replace("\r\n", "\n").replace("\r", "\n")
        return Words(subject, body, given.get("version") or 0)
