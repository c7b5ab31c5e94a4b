"""Invitations: the hour, the people, the version in force, and reasons for what is refused."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.errors import CalendarError, ZoneError
from duly.formats import tzid
from duly.formats.calendar import (
    Attendee,
    AttendeeKind,
    Cancellation,
    Invitation,
    Refusal,
    latest,
    read_invitations,
)

CUSTOM = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
END:DAYLIGHT
END:VTIMEZONE"""
BERLIN_LIKE = CUSTOM.format(winter="+0100", summer="+0200")
EASTERN_LIKE = CUSTOM.format(winter="-0500", summer="-0400")


def event(*lines: str, start: str = "DTSTART:20260310T140000Z", uid: str = "1@x") -> str:
    body = [f"UID:{uid}", "DTSTAMP:20260301T080000Z", "SUMMARY:Interview", start, *lines]
    return "\n".join(["BEGIN:VEVENT", *filter(None, body), "END:VEVENT"])


def calendar(*parts: str, method: str = "REQUEST") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *parts, "END:VCALENDAR", ""]
    return "\n".join(lines).replace("\n", "\r\n").encode()


def read(*parts: str, method: str = "REQUEST", zone: str = "Europe/Berlin") -> Invitation:
    (found,) = read_invitations(calendar(*parts, method=method), zone)
    assert isinstance(found, Invitation), found
    return found


def starting(start: str, *around: str) -> Invitation:
    return read(*around, event("DURATION:PT1H", start=start))


def refused(*parts: str, method: str = "REQUEST") -> str:
    (found,) = read_invitations(calendar(*parts, method=method), "Europe/Berlin")
    assert isinstance(found, Refusal), found
    return found.reason


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def test_an_invitation_says_when_where_who_and_which_version() -> None:
    found = read(
        event(
            "DTEND:20260310T150000Z",
            "SEQUENCE:3",
            "LOCATION:Room 4\\, 2nd floor",
            "DESCRIPTION:Bring\\nyour questions\\; all of them",
            'ORGANIZER;CN="Ruiz, Ana":MAILTO:ana@acme.example',
            "ATTENDEE;CUTYPE=ROOM;CN=Room 4;PARTSTAT=ACCEPTED:mailto:room4@acme.example",
            "ATTENDEE;ROLE=OPT-PARTICIPANT;CN=Bo:mailto:bo@acme.example",
        )
    )
    assert (found.uid, found.sequence, found.method, found.cancelled) == (
        "1@x",
        3,
        "REQUEST",
        False,
    )
    assert (found.starts_at, found.ends_at) == (utc("2026-03-10 14:00"), utc("2026-03-10 15:00"))
    assert (found.zone, found.floating, found.remark) == ("UTC", False, "")
    assert found.location == "Room 4, 2nd floor"
    assert found.description == "Bring\nyour questions; all of them"
    assert found.organizer == Attendee("Ruiz, Ana", "ana@acme.example")
    room, guest = found.attendees
    assert (room.kind, room.partstat) == (AttendeeKind.ROOM, "accepted")
    assert (guest.name, guest.role) == ("Bo", "opt-participant")
    assert found.stamped_at == utc("2026-03-01 08:00")


@pytest.mark.parametrize(
    ("tzid", "zone", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin", "2026-07-10 12:00"),
        ("europe/berlin", "Europe/Berlin", "2026-07-10 12:00"),
        ('"America/New_York"', "America/New_York", "2026-07-10 18:00"),
        ("Eastern Standard Time", "America/New_York", "2026-07-10 18:00"),
        ('"W. Europe Standard Time"', "Europe/Berlin", "2026-07-10 12:00"),
        ("India Standard Time", "Asia/Calcutta", "2026-07-10 08:30"),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "America/New_York", "2026-07-10 18:00"),
        ('"(GMT-08:00) Pacific Time (US & Canada)"', "America/Los_Angeles", "2026-07-10 21:00"),
        ('"(UTC) Coordinated Universal Time"', "Etc/UTC", "2026-07-10 14:00"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
         "Europe/Berlin", "2026-07-10 12:00"),
        ("(UTC+01:00) Amsterdam\\, Berlin\\, Bern\\, Rome\\, Stockholm\\, Vienna",
         "Europe/Berlin", "2026-07-10 12:00"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin", "2026-07-10 12:00"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin", "2026-07-10 12:00"),
        ("/softwarestudio.org/Olson_20011030_5/America/Argentina/Buenos_Aires",
         "America/Argentina/Buenos_Aires", "2026-07-10 17:00"),
        ("/Europe/Stockholm", "Europe/Stockholm", "2026-07-10 12:00"),
        ('"tzone://Microsoft/Utc"', "UTC", "2026-07-10 14:00"),
        ("UTC", "UTC", "2026-07-10 14:00"),
    ],
)  # fmt: skip
def test_zone_names_of_every_kind_give_the_hour(tzid: str, zone: str, expected: str) -> None:
    found = starting(f"DTSTART;TZID={tzid}:20260710T140000")
    assert (found.zone, found.starts_at) == (zone, utc(expected))
    assert not found.remark


