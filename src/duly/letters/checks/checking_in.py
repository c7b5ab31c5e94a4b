""" "Just checking in" and its kin: a letter that does not say why it was written (L1)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

PHRASES = Phrases(
    (
        "just|only|simply|quickly|merely check|checking|checked in",
        "check|checking back in",
        "am|was|be checking in",
        "wanted|want|like|thought|writing|reaching|figured|hoping|emailing to [just|quickly] check in",
        "will [just] check in",
        "checking in on|about|regarding|with|to|again",
        "quick|friendly|little|another|final check in",
        "touch|touching|touched base",
        "circle|circling|circled back",
        "just|only following up",
        "just a|another [quick|little|gentle|friendly] follow up",
        "just|simply|only|merely wanted to [quickly] follow|touch|check|ping|reach|see",
        "just|simply|only|merely wanting to [quickly] follow|touch|check|ping|reach",
        "just reaching out",
        "just [wanted|wanting] to|a say hi|hello",
        "just saying hi|hello",
        "just pinging|poking|nudging",
        "ping|pinging|pinged you",
        "quick|friendly|gentle|little ping|nudge|bump|poke",
        "gentle|friendly|quick|little|kind reminder",
        "bump|bumping|bumped this|my|the|it",
        "bump|bumping .. top of your inbox",
        "to the top of your inbox",
        "float|floating this",
        "any|some update|updates on",
        "seeing|see if there is|was|are|were any update|updates|news|word",
        "see where things are|stand|stood at",
        "wondering if there is|was|are|were any update|updates|news|word",
        "putting|keep|keeping my name on|in [your|the] radar|mind",
        "stay|staying on your radar",
        "drop|dropping|dropped you a quick line|note",
        "dropping in to say",
        "following up on my last|previous|earlier email|message|note",
        "just a quick|short email|note|message|line to",
        "thought i would [just] check in|back",
        "thought i would [just] drop|shoot|reach",
        "shoot|shooting you a|another [quick] email|message|note",
        "popping in|into|by",
        "hope|hoping you have not forgotten [about] me",
        "remember me",
    )
)

WHY = "Say why you write instead: what you would like to know, or what you have to add."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find openings that give no reason."""
    yield from hits_of(PHRASES, letter, WHY)


CHECK = Check(
    name="checking-in",
    title='"Just checking in" and its kin',
    reason="A letter that only checks in gives its reader nothing to do. Say why you write.",
    rules=("L1",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "You hoped to decide by the 14th. Could you tell me what the next steps are?",
        "I follow up with every family the day after discharge.",
        "The front desk was busy checking in guests when I arrived.",
        "I wrote on April 4 about the project engineer position.",
        kind="status",
    ),
    fails=examples(
        "Just checking in on my application.",
        "I wanted to touch base about the role.",
        "I’m circling back on the email below.",
        "Giving this a gentle bump to the top of your inbox.",
        "I just wanted to follow up and see if there was any news.",
        "Thought I'd check in again!",
        kind="status",
    ),
)
