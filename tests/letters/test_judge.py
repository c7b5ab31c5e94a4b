"""Whatever the text, a clear answer: empty, binary, pasted, foreign, huge, hostile."""

from __future__ import annotations

import random
import string
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.letters.context import KINDS, Context
from duly.letters.judge import Verdict, judge

OKAFOR = (
    "Dear Ms Okafor,\n\nThank you for seeing me on Tuesday. I enjoyed hearing about the night ward"
    " and would be glad to join you.\n\nKind regards,\nTom Reed\n"
)
GERMAN = (
    "Sehr geehrte Frau Voss,\n\nvielen Dank für das Gespräch am Dienstag. Ich habe mich sehr"
    " gefreut, Sie und die Abteilung kennen zu lernen 😊\n\nMit freundlichen Grüßen\nTom Reed"
)
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


def checks_of(text: str, **known: Any) -> set[str]:
    return {finding.check for finding in judge(text, context=Context(**known)).findings}


def test_good_brief_letter_is_ready_without_a_word() -> None:
    found = judge(OKAFOR)
    assert found.verdict is Verdict.READY
    assert found.findings == ()
    assert found.kind == "thank-you"


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "...", "\ufeff"])
def test_empty_letter_is_not_like_this(text: str) -> None:
    found = judge(text)
    assert found.verdict is Verdict.NOT_LIKE_THIS
    assert [finding.check for finding in found.findings] == ["empty"]


def test_letter_in_another_language_is_named_and_spared_the_english_checks() -> None:
    found = judge(GERMAN)
    assert {finding.check for finding in found.findings} == {"language", "emoji"}
    assert "German" in next(f.why for f in found.findings if f.check == "language")


def test_pasted_html_is_told_once_and_places_still_fit() -> None:
    text = f"<html><body><p>{OKAFOR.replace('ward', 'wich ward')}</p></body></html>"
    found = judge(text)
    assert {finding.check for finding in found.findings} == {"markup", "spelling"}
    for finding in found.findings:
        assert text[finding.start : finding.end] == finding.text


def test_damaged_characters_carry_their_mend() -> None:
    found = judge(OKAFOR.replace("I enjoyed", "Itâ€™s good; I enjoyed"))
    assert [(f.check, f.suggestion) for f in found.findings] == [("markup", "’")]


def test_quoted_mail_below_is_not_judged() -> None:
    quoted = "\n\nOn Monday Ana Ruiz wrote:\n> u r gonna love it lol!!! [Your Name]\n"
    assert judge(OKAFOR + quoted).findings == ()


@pytest.mark.parametrize(
    ("known", "check"),
    [
        ({"now": NOW, "met_at": datetime(2026, 3, 1, tzinfo=UTC)}, "too-late"),
        ({"now": NOW, "met_at": datetime(2026, 3, 10, tzinfo=UTC)}, "too-late"),
    ],
)
def test_late_thanks_are_told_by_date(known: dict[str, Any], check: str) -> None:
    assert check in checks_of(OKAFOR, kind="thank-you", **known)


def test_thanks_a_day_late_are_still_ready() -> None:
    context = Context("thank-you", now=NOW, met_at=datetime(2026, 3, 10, tzinfo=UTC))
    assert judge(OKAFOR, context=context).verdict is Verdict.READY


STATUS = (
    "Dear Ms Okafor,\n\nThank you for seeing me on 3 March about the night ward. Could you tell me"
    " when you expect to decide?\n\nKind regards,\nTom Reed\n"
)


@pytest.mark.parametrize(
    ("known", "check"),
    [
        ({"promise_on": date(2026, 3, 14)}, "too-early"),
        ({"met_at": datetime(2026, 3, 11, tzinfo=UTC)}, "too-early"),
        ({"last_attempt_on": date(2026, 3, 11)}, "too-early"),
        ({"attempts_made": 3, "attempts_allowed": 3}, "over-bound"),
        ({"attempts_allowed": 0}, "over-bound"),
        ({"refused": True}, "over-bound"),
    ],
)
def test_status_at_a_wrong_moment_is_told_by_date(known: dict[str, Any], check: str) -> None:
    assert checks_of(STATUS, kind="status", now=NOW, **known) == {check}


