"""What is known of an opportunity besides its facts."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duly.adapters import playbookfiles
from duly.core.model import Opportunity
from duly.formats.whenwords import Facing
from duly.web.forms.fields import ChangesForm, ClockedForm, CountryField, MomentField, ZoneField

_PLAIN = ("company", "role", "time_zone", "country", "sector", "interested", "playbook")


class EditForm(ChangesForm, ClockedForm):
    """An opportunity as the user would have it."""

    company = forms.CharField(label=_("Company"), max_length=200)
    role = forms.CharField(label=_("Role"), max_length=200, required=False)
    time_zone = ZoneField(label=_("Their time zone"))
    country = CountryField(label=_("Their country"))
    sector = forms.CharField(
        label=_("Sector"), max_length=64, required=False,
        help_text=_("In “sales” one follows up more assertively."),
    )  # fmt: skip
    via = forms.ChoiceField(label=_("All contact goes through"), required=False)
    main_contact = forms.ChoiceField(label=_("Questions go to"), required=False)
    playbook = forms.ChoiceField(label=_("Playbook"), required=False)
    interested = forms.BooleanField(label=_("Still interested, even after a no"), required=False)
    applied = MomentField(
        label=_("You applied"), facing=Facing.BACK, required=False,
        help_text=_("“monday 9:00”, “2 March 12:00”; leave it empty if it is noted already."),
    )  # fmt: skip

    def __init__(self, *args: Any, opportunity: Opportunity, **kwargs: Any) -> None:
        names = (*_PLAIN, "via", "main_contact")
        known = {name: getattr(opportunity, name) for name in names}
        super().__init__(*args, **{**kwargs, "initial": known})
        people = [(each.id, each.name) for each in opportunity.people]
        books = [(each, each) for each in playbookfiles.names()]
        if opportunity.playbook and opportunity.playbook not in playbookfiles.names():
            books.append((opportunity.playbook, opportunity.playbook))
        self._choose("via", [("", _("Nobody: they are reached directly")), *people])
        self._choose("main_contact", [("", _("Whoever it falls to")), *people])
        self._choose("playbook", [("", _("The usual one")), *books])

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_company(self) -> str:
        """Return the name with single spaces."""
        name = " ".join(self.cleaned_data["company"].split())
        if not name:
            raise ValidationError(gettext("A name such as Acme."))
        return name

    def wanted(self) -> dict[str, Any]:
        """Return what is new of the opportunity."""
        return self.changes((*_PLAIN, "via", "main_contact"))
