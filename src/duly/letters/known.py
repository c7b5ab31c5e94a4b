"""What is known for one letter, under the names that the parts use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from duly.core.model import Kind, PersonRole
from duly.letters import days
from duly.letters.grammar import Shape, lowered, mine, raised
from duly.letters.greeting import addressed, parse
from duly.letters.meeting import Meeting, Share, dealt, meeting, mend_for, own_first
from duly.letters.perspective import quoted_to_reader, to_reader
from duly.letters.typed import Phrase, action, deed, joined, linked, phrase, plain, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from duly.core.model import Person
    from duly.letters.material import Material, Voice

_ROLE_ASIDE = re.compile(r"(?i)\s*\((?:[mwfdxi]\s*[/|*]\s*){1,3}[mwfdxi]\)|\s*\(all genders\)")
_ROLE_WORD = re.compile(r"(?i)\b(?:role|position|job|post|vacancy)$")
_ROLE_TAIL = re.compile(r"\s[-–—|]\s|[,(:;|]")
_SAYABLE = 50
_TALKED_OF = 2


class Known:
    """Gathers what is known for one letter; `names` is what the parts are filled with.

    Args:
        share: How much of what was said to the whole panel may be used.
        whole_names: Even a warm letter greets by the whole name.
    """

    def __init__(
        self,
        reader: Person,
        material: Material,
        voice: Voice,
        share: Share = Share.ALL,
        *,
        whole_names: bool = False,
    ) -> None:
        self.reader = reader
        self.material = material
        self.voice = voice
        self.share = share
        self.whole_names = whole_names
        self.meeting: Meeting = meeting(reader, material)
        alone = share is Share.ALL or self.meeting.size == 1
        self.place, self.size = (0, 1) if alone else (self.meeting.place, self.meeting.size)
        self.kept = _name_words(material)
        parsed = parse(reader.name)
        self.called_in_notes = (parsed.full, parsed.given)
        self.names: dict[str, Any] = {
            **self._always(),
            **self._flags(),
            **self._dates(),
            **self._people(),
            **self._notes(),
            **self._mine(),
        }

    def _always(self) -> dict[str, str]:
        offered = self.material.opportunity
        company = plain(offered.company)
        role = _role(offered.role, self.kept)
        interviewed = self._interviewed_on()
        return {
            "my_name": plain(self.material.me.name),
            "called": addressed(self.reader.name, self.voice, company, whole=self.whole_names),
            "reader": parse(self.reader.name).full,
            "role": role,
            "role_at": f"{role} at {company}" if company else role,
            "role_title": raised(_role_name(offered.role)) or company or "Our conversation",
            "company": company or "your company",
            "at_company": f"at {company}" if company else "",
            "on_day": days.on(interviewed, self.material.today, offered.country),
        }

    def _interviewed_on(self) -> date | None:
        noted = self.meeting.debrief
        return self.material.interviewed_on or (noted.round_on if noted else None)

    def _flags(self) -> dict[str, bool]:
        material, promise = self.material, self.promise_on
        return {
            "met": self.meeting.met and self._interviewed_on() is not None,
            "interviewed": self._interviewed_on() is not None,
            "several": self.meeting.size > 1,
            "networking": material.opportunity.kind is Kind.NETWORKING,
            "recruiter": self.reader.role is PersonRole.RECRUITER,
            "team": parse(self.reader.name).team or not self.reader.name.strip(),
            "thanks_owed": material.thanks_owed,
            "offered": material.offered,
            "overdue": material.overdue,
            "promise_passed": promise is not None and promise < material.today,
            "taken_elsewhere": material.taken_elsewhere,
            "interested": material.opportunity.interested,
        }

    @property
    def promise_on(self) -> date | None:
        """Return the day by which they said they would be in touch."""
        noted = self.meeting.debrief
        return self.material.promise_on or (noted.promise_on if noted else None)

    def _dates(self) -> dict[str, str]:
        material, interviewed = self.material, self._interviewed_on()
        country = material.opportunity.country
        found = {
            "promise": self.promise_on,
            "applied": material.applied_on,
            "thanked": material.thanked_on,
            "asked": material.asked_on,
            "answer_by": material.answer_by,
            "ask_until": material.ask_until,
        }
        texts = {
            name: days.named(day, material.today, country) for name, day in found.items() if day
        }
        if interviewed:
            texts["month"] = days.month(interviewed, material.today)
        return texts

    def _people(self) -> dict[str, str]:
        me, seek = self.material.me, self.material.seek
        found = {"my_phone": tidy(me.phone)} if me.phone.strip() else {}
        if seek and seek.name.strip():
            name = parse(seek.name)
            found |= {"seek": name.full, "seek_called": name.given or name.full}
        return found

    def _notes(self) -> dict[str, Any]:
        """Return what was said in the round, turned towards the reader."""
        if not self.meeting.met:
            return {}
        mine = self.meeting.impression
        challenge = self._phrases([mine.challenge], quoted_to_reader) or self._shared_challenge()
        found: dict[str, Phrase | None] = {
            "topic": self._talked_of(self._topics()),
            "cares": self._talked_of(self._phrases(mine.cares_about, quoted_to_reader)),
            "remark": _first(self._phrases([mine.remark], to_reader)),
            "challenge": _first(challenge),
            "answer": action(mine.answer, self.kept),
            "success": self._success(),
        }
        names: dict[str, Any] = {key: each.forms for key, each in found.items() if each}
        if found["answer"]:
            names["answer_plain"] = found["answer"].shape is Shape.CLAUSE
        return names | self._mend() | self._value()

    def _phrases(
        self, notes: Iterable[str], turned: Callable[[str, tuple[str, ...]], str] | None = None
    ) -> list[Phrase]:
        texts = own_first(list(notes), self.meeting.taken)
        if turned:
            texts = [turned(tidy(text), self.called_in_notes) for text in texts]
        return [each for each in (phrase(text, self.kept) for text in texts) if each]

    def _talked_of(self, phrases: list[Phrase]) -> Phrase | None:
        """Return one phrase in a panel, so that colleagues' letters stay apart, else two."""
        return _first(phrases) if self.size > 1 else joined(phrases[:_TALKED_OF])

    def _topics(self) -> list[Phrase]:
        own = self._phrases(self.meeting.impression.topics, to_reader)
        noted = self.meeting.debrief
        if own or noted is None or self.share is Share.NOTHING:
            return own
        topics = noted.topics
        if self.share is Share.DEALT:
            return self._phrases(dealt(topics, self.place, self.size))
        turn = self.place % len(topics) if topics else 0
        return self._phrases((*topics[turn:], *topics[:turn]))

    def _shared_challenge(self) -> list[Phrase]:
        noted = self.meeting.debrief
        if noted is None or self.share is Share.NOTHING:
            return []
        falls = dealt(noted.challenges, self.place, self.size)
        return self._phrases(falls, quoted_to_reader)

    def _success(self) -> Phrase | None:
        noted = self.meeting.debrief
        if noted is None or self.share is Share.NOTHING or self.place:
            return None
        return _first(self._phrases([noted.success_short or noted.success_long], to_reader))

    def _mend(self) -> dict[str, dict[str, str]]:
        mend, asked = mend_for(self.meeting, self.share)
        question = phrase(mend.question, self.kept) if mend else None
        better = action(mend.better, self.kept) if mend else None
        if question is None or better is None:
            return {}
        whose = "your" if asked else "the"
        text = f"{whose} question {question.asked}"
        return {"mend": {"question": text, "better": better.stated}}

    def _value(self) -> dict[str, str]:
        title, url = linked(self.meeting.impression.value)
        if not title and not url:
            return {}
        line = f"{title}, {url}" if title and url else url or f"{title}."
        return {"value": line}

    def _mine(self) -> dict[str, Any]:
        """Return what the user brings, and what they did of late."""
        noted = self.meeting.debrief or (self.material.debriefs or (None,))[-1]
        if noted is None:
            return {}
        names: dict[str, Any] = {}
        strength = self._strength(list(noted.strengths))
        if strength:
            names |= {"strength": strength.forms, "strength_noun": strength.shape is Shape.NOUN}
        done = deed(noted.accomplishment, self.kept)
        if done:
            noun = done.shape in {Shape.NOUN, Shape.GERUND}
            names |= {"accomplishment": done.forms, "accomplishment_noun": noun}
        return names

    def _strength(self, strengths: list[str]) -> Phrase | None:
        strengths = [each for each in strengths if each.strip()]
        if self.share is Share.NOTHING or not strengths:
            return None
        if self.size == 1 or not self.meeting.met:
            return joined(self._strengths(strengths)[:_TALKED_OF])
        falls = dealt(strengths, self.place, self.size)  # told twice, colleagues would notice
        return _first(self._strengths(falls[:1]))

    def _strengths(self, notes: list[str]) -> list[Phrase]:
        return [
            Phrase(mine(each.text), Shape.NOUN) if each.shape is Shape.NOUN else each
            for each in self._phrases(notes)
        ]


def _first(phrases: list[Phrase]) -> Phrase | None:
    return phrases[0] if phrases else None


def _name_words(material: Material) -> frozenset[str]:
    """Return the folded words of every name around: their capitals are not ours to change."""
    opportunity = material.opportunity
    names = [opportunity.company, material.me.name, *(each.name for each in opportunity.people)]
    return frozenset(word.casefold() for name in names for word in re.findall(r"\w+", name))


def _role(text: str, kept: frozenset[str]) -> str:
    """Return "the data analyst role"; "the role" when it has no name, or an endless one."""
    role = _role_name(text)
    if not re.search(r"\s\(?[A-Z][a-z]", role):  # "Registered Nurse" is how they write it
        role = lowered(role, kept)
    if not role:
        return "the role"
    role = role.removeprefix("the ")
    return f"the {role}" if _ROLE_WORD.search(role) else f"the {role} role"


def _role_name(text: str) -> str:
    """Return a role as a person would say it: "Data Analyst (Remote), EMEA – 12345" is longer."""
    role = tidy(_ROLE_ASIDE.sub("", text))
    if len(role) > _SAYABLE:
        role = tidy(_ROLE_TAIL.split(role, maxsplit=1)[0])
    return role if len(role) <= _SAYABLE else ""
