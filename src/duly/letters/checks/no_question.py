"""A letter that should ask something, and does not (W4, W8)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

PHRASES = Phrases(
    (
        "let|letting me|us know",
        "could|can|would|will|may|might|are|is|do|have|has|when|what|how|whether|if you|there|i ... decision|decided|time|next|update|timeline|timescale|schedule|news|know|stand|stands|need|status",
        "wonder|wondered|wondering if|whether|when|what|about|how|where",
        "ask|asking|asked|enquire|enquiring|inquire|inquiring if|whether|when|what|about|how|where|after",
        "whether|when|where ... decision|decided|decide|things|matters|process|stand|stands|position|application|timeline|open|filled",
        "any|some|an [further|new] news|update|updates|word|information|indication|idea|feedback|insight|timeline",
        "appreciate|appreciated|grateful|glad|welcome|pleased|like|love|happy [to] [a|an|any|some|have|hear|know|receive|be] [to] [hear|know|_] [about|of] update|news|word|whether|when|where|what|how|know|hear|feedback|information|timeline|learn",
        "like|love|glad|happy|grateful|pleased|hoping to know|hear|learn|find when|whether|what|where|how|about|if|from|out|your",
        "curious|keen|eager to know|hear|learn|if|whether|about",
        "tell me when|whether|what|where|if|how",
        "look|looking|hope|hoping [forward] to hearing|hear|learn|learning .. decision|timeline|next|when|whether|news|about",
        "please advise|tell|confirm|say|inform|share|reply|write|send|call",
    )
)
KINDS = frozenset({"status", "application-follow-up", "ask-more-time"})


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find no question, direct or indirect."""
    if "?" in letter.clear or len(letter.words) < 5 or PHRASES.first(letter):
        return
    inner = letter.inner()
    last = [s for s in letter.sentences if inner.start <= s.start < inner.end]
    yield Hit(last[-1].start, last[-1].end) if last else Hit(0, len(letter.body.rstrip()))


CHECK = Check(
    name="no-question",
    title="No question where the step needs one",
    reason="Ask plainly what you want to know: the next step, and when. Else nobody will answer.",
    rules=("W4", "L1"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Could you tell me when you expect to decide?",
        "I would be grateful to know whether the post is still open.",
        "Please let me know if the timeline has changed.",
        kind="status",
    ),
    fails=examples(
        "I interviewed on 3 March and remain interested. Thank you for your time.",
        "I applied on Monday for the clerk position. I have run a payroll for four years.",
        kind="status",
    ),
    kinds=KINDS,
)
