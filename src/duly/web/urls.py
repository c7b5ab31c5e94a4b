"""Every address of the page; `tests/web/routes.toml` says of each how it is guarded."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from duly.core.model import What
from duly.web.views import (
    board,
    call,
    debrief,
    edit,
    entrance,
    erasing,
    feed,
    figures,
    inbox,
    interview,
    letter,
    letter_leaving,
    letter_versions,
    logbook,
    mailboxes,
    offers,
    opportunity,
    outbox,
    people,
    person,
    playbooks,
    practice,
    prepare,
    settings,
    shell,
    steps,
    today,
)


class Id(StringConverter):
    """An id of ours: words of a name, in whatever script it is written, parted by hyphens."""

    regex = r"[\w-]+"


class Number(IntConverter):
    """A number of ours; none is as long as what a database could not hold."""

    regex = "[0-9]{1,9}"


register_converter(Id, "id")
register_converter(Number, "number")

_LETTER = "o/<id:id>/letters/<slug:step>/<str:to>/"

urlpatterns = [
    path("", today.today, name="today"),
    path("in/<str:link>/", entrance.sign_in, name="sign_in"),
    path("demo/", entrance.enter_demo, name="enter_demo"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("sw.js", shell.service_worker, name="service_worker"),
    path("board/", board.board, name="board"),
    path("search/", board.search, name="search"),
    path("o/<id:id>/", opportunity.show, name="opportunity"),
    path("o/<id:id>/steps/<slug:step>/<str:to>/done/", steps.done, name="step_done"),
    path("o/<id:id>/steps/<slug:step>/<str:to>/snooze/", steps.snooze, name="step_snooze"),
    path("o/<id:id>/steps/<slug:step>/<str:to>/skip/", steps.skip, name="step_skip"),
    path("o/<id:id>/playbook/", opportunity.playbook, name="playbook_choice"),
    path("figures/", figures.show, name="figures"),
    path("feed/<str:token>.ics", feed.calendar, name="feed"),
    path("o/<id:id>/edit/", edit.show, name="edit"),
    path("o/<id:id>/people/", person.add, name="person_add"),
    path("o/<id:id>/people/<id:person>/", person.edit, name="person_edit"),
    path("interview/", interview.new, name="interview_new"),
    path("o/<id:id>/interview/", interview.add, name="interview_add"),
    path("o/<id:id>/interview/move/", interview.move, name="interview_move"),
    path("o/<id:id>/interview/cancel/", interview.cancel, name="interview_cancel"),
    path("o/<id:id>/prepare/", prepare.show, name="prepare"),
    path("o/<id:id>/debrief/", debrief.show, name="debrief"),
    path("o/<id:id>/debrief/with/<id:person>/", debrief.person, name="debrief_person"),
    path("o/<id:id>/debrief/round/<slug:part>/", debrief.part, name="debrief_round"),
    path("o/<id:id>/debrief/met/", debrief.met, name="debrief_met"),
    path("o/<id:id>/debrief/done/", debrief.done, name="debrief_done"),
    path("o/<id:id>/call/", call.show, name="call"),
    path("rules/", practice.rules, name="rules"),
    path("rules/<slug:name>/", practice.rule, name="rule"),
    path("people/", people.everyone, name="people"),
    path("people/take-in/", people.take_in, name="people_take_in"),
    path("people/cards.vcf", people.cards, name="people_cards"),
    path("people/<id:person>/card.vcf", people.card, name="person_card"),
    path("playbooks/", playbooks.shelf, name="playbooks"),
    path("playbooks/<str:name>/", playbooks.show, name="playbook"),
    path("playbooks/<str:name>/edit/", playbooks.edit, name="playbook_edit"),
    path("playbooks/<str:name>/delete/", playbooks.delete, name="playbook_delete"),
    path("settings/", settings.settings, name="settings"),
    path("settings/language/", settings.language, name="settings_language"),
    path("settings/reminders/", settings.remind, name="settings_reminders"),
    path("settings/reminders/add/", settings.add_way, name="settings_way_add"),
    path("settings/reminders/remove/", settings.remove_way, name="settings_way_remove"),
    path("settings/reminders/try/", settings.try_ways, name="settings_ways_try"),
    path("settings/calendar/", settings.calendar, name="settings_calendar"),
    path("settings/calendar/address/", settings.calendar_address, name="settings_address"),
    path("settings/calendar/revoke/", settings.calendar_revoke, name="settings_revoke"),
    path("settings/sign-out/", settings.sign_out, name="settings_sign_out"),
    path("settings/backup/", settings.backup, name="settings_backup"),
    path("settings/mail/", mailboxes.mail_setup, name="mail_setup"),
    path("settings/mail/forget/", mailboxes.forget, name="mail_forget"),
    path("settings/mail/read/", mailboxes.read, name="mail_read"),
    path("settings/mail/files/", mailboxes.files, name="mail_files"),
    path("settings/mail/progress/", mailboxes.progress, name="mail_progress"),
    path("settings/mail/stop/", mailboxes.stop, name="mail_stop"),
    path("settings/erase/", erasing.erase, name="settings_erase"),
    path("settings/checkup/", settings.checked, name="settings_checkup"),
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
    path("outbox/<number:number>/take-back/", outbox.take_back, name="outbox_take_back"),
    path("outbox/<number:number>/it-left/", outbox.it_left, name="outbox_it_left"),
    path("outbox/<number:number>/it-did-not/", outbox.it_did_not, name="outbox_it_did_not"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/yes/", inbox.yes_to_shown, name="inbox_yes"),
    path("inbox/<number:number>/", inbox.mail, name="mail"),
    path("inbox/<number:number>/message/", inbox.message, name="message"),
    path("inbox/<number:number>/yes/", inbox.yes, name="mail_yes"),
    path("inbox/<number:number>/no/", inbox.no, name="mail_no"),
    path("inbox/<number:number>/correct/", inbox.correct, name="mail_correct"),
    path("inbox/<number:number>/undo/", inbox.undo, name="mail_undo"),
    path("offers/", offers.table, name="offers"),
    path("o/<id:id>/offer/", offers.offer, name="offer"),
    path("o/<id:id>/more-time/", offers.more_time, name="more_time"),
    path("o/<id:id>/accept/", offers.decide, {"decision": What.ACCEPTED}, name="accept"),
    path("o/<id:id>/decline/", offers.decide, {"decision": What.DECLINED}, name="decline"),
    path("o/<id:id>/withdraw/", offers.decide, {"decision": What.WITHDREW}, name="withdraw"),
    path("o/<id:id>/let-go/", offers.let_go, name="let_go"),
    path("o/<id:id>/received/", logbook.received, name="received"),
    path("o/<id:id>/log/", logbook.log_page, name="log"),
    path("o/<id:id>/log/<slug:kind>/<number:number>/undo/", logbook.undo, name="log_undo"),
    path("o/<id:id>/log/<slug:kind>/<number:number>/again/", logbook.put_back, name="log_again"),
    path("o/<id:id>/log/<slug:kind>/<number:number>/correct/", logbook.correct, name="log_correct"),
]
