"""What makes the page installable: its manifest, and a service worker that keeps the shell only.

W3C Web Application Manifest; Service Workers. Nothing of the search is ever cached: without the
server there is a page that says so.
"""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from duly.web.guard import open_to_all


@open_to_all
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Say what the page is called, and how it looks among programs."""
    icon = {"src": static("web/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "Duly",
            "short_name": "Duly",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbfaf7",
            "theme_color": "#fbfaf7",
            "icons": [{**icon, "purpose": "any"}, {**icon, "purpose": "maskable"}],
        },
        content_type="application/manifest+json",
    )


@open_to_all
@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Return the service worker, from where it may stand before every page."""
    path = str(finders.find("web/sw.js"))
    with open(path, "rb") as file:  # noqa: PTH123 - `finders` gives a string
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
