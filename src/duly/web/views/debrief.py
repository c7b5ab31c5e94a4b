"""The debrief: what was said, in short steps, each answer kept as it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duly.core.errors import DulyError, NeedsUserError, UnknownError
from duly.core.model import Action, Opportunity, Status
from duly.core.told import told
from duly.core.worktime import zone
from duly.letters.errors import LettersError
from duly.services import debriefs, letters, opportunities, planbook, profile
from duly.services.debriefs import NoRoundError, Round
from duly.services.letters import Page as Letter
from duly.services.letters import Wish
from duly.services.opportunities import Given
from duly.web import debriefsteps, saying, shown
from duly.web.debriefsteps import Step
from duly.web.failures import status_of
from duly.web.forms.debrief import MetForm, StepForm
from duly.web.forms.fields import beside

_OPENING_CHARACTERS: Final = 260
_PRESSING: Final = (Status.OVERDUE, Status.DUE)


@dataclass(frozen=True, slots=True)
class Screen:
    """One step of a debrief, and where it stands among the others."""

    found: Round
    steps: list[Step]
    step: Step
    now: datetime
    own_zone: ZoneInfo

    @property
    def number(self) -> int:
        """Return which one it is, from 1."""
        return self.steps.index(self.step) + 1

    @property
    def is_last(self) -> bool:
        """Tell whether no other follows."""
        return self.number == len(self.steps)

    @property
    def before(self) -> Step | None:
        """Return the one before it."""
        return self.steps[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Step | None:
        """Return the one that follows."""
        return None if self.is_last else self.steps[self.number]

    def form(self, data: Any = None, only: str = "") -> StepForm:
        """Return its form."""
        return StepForm(
            data,
            found=self.found,
            step=self.step,
            only=only,
            now=self.now,
            own_zone=self.own_zone,
        )


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """Go on with the first step that is not done, or show what came of all."""
    now = datetime.now(UTC)
    try:
        found = debriefs.last_round(id, now)
    except NoRoundError:
        return render(request, "web/debrief_none.html", {"id": id})
    if found.kept and found.kept.finished_at:
        return _outcome(request, found, now)
    steps = debriefsteps.steps_of(found)
    screen = _screen(found, steps, debriefsteps.to_go_on_with(steps), now)
    return _drawn(request, screen, screen.form(), MetForm())


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, id: str, person: str) -> HttpResponse:
    """Ask about one person, and keep what was said of them."""
    return _step(request, id, person)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, id: str, part: str) -> HttpResponse:
    """Ask about one part of the round, and keep what was said of it."""
    del part
    return _step(request, id, "")


@require_safe
def done(request: HttpRequest, id: str) -> HttpResponse:
    """Show what came of the debrief: the plan and the letters."""
    now = datetime.now(UTC)
    return _outcome(request, debriefs.last_round(id, now), now)


@require_POST
def met(request: HttpRequest, id: str) -> HttpResponse:
    """Add somebody who was there too, and ask about them."""
    now = datetime.now(UTC)
    found = debriefs.last_round(id, now)
    form = MetForm(request.POST)
    if form.is_valid():
        try:
            ids = debriefs.meet(found, (Given(form.text()),), now)
        except DulyError as error:
            form.add_error(None, beside(error))
        else:
            return redirect("debrief_person", found.opportunity.id, ids[0])
    steps = debriefsteps.steps_of(found)
    back_to = [step for step in steps if step.url == request.POST.get("step")]
    screen = _screen(found, steps, (back_to or steps)[0], now)
    return _drawn(request, screen, screen.form(), form, status=422)


def _step(request: HttpRequest, id: str, person: str) -> HttpResponse:
    now = datetime.now(UTC)
    found = debriefs.last_round(id, now)
    steps = debriefsteps.steps_of(found)
    here = [step for step in steps if unquote(step.url) == request.path]
    if not here:
        missing = told("that was not asked in the last interview")
        if person:
            missing = told('"{person}" was not in the last interview', person=person)
        raise UnknownError(missing, mend="Begin again from the debrief.")
    screen = _screen(found, steps, here[0], now)
    if request.method != "POST":
        return _drawn(request, screen, screen.form(), MetForm())
    if request.POST.get("on") != found.on.isoformat():
        raise NeedsUserError(
            "this page is about an earlier interview, so nothing was saved",
            mend="There was another one since; open its debrief.",
        )
    if "only" in request.POST:
        return _kept_at_once(request, screen)
    return _kept(request, screen)


def _screen(found: Round, steps: list[Step], step: Step, now: datetime) -> Screen:
    return Screen(found, steps, step, now, zone(profile.ensure().me.time_zone))


def _kept_at_once(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Keep one answer while it is being typed; say so, or what cannot be read yet."""
    form = screen.form(request.POST, request.POST["only"])
    if not form.is_valid():
        wrong = [text for texts in form.errors.values() for text in texts]
        return JsonResponse({"wrong": wrong[0]}, status=422)
    try:
        _keep(screen, form)
    except DulyError as error:
        return JsonResponse({"wrong": saying.error(error)}, status=status_of(error))
    at = f"{screen.now.astimezone(screen.own_zone):%H:%M}"
    return JsonResponse({"saved": _("Saved at %(time)s") % {"time": at}, "heard": form.heard()})