@pytest.mark.parametrize(
    "tzid",
    ["Customized Time Zone", "tzone://Microsoft/Custom", "localtime", "Mars/Olympus", "../../etc",
     "right/Europe/Berlin", "(UTC-05:00) Nowhere", "Europe"],
)  # fmt: skip
def test_a_zone_nobody_knows_is_refused_by_name(tzid: str) -> None:
    reason = refused(event(start=f'DTSTART;TZID="{tzid}":20260710T140000'))
    assert tzid in reason
    assert "Ask the sender" in reason


@pytest.mark.parametrize(
    ("day", "hour"),
    [("20260110", "13:00"), ("20260710", "12:00"), ("20260328", "13:00"), ("20260329", "12:00"),
     ("20261024", "12:00"), ("20261025", "13:00")],
)  # fmt: skip
def test_the_files_own_zone_gives_the_hour_on_either_side_of_a_change(day: str, hour: str) -> None:
    start = f"DTSTART;TZID=Customized Time Zone:{day}T140000"
    assert f"{starting(start, BERLIN_LIKE).starts_at:%H:%M}" == hour


def test_a_zone_may_be_defined_after_its_use() -> None:
    start = "DTSTART;TZID=Customized Time Zone:20260710T140000"
    found = read(event("DURATION:PT1H", start=start), EASTERN_LIKE)
    assert found.starts_at == utc("2026-07-10 18:00")


def test_two_invitations_that_define_one_name_differently_each_keep_their_hours() -> None:
    start = "DTSTART;TZID=Customized Time Zone:20260710T140000"
    hours = [starting(start, zone).starts_at.hour for zone in (BERLIN_LIKE, EASTERN_LIKE) * 2]
    assert hours == [12, 18, 12, 18]


def test_two_calendars_in_one_file_each_keep_their_zones() -> None:
    one = event(start="DTSTART;TZID=Customized Time Zone:20260710T140000")
    data = calendar(BERLIN_LIKE, one) + calendar(EASTERN_LIKE, one) + calendar(one)
    first, second, third = read_invitations(data, "UTC")
    assert isinstance(first, Invitation)
    assert isinstance(second, Invitation)
    assert isinstance(third, Refusal)
    assert (first.starts_at.hour, second.starts_at.hour) == (12, 18)


def test_the_zone_named_for_a_definition_shows_the_hour_as_written() -> None:
    start = "DTSTART;TZID=Customized Time Zone:20260710T140000"
    at_home = starting(start, BERLIN_LIKE)
    abroad = starting(start, EASTERN_LIKE)
    named = starting(start, EASTERN_LIKE.replace("TZID", "X-LIC-LOCATION:America/New_York\nTZID"))
    assert [one.zone for one in (at_home, abroad, named)] == [
        "Europe/Berlin", "Etc/GMT+4", "America/New_York",
    ]  # fmt: skip
    for one in (at_home, abroad, named):
        assert one.starts_at.astimezone(ZoneInfo(one.zone)).hour == 14


def test_a_definition_that_contradicts_the_database_is_remarked_upon() -> None:
    stale = EASTERN_LIKE.replace("Customized Time Zone", "Europe/Berlin")
    found = starting("DTSTART;TZID=Europe/Berlin:20260710T140000", stale)
    assert found.starts_at == utc("2026-07-10 12:00")
    assert "18:00 UTC" in found.remark


def test_an_abbreviation_is_what_the_file_says_it_is() -> None:
    start = "DTSTART;TZID=EST:20260710T140000"
    own = starting(start, EASTERN_LIKE.replace("Customized Time Zone", "EST"))
    assert own.starts_at == utc("2026-07-10 18:00")
    assert starting(start).starts_at == utc("2026-07-10 19:00")


