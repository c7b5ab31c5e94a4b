"""Contact cards handed over by the browser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duly.formats.card import MAX_BYTES


class CardsForm(forms.Form):
    """A file of contact cards."""

    cards = forms.FileField(
        label=_("Contact cards"), widget=forms.FileInput({"accept": ".vcf,text/vcard"}),
        help_text=_("A .vcf from your address book, 8 MB at most. It completes the people you "
                    "know here, overwrites nothing, and brings nobody else in."),
    )  # fmt: skip

    def clean_cards(self) -> Any:
        """Refuse more than is read."""
        given = self.cleaned_data["cards"]
        if given.size > MAX_BYTES:
            raise ValidationError(_("That is more than 8 MB; export fewer cards at once."))
        return given
