"""Real calendars: every file comes to something, none to a wrong hour.

The table was worked out by reading each file: the hour as written, less the offset its zone had
that day. A second check asks the icalendar library, which goes about zones in its own way.
"""

from __future__ import annotations

import os
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from duly.core.errors import CalendarError
from duly.formats.calendar import Cancellation, Invitation, Refusal, read_invitations

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("DULY_CORPUS") or PROJECT / "../shared/corpus") / "calendars"
FILES = sorted(FOLDER.rglob("*.ics"))
HOME = "Europe/Berlin"

pytestmark = pytest.mark.skipif(
    not FILES, reason=f"no calendars in {FOLDER}; set DULY_CORPUS to the folder of the corpus"
)

# ruff: noqa: E501 - some files have long names
# file | which event | start in UTC | end in UTC
EXPECTED = """
icalendar/calendars__alarm_etar_future.ics|0|2024-10-05 12:00|2024-10-05 13:00
icalendar/calendars__alarm_etar_notification.ics|0|2024-10-05 12:00|2024-10-05 13:00
icalendar/calendars__alarm_etar_notification_clicked.ics|0|2024-10-05 13:17|2024-10-05 14:17
icalendar/calendars__alarm_google_acknowledged.ics|0|2024-10-04 18:15|2024-10-04 19:00
icalendar/calendars__alarm_google_future.ics|0|2024-10-04 18:15|2024-10-04 19:00
icalendar/calendars__alarm_thunderbird_2_future.ics|0|2024-10-23 18:00|2024-10-23 19:00
icalendar/calendars__alarm_thunderbird_closed.ics|0|2024-10-23 14:00|2024-10-23 15:00
icalendar/calendars__alarm_thunderbird_future.ics|0|2024-10-23 14:00|2024-10-23 15:00
icalendar/calendars__america_new_york.ics|0|2014-08-29 12:00|2014-08-29 14:00
icalendar/calendars__broken_ical.ics|0|2014-04-09 07:30|2014-04-09 07:30
icalendar/calendars__created_calendar_with_unicode_fields.ics|0|2010-10-10 10:00|2010-10-10 12:00
icalendar/calendars__issue_104_broken_calendar.ics|0|2014-04-01 00:00|2014-04-01 01:00
icalendar/calendars__issue_1050_all_components.ics|0|2025-01-15 15:00|2025-01-15 16:00
icalendar/calendars__issue_1050_forward_timezone_reference.ics|0|2025-01-15 09:00|2025-01-15 09:00
icalendar/calendars__issue_1050_simple_calendar.ics|0|2025-01-01 10:00|2025-01-01 10:00
icalendar/calendars__issue_1081_empty_rdate.ics|0|2025-01-01 10:00|2025-01-01 10:00
icalendar/calendars__issue_1081_tzid_param.ics|0|2025-01-01 15:00|2025-01-01 15:00
icalendar/calendars__issue_1231_recurrence.ics|0|2025-04-28 16:05|2025-04-28 16:05
icalendar/calendars__issue_127_categories_with_commas.ics|0|2014-02-04 14:00|2014-02-04 14:00
icalendar/calendars__issue_168_input.ics|0|2015-09-05 09:00|2015-09-05 10:00
icalendar/calendars__issue_218_bad_tzid.ics|0|2017-02-28 12:00|2017-02-28 12:30
icalendar/calendars__issue_237_fail_to_parse_timezone_with_non_ascii_tzid.ics|0|2017-05-11 16:30|2017-05-11 17:00
icalendar/calendars__issue_313_globally_unique_tzid.ics|0|2020-04-26 12:00|2020-04-26 13:00
icalendar/calendars__issue_321_assert_dst_offset_is_not_false.ics|0|2020-04-03 08:20|2020-04-03 09:30
icalendar/calendars__issue_348_exception_parsing_value.ics|0|2019-06-24 06:30|2019-06-24 16:30
icalendar/calendars__issue_350.ics|0|2022-02-22 18:30|2022-02-22 19:30
icalendar/calendars__issue_351_whitespace_in_property_and_params.ics|0|2026-03-19 09:00|2026-03-19 09:00
icalendar/calendars__issue_722_timezone_transition_ambiguity.ics|0|2024-03-02 20:00|2024-03-02 20:00
icalendar/calendars__issue_722_timezone_transition_ambiguity.ics|1|2024-08-02 22:00|2024-08-02 22:00
icalendar/calendars__issue_836_do_not_quote_tzid.ics|0|2024-10-28 21:00|2024-10-28 22:00
icalendar/calendars__timezone_rdate.ics|0|2012-02-13 09:00|2012-02-13 09:00
icalendar/calendars__timezone_same_start.ics|0|2017-02-24 20:00|2017-02-24 20:30
icalendar/calendars__timezone_same_start_and_offset.ics|0|2017-02-24 03:00|2017-02-24 03:30
icalendar/calendars__timezoned.ics|0|2012-02-13 09:00|2012-02-17 17:00
icalendar/docs__tutorials__example.ics|0|2026-03-21 06:30|2026-03-21 07:30
icalendar/events__issue_101_icalendar_chokes_on_umlauts_in_organizer.ics|0|2013-04-16 10:00|2013-04-16 11:00
icalendar/events__issue_355_url_escaping.ics|0|2022-08-22 10:00|2022-08-22 10:00
icalendar/events__issue_53_description_parsed_properly.ics|0|2012-07-12 22:30|2012-07-13 01:30
icalendar/events__rfc_9074_example_1.ics|0|2021-03-02 15:30|2021-03-02 16:30
icalendar/events__rfc_9074_example_4.ics|0|2021-03-02 15:30|2021-03-02 16:30
node-ical/examples__example-rrule.ics|2|2017-12-01 19:00|2017-12-01 21:00
node-ical/fixtures__bad_custom_ms_tz.ics|1|2021-04-01 19:30|2021-04-01 19:30
node-ical/fixtures__dst-transition-rules.ics|0|2022-10-09 08:00|2022-10-09 09:00
node-ical/fixtures__event-organizer-cn.ics|0|2013-04-18 18:00|2013-04-18 19:00
node-ical/fixtures__exchange-custom-tz.ics|0|2019-04-30 02:00|2019-04-30 05:00
node-ical/fixtures__large-file-with-late-error.ics|0|2024-01-02 10:00|2024-01-02 11:00
node-ical/fixtures__meetup-timed-tz.ics|0|2011-11-10 02:00|2011-11-10 04:00
node-ical/fixtures__mixed-timezone-handling.ics|0|2002-10-28 00:20|2002-10-29 00:20
node-ical/fixtures__mixed-timezone-handling.ics|2|2002-10-28 06:20|2002-10-29 06:20
node-ical/fixtures__ms_timezones.ics|0|2020-09-10 07:00|2020-09-10 07:30
node-ical/fixtures__ms_timezones.ics|2|2020-09-15 15:30|2020-09-15 16:30
node-ical/fixtures__multi-era-vtimezone.ics|0|2025-06-10 18:00|2025-06-10 19:00
node-ical/fixtures__multi-era-vtimezone.ics|1|1985-10-15 18:00|1985-10-15 19:00
node-ical/fixtures__test_date_time_duration.ics|0|2024-02-15 09:00|2024-02-15 10:15
node-ical/fixtures__tv-show-episode.ics|0|2011-05-19 18:00|2011-05-19 18:30
node-ical/fixtures__vtimezone-year-0001-dtstart.ics|0|2024-06-01 08:00|2024-06-01 09:00
node-ical/fixtures__vtodo-vfreebusy.ics|0|2002-10-28 22:00|2002-10-28 23:00
"""