def test_one_name_defined_in_two_ways_is_refused_where_they_differ() -> None:
    start = "DTSTART;TZID=Customized Time Zone:20260710T140000"
    assert "in two ways" in refused(BERLIN_LIKE, EASTERN_LIKE, event(start=start))
    assert starting(start, BERLIN_LIKE, BERLIN_LIKE).starts_at.hour == 12


def test_old_rules_left_without_an_end_are_refused_only_where_they_matter() -> None:
    old = CUSTOM.replace("-1SU;BYMONTH=3", "1SU;BYMONTH=4").format(winter="-0500", summer="-0400")
    new = old.replace("1601", "2007").replace("-1SU;BYMONTH=10", "1SU;BYMONTH=11")
    new = new.replace("1SU;BYMONTH=4", "2SU;BYMONTH=3")
    zone = "\n".join(old.splitlines()[:-1] + new.splitlines()[2:])
    start = "DTSTART;TZID=Customized Time Zone:{}T140000"
    assert starting(start.format("20260610"), zone).starts_at.hour == 18
    assert starting(start.format("20261210"), zone).starts_at.hour == 19
    assert "two rules in force" in refused(zone, event(start=start.format("20261028")))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=HOURLY"),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYYEARDAY=80"),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=MONDAY;BYMONTH=3"),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=13"),
        ("TZOFFSETTO:+0200", "TZOFFSETTO:+5744"),
        ("TZOFFSETTO:+0200", "COMMENT:none"),
        ("DTSTART:16010101T020000", "DTSTART:1601"),
        ("END:DAYLIGHT", "RDATE:when it suits\nEND:DAYLIGHT"),
    ],
)
def test_a_definition_that_cannot_be_followed_is_refused(before: str, after: str) -> None:
    zone = BERLIN_LIKE.replace(before, after)
    start = "DTSTART;TZID=Customized Time Zone:20260710T140000"
    assert "cannot be followed" in refused(zone, event(start=start))


@pytest.mark.parametrize(
    ("rule", "day", "hour"),
    [
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31", "20260401", 12),
        ("RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=3", "20260401", 12),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=29", "20260329", 12),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20250330T010000Z", "20250701", 12),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20250330T005959Z", "20250701", 13),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20250330", "20250701", 12),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;COUNT=500", "20260701", 12),
        ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;COUNT=9", "20260701", 13),
        ("RDATE:20260329T020000", "20260701", 12),
        ("RDATE:20260329T010000Z", "20260701", 12),
    ],
)
def test_the_forms_a_rule_of_a_zone_takes_are_all_understood(
    rule: str, day: str, hour: int
) -> None:
    zone = BERLIN_LIKE.replace("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", rule)
    found = starting(f"DTSTART;TZID=Customized Time Zone:{day}T140000", zone)
    assert found.starts_at.hour == hour


@pytest.mark.parametrize("tzid", ["Europe/Berlin", "Customized Time Zone"])
def test_skipped_and_repeated_times_are_read_as_the_rfc_says(tzid: str) -> None:
    skipped = starting(f"DTSTART;TZID={tzid}:20260329T023000", BERLIN_LIKE)
    repeated = starting(f"DTSTART;TZID={tzid}:20261025T023000", BERLIN_LIKE)
    assert skipped.starts_at == utc("2026-03-29 01:30")
    assert repeated.starts_at == utc("2026-10-25 00:30")


