"""Slang and text-speak (L3, L4)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, with_suggestions
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

WORDS = {
    "u": "you",
    "ur": "your",
    "r u": "are you",
    "thx|thnx|tnx": "thanks",
    "ty|tysm": "thank you",
    "pls|plz": "please",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "have to",
    "gimme": "give me",
    "lemme": "let me",
    "kinda": "rather",
    "dunno": "do not know",
    "cuz|coz|bc": "because",
    "tho": "though",
    "thru": "through",
    "gr8": "great",
    "2day": "today",
    "2moro|tmrw|tmw|2morrow": "tomorrow",
    "4 u|you": "",
    "b4": "before",
    "l8r": "later",
    "msg": "message",
    "ppl": "people",
    "lol|lmao|rofl|lmfao|omg|wtf|smh|tbh|imo|imho|ngl|fomo|yolo|idk|jk|ttyl|brb|fr|af": "",
    "lmk": "let me know",
    "hmu": "",
    "hit me up": "write to me",
    "dude|bruh|bro|homie|bestie|fam|peeps": "",
    "hey|yo|sup man|guys|dude|buddy|mate|bro|girl|y'all": "",
    "what's|whats up": "",
    "sup": "",
    "ain't": "is not",
    "yeah|yep|yup|yass|nope|nah": "",
    "super stoked|pumped|psyched|hyped|excited|keen|duper": "very glad",
    "stoked|pumped|psyched|hyped|amped": "glad",
    "is|was|are|were [so|super|totally|literally] lit|dope|sick|fire|epic|rad|gnarly|wicked|badass|bomb|legit|goated": "",
    "awesome sauce|dude": "",
    "awesomesauce|coolio|totes|obvs|deffo|defo|legit|hella|amazeballs|lowkey|highkey|bussin|slay|slaying|bougie|vibe|vibes|vibing|vibed|yeet|sus|noob|pwn|rizz": "",
    "crush|crushing|crushed|kill|killing|killed|smash|smashing|slay|nail it": "",
    "kick|kicking|kicked ass|butt": "",
    "peace out": "",
    "no worries if not": "",
    "no biggie|cap": "",
    "catch|see you|ya on the flip|later": "",
    "catch ya": "",
    "ya|y'all": "you",
    "my bad": "",
    "chill|chilled people|place|vibe|boss|team|dude|with|out": "",
    "chillin": "",
    "swag|swagger": "",
    "hang|hanging out with you|y'all": "",
    "a ton|shitload|bazillion": "many",
    "freaking|frickin|friggin|freakin|effing|bloody": "",
    "cheers mate|bro|dude": "",
    "ta for": "thanks for",
    "holla": "",
    "laters": "",
    "xoxo|xx|xxx|xo": "",
    "asap asap": "",
    "2 b": "",
    "w|w/ u": "",
    "c u|ya": "see you",
    "haha|hahaha|hehe|heehee|lolz": "",
    "def|defs gonna|want|interested|keen|into": "",
    "deets|convo|rezzie": "",
    "nuff said": "",
    "oh em gee": "",
    "my jam|squad": "",
}
PHRASES = Phrases(WORDS)
_INNOCENT = Phrases(
    (
        "bloody mary|sunday|nose|wound|wounds",
        "tony|iron|big bro",
        "yo yo",
        "vibe check",
        "sup _ board",
        "crush|crushing|crushed it to|into|in|for|with|and|on",
        "kill it with|off",
        "my crew and|of|to|at|on",
        "see you later this|in|on|today",
        "af _",
    )
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find slang and words shortened for a small screen."""
    innocent = [(m.start, m.end) for m in _INNOCENT.find(letter)]
    for hit in with_suggestions(WORDS, PHRASES, letter):
        if letter.signature and hit.start >= letter.signature.start:
            continue  # initials and handles
        if _is_initials(letter.body[hit.start : hit.end]):
            continue
        if not any(start <= hit.start and hit.end <= end for start, end in innocent):
            yield hit


def _is_initials(text: str) -> bool:
    return (
        text.isupper() and len(text) <= 3 and text not in {"LOL", "OMG", "LMK", "THX", "IDK", "U"}
    )


CHECK = Check(
    name="slang",
    title="Slang and text-speak",
    reason="It reads as dashed off on a phone. Write it as you would say it across a desk.",
    rules=("L3", "L4"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I am going to Leeds on Friday and could call in.",
        "Thanks for the chat about the checkout.",
        "I had a great time meeting the crew.",
        "I ran a crew of six, and we crushed it to gravel on site.",
        kind="thank-you",
    ),
    fails=examples(
        "thx for the chat 2day",
        "u seem gr8",
        "I'm gonna crush it.",
        "I'm super stoked about this.",
        "lmk if you need anything lol",
        "Hey dude, your shop is dope.",
        kind="thank-you",
    ),
)