def test_status_after_the_promise_has_passed_is_fine() -> None:
    known: dict[str, Any] = {
        "promise_on": date(2026, 3, 10),
        "met_at": datetime(2026, 3, 3, tzinfo=UTC),
    }
    assert checks_of(STATUS, kind="status", now=NOW, **known) == set()


def test_kind_goes_by_its_other_names() -> None:
    assert judge(STATUS, context=Context("second-status")).kind == "status"


@given(st.text(max_size=400), st.sampled_from(["", *KINDS]))
def test_any_text_gets_an_answer_with_places_that_fit(text: str, kind: str) -> None:
    found = judge(text, context=Context(kind, recipient="Ana Ruiz", company="Acme", facts=("x",)))
    for finding in found.findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text


def test_same_letter_gets_the_same_answer() -> None:
    assert judge(GERMAN) == judge(GERMAN)


def _noise() -> str:
    source = random.Random(7)
    letters = string.ascii_letters + string.digits + " .,!?'\"[]{}<>()_-\n\t@#%&*😊é"
    return "".join(source.choice(letters) for _ in range(2000))


HOSTILE = {
    "words of every family": "please beg need this job rent you clearly never ",
    "one letter": "a",
    "one word": "please ",
    "one line": "i would have thought a company of your standing ",
    "greetings": "dear dear dear ",
    "brackets": "[<{(",
    "open tags": "<a ",
    "marks": "!?.,",
    "underscores": "_",
    "quotations": "> ",
    "capitals": "THE COMPANY NAME ",
    "names": "At Mercer And Co Of The Harlan ",
    "spaces": "the    ",
    "line ends": "\n",
    "numbers": "1,000,000 ",
    "noise": _noise(),
    "emoji": "😊",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    context = Context("", recipient="Ana Ruiz", company="Mercer", facts=("cutting churn",), now=NOW)

    def seconds(size: int) -> float:
        sample = HOSTILE[name]
        text = (sample * (size // len(sample) + 1))[:size]
        start = time.process_time()
        judge(text, context=context)
        return time.process_time() - start

    judge(OKAFOR, context=context)
    small = min(seconds(100_000), seconds(100_000))
    large = seconds(1_000_000)
    assert large < max(25 * small, 1.0)
    assert large < 30


def test_first_letter_needs_neither_django_nor_a_mail_parser() -> None:
    code = (
        "import sys\nfrom duly.letters.judge import judge\njudge(sys.argv[1])\n"
        "heavy = {'django', 'email', 'jinja2', 'duly.core.model', 'dataclasses', 'socket'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, OKAFOR], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_mend_of_a_wrong_company_touches_no_word_of_the_next_sentence() -> None:
    text = "Dear Ana,\n\nThank you for the interview at Globex. Unfortunately it was short."
    found = judge(text, context=Context(kind="thank-you", company="Acme & Söhne"))
    hit = next(finding for finding in found.findings if finding.check == "wrong-company")
    assert (hit.text, hit.suggestion) == ("Globex", "Acme & Söhne")


def test_mend_of_a_misspelled_name_leaves_what_is_somebodys() -> None:
    text = "Dear Ana,\n\nThank you. I enjoyed Prinze's question."
    found = judge(text, context=Context(recipient="Ana Ruiz", others=("Prince",)))
    hit = next(finding for finding in found.findings if finding.check == "wrong-name")
    assert (hit.text, hit.suggestion) == ("Prinze", "Prince")


def test_mend_of_a_letter_signed_by_nobody_puts_the_name_below() -> None:
    text = "Dear Ana,\n\nThank you for the talk about the night ward.\n\nWith thanks,\n"
    found = judge(text, context=Context(kind="thank-you", me="Sam Field"))
    hit = next(finding for finding in found.findings if finding.check == "unsigned")
    assert found.verdict is Verdict.NOT_LIKE_THIS
    assert (hit.text, hit.suggestion) == ("With thanks,", "With thanks,\nSam Field")


def test_letter_that_the_plan_lets_wait_is_late_by_the_reason_of_the_plan() -> None:
    known = Context("thank-you", met_at=NOW - timedelta(hours=40), now=NOW)
    waits = "Ana Ruiz already hears from you on Wed 11 March; one message a day."
    for reason in ("", waits):
        found = judge(OKAFOR, context=known._replace(waits=reason))
        (late,) = [finding.why for finding in found.findings if finding.check == "too-late"]
        assert late == (reason or late)
        assert ("send it now" in late) == (not reason)
