"""Jokes (L3)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

PHRASES = Phrases(
    (
        "just|only kidding|joking|teasing",
        "haha|hahaha|hehe|ha ha",
        "ha ha",
        "lol|lmao|rofl me|that|you|i|just",
        "pun [not] intended|unintended",
        "no pun",
        "why did|does the|a|an _ ... get|cross|go|quit|bring|walk|break|hire|fail|leave",
        "what do|does|did you call|get when|a|if",
        "knock knock",
        "walks|walk|walked into a bar",
        "hear|heard|know|tell|told the|a|this|my|that|you [favorite|favourite|good|little|own|one] joke|jokes about|to|yesterday|like|who|where|is",
        "here is a [little|good|quick|bad] joke|one|riddle",
        "dad joke|jokes",
        "all jokes|joking aside",
        "jokes aside",
        "joking|kidding aside",
        "i promise|swear [that] [i] [do|will|am] not [to] [a] [serial] bite|stalk|stalking|bribe|cry|steal|stalker|murderer|robot|psycho|creep",
        "i am not a serial|stalker|psycho|robot|creep|murderer",
        "i do not bite",
        "only bite|drink|steal|lie|sleep|electrocuted|cry on|when|weekends|days|weekdays|with|at",
        "on days ending|that end in",
        "world domination",
        "show me the money",
        "will work for food|pizza|beer|coffee|tacos|snacks|candy",
        "shut up and|take [and] [take] my",
        "may the force",
        "live long and prosper",
        "you can not handle",
        "my cat|dog|goldfish|hamster agrees|approves|says|thinks|votes|told|wrote|recommends",
        "my mom|mother|mum|grandma|cat|dog [also] thinks|says|agrees|told ... hire|great|best|handsome|awesome|catch",
        "ask my mom|mum|mother|cat|dog",
        "drunk|hungover|hangover|tipsy",
        "zombie|zombies apocalypse",
        "winning lottery",
        "win the lottery",
        "wink wink",
        "nudge nudge",
        "that is what she|he said",
        "sacrifice my firstborn|first",
        "firstborn",
        "first born child",
        "sold|sell my soul",
        "kidnap|kidnapped|blackmail|ransom|hostage",
        "voices in my",
        "psychopath|axe murderer",
    )
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find jokes and laughter."""
    yield from hits_of(PHRASES, letter)


CHECK = Check(
    name="joke",
    title="Jokes",
    reason="A joke that worked in the room falls flat on paper, or lands with somebody else.",
    rules=("L3",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Your story about the lost boxes made me smile.",
        "I enjoyed the laughter in the staff room.",
        "I did not get it right the first time, and I would like to mend my answer.",
        kind="thank-you",
    ),
    fails=examples(
        "Just kidding.",
        "Why did the electrician get fired? Because he was shocked!",
        "I promise I'm not a stalker, haha.",
        "Will work for food.",
        kind="thank-you",
    ),
)
