"""The calendar for programs that subscribe to it, at its secret address."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from duly.services import feed
from duly.web.guard import open_to_all


@open_to_all
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Hand the calendar out to whoever knows the address; RFC 5545 over RFC 9110.

    Raises:
        Http404: The address was revoked, or never was one.
    """
    found = feed.published(token, datetime.now(UTC))
    if found is None:
        raise Http404
    response = HttpResponse(found.data, content_type="text/calendar; charset=utf-8")
    response["ETag"] = found.etag
    response["Cache-Control"] = "no-cache"  # ask each time, but take nothing twice
    modified = int(found.last_modified.timestamp())
    answer = get_conditional_response(request, found.etag, modified, response)
    return response if answer is None else answer
