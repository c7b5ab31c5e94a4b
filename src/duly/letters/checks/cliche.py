"""Canned phrases that every letter has, and that say nothing about this one (L3, L5)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, with_suggestions
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

CLICHES = {
    "hit|hitting the ground running": "start quickly",
    "think|thinking|thinks|thought outside [of] the|that box": "",
    "outside [of] the box thinker|thinking": "",
    "out of the box thinker|thinking": "",
    "team player": "",
    "self starter": "",
    "go getter": "",
    "people person": "",
    "results|result driven|oriented": "",
    "detail oriented": "careful",
    "goal oriented": "",
    "highly motivated": "",
    "self motivated": "",
    "dynamic individual|professional|leader|self|team": "",
    "seasoned professional": "",
    "consummate professional": "",
    "proven track record": "record",
    "track record of success|excellence|results|delivering": "",
    "go|going|goes|went above and beyond": "",
    "go|going|goes|went the extra mile": "",
    "give|gives|giving|gave # percent": "",
    "# % effort|commitment|dedication": "",
    "wear|wearing|wore many|multiple|several hats": "do several jobs",
    "hard worker": "",
    "hardworking individual|professional|person": "",
    "synergy|synergies|synergistic|synergize": "",
    "leverage|leveraging my|our|your|synergies|skills|the|these|this": "",
    "value add|added": "",
    "add|bring|adding|bringing value to your|the": "",
    "move|moving the needle": "make a difference",
    "low hanging fruit": "easy gains",
    "best of breed": "",
    "game changer|changing": "",
    "win win": "",
    "paradigm shift": "",
    "at the end of the day": "",
    "take|taking ... to the next level": "improve",
    "next level": "",
    "passionate about excellence|success|results|people|everything": "",
    "fast paced environment": "busy place",
    "thrive in|under ... environment|pressure": "",
    "to the table i|we|you": "",
    "bring|brings ... to the table": "",
    "match|fit made in heaven": "",
    "dream job|company|role|employer": "",
    "hungry for success": "",
    "core competency|competencies": "",
    "cutting|leading|bleeding edge": "",
    "state of the art": "",
    "please do not hesitate to contact|reach|call|email": "",
    "do not hesitate to": "",
    "at your earliest convenience": "when it suits you",
    "to whom it may concern": "",
    "eager|excited to embark": "",
    "skill set aligns|align|matches": "",
    "align|aligns|aligned perfectly|seamlessly with": "",
    "uniquely qualified|positioned": "",
    "mutually beneficial": "",
    "think on my feet": "",
    "stakeholder alignment": "",
    "deep dive": "",
    "best practices and synergies": "",
    "ducks in a row": "",
    "burn|burning the midnight oil": "",
    "strategic visionary|thinker": "",
    "thought leader|leadership": "",
    "needless to say": "",
    "in today's fast|competitive|ever": "",
    "ever changing|evolving landscape": "",
    "rock star": "",
    "i live and breathe": "",
    "eat sleep and breathe": "",
    "blue sky thinking": "",
    "push|pushing the envelope": "",
    "bang for your|the buck": "",
    "drink the kool aid": "",
}
_LONG_HARMLESS = frozenset(
    {
        "please do not hesitate to contact|reach|call|email",
        "do not hesitate to",
        "at your earliest convenience",
        "to whom it may concern",
        "hard worker",
        "detail oriented",
        "dream job|company|role|employer",
        "proven track record",
        "team player",
        "state of the art",
        "deep dive",
        "track record of success|excellence|results|delivering",
        "highly motivated",
        "thrive in|under ... environment|pressure",
        "fast paced environment",
        "needless to say",
        "at the end of the day",
        "cutting|leading|bleeding edge",
        "next level",
        "value add|added",
        "add|bring|adding|bringing value to your|the",
        "self motivated",
    }
)
"""Worn, and yet honest people write them: one alone is a remark, two are a habit."""

PHRASES = Phrases(CLICHES)
_MILD = Phrases(_LONG_HARMLESS)


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find canned phrases; a single worn but harmless one is a remark only."""
    mild = {(match.start, match.end) for match in _MILD.find(letter)}
    hits = list(with_suggestions(CLICHES, PHRASES, letter))
    alone = len({hit.start for hit in hits}) == 1
    for hit in hits:
        harmless = alone and (hit.start, hit.end) in mild
        yield hit._replace(severity=Severity.REMARK if harmless else None)


CHECK = Check(
    name="cliche",
    title="Clichés and canned phrases",
    reason="Everybody writes this, so it tells nothing about you. Say what you did instead.",
    rules=("L3", "L5"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I kept ledgers for thirty-one years and never lost one.",
        "The box on the left holds the returns, and nobody thinks to look there.",
        "I ran a team of four and we shipped on time.",
        kind="thank-you",
    ),
    fails=examples(
        "As a results-driven team player I would hit the ground running.",
        "I think outside the box and give 110 percent.",
        "We could leverage synergies across the business.",
        "I always go above and beyond.",
        "I am a self-starter with a proven track record.",
        kind="thank-you",
    ),
)
