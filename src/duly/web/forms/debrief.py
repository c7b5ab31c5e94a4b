"""One screen of the debrief: a field for each of its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duly.core.errors import DulyError
from duly.core.model import Medium
from duly.core.worktime import spoken
from duly.formats import actionwords
from duly.services.answers import promised
from duly.services.debriefs import Answers, Kind, Question, Round
from duly.web.debriefsteps import Step
from duly.web.forms.fields import MOST, AddressField, ClockedForm, ListField, NameField, beside
from duly.web.saying import day

_EXAMPLES: Final = {
    "cares_about": _("cutting churn, reports people read"),
    "topics": _("the churn dashboard, weekly releases"),
    "challenge": _("churn is only seen when it is too late"),
    "answer": _("I would look for the week in which a team stops inviting people"),
    "remark": _("your daughter’s part in the school play"),
    "value": _("a short article on leading signs of churn"),
    "challenges": _("pricing tests that take a month to read"),
    "success_short": _("one pricing test read within a week"),
    "success_long": _("a team that asks for the numbers first"),
    "strengths": _("SQL, explaining numbers to people who dislike them"),
    "accomplishment": _("cut the monthly report from two days to twenty minutes"),
    "next_steps": _("references, then a decision"),
    "promise_on": _("friday, in two weeks, 30 November"),
}
"""How an answer may sound; letters are made of such words."""
_MEND: Final = "mend"


@dataclass(frozen=True, slots=True)
class Row:
    """A field as the screen shows it.

    Attributes:
        key: The question it answers, all or in part; or what it says of how to reach the person.
        kind: "after" where it makes sense once the field before it says something; "late" where
            half of it must not be kept.
    """

    field: BoundField
    key: str
    kind: str
    rules: tuple[str, ...] = ()

    @property
    def initial(self) -> SafeString:
        """Return the hidden note of what a choice was when the screen was opened."""
        drawn_apart = isinstance(self.field.field.widget, forms.RadioSelect)
        return self.field.as_hidden(only_initial=True) if drawn_apart else SafeString("")


class StepForm(ClockedForm):
    """The answers of one screen.

    What was typed is told from what the screen was opened with, so that an old screen in another
    window overwrites nothing that it did not touch.
    """

    def __init__(
        self,
        *args: Any,
        found: Round,
        step: Step,
        only: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.step = found, step
        self._told: dict[str, tuple[Question, bool]] = {}
        for question in step.questions:
            if not only or question.key == only:
                self._ask(question)
        person = found.opportunity.person(step.person)
        for name in _CONTACT:
            # Known since a moment ago, it can still be put right on the same screen.
            is_asked = person and (name in self.data or not getattr(person, name))
            if is_asked and only in ("", name):
                self.fields[name] = _CONTACT[name]()
                self.fields[name].required = False
        for field in self.fields.values():
            field.show_hidden_initial = not only
        if self.fields:
            self._point_at_the_first()

    def rows(self) -> Iterator[Row]:
        """Yield the fields as the screen shows them."""
        for name in self.fields:
            if name in self._told:
                question, after = self._told[name]
                rules = question.rules if not after or question.after else ()
                yield Row(self[name], question.key, "after" if after else "", rules)
            else:
                yield Row(self[name], name, "late", ("B4",))

    def _ask(self, question: Question) -> None:
        kept = self.found.answer(question.key, self.step.person)
        if question.kind is Kind.MENDS:
            self._ask_mends(question, kept or [])
            return
        field = _FIELDS[question.kind]()
        name = actionwords.person_name(self.found.opportunity, self.step.person)
        field.label = gettext(question.text).format(name=name)
        if question.kind not in (Kind.YES, Kind.MEDIUM):
            field.widget.attrs["placeholder"] = _example(question.key)
        self._add(question.key, field, question, kept, after=bool(question.after))

    def _ask_mends(self, question: Question, kept: list[dict[str, str]]) -> None:
        typed = sum(name.startswith(f"{_MEND}-question-") for name in self.data)
        for number in range(max(len(kept) + 1, typed)):
            mend = kept[number] if number < len(kept) else {}
            texts = {
                "question": gettext("Another one?") if number else gettext(question.text),
                "better": gettext("What would you say today?"),
            }
            for part, label in texts.items():
                field = _text()
                field.label = label
                field.widget.attrs["placeholder"] = " "
                name, after = f"{_MEND}-{part}-{number}", part == "better"
                self._add(name, field, question, mend.get(part), after=after)

    def _add(
        self, name: str, field: forms.Field, question: Question, kept: Any, *, after: bool
    ) -> None:
        field.required = False
        field.initial = _day_again(kept) if question.kind is Kind.DAY else kept
        self.fields[name] = field
        self._told[name] = (question, after)

    def _point_at_the_first(self) -> None:
        """Let the cursor begin where something is still to be said."""
        unsaid = [
            name
            for name, (question, _after) in self._told.items()
            if not self.found.answered(question.key, self.step.person)
        ]
        first = (unsaid or list(self.fields))[0]
        self.fields[first].widget.attrs["autofocus"] = True

    def clean_promise_on(self) -> str:
        """Return the promised day as it is kept."""
        line = self.cleaned_data["promise_on"]
        try:
            return promised(line, self.found.on, self.now, self.own_zone)
        except DulyError as error:
            raise beside(error) from None

    def answers(self) -> Answers:
        """Return what is to be kept: what was typed, and what is passed over for once."""
        given = {
            question.key: self._given(question)
            for question in self.step.questions
            if any(asked is question for asked, _after in self._told.values())
        }
        return {
            (question.key, self.step.person): given[question.key]
            for question in self.step.questions
            if question.key in given and self._is_kept(question, given)
        }

    def _is_kept(self, question: Question, given: dict[str, Any]) -> bool:
        was_answered = self.found.answered(question.key, self.step.person)
        if question.after and not given.get(question.after, True):
            return was_answered and bool(given[question.key])
        return self._was_touched(question) or not was_answered

    def _was_touched(self, question: Question) -> bool:
        changed = (name for name in self.changed_data if name in self._told)
        return any(self._told[name][0] is question for name in changed)

    def _given(self, question: Question) -> Any:
        said = self.cleaned_data
        if question.kind is not Kind.MENDS:
            return said[question.key]
        numbers = range(len(self.fields))
        pairs = [
            {part: said.get(f"{_MEND}-{part}-{number}", "") for part in ("question", "better")}
            for number in numbers
        ]
        return [pair for pair in pairs if pair["question"] and pair["better"]]

    def contact(self) -> dict[str, str]:
        """Return what is new of how the person is reached."""
        said = self.cleaned_data
        new = (name for name in _CONTACT if name in self.changed_data)
        return {name: said[name] for name in new if said.get(name)}

    def heard(self) -> str:
        """Return how the one answer of a form was understood, where that may surprise."""
        for value in self.cleaned_data.values():
            if isinstance(value, list) and len(value) > 1:
                return gettext("%(count)d things") % {"count": len(value)}
        by = self.cleaned_data.get("promise_on")
        return day(date.fromisoformat(by)) if by else ""


def _example(key: str) -> str:
    """Return how an answer may sound; a blank at least, by which styles know an empty field."""
    example = _EXAMPLES.get(key)
    return gettext("such as: %(example)s") % {"example": example} if example else " "


def _day_again(kept: str | None) -> str | None:
    """Return a kept day as one would type it."""
    if not kept:
        return kept
    on = date.fromisoformat(kept)
    return f"{spoken(on).partition(' ')[2]} {on.year}"


def _text() -> forms.Field:
    area = forms.Textarea({"rows": 1, "maxlength": MOST})
    return forms.CharField(max_length=MOST, widget=area)


def _list() -> forms.Field:
    return ListField(widget=forms.Textarea({"rows": 1, "maxlength": MOST}))


def _yes() -> forms.Field:
    return forms.BooleanField()


def _day() -> forms.Field:
    words = forms.TextInput({"autocapitalize": "none", "autocomplete": "off"})
    return forms.CharField(max_length=80, widget=words)


def _medium() -> forms.Field:
    named = {Medium.EMAIL: _("e-mail"), Medium.PHONE: _("phone"), Medium.POST: _("post")}
    known = [(str(each), text) for each, text in named.items()]
    unsaid = ("", _("not spoken of"))
    return forms.ChoiceField(choices=[*known, unsaid], widget=forms.RadioSelect)


def _email() -> forms.Field:
    return AddressField(label=_("E-mail"), max_length=320)


def _phone() -> forms.Field:
    words = forms.TextInput({"type": "tel", "autocomplete": "off"})
    return forms.CharField(label=_("Telephone"), max_length=64, widget=words)


def _title() -> forms.Field:
    words = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=_("Title on the card"), max_length=200, widget=words)


_CONTACT: Final[dict[str, Callable[[], forms.Field]]] = {
    "email": _email,
    "phone": _phone,
    "title": _title,
}
"""What stands on a card; asked for where it is not known."""
_FIELDS: Final[dict[Kind, Callable[[], forms.Field]]] = {
    Kind.TEXT: _text,
    Kind.LIST: _list,
    Kind.YES: _yes,
    Kind.DAY: _day,
    Kind.MEDIUM: _medium,
}


class MetForm(forms.Form):
    """Somebody who was there too."""

    name = NameField(label=_("Name"), required=False)
    email = AddressField(label=_("E-mail"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a row that names nobody."""
        said = super().clean() or {}
        if not self.errors and not said.get("name") and not said.get("email"):
            self.add_error("name", gettext("A name or an address."))
        return said

    def text(self) -> str:
        """Return whom it names, as typed on one line."""
        name, email = self.cleaned_data["name"], self.cleaned_data["email"]
        return f"{name} <{email}>" if email else cast(str, name)
