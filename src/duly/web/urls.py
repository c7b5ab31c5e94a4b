"""Every address of the page; `tests/web/routes.toml` says of each how it is guarded."""

from __future__ import annotations

from django.urls import path

from duly.web.views import (
    board,
    entrance,
    feed,
    figures,
    opportunity,
    practice,
    shell,
    steps,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("in/<str:link>/", entrance.sign_in, name="sign_in"),
    path("demo/", entrance.enter_demo, name="enter_demo"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("sw.js", shell.service_worker, name="service_worker"),
    path("board/", board.board, name="board"),
    path("search/", board.search, name="search"),
    path("o/<slug:id>/", opportunity.show, name="opportunity"),
    path("o/<slug:id>/steps/<slug:step>/<str:to>/done/", steps.done, name="step_done"),
    path("o/<slug:id>/steps/<slug:step>/<str:to>/snooze/", steps.snooze, name="step_snooze"),
    path("o/<slug:id>/steps/<slug:step>/<str:to>/skip/", steps.skip, name="step_skip"),
    path("o/<slug:id>/playbook/", opportunity.playbook, name="playbook_choice"),
    path("figures/", figures.show, name="figures"),
    path("feed/<str:token>.ics", feed.calendar, name="feed"),
    path("rules/", practice.rules, name="rules"),
    path("rules/<slug:name>/", practice.rule, name="rule"),
]
