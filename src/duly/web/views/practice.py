"""Why a step is there: the rules of the practice, and the guides' own words for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duly.adapters import practicefile


@require_safe
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Show a rule."""
    return render(request, "web/rule.html", {"rule": practicefile.rule(name)})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule, by what it is about."""
    return render(request, "web/rules.html", {"rules": list(practicefile.rules().values())})