def rows() -> list[Any]:
    params = []
    for line in EXPECTED.strip().splitlines():
        file, event, start, end = line.split("|")
        params.append(pytest.param(file, int(event), start, end, id=f"{file}-{event}"))
    return params


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_comes_to_invitations_or_reasons_within_two_seconds(path: Path) -> None:
    began = time.monotonic()
    try:
        found = read_invitations(path.read_bytes(), HOME, where=path.name)
    except CalendarError as error:
        found = [Refusal("", "", str(error))]
    assert found
    assert all(isinstance(one, Invitation | Cancellation | Refusal) for one in found)
    assert all(len(one.reason) > 20 for one in found if isinstance(one, Refusal))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(("file", "event", "start", "end"), rows())
def test_the_hour_is_the_one_worked_out_by_hand(
    file: str, event: int, start: str, end: str
) -> None:
    found = read_invitations((FOLDER / file).read_bytes(), HOME)[event]
    assert isinstance(found, Invitation)
    assert f"{found.starts_at:%Y-%m-%d %H:%M}" == start
    assert f"{found.ends_at:%Y-%m-%d %H:%M}" == end
    assert ZoneInfo(found.zone)


def by_library(data: bytes) -> list[tuple[datetime, datetime] | None]:
    """Return the library's hours, one an event; None where it has none to give."""
    import icalendar

    library: Any = icalendar
    library.use_zoneinfo()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            outermost: Any = library.Component.from_ical(data, multiple=True)
        except Exception:  # noqa: BLE001 - whatever it raises, it has no hours to compare
            return []
        return [library_hours(event) for one in outermost for event in one.walk("VEVENT")]


def library_hours(event: Any) -> tuple[datetime, datetime] | None:
    try:
        return in_utc(event.start), in_utc(event.end)
    except Exception:  # noqa: BLE001 - as above
        return None


def in_utc(moment: Any) -> datetime:
    assert isinstance(moment, datetime)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(HOME))
    return datetime.fromtimestamp(moment.timestamp(), UTC)


def test_no_hour_differs_from_what_the_library_makes_of_it() -> None:
    compared = 0
    for path in FILES:
        try:
            found = read_invitations(path.read_bytes(), HOME)
        except CalendarError:
            continue
        theirs = by_library(path.read_bytes())
        if len(theirs) != len(found):
            continue
        for one, hours in zip(found, theirs, strict=True):
            if isinstance(one, Invitation) and hours is not None:
                compared += 1
                assert (one.starts_at, one.ends_at) == hours, path.name
    assert compared >= 60