def _keep(screen: Screen, form: StepForm) -> None:
    id = screen.found.opportunity.id
    debriefs.keep_some(id, screen.found.on, form.answers(), screen.now)
    if contact := form.contact():
        opportunities.change_person(id, Given(screen.step.person), screen.now, **contact)


def _kept(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Keep a whole step, and go where its button leads."""
    form = screen.form(request.POST)
    if not form.is_valid():
        return _drawn(request, screen, form, MetForm(), status=422)
    _keep(screen, form)
    return _go_on(request, screen, request.POST.get("go", "next"))


def _go_on(request: HttpRequest, screen: Screen, go: str) -> HttpResponse:
    found = screen.found
    is_over = go == "finish" or (go == "next" and screen.is_last)
    if is_over or (found.kept and found.kept.finished_at):
        debriefs.finish(found.opportunity.id, screen.now)
    if is_over:
        _write_letters(request, found.opportunity.id, screen.now)
        return redirect("debrief_done", found.opportunity.id)
    leads_to = {"back": screen.before, "stay": screen.step, "next": screen.after}
    return redirect((leads_to.get(go) or screen.step).url)


def _write_letters(request: HttpRequest, id: str, now: datetime) -> None:
    try:
        letters.write(id, "", "", Wish(), now)
    except NeedsUserError:
        return  # nothing that is planned wants words
    except LettersError as error:
        messages.error(request, saying.error(error))


def _drawn(
    request: HttpRequest, screen: Screen, form: StepForm, met: MetForm, status: int = 200
) -> HttpResponse:
    found = screen.found
    asked_for = request.resolver_match.url_name if request.resolver_match else ""
    page = {
        "opportunity": found.opportunity,
        "found": found,
        "screen": screen,
        "form": form,
        "met": met,
        "met_is_open": met.is_bound or not found.people,
        "resumed": asked_for == "debrief" and bool(found.kept and found.kept.answers),
    }
    return render(request, "web/debrief.html", page, status=status)


# What came of it


@dataclass(frozen=True, slots=True)
class FirstLines:
    """How a letter begins.

    Attributes:
        missing: What has to be said before it can be written; empty where it is written.
    """

    name: str
    subject: str
    lines: str
    url: str
    missing: str


def _outcome(request: HttpRequest, found: Round, now: datetime) -> HttpResponse:
    planned = planbook.BOOK.today(now)
    opportunity, plan = planned.of(found.opportunity.id)
    me, allowed = planned.search.me, plan.attempts_allowed
    try:
        wanted = letters.wanted(opportunity, plan)
        written = letters.look(planned, opportunity, wanted, now)
    except NeedsUserError:
        wanted, written = (), []
    rest = [
        shown.card(action, opportunity, me, now, allowed)
        for action in plan.actions
        if action not in wanted
    ]
    page = {
        "opportunity": opportunity,
        "plan": plan,
        "letters": [_first_lines(each) for each in written],
        "pressing": [card for card in rest if card.status in _PRESSING],
        "coming": [card for card in rest if card.status not in _PRESSING],
        "steps": debriefsteps.steps_of(found),
        "is_finished": bool(found.kept and found.kept.finished_at),
    }
    return render(request, "web/debrief_done.html", page)


def _first_lines(letter: Letter) -> FirstLines:
    kept = letter.kept
    return FirstLines(
        _reader(letter.opportunity, letter.action),
        kept.subject if kept else "",
        _cut(kept.body) if kept else "",
        shown.letter_url(letter.action),
        letter.missing.why if letter.missing else "",
    )


def _reader(opportunity: Opportunity, action: Action) -> str:
    person = opportunity.person(action.to)
    return person.name if person else opportunity.company


def _cut(body: str) -> str:
    """Return the first lines of a letter, to the end of a word."""
    if len(body) <= _OPENING_CHARACTERS:
        return body
    return body[:_OPENING_CHARACTERS].rpartition(" ")[0].rstrip(",;:. \n") + " …"
