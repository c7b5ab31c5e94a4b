"""Coming in: the one-time link, the demo and the way out of it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from duly.services import profile, signing_in
from duly.web import demo
from duly.web.guard import open_to_all


@open_to_all
@require_safe
def sign_in(_request: HttpRequest, link: str) -> HttpResponse:
    """Use a one-time link up and give the browser its cookie.

    The only GET that changes anything: a link from outside can be nothing else. What it changes is
    that it works no second time; and at the very first start it is guessed who the user is, so that
    every page knows.

    Raises:
        LinkUsedError: It was used before, or is too old.
    """
    cookie = signing_in.use(link, datetime.now(UTC))
    profile.ensure()
    response = redirect("today")
    response.set_cookie(
        settings.SIGN_IN_COOKIE,
        cookie,
        max_age=signing_in.SIGN_IN_LASTS,
        httponly=True,
        samesite="Strict",
    )
    return response


@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Open the demo.

    Its address is another, where no form may lead to (CSP's `form-action`): the page leads there.
    """
    return render(request, "web/demo_ready.html", {"url": demo.opened()})
