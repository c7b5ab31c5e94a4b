"""Where every address of the page leads."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("duly.web.urls"))]
handler403 = "duly.web.failures.refused"
handler404 = "duly.web.failures.not_found"
handler500 = "duly.web.failures.our_mistake"
