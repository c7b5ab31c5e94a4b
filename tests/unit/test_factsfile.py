"""Facts files: everything they can say, and one clear message for each mistake."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from duly.core.errors import DulyError, FactsError
from duly.core.model import (
    Channel,
    Kind,
    LinkedIn,
    Meaning,
    Medium,
    Outcome,
    PersonRole,
    Search,
    Step,
    What,
)
from duly.formats import factsfile

HEAD = """\
at = 2026-03-12T09:00:00
playbook = "patient"

[me]
name = "Sam Field"
time_zone = "America/New_York"
country = "US"

[[opportunity]]
id = "acme"
company = "Acme"
role = "Data analyst"
time_zone = "America/Chicago"

[[opportunity]]
id = "bolt"
company = "Bolt"

[[person]]
id = "ana"
opportunity = "acme"
name = "Ana Ruiz"
email = "ana@acme.example"

[[person]]
id = "rae"
opportunity = ["acme", "bolt"]
role = "recruiter"
"""
NEXT = HEAD.count("\n") + 2
"""The line on which a table after an empty line begins."""


def read(text: str) -> Search:
    return factsfile.read(text, "facts.toml")


def fact(lines: str, at: str = "2026-03-10T15:00:00") -> str:
    return f'{HEAD}\n[[fact]]\nat = {at}\nopportunity = "acme"\n{lines}\n'


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# What can be said


def test_the_smallest_file_is_a_search() -> None:
    search = read('[me]\ntime_zone = "Europe/Berlin"\n')
    assert search.me.time_zone == "Europe/Berlin"
    assert search.opportunities == ()
    assert search.playbook == "balanced"
    assert search.at is None


def test_what_is_left_out_is_mine() -> None:
    search = read(HEAD)
    acme, bolt = search.opportunities
    assert search.at == utc("2026-03-12T13:00"), "local time of [me]"
    assert search.playbook == "patient"
    assert (acme.time_zone, acme.country, acme.kind) == ("America/Chicago", "US", Kind.APPLICATION)
    assert (bolt.time_zone, bolt.country, bolt.interested) == ("America/New_York", "US", True)
    assert [person.id for person in acme.people] == ["ana", "rae"]
    assert [person.id for person in bolt.people] == ["rae"]
    ana, rae = acme.people
    assert (ana.role, ana.linkedin, ana.prefers) == (
        PersonRole.INTERVIEWER, LinkedIn.UNKNOWN, None,
    )  # fmt: skip
    assert (rae.role, rae.name) == (PersonRole.RECRUITER, "rae")


def test_everything_about_people_and_opportunities_is_read() -> None:
    search = read(
        """
        [me]
        name = "Sam"
        time_zone = "Asia/Tokyo"
        country = "JP"
        email = "sam@me.example"
        phone = "+81 3"
        cards = true
        [[opportunity]]
        id = "kin"
        kind = "networking"
        country = "IN"
        sector = "sales"
        via = "rae"
        main_contact = "ana"
        interested = false
        playbook = "direct"
        [[person]]
        id = "ana"
        name = "Ana"
        role = "hiring manager"
        title = "Head of Data"
        phone = "+1"
        address = "1 High Street"
        prefers = "post"
        linkedin = "not connected"
        [[person]]
        id = "rae"
        """
    )
    (kin,) = search.opportunities
    assert search.me.cards
    assert (kin.kind, kin.country, kin.sector, kin.via, kin.main_contact) == (
        Kind.NETWORKING, "IN", "sales", "rae", "ana",
    )  # fmt: skip
    assert not kin.interested
    assert kin.playbook == "direct"
    ana = kin.people[0]
    assert (ana.role, ana.title, ana.prefers, ana.linkedin, ana.address) == (
        PersonRole.HIRING_MANAGER, "Head of Data", Medium.POST, LinkedIn.NOT_CONNECTED,
        "1 High Street",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-10T15:00:00", "2026-03-10T19:00"),
        ("2026-03-10T15:00:00-05:00", "2026-03-10T20:00"),
        ("2026-03-10T15:00:00Z", "2026-03-10T15:00"),
        ("2026-03-06T15:00:00", "2026-03-06T20:00"),
        ("2026-03-10 15:00:00", "2026-03-10T19:00"),
        ("2026-03-08T02:30:00", "2026-03-08T07:30"),
        ("2026-11-01T01:30:00", "2026-11-01T05:30"),
    ],
    ids=["local", "offset", "UTC", "winter", "a space", "left out", "twice"],
)
def test_instants_are_local_unless_they_carry_an_offset(at: str, expected: str) -> None:
    search = read(fact('what = "interview"\nwith = "ana"', at))
    assert search.facts[0].at == utc(expected)


def test_a_day_alone_is_noon_but_an_interview_needs_its_hour() -> None:
    assert read(fact('what = "applied"', "2026-03-10")).facts[0].at == utc("2026-03-10T16:00")
    with pytest.raises(FactsError, match="expected a date and time"):
        read(fact('what = "interview"', "2026-03-10"))


def test_every_kind_of_fact_is_read() -> None:
    lines: dict[str, dict[str, object]] = {
        'what = "interview"\nwith = ["ana", "rae"]\narranged_by = "rae"\n'
        "starts = 2026-03-10T14:00:00": {
            "people": ("ana", "rae"), "arranged_by": "rae", "starts_at": utc("2026-03-10T18:00"),
        },
        'what = "conversation"\nwith = "ana"': {"what": What.CONVERSATION, "people": ("ana",)},
        'what = "promise"\nby = 2026-03-17\nmay_call = true': {
            "by": date(2026, 3, 17), "may_call": True,
        },
        'what = "sent"\nto = "ana"\nstep = "thank-you"\nvia = "linkedin"': {
            "people": ("ana",), "step": Step.THANK_YOU, "channel": Channel.LINKEDIN,
        },
        'what = "called"\nto = "ana"\noutcome = "no answer"': {"outcome": Outcome.NO_ANSWER},
        'what = "received"\nfrom = "rae"\nmeaning = "auto-reply"\nuntil = 2026-03-20': {
            "meaning": Meaning.AUTO_REPLY, "until": date(2026, 3, 20), "people": ("rae",),
        },
        'what = "received"\nmeaning = "other"\nautomatic = true': {"automatic": True},
        'what = "offer"\nanswer_by = 2026-03-17': {"answer_by": utc("2026-03-17T22:00")},
        'what = "more_time"\nanswer_by = 2026-03-17T12:00:00': {
            "answer_by": utc("2026-03-17T16:00"),
        },
        'what = "accepted"': {"what": What.ACCEPTED, "people": ()},
        'what = "connected"\nwith = "ana"': {"what": What.CONNECTED},
        'what = "skipped"\nstep = "status"': {"step": Step.STATUS},
        'what = "snoozed"\nstep = "status"\nuntil = 2026-03-20\ninsist = true': {"insist": True},
        'what = "retired"': {"what": What.RETIRED, "step": None},
        'what = "applied"\nnote = " by the form "': {"note": "by the form"},
    }  # fmt: skip
    for text, expected in lines.items():
        found = read(fact(text)).facts[0]
        for key, value in expected.items():
            assert getattr(found, key) == value, text


def test_a_deadline_without_an_hour_ends_at_five_there() -> None:
    search = read(fact('what = "offer"\nanswer_by = 2026-03-17'))
    assert search.facts[0].answer_by == utc("2026-03-17T22:00"), "17:00 in Chicago"


def test_interviews_are_moved_and_cancelled_by_the_end_they_had() -> None:
    moved = fact('what = "interview"') + (
        '\n[[fact]]\nat = 2026-03-09T09:00:00\nwhat = "interview_moved"\nopportunity = "acme"\n'
        "was = 2026-03-10T15:00:00\nto = 2026-03-11T15:00:00\n"
    )
    cancelled = moved + (
        '\n[[fact]]\nat = 2026-03-09T10:00:00\nwhat = "interview_cancelled"\n'
        'opportunity = "acme"\nwas = 2026-03-11T15:00:00\n'
    )
    assert read(moved).facts[1].to_at == utc("2026-03-11T19:00")
    assert read(cancelled).facts[2].was_at == utc("2026-03-11T19:00")


def test_somebody_named_twice_is_one_reader() -> None:
    assert read(fact('what = "interview"\nwith = ["ana", "ana"]')).facts[0].people == ("ana",)


def test_a_debrief_is_read_and_counts_as_done() -> None:
    search = read(
        f"""{HEAD}
