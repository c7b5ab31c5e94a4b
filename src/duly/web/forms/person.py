"""What is known of somebody: how they are reached, and what they are to the opportunity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duly.core.errors import DulyError
from duly.core.model import LinkedIn, Medium, Opportunity, Person, PersonRole
from duly.formats import profile as profile_format
from duly.services.opportunities import matching
from duly.web.forms.fields import AddressField, ChangesForm, NameField, beside, choices

_OWN = ("name", "email", "phone", "address", "title", "prefers", "linkedin", "profile")


class PersonForm(ChangesForm):
    """Somebody in an opportunity."""

    name = NameField(label=_("Name"))
    email = AddressField(label=_("E-mail"), required=False, max_length=320)
    phone = forms.CharField(
        label=_("Telephone"), max_length=64, required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    prefers = forms.ChoiceField(
        label=_("Likes to be reached by"), required=False,
        choices=[("", _("Not known")), *choices(Medium)],
    )  # fmt: skip
    address = forms.CharField(
        label=_("Postal address"), max_length=1_000, required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    linkedin = forms.ChoiceField(label=_("On LinkedIn"), choices=choices(LinkedIn))
    profile = forms.CharField(
        label=_("Their page on LinkedIn"), max_length=200, required=False,
        widget=forms.URLInput({"autocomplete": "off"}),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Is here as"), choices=choices(PersonRole))
    main = forms.BooleanField(
        label=_("Questions about where things stand go to this person"), required=False
    )

    def __init__(self, *args: Any, person: Person, opportunity: Opportunity, **kwargs: Any) -> None:
        known: dict[str, Any] = {name: getattr(person, name) for name in _OWN}
        self._others = () if person.id else opportunity.people
        is_main = bool(person.id) and opportunity.main_contact == person.id
        known |= {"role": person.role, "main": is_main}
        super().__init__(*args, **{**kwargs, "initial": known})

    def clean_profile(self) -> str:
        """Refuse what is no address of a profile."""
        text = str(self.cleaned_data["profile"])
        try:
            return profile_format.read(text) if text else ""
        except DulyError as error:
            raise beside(error) from None

    def clean(self) -> dict[str, Any]:
        """Refuse somebody new who would be taken for somebody who is there already."""
        given = super().clean() or self.cleaned_data
        known = None if self.errors else self._taken_for()
        if known:
            text = gettext(
                "%(name)s is here already. Somebody else needs an e-mail of their own, or a name "
                "that tells them apart."
            )
            self.add_error("name", text % {"name": known.name})
        return given

    def _taken_for(self) -> Person | None:
        """Return who has that address already, or that name where no address parts the two."""
        name, email = self.cleaned_data["name"], self.cleaned_data["email"]
        people = [(each.id, each.name, each.email) for each in self._others]
        ids = matching(email or name, people)
        for each in self._others:
            same = each.name.casefold() == name.casefold() and not (email and each.email)
            if same or each.id in ids:
                return each
        return None

    def wanted(self) -> dict[str, str]:
        """Return what is new of the person."""
        return {name: str(value) for name, value in self.changes((*_OWN, "role")).items()}

    def as_typed(self) -> str:
        """Return somebody new as they would be typed on one line."""
        name, email = self.cleaned_data["name"], self.cleaned_data["email"]
        return f"{name} <{email}>" if email else str(name)

    def part(self) -> PersonRole:
        """Return what they are to the opportunity."""
        return PersonRole(self.cleaned_data["role"])

    def main_contact(self, person: str) -> str | None:
        """Return the id of whoever questions go to; None where that stays as it is."""
        if "main" not in self.changed_data:
            return None
        return person if self.cleaned_data["main"] else ""
