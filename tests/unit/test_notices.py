"""What is worth a notice and when, worked out by hand; and over every scenario, hour by hour."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from duly.core import notices
from duly.core.model import Search
from duly.core.notices import Beside, Notice, Quiet, Sending, Wishes
from duly.formats import factsfile, noticewords
from duly.services import plan_file

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Quiet(time(21), time(8))

ME = """
at = 2026-03-10T16:00:00
[me]
name = "Sam Field"
time_zone = "America/New_York"
country = "US"
[[opportunity]]
id = "acme"
company = "Acme"
role = "Data analyst"
kind = "application"
[[person]]
id = "ana"
opportunity = "acme"
name = "Ana Ruiz"
role = "interviewer"
email = "ana@acme.example"
phone = "+1 212 555 0100"
linkedin = "connected"
"""
MET = '[[fact]]\nat = 2026-03-10T{}\nwhat = "interview"\nopportunity = "acme"\nwith = ["ana"]\n'
DEBRIEFED = '[[fact]]\nat = {}\nwhat = "sent"\nopportunity = "acme"\nstep = "debrief"\n'
OFFER = '[[fact]]\nat = {}\nwhat = "offer"\nopportunity = "acme"\nanswer_by = {}\n'
PROMISE = '[[fact]]\nat = {}\nwhat = "promise"\nopportunity = "acme"\nby = {}\n{}\n'
THANKED = (
    '[[fact]]\nat = {}\nwhat = "sent"\nopportunity = "acme"\nto = "ana"\nstep = "thank-you"\n'
    'via = "email"\n'
)


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York"))


def search(*facts: str) -> Search:
    return factsfile.read(ME + "".join(facts), "test")


def found(
    known: Search, at: datetime, beside: Beside | None = None, wishes: Wishes | None = None
) -> tuple[Notice, ...]:
    at = at.astimezone(UTC)
    return notices.notices(known, plan_file.plan(known, at), beside or Beside(), wishes or Wishes())


def moments(told: Iterable[Notice], about: str) -> list[str]:
    zone = ZoneInfo("America/New_York")
    return [f"{each.at.astimezone(zone):%m-%d %H:%M}" for each in told if about in each.key]


def test_an_offer_is_brought_to_mind_three_days_and_one_day_before() -> None:
    known = search(OFFER.format("2026-03-11T16:00:00", "2026-03-20T12:00:00"))
    told = found(known, new_york("2026-03-11T16:10"))
    assert moments(told, "decide") == ["03-17 09:00", "03-19 09:00"]
    first = next(each for each in told if "decide" in each.key)
    assert first.line == "Acme: decide on the offer, by Fri 20 March 12:00"


def test_more_time_brings_reminders_of_its_own() -> None:
    offer = OFFER.format("2026-03-11T16:00:00", "2026-03-20T12:00:00")
    more = '[[fact]]\nat = 2026-03-18T10:00:00\nwhat = "more_time"\nopportunity = "acme"\n'
    more += "answer_by = 2026-03-27T12:00:00\n"
    before = found(search(offer), new_york("2026-03-12T09:00"))
    after = found(search(offer, more), new_york("2026-03-18T11:00"))
    assert moments(after, "decide") == ["03-24 09:00", "03-26 09:00"]
    assert not {each.key for each in before} & {e.key for e in after if "decide" in e.key}


def test_a_thank_you_is_brought_to_mind_three_hours_before_its_day_is_over() -> None:
    known = search(MET.format("15:00:00"), DEBRIEFED.format("2026-03-10T15:30:00"))
    told = found(known, new_york("2026-03-10T16:00"))
    assert moments(told, "thanks") == ["03-11 12:00"]


def test_what_would_end_in_the_night_is_told_before_it() -> None:
    """The 24 hours end at 07:30: after the quiet hours would be too late, in them is forbidden."""
    known = search(MET.format("07:30:00"), DEBRIEFED.format("2026-03-10T08:00:00"))
    told = found(known, new_york("2026-03-10T16:00"))
    assert moments(told, "thanks") == ["03-10 20:30"]
    without = found(known, new_york("2026-03-10T16:00"), wishes=Wishes(quiet=None))
    assert moments(without, "thanks") == ["03-11 04:30"]


def test_a_thank_you_that_is_on_its_way_needs_no_reminder() -> None:
    known = search(MET.format("15:00:00"), DEBRIEFED.format("2026-03-10T15:30:00"))
    action = ("thank-you", "ana", "2026-03-10")
    leaving = Sending(1, "acme", action, leaves_at=new_york("2026-03-11T09:00"))
    told = found(known, new_york("2026-03-10T16:00"), Beside((leaving,)))
    assert not moments(told, "thanks")
    asking = replace(leaving, leaves_at=None, asks_since=new_york("2026-03-11T09:00"))
    told = found(known, new_york("2026-03-11T10:00"), Beside((asking,)))
    assert moments(told, "thanks") == ["03-11 12:00"], "it may not leave after all"
    assert moments(told, "letter 1") == ["03-11 09:00"]


def test_a_promised_day_is_told_of_when_it_is_nearly_over() -> None:
    known = search(
        MET.format("15:00:00"),
        DEBRIEFED.format("2026-03-10T15:30:00"),
        THANKED.format("2026-03-10T16:00:00"),
        PROMISE.format("2026-03-10T15:00:00", "2026-03-20", ""),
    )
    told = found(known, new_york("2026-03-16T10:00"))
    assert moments(told, "promise") == ["03-20 16:00"]
    assert not moments(found(known, new_york("2026-03-22T10:00")), "promise"), "stale by then"


def test_a_call_they_asked_for_is_told_of_on_its_day() -> None:
    known = search(
        MET.format("15:00:00"),
        DEBRIEFED.format("2026-03-10T15:30:00"),
        THANKED.format("2026-03-10T16:00:00"),
        PROMISE.format("2026-03-10T15:00:00", "2026-03-20", "may_call = true"),
    )
    assert moments(found(known, new_york("2026-03-19T10:00")), "call") == ["03-20 09:00"]
    later = found(known, new_york("2026-03-20T14:00"))
    earlier = found(known, new_york("2026-03-20T09:30"))
    keys = [{each.key for each in told if " call " in each.key} for told in (earlier, later)]
    assert keys[0] == keys[1] != set(), "one call is one thing all day"


def test_nothing_is_worth_a_notice_where_they_are_off() -> None:
    known = search(MET.format("15:00:00"))
    assert not found(known, new_york("2026-03-10T16:00"), wishes=Wishes(on=False))


# The night, over both changes of the clocks


@pytest.mark.parametrize(
    ("at", "hours"),
    [("2026-03-29T00:30", 10), ("2026-10-25T00:30", 12), ("2026-06-15T00:30", 11)],
    ids=["clocks go forward", "clocks go back", "an ordinary night"],
)
def test_a_night_is_one_night_whatever_the_clocks_do(at: str, hours: int) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=BERLIN).astimezone(UTC)
    night = NIGHT.night(instant, BERLIN)
    assert night
    begins, ends = (each.astimezone(BERLIN) for each in night)
    assert (begins.hour, ends.hour) == (21, 8)
    assert night[1] - night[0] == timedelta(hours=hours)


def test_an_end_that_comes_twice_ends_once() -> None:
    """02:30 comes twice on 25 October 2026; the quiet hours end the first time."""
    quiet = Quiet(time(22), time(2, 30))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 summer time
    assert quiet.night(first - timedelta(minutes=1), BERLIN)
    for minutes in range(0, 120, 5):
        assert quiet.night(first + timedelta(minutes=minutes), BERLIN) is None


def test_an_end_that_never_comes_ends_all_the_same() -> None:
    """02:30 does not come on 29 March 2026: 02:00 is 03:00 at once."""
    quiet = Quiet(time(22), time(2, 30))
    changes = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    night = quiet.night(changes - timedelta(minutes=1), BERLIN)
    assert night
    assert night[1] == changes + timedelta(minutes=30)
    assert quiet.night(changes + timedelta(minutes=31), BERLIN) is None


def test_quiet_hours_may_be_in_the_day() -> None:
    quiet = Quiet(time(13), time(15))
    noon = datetime(2026, 6, 15, 12, tzinfo=BERLIN)
    assert quiet.night(noon, BERLIN) is None
    assert quiet.night(noon + timedelta(hours=2), BERLIN)
    assert quiet.night(noon + timedelta(hours=3), BERLIN) is None


def test_a_morning_in_the_quiet_hours_waits_for_their_end() -> None:
    wishes = Wishes(morning=time(6), quiet=NIGHT)
    told = found(search(), new_york("2026-03-08T00:30"), wishes=wishes)
    assert moments(told, "summary") == ["03-08 08:00", "03-09 08:00"]


# The summary


def test_a_summary_says_what_the_day_is_worth() -> None:
    known = search(
        MET.format("15:00:00"),
        DEBRIEFED.format("2026-03-10T15:30:00"),
        PROMISE.format("2026-03-10T15:00:00", "2026-03-11", ""),
    )
    at = new_york("2026-03-11T08:00").astimezone(UTC)
    leaving = Sending(1, "acme", ("status", "bo", ""), leaves_at=new_york("2026-03-11T10:00"))
    told = notices.summary(known, plan_file.plan(known, at), Beside((leaving,), mails=2))
    message = noticewords.summary_message(told)
    assert message.title == "Wed 11 March: 1 for today, 1 promised for today, 2 new in the inbox"
    assert message.text.splitlines() == [
        "For today",
        "  Acme: a thank-you, by Wed 11 March 15:00",
        "",
        "Promised for today",
        "  Acme: they meant to be in touch by today",
        "",
        "Letters and mail",
        "  1 letter leaves today, unless you stop it: duly outbox",
        "  2 mails wait for your word: duly inbox",
    ]
    assert "Ana" not in message.text, "a screen that lights up shows no names"


def test_waiting_alone_is_no_news() -> None:
    known = search(
        MET.format("15:00:00"),
        DEBRIEFED.format("2026-03-10T15:30:00"),
        THANKED.format("2026-03-10T16:00:00"),
        PROMISE.format("2026-03-10T15:00:00", "2026-03-20", ""),
    )
    at = new_york("2026-03-16T08:00").astimezone(UTC)
    told = notices.summary(known, plan_file.plan(known, at), Beside())
    assert not told.is_worth_telling
    assert [str(each) for each in told.waiting] == ["Acme: their answer, promised by Fri 20 March"]


def test_several_things_are_one_message_and_the_same_thing_is_counted() -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC)
    lines = ["Acme: a thank-you", "Acme: a thank-you", *(f"B{n}: a call" for n in range(20))]
    told = [Notice(str(n), at, at, line) for n, line in enumerate(lines)]
    message = noticewords.message(told)
    assert message.title == "Duly: 21 things"
    assert message.text.splitlines()[0] == "Acme: a thank-you (2 times)"
    assert message.text.splitlines()[-1] == "and 9 more: duly"
    alone = noticewords.message(told[2:3])
    assert (alone.title, alone.text) == ("B0", "A call.")


# What holds for every search


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_over_two_weeks_nothing_comes_twice_or_at_night(file: Path) -> None:
    """A worker that looks every four hours, the plan made anew each time; each key is one thing."""
    raw = tomllib.loads(file.read_text("utf-8"))
    known = factsfile.read(file.read_text("utf-8"), file.name, also=("title", "shows", "expect"))
    zone = ZoneInfo(known.me.time_zone)
    begun = raw["at"] if raw["at"].tzinfo else raw["at"].replace(tzinfo=zone)
    begun = begun.astimezone(UTC)
    told: dict[str, Notice] = {}
    for hours in range(0, 14 * 24, 4):
        at = begun + timedelta(hours=hours)
        for each in found(known, at):
            assert each.until > at
            assert Wishes().quiet is None or not NIGHT.night(each.at, zone), "quiet hours"
            if each.at <= at and each.key not in told:
                told[each.key] = each
    things = Counter(
        (each.opportunity, each.line.split(",")[0]) for each in told.values()
        if " thanks " in each.key or " call " in each.key
    )  # fmt: skip
    people = Counter((each.opportunity, each.key.split(" ", 1)[1]) for each in told.values())
    assert all(count == 1 for count in people.values())
    assert all(count <= 6 for count in things.values()), things
