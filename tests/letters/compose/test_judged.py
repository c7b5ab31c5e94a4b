"""What we compose must pass what we check: no letter of ours is worse than a remark."""

from __future__ import annotations

from typing import Any

from duly.letters.checks.base import Severity
from duly.letters.context import Context
from duly.letters.judge import judge
from duly.letters.material import LetterKind, Material

_NO_SUBJECT = {LetterKind.CARD, LetterKind.LINKEDIN, LetterKind.CALL, LetterKind.VOICEMAIL}
_JUDGED_AS = {LetterKind.SECOND_STATUS: "status"}


def notes(value: Any) -> tuple[str, ...]:
    """Return every text in a value and all it holds."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, tuple):
        return tuple(note for each in value for note in notes(each))
    fields = getattr(value, "__dataclass_fields__", {})
    return tuple(note for name in fields for note in notes(getattr(value, name)))


def context(case: Any, colleagues: list[str]) -> Context:
    material: Material = case.material
    known = (*notes(material.debriefs), material.opportunity.role)
    others = [each.name for each in material.opportunity.people if each != case.reader]
    return Context(
        kind=_JUDGED_AS.get(case.kind, case.kind.value),
        recipient=case.reader.name,
        others=tuple(others),
        me=material.me.name,
        company=material.opportunity.company,
        role=material.opportunity.role,
        facts=known,
        spoken=known,
        colleagues_letters=tuple(colleagues),
        promise_on=material.promise_on,
        subject_expected=case.kind not in _NO_SUBJECT,
    )


def test_no_letter_gets_a_finding_worse_than_a_remark(cases: Any) -> None:
    written: dict[str, list[str]] = {}
    for case in cases:
        letter = case.letter
        earlier = written.setdefault(case.voice, [])
        # Cards and thank-yous go to the whole panel; the other kinds to one person of it.
        to_panel = case.kind in {LetterKind.THANK_YOU, LetterKind.CARD, LetterKind.LINKEDIN}
        subject = None if case.kind in _NO_SUBJECT else letter.subject
        found = judge(
            letter.body, subject=subject, context=context(case, earlier if to_panel else [])
        ).findings
        grave = [each for each in found if each.severity is not Severity.REMARK]
        assert grave == [], (case.name, letter.body)
        earlier.append(letter.body)