[[debrief]]
opportunity = "acme"
at = 2026-03-10T23:30:00
topics = ["churn"]
promise_on = 2026-03-17
may_call = true
mends = [{{ question = "Why us?", better = "Your data." }}]
[[debrief.met]]
person = "ana"
cares_about = ["cutting churn"]
remark = "her play"
mend = {{ question = "Why now?", better = "It is time." }}
card_collected = true
"""
    )
    (debrief,) = search.debriefs
    assert debrief.round_on == date(2026, 3, 10), "the day there, an hour behind"
    assert debrief.topics == ("churn",)
    assert debrief.mends[0].question == "Why us?"
    assert debrief.promise_on == date(2026, 3, 17)
    (ana,) = debrief.impressions
    assert (ana.person, ana.cares_about, ana.card_collected) == ("ana", ("cutting churn",), True)
    assert ana.mend
    assert search.facts[-1].step is Step.DEBRIEF


def test_further_keys_pass_where_they_are_announced() -> None:
    text = f'title = "A story"\n{HEAD}'
    assert factsfile.read(text, "facts.toml", also=("title",)).playbook == "patient"
    with pytest.raises(FactsError, match="there is no key `title` here"):
        read(text)


# Mistakes: file, line, table, what was found, what was expected, how to mend it

IN_FACT = f"facts.toml, line {NEXT + 3}, [[fact]] 1: "
"""Where the first line given to `fact` stands."""

MISTAKES: dict[str, tuple[str, str]] = {
    "no TOML": ("at = \n", "facts.toml: Invalid value (at line 1, column 6). Correct that line."),
    "a date that does not exist": (
        "at = 2026-02-30T09:00:00\n",
        "facts.toml: Invalid date or datetime (at line 1, column 6). Correct that line.",
    ),
    "no me": (
        "at = 2026-03-12T09:00:00\n",
        'facts.toml: there is no [me]. Add [me] with name, time_zone and country = "US".',
    ),
    "me twice": ("[[me]]\n", "facts.toml, line 1: `me` is [{}]; expected a table [me]."),
    "no zone of mine": (
        '[me]\nname = "Sam"\n',
        'facts.toml, line 1, [me]: `time_zone` is missing. Add time_zone = "…".',
    ),
    "an unknown zone of mine": (
        '[me]\ntime_zone = "Europe/Berln"\n',
        ('facts.toml, line 2, [me]: the time zone is "Europe/Berln"; expected a name like '
        '"Europe/Berlin". Did you mean "Europe/Berlin"?'),
    ),
    "an unknown key": (
        f"plabyook = 'x'\n{HEAD}",
        'facts.toml, line 1: there is no key `plabyook` here. Did you mean "playbook"?',
    ),
    "an unknown key of mine": (
        HEAD.replace('country = "US"', 'contry = "US"'),
        'facts.toml, line 7, [me]: there is no key `contry` here. Did you mean "country"?',
    ),
    "a present without an hour": (
        HEAD.replace("T09:00:00", ""),
        ("facts.toml, line 1: `at` is datetime.date(2026, 3, 12); expected a date and time: "
        "2026-03-10T15:00:00."),
    ),
    "a year out of reach": (
        HEAD.replace("at = 2026", "at = 1926"),
        "facts.toml, line 1: `at` is in the year 1926; expected a year from 1970 to 2199.",
    ),
    "opportunities that are no tables": (
        '[me]\ntime_zone = "UTC"\n[opportunity]\nid = "acme"\n',
        "facts.toml, line 1: `opportunity` is {'id': 'acme'}; expected [[opportunity]] tables.",
    ),
    "an opportunity without id": (
        HEAD.replace('id = "acme"\n', "", 1),
        'facts.toml, line 9, [[opportunity]] 1: `id` is missing. Add id = "…".',
    ),
    "the same opportunity twice": (
        HEAD.replace('id = "bolt"', 'id = "acme"'),
        ('facts.toml, line 16, [[opportunity]] 2: the id "acme" is taken by another opportunity. '
        "Choose another id."),
    ),
    "an unknown kind": (
        HEAD.replace('role = "Data analyst"', 'kind = "job"'),
        'facts.toml, line 12, [[opportunity]] 1: `kind` is "job". Known: application, networking.',
    ),
    "an unknown zone of theirs": (
        HEAD.replace("America/Chicago", "America/Chicgo"),
        ('facts.toml, line 13, [[opportunity]] 1: the time zone is "America/Chicgo"; expected a '
        'name like "Europe/Berlin". Did you mean "America/Chicago"?'),
    ),
    "an unknown recruiter": (
        HEAD.replace('company = "Bolt"', 'via = "ray"'),
        ('facts.toml, line 17, [[opportunity]] 2: "ray" is nobody in this opportunity. '
        'Did you mean "rae"?'),
    ),
    "a main contact of another": (
        HEAD.replace('company = "Bolt"', 'main_contact = "ana"'),
        ('facts.toml, line 17, [[opportunity]] 2: "ana" is nobody in this opportunity. '
        'Did you mean "rae"?'),
    ),
    "a flag in words": (
        HEAD.replace('company = "Bolt"', 'interested = "yes"'),
        "facts.toml, line 17, [[opportunity]] 2: `interested` is 'yes'; expected true or false.",
    ),
    "the same person twice": (
        HEAD.replace('id = "rae"', 'id = "ana"'),
        ('facts.toml, line 26, [[person]] 2: the id "ana" is taken by another person. '
        "Choose another id."),
    ),
    "a person of no opportunity": (
        HEAD.replace('opportunity = "acme"\n', "", 1),
        "facts.toml, line 19, [[person]] 1: `opportunity` is missing. Known: acme, bolt.",
    ),
    "a person of an unknown one": (
        HEAD.replace('opportunity = "acme"', 'opportunity = "amce"'),
        'facts.toml, line 21, [[person]] 1: there is no opportunity "amce". Did you mean "acme"?',
    ),
    "an unknown role": (
        HEAD.replace('role = "recruiter"', 'role = "recuiter"'),
        'facts.toml, line 28, [[person]] 2: `role` is "recuiter". Did you mean "recruiter"?',
    ),
    "an unknown medium": (
        HEAD.replace('role = "recruiter"', 'prefers = "fax"'),
        'facts.toml, line 28, [[person]] 2: `prefers` is "fax". Known: email, phone, post.',
    ),
    "an address that is a number": (
        HEAD.replace('email = "ana@acme.example"', "email = 5"),
        "facts.toml, line 23, [[person]] 1: `email` is 5; expected some text.",
    ),
    "an unknown fact": (
        fact('what = "interviewed"'),
        IN_FACT + '`what` is "interviewed". Did you mean "interview"?',
    ),
    "no fact at all": (
        f"{HEAD}\n[[fact]]\nat = 2026-03-10T15:00:00\n",
        f"facts.toml, line {NEXT}, [[fact]] 1: `what` is missing. Known: accepted, applied, ",
    ),
    "no instant": (
        f'{HEAD}\n[[fact]]\nwhat = "applied"\nopportunity = "acme"\n',
        f"facts.toml, line {NEXT}, [[fact]] 1: `at` is missing. Add at = 2026-03-10T15:00:00.",
    ),
    "an instant in words": (
        fact('what = "applied"', '"yesterday"'),
        f"facts.toml, line {NEXT + 1}, [[fact]] 1: `at` is 'yesterday'; expected a date and time",
    ),
    "a fact about several": (
        fact('what = "applied"').replace('"acme"\nwhat', '["acme", "bolt"]\nwhat'),
        (f"facts.toml, line {NEXT + 2}, [[fact]] 1: `opportunity` is ['acme', 'bolt']; expected "
        "one opportunity."),
    ),
    "a fact about an unknown one": (
        fact('what = "applied"').replace('"acme"\nwhat', '"acne"\nwhat'),
        (f'facts.toml, line {NEXT + 2}, [[fact]] 1: there is no opportunity "acne". '
        'Did you mean "acme"?'),
    ),
    "an unknown person": (
        fact('with = ["ana", "bo"]\nwhat = "interview"'),
        IN_FACT + '"bo" is nobody in this opportunity. Known: ana, rae.',
    ),
    "people in odd form": (
        fact('with = 3\nwhat = "interview"'),
        IN_FACT + "`with` is 3; expected a list like [\"ana\", \"bo\"].",
    ),
    "somebody unknown arranged it": (
        fact('arranged_by = "anna"\nwhat = "interview"'),
        IN_FACT + '"anna" is nobody in this opportunity. Did you mean "ana"?',
    ),
    "an unknown step": (
        fact('step = "thanks"\nwhat = "sent"'),
        IN_FACT + '`step` is "thanks". Did you mean "',
    ),
    "an unknown meaning": (
        fact('meaning = "rejected"\nwhat = "received"'),
        IN_FACT + '`meaning` is "rejected". Did you mean "rejection"?',
    ),
    "an unknown outcome": (
        fact('outcome = "busy"\nwhat = "called"'),
        IN_FACT + '`outcome` is "busy". Known: no answer, spoke, voicemail.',
    ),
    "an unknown channel": (
        fact('via = "pigeon"\nwhat = "sent"\nstep = "status"'),
        IN_FACT + '`via` is "pigeon". Known: email, linkedin, phone, post.',
    ),
    "another fact's key": (
        fact('by = 2026-03-17\nwhat = "applied"'),
        IN_FACT + "there is no key `by` here. Known: at, note, opportunity, what.",
    ),
    "a sent without step": (
        fact('what = "sent"\nto = "ana"'), IN_FACT + "a `sent` needs `step`. Add step = ….",
    ),
    "a received without meaning": (
        fact('what = "received"'), IN_FACT + "a `received` needs `meaning`. Add meaning = ….",
    ),
    "a call without outcome": (
        fact('what = "called"'), IN_FACT + "a `called` needs `outcome`. Add outcome = ….",
    ),
    "a promise without date": (
        fact('what = "promise"'), IN_FACT + "a `promise` needs `by`. Add by = ….",
    ),
    "a snooze without day": (
        fact('what = "snoozed"\nstep = "status"'),
        IN_FACT + "a `snoozed` needs `until`. Add until = ….",
    ),
    "nobody connected": (
        fact('what = "connected"'), IN_FACT + "a `connected` needs `with`. Add with = ….",
    ),
    "a promise that is no date": (
        fact('by = "Friday"\nwhat = "promise"'),
        IN_FACT + "`by` is 'Friday'; expected a date: 2026-03-17.",
    ),
    "a promise in the year 3000": (
        fact('by = 3000-01-01\nwhat = "promise"'),
        IN_FACT + "`by` is in the year 3000; expected a year from 1970 to 2199.",
    ),
    "a step retired with a person alone": (
        fact('to = "ana"\nwhat = "retired"'),
        IN_FACT + "`to` is given without `step`. Name the step as well.",
    ),
    "an interview that was never set up": (
        fact('was = 2026-03-10T16:00:00\nwhat = "interview_cancelled"'),
        IN_FACT + 'no interview of "acme" ends at 2026-03-10 16:00:00 by then. '
        "`was` is the end the interview had last.",
    ),
    "a debrief of no day": (
        f'{HEAD}\n[[debrief]]\nopportunity = "acme"\n',
        f"facts.toml, line {NEXT}, [[debrief]] 1: `round_on` is missing. Add the interview's day.",
    ),
    "a debrief of somebody unknown": (
        (f'{HEAD}\n[[debrief]]\nopportunity = "acme"\nround_on = 2026-03-10\n'
        '[[debrief.met]]\nperson = "bo"\n'),
        (f'facts.toml, line {NEXT + 4}, [[debrief.met]] 1: "bo" is nobody in this opportunity. '
        "Known: ana, rae."),
    ),
    "a debrief's unknown key": (
        f'{HEAD}\n[[debrief]]\nopportunity = "acme"\ntopcis = []\n',
        (f"facts.toml, line {NEXT + 2}, [[debrief]] 1: there is no key `topcis` here. "
        'Did you mean "topics"?'),
    ),
    "a mend without answer": (
        (f'{HEAD}\n[[debrief]]\nopportunity = "acme"\nround_on = 2026-03-10\n'
        'mends = [{ question = "Why?" }]\n'),
        "facts.toml, [[debrief.mends]] 1: `better` is missing. Add better = ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_says_where_what_and_how_to_mend_it(mistake: str) -> None:
    text, message = MISTAKES[mistake]
    with pytest.raises(DulyError) as caught:
        read(text)
    assert str(caught.value).startswith(message)


def test_the_second_of_two_facts_is_found() -> None:
    text = fact('what = "applied"') + '\n[[fact]]\nat = 2026-03-11\nwhat = "apllied"\n'
    line = text[: text.index("apllied")].count("\n") + 1
    with pytest.raises(FactsError, match=rf"facts.toml, line {line}, \[\[fact\]\] 2: `what` is"):
        read(text)


def test_a_huge_file_and_a_deep_one_are_refused() -> None:
    with pytest.raises(FactsError, match="larger than 4 MB"):
        read("#" * (factsfile.MOST_CHARACTERS + 1))
    with pytest.raises(FactsError, match=r"facts\.toml"):
        read("x = " + "[" * 5000)


def test_only_one_mistake_is_told_at_a_time() -> None:
    with pytest.raises(DulyError) as caught:
        read(fact('what = "interviewed"\nwith = "bo"'))
    assert str(caught.value).count("facts.toml") == 1


def test_every_kind_of_fact_has_its_keys() -> None:
    assert set(factsfile.KEYS) == set(What)