@given(st.datetimes(datetime(2008, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001
def test_a_definition_equal_to_a_region_agrees_with_it_always(wall: datetime) -> None:
    found = starting(f"DTSTART;TZID=Customized Time Zone:{wall:%Y%m%dT%H%M%S}", BERLIN_LIKE)
    there = wall.replace(microsecond=0, fold=0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert found.starts_at == there.astimezone(UTC)


def test_before_its_first_date_a_zone_has_the_offset_it_came_from() -> None:
    zone = EASTERN_LIKE.replace("1601", "2026")
    start = "DTSTART;TZID=Customized Time Zone:20250710T140000"
    assert starting(start, zone).starts_at == utc("2025-07-10 19:00")


def test_floating_times_are_read_at_home_and_remarked_upon() -> None:
    found = starting("DTSTART:20260710T140000")
    assert (found.starts_at, found.zone, found.floating) == (
        utc("2026-07-10 12:00"), "Europe/Berlin", True,
    )  # fmt: skip
    assert "14:00 in Europe/Berlin" in found.remark


def test_utc_stays_utc_even_beside_a_zone() -> None:
    found = starting("DTSTART;TZID=Europe/Berlin:20260710T140000Z")
    assert (found.starts_at, found.zone) == (utc("2026-07-10 14:00"), "UTC")
    assert "Europe/Berlin" in found.remark


def test_a_start_and_an_end_may_be_in_two_zones() -> None:
    found = read(
        event(
            "DTEND;TZID=America/Los_Angeles:20260710T080000",
            start="DTSTART;TZID=America/New_York:20260710T100000",
        )
    )
    assert (found.starts_at.hour, found.ends_at.hour) == (14, 15)


@pytest.mark.parametrize(
    ("duration", "end"),
    [("PT1H15M", "2026-03-28 14:15"), ("P1D", "2026-03-29 12:00"), ("PT24H", "2026-03-29 13:00"),
     ("P1W", "2026-04-04 12:00"), ("P1DT1H", "2026-03-29 13:00"), ("+PT90S", "2026-03-28 13:01")],
)  # fmt: skip
def test_days_of_a_duration_go_by_the_clock_and_hours_by_time(duration: str, end: str) -> None:
    found = read(event(f"DURATION:{duration}", start="DTSTART;TZID=Europe/Berlin:20260328T140000"))
    assert f"{found.ends_at:%Y-%m-%d %H:%M}" == end


def test_without_an_end_it_ends_when_it_starts_and_says_so() -> None:
    found = read(event())
    assert found.ends_at == found.starts_at
    assert "gives no end" in found.remark


@pytest.mark.parametrize(
    ("lines", "start", "reason"),
    [
        (["RRULE:FREQ=DAILY"], "DTSTART:20260310T140000Z", "It recurs (RRULE)"),
        (["RRULE;=:"], "DTSTART:20260310T140000Z", "It recurs (RRULE)"),
        (["RDATE:20260311T140000Z"], "DTSTART:20260310T140000Z", "It recurs (RDATE)"),
        ([], "DTSTART;VALUE=DATE:20260310", "lasts all day"),
        ([], "DTSTART:20260310", "lasts all day"),
        ([], "", "does not say when it starts"),
        ([], "DTSTART:20260230T140000Z", "no such date or hour"),
        ([], "DTSTART:20260310T250000Z", "no such date or hour"),
        ([], "DTSTART:00000310T140000Z", "no such date or hour"),
        ([], "DTSTART:tomorrow", "cannot be read"),
        ([], "DTSTART:2026-03-10T14:00:00+01:00", "cannot be read"),
        ([], 'DTSTART;TZID="Europe/Berlin:20260310T140000', "cannot be read"),
        ([], "DTSTART:00010101T000000", "out of reach"),
        (["DTSTART:20260310T160000Z"], "DTSTART:20260310T140000Z", "more than once"),
        (["DTEND:20260310T130000Z"], "DTSTART:20260310T140000Z", "ends before it starts"),
        (["DURATION:-PT1H"], "DTSTART:20260310T140000Z", "ends before it starts"),
        (["DURATION:one hour"], "DTSTART:20260310T140000Z", "DURATION cannot be read"),
        (["DURATION:P"], "DTSTART:20260310T140000Z", "DURATION cannot be read"),
        (["DURATION:P9999W"], "DTSTART:99990310T140000Z", "out of reach"),
        (["DTEND:20260310T150000"], "DTSTART:20260310T140000Z", "names a time zone"),
        (["DTEND;TZID=Nowhere:20260310T150000"], "DTSTART:20260310T140000Z", "Nowhere"),
        (["DTEND:20260311"], "DTSTART:20260310T140000Z", "lasts all day"),
        (
            ["RECURRENCE-ID;RANGE=THISANDFUTURE:20260309T140000Z"],
            "DTSTART:20260310T140000Z",
            "all later dates",
        ),
    ],
)
def test_what_is_no_single_interview_is_refused_with_the_reason(
    lines: list[str], start: str, reason: str
) -> None:
    assert reason in refused(event(*lines, start=start))


def test_a_refusal_names_the_event() -> None:
    (found,) = read_invitations(calendar(event("RRULE:FREQ=DAILY")), "UTC")
    assert isinstance(found, Refusal)
    assert (found.uid, found.summary) == ("1@x", "Interview")
    assert found.reason.endswith("Export the one occurrence and import that.")


def test_an_event_the_file_breaks_off_in_is_refused() -> None:
    data = calendar(event("DTEND:20260310T150000Z")).partition(b"END:VEVENT")[0]
    (found,) = read_invitations(data, "UTC")
    assert isinstance(found, Refusal)
    assert "breaks off" in found.reason


def test_one_date_of_a_series_is_an_interview_unless_the_series_is_there_too() -> None:
    one = event("DURATION:PT1H", "RECURRENCE-ID:20260309T140000Z")
    assert read(one).recurrence_id == "20260309T140000Z"
    series, date = read_invitations(calendar(event("RRULE:FREQ=DAILY"), one), "UTC")
    assert isinstance(series, Refusal)
    assert isinstance(date, Refusal)
    assert "series in the same file" in date.reason


@pytest.mark.parametrize(
    ("component", "named"),
    [("VTODO", "a to-do"), ("VJOURNAL", "a journal entry"), ("VFREEBUSY", "free and busy")],
)
def test_a_calendar_without_an_event_says_what_it_holds(component: str, named: str) -> None:
    reason = refused(f"BEGIN:{component}\nUID:1\nEND:{component}")
    assert named in reason
    assert "no event" in reason


def test_an_empty_calendar_says_so() -> None:
    assert "is empty" in refused()


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER", "ADD"])
def test_what_is_said_about_an_invitation_is_none(method: str) -> None:
    assert f"METHOD:{method}" in refused(event("DURATION:PT1H"), method=method)


def test_a_bare_event_without_a_calendar_around_it_is_read() -> None:
    (found,) = read_invitations(event("DURATION:PT1H").encode(), "UTC")
    assert isinstance(found, Invitation)
    assert found.method == ""


def test_an_alarm_lends_the_event_nothing() -> None:
    alarm = "BEGIN:VALARM\nSUMMARY:Wake\nDTSTART:20200101T000000Z\nATTENDEE:mailto:a@b\nEND:VALARM"
    found = read(event("DURATION:PT1H", alarm))
    assert (found.summary, found.attendees, found.starts_at.year) == ("Interview", (), 2026)


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("ATTENDEE:MAILTO:ana@acme.example", "", "ana@acme.example"),
        ("ATTENDEE;CN=:mailto:ana@acme.example", "", "ana@acme.example"),
        ("ATTENDEE;CN=ana@acme.example:mailto:ana@acme.example", "", "ana@acme.example"),
        ('ATTENDEE;CN=Ana:"mailto:ana@acme.example"', "Ana", "ana@acme.example"),
        (
            'ATTENDEE;CN="Ruiz, Ana; Dr.":mailto:ana@acme.example',
            "Ruiz, Ana; Dr.",
            "ana@acme.example",
        ),
        ("ATTENDEE;CN=Ruiz\\, Ana:mailto:ana@acme.example", "Ruiz, Ana", "ana@acme.example"),
        ("ATTENDEE;CN=Ana ^'Annie^' Ruiz:mailto:a@b.example", 'Ana "Annie" Ruiz', "a@b.example"),
        ("ATTENDEE;CN=Zoë Müller 李:mailto:zoe@b.example", "Zoë Müller 李", "zoe@b.example"),
        ("ATTENDEE;CN=Ana: the one:mailto:a@b.example", "Ana", "a@b.example"),
        ("ATTENDEE;CN=Ana:invalid:nomail", "Ana", ""),
        ("ATTENDEE;CN=Ana;EMAIL=a@b.example:urn:uuid:1", "Ana", "a@b.example"),
        ("ATTENDEE;CN=Ana:mailto:a%2Bb@b.example?subject=x", "Ana", "a+b@b.example"),
        ("ATTENDEE;CN=Ana:mailto:a@b.example%0D%0ABcc:x@y.example", "Ana", ""),
        ("ATTENDEE;CN=Ana:mailto:a@b.example,c@d.example", "Ana", ""),
        ("ATTENDEE;CN=Ana:ana@acme.example", "Ana", "ana@acme.example"),
    ],
)
def test_names_and_addresses_are_read_however_they_are_written(
    line: str, name: str, email: str
) -> None:
    (found,) = read(event("DURATION:PT1H", line)).attendees
    assert (found.name, found.email) == (name, email)


@pytest.mark.parametrize(
    ("cutype", "kind"),
    [("", "individual"), (";CUTYPE=resource", "resource"), (";CUTYPE=GROUP", "group"),
     (";CUTYPE=X-ROBOT", "unknown"), (";CUTYPE=UNKNOWN", "unknown")],
)  # fmt: skip
def test_rooms_and_groups_are_told_from_people(cutype: str, kind: str) -> None:
    (found,) = read(event("DURATION:PT1H", f"ATTENDEE{cutype}:mailto:a@b.example")).attendees
    assert found.kind == AttendeeKind(kind)


def test_folds_line_ends_marks_and_charsets_do_not_matter() -> None:
    plain = calendar(event("DURATION:PT1H", "LOCATION:Zürich")).decode()
    folded = plain.replace("Interview", "Inter\r\n view")
    for data in (
        folded.encode(),
        folded.replace("\r\n", "\n").encode(),
        folded.replace("\r\n", "\r").encode(),
        folded.encode("utf-8-sig"),
        folded.encode("utf-16"),
        folded.encode("latin-1"),
    ):
        (found,) = read_invitations(data, "UTC")
        assert isinstance(found, Invitation)
        assert (found.summary, found.location) == ("Interview", "Zürich")


def test_control_characters_never_reach_a_name_or_summary() -> None:
    found = read(
        event("DURATION:PT1H", "ORGANIZER;CN=Ana^nRuiz:mailto:a@b.example").replace(
            "SUMMARY:Interview", "SUMMARY:Inter\x00view\\nwith\u202e Ana"
        )
    )
    assert found.summary == "Interview with Ana"
    assert found.organizer == Attendee("Ana Ruiz", "a@b.example")


def test_cancellations_are_known_by_method_and_by_status() -> None:
    assert read(event("DURATION:PT1H"), method="CANCEL").cancelled
    assert read(event("DURATION:PT1H", "STATUS:CANCELLED")).cancelled


@pytest.mark.parametrize(
    ("lines", "start"),
    [([], ""), (["RRULE:FREQ=DAILY"], "DTSTART:20260310T140000Z"), ([], "DTSTART:20260310")],
)
def test_a_cancellation_is_kept_without_an_hour(lines: list[str], start: str) -> None:
    data = calendar(event("SEQUENCE:2", *lines, start=start), method="CANCEL")
    (found,) = read_invitations(data, "UTC")
    assert isinstance(found, Cancellation)
    assert (found.uid, found.sequence, found.summary) == ("1@x", 2, "Interview")


def version(sequence: int, stamp: str = "20260301T080000Z", *lines: str) -> Invitation:
    text = event("DURATION:PT1H", f"SEQUENCE:{sequence}", *lines)
    return read(text.replace("20260301T080000Z", stamp))


def test_the_higher_sequence_wins_then_the_later_stamp() -> None:
    old, new = version(1, "20260309T080000Z"), version(2, "20260301T080000Z")
    newer = version(2, "20260302T080000Z")
    assert latest([new, old]) == [new]
    assert latest([newer, new, old]) == [newer]


def test_a_cancellation_applies_from_its_sequence_down() -> None:
    cancel = read(event("DURATION:PT1H", "SEQUENCE:2"), method="CANCEL")
    assert latest([version(2, "20260305T080000Z"), cancel]) == [cancel]
    assert latest([cancel, version(1)]) == [cancel]
    assert latest([cancel, version(3)]) == [version(3)]


def test_dates_of_a_series_are_told_apart_and_cancelled_together() -> None:
    first = version(1, "20260301T080000Z", "RECURRENCE-ID:20260310T140000Z")
    second = version(1, "20260301T080000Z", "RECURRENCE-ID:20260317T140000Z")
    assert latest([first, second]) == [first, second]
    whole = Cancellation("1@x", 1, "Interview", None)
    assert latest([first, second, whole]) == [whole]
    assert latest([first, Cancellation("1@x", 0, "Interview", None)])[0] == first


def test_events_without_a_uid_are_never_taken_for_one_another() -> None:
    one = read(event("DURATION:PT1H", uid="").replace("UID:\n", ""))
    assert one.uid == ""
    assert latest([one, one]) == [one, one]


@pytest.mark.parametrize(
    "data", [b"", b"Dear Ana,", b"\x00\xff" * 50, b"BEGIN:VCARD\nEND:VCARD", b"BEGIN:\nEND:"]
)
def test_what_is_no_calendar_says_where_what_and_what_to_do(data: bytes) -> None:
    with pytest.raises(CalendarError) as caught:
        read_invitations(data, "UTC", where="note.ics")
    error = caught.value
    assert error.where == "note.ics"
    assert error.found
    assert "BEGIN:VCALENDAR" in error.expected
    assert error.mend


def test_an_unknown_default_zone_is_the_callers_mistake() -> None:
    with pytest.raises(ZoneError):
        read_invitations(calendar(event()), "Berlin")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"BEGIN:VCALENDAR\n" + b"X" * 5_000_000, "5,000,000 bytes"),
        (b"BEGIN:VCALENDAR\n" * 60, "50 levels"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 1_000, "1,000"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"UID:1\n" * 100_001, "100,000"),
    ],
    ids=["bytes", "depth", "components", "lines"],
)
def test_a_file_over_a_bound_is_refused_and_the_bound_named(data: bytes, expected: str) -> None:
    with pytest.raises(CalendarError) as caught:
        read_invitations(data, "UTC")
    assert expected in caught.value.expected


