"""Every name that a wording may use, and what it stands for; also the words of `when`.

This is the whole language of the data files: the reader of a file checks against it, the
composer fills it, and the how-to explains it.
"""

from __future__ import annotations

PHRASE_FORMS = frozenset(
    {"text", "about", "told", "posed", "problem", "said", "doing", "asked", "stated"}
)
"""The forms a user's own words come in; see `duly.letters.typed.Phrase`."""

ALWAYS: dict[str, frozenset[str]] = {
    "my_name": frozenset(),
    "called": frozenset(),
    "reader": frozenset(),
    "role": frozenset(),
    "role_at": frozenset(),
    "role_title": frozenset(),
    "company": frozenset(),
    "at_company": frozenset(),
    "on_day": frozenset(),
}
"""Names that always stand for something, if only for nothing ("" for a day unknown)."""

SOMETIMES: dict[str, frozenset[str]] = {
    "topic": PHRASE_FORMS,
    "cares": PHRASE_FORMS,
    "remark": PHRASE_FORMS,
    "challenge": PHRASE_FORMS,
    "answer": PHRASE_FORMS,
    "strength": PHRASE_FORMS,
    "success": PHRASE_FORMS,
    "accomplishment": PHRASE_FORMS,
    "mend": frozenset({"question", "better"}),
    "value": frozenset(),
    "my_phone": frozenset(),
    "promise": frozenset(),
    "applied": frozenset(),
    "thanked": frozenset(),
    "asked": frozenset(),
    "answer_by": frozenset(),
    "ask_until": frozenset(),
    "month": frozenset(),
    "seek": frozenset(),
    "seek_called": frozenset(),
}
"""Names that `when` must ask for before a wording may use them."""

FLAGS = frozenset(
    {
        "met",
        "interviewed",
        "several",
        "networking",
        "recruiter",
        "team",
        "thanks_owed",
        "overdue",
        "promise_passed",
        "offered",
        "taken_elsewhere",
        "interested",
        "strength_noun",
        "answer_plain",
        "accomplishment_noun",
    }
)
"""Words of `when` that are true or not, and stand for no text."""

ESSENTIALS = frozenset({"specific", "strength", "ask_until", "seek", "occasion"})
"""What a kind may call essential in `needs`: without it the user is asked."""

CONDITIONS = frozenset(SOMETIMES) | FLAGS
