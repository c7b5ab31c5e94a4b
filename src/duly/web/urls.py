"""Every address of the page; `tests/web/routes.toml` says of each how it is guarded."""

from __future__ import annotations

from django.urls import path

from duly.web.views import (
    board,
    entrance,
    feed,
    figures,
    letter,
    letter_leaving,
    letter_versions,
    opportunity,
    outbox,
    practice,
    shell,
    steps,
    today,
)

_LETTER = "o/<slug:id>/letters/<slug:step>/<str:to>/"

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
    path(_LETTER, letter.show, name="letter"),
    path(f"{_LETTER}check/", letter.check, name="letter_check"),
    path(f"{_LETTER}save/", letter.save, name="letter_save"),
    path(f"{_LETTER}voice/", letter.voice, name="letter_voice"),
    path(f"{_LETTER}tell/", letter.tell, name="letter_tell"),
    path(f"{_LETTER}versions/", letter_versions.versions, name="letter_versions"),
    path(f"{_LETTER}bring-back/", letter_versions.bring_back, name="letter_bring_back"),
    path(f"{_LETTER}compare/", letter_versions.compare, name="letter_compare"),
    path(f"{_LETTER}approve/", letter_leaving.approve, name="letter_approve"),
    path(f"{_LETTER}draft/", letter_leaving.draft, name="letter_draft"),
    path(f"{_LETTER}file/", letter_leaving.file, name="letter_file"),
    path(f"{_LETTER}sent/", letter_leaving.sent, name="letter_sent"),
    path(f"{_LETTER}way/", letter_leaving.way, name="letter_way"),
    path("outbox/", outbox.show, name="outbox"),
    path("outbox/<int:number>/take-back/", outbox.take_back, name="outbox_take_back"),
    path("outbox/<int:number>/it-left/", outbox.it_left, name="outbox_it_left"),
    path("outbox/<int:number>/it-did-not/", outbox.it_did_not, name="outbox_it_did_not"),
]