def hostile_zone(rule: str, parts: int) -> str:
    start = "BEGIN:STANDARD\nDTSTART:00010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    body = f"{start}{rule}\nEND:STANDARD\n" * parts
    return f"BEGIN:VTIMEZONE\nTZID:C\n{body}END:VTIMEZONE"


@pytest.mark.parametrize(
    "parts",
    [
        [hostile_zone("RRULE:FREQ=SECONDLY", 1)],
        [hostile_zone("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 490)],
        [hostile_zone("RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=SU;COUNT=500", 490)],
        [hostile_zone("RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=" + "SU," * 100_000, 1)],
        [hostile_zone("RDATE:" + "20200101T000000," * 100_000, 1)],
        ["X-NOTE:\n" + "\n" * 2_000_000],
        ["DESCRIPTION:" + "\\" * 4_000_000],
        ["DTSTART" + ";A=" * 1_000_000],
        ["ATTENDEE;CN=" + '"' * 3_000_001 + ":mailto:a@b.example"],
        ["ATTENDEE:mailto:" + "@" * 2_000_000],
        ["ATTENDEE:" + "a:" * 2_000_000],
        ["ATTENDEE:" + " " * 2_000_000 + "x@"],
    ],
    ids=["secondly", "never", "counted", "days", "dates", "blank", "slashes", "params", "quotes",
         "ats", "colons", "spaces"],
)  # fmt: skip
def test_hostile_files_are_answered_within_seconds(parts: list[str]) -> None:
    zones = [part for part in parts if part.startswith("BEGIN")]
    inside = [part for part in parts if part not in zones]
    events = [event(*inside)] + [event(start="DTSTART;TZID=C:20260310T140000")] * 499
    began = time.process_time()
    found = read_invitations(calendar(*zones, *events), "UTC")
    assert len(found) == 500
    assert time.process_time() - began < 5


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_calendar_error(noise: bytes) -> None:
    for data in (noise, calendar(event("DURATION:PT1H")).replace(b"Interview", noise)):
        try:
            read_invitations(data, "Europe/Berlin")
        except CalendarError:
            continue


@given(st.data())
def test_no_mangled_calendar_raises_anything_but_a_calendar_error(data: st.DataObject) -> None:
    lines = calendar(
        BERLIN_LIKE,
        event("DURATION:P1D", start="DTSTART;TZID=Customized Time Zone:20260710T140000"),
    ).split(b"\r\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        cut = data.draw(st.integers(0, len(lines[place])))
        noise = data.draw(st.sampled_from([b"", b";", b":", b"9", b"-", b'"', b"Z", b"9999"]))
        lines[place] = lines[place][:cut] + noise + lines[place][cut + len(noise) :]
    try:
        found = read_invitations(b"\r\n".join(lines), "Europe/Berlin")
    except CalendarError:
        return
    assert all(one.reason for one in found if isinstance(one, Refusal))


def test_reading_an_ordinary_invitation_never_loads_the_calendar_library() -> None:
    code = (
        "import sys; from duly.formats.calendar import read_invitations as read;"
        f"read({calendar(event())!r}, 'UTC'); sys.exit('icalendar' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_label_windows_shows_leads_to_a_region() -> None:
    for label in tzid._labels():
        assert ZoneInfo(tzid._likely(f"(UTC) {label}")), label
