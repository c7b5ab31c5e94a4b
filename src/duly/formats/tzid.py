"""What a TZID means: the instant at which a clock somewhere shows a given time.

RFC 5545 §3.2.19, §3.3.5 and §3.6.5 (TZID, local time, VTIMEZONE), RFC 7808 (the time zone
database as the registry). A name is tried, in this order, as

1. a region of the time zone database ("Europe/Berlin"); writers' own copies of its rules are
   often short of a rule or years old (Mozilla's carry the American rules of 2005);
2. a Windows name ("W. Europe Standard Time"), quoted or not;
3. a VTIMEZONE of the same VCALENDAR, before or after its use ("Customized Time Zone");
4. an abbreviation of the database ("EST"): after the file's own word, as people write EST in
   summer and mean Eastern time;
5. a globally unique name ("/mozilla.org/20050126_1/Europe/Berlin", "posix/Europe/Vaduz",
   "tzone://Microsoft/Utc") or a label Windows shows ("(UTC-05:00) Eastern Time (US & Canada)").

A name that is none of these is refused: a wrong hour is worse than none. Where the file and the
database disagree at the hour in question, a remark says so.

Definitions belong to one file: a library's cache once let the first invitation's "Customized
Time Zone" decide the hours of the second.
"""

from __future__ import annotations

import functools
import re
import zoneinfo
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, NamedTuple

from duly.core.errors import CalendarError
from duly.core.told import told
from duly.formats.vtimezone import definition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from duly.formats.contentlines import Component
    from duly.formats.vtimezone import Budget, Definition

_NEVER = frozenset({"localtime", "posixrules", "Factory"})
_LABEL = re.compile(r"\((?:UTC|GMT)[^)]{0,8}\)\s*(.+)", re.IGNORECASE | re.DOTALL)
# Labels as Windows and Outlook show them, newer and older wordings, against the name each stands
# for. Windows names are turned into regions by the table of the Unicode consortium.
_LABELS = """
International Date Line West=Dateline Standard Time|Coordinated Universal Time=UTC
Coordinated Universal Time-11=UTC-11|Coordinated Universal Time-09=UTC-09
Coordinated Universal Time-08=UTC-08|Coordinated Universal Time-02=UTC-02
Coordinated Universal Time+12=UTC+12|Coordinated Universal Time+13=UTC+13
Aleutian Islands=Aleutian Standard Time|Hawaii=Hawaiian Standard Time
Marquesas Islands=Marquesas Standard Time|Alaska=Alaskan Standard Time
Baja California=Pacific Standard Time (Mexico)
Pacific Time (US & Canada)=Pacific Standard Time|Arizona=US Mountain Standard Time
Pacific Time (US & Canada); Tijuana=Pacific Standard Time
Chihuahua, La Paz, Mazatlan=Mountain Standard Time (Mexico)
La Paz, Mazatlan=Mountain Standard Time (Mexico)
Mountain Time (US & Canada)=Mountain Standard Time|Yukon=Yukon Standard Time
Central America=Central America Standard Time
Central Time (US & Canada)=Central Standard Time|Easter Island=Easter Island Standard Time
Guadalajara, Mexico City, Monterrey=Central Standard Time (Mexico)
Saskatchewan=Canada Central Standard Time
Bogota, Lima, Quito=SA Pacific Standard Time
Bogota, Lima, Quito, Rio Branco=SA Pacific Standard Time
Chetumal=Eastern Standard Time (Mexico)|Eastern Time (US & Canada)=Eastern Standard Time
Haiti=Haiti Standard Time|Havana=Cuba Standard Time|Indiana (East)=US Eastern Standard Time
Turks and Caicos=Turks And Caicos Standard Time|Asuncion=Paraguay Standard Time
Atlantic Time (Canada)=Atlantic Standard Time|Caracas=Venezuela Standard Time
Cuiaba=Central Brazilian Standard Time
Georgetown, La Paz, Manaus, San Juan=SA Western Standard Time
Santiago=Pacific SA Standard Time|Newfoundland=Newfoundland Standard Time
Araguaina=Tocantins Standard Time|Brasilia=E. South America Standard Time
Brasília=E. South America Standard Time
Cayenne, Fortaleza=SA Eastern Standard Time
City of Buenos Aires=Argentina Standard Time|Buenos Aires=Argentina Standard Time
Greenland=Greenland Standard Time|Montevideo=Montevideo Standard Time
Punta Arenas=Magallanes Standard Time|Saint Pierre and Miquelon=Saint Pierre Standard Time
Salvador=Bahia Standard Time|Azores=Azores Standard Time
Cabo Verde Is.=Cape Verde Standard Time|Cape Verde Is.=Cape Verde Standard Time
Dublin, Edinburgh, Lisbon, London=GMT Standard Time
Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London=GMT Standard Time
Monrovia, Reykjavik=Greenwich Standard Time|Casablanca=Morocco Standard Time
Sao Tome=Sao Tome Standard Time
Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna=W. Europe Standard Time
Belgrade, Bratislava, Budapest, Ljubljana, Prague=Central Europe Standard Time
Brussels, Copenhagen, Madrid, Paris=Romance Standard Time
Sarajevo, Skopje, Warsaw, Zagreb=Central European Standard Time
West Central Africa=W. Central Africa Standard Time|Amman=Jordan Standard Time
Athens, Bucharest=GTB Standard Time|Beirut=Middle East Standard Time
Cairo=Egypt Standard Time|Chisinau=E. Europe Standard Time|Damascus=Syria Standard Time
Gaza, Hebron=West Bank Standard Time|Harare, Pretoria=South Africa Standard Time
Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius=FLE Standard Time
Jerusalem=Israel Standard Time|Juba=South Sudan Standard Time
Kaliningrad=Kaliningrad Standard Time|Khartoum=Sudan Standard Time|Tripoli=Libya Standard Time
Windhoek=Namibia Standard Time|Baghdad=Arabic Standard Time|Istanbul=Turkey Standard Time
Kuwait, Riyadh=Arab Standard Time|Minsk=Belarus Standard Time
Moscow, St. Petersburg=Russian Standard Time|Nairobi=E. Africa Standard Time
Volgograd=Volgograd Standard Time|Tehran=Iran Standard Time
Abu Dhabi, Muscat=Arabian Standard Time|Astrakhan, Ulyanovsk=Astrakhan Standard Time
Baku=Azerbaijan Standard Time|Izhevsk, Samara=Russia Time Zone 3
Port Louis=Mauritius Standard Time|Saratov=Saratov Standard Time
Tbilisi=Georgian Standard Time|Yerevan=Caucasus Standard Time|Kabul=Afghanistan Standard Time
Ashgabat, Tashkent=West Asia Standard Time|Ekaterinburg=Ekaterinburg Standard Time
Islamabad, Karachi=Pakistan Standard Time
Chennai, Kolkata, Mumbai, New Delhi=India Standard Time
Sri Jayawardenepura=Sri Lanka Standard Time|Kathmandu=Nepal Standard Time
Dhaka=Bangladesh Standard Time|Omsk=Omsk Standard Time
Yangon (Rangoon)=Myanmar Standard Time|Bangkok, Hanoi, Jakarta=SE Asia Standard Time
Barnaul, Gorno-Altaysk=Altai Standard Time|Hovd=W. Mongolia Standard Time
Krasnoyarsk=North Asia Standard Time|Novosibirsk=N. Central Asia Standard Time
Tomsk=Tomsk Standard Time|Beijing, Chongqing, Hong Kong, Urumqi=China Standard Time
Irkutsk=North Asia East Standard Time
Kuala Lumpur, Singapore=Singapore Standard Time|Perth=W. Australia Standard Time
Taipei=Taipei Standard Time|Ulaanbaatar=Ulaanbaatar Standard Time
Eucla=Aus Central W. Standard Time|Chita=Transbaikal Standard Time
Osaka, Sapporo, Tokyo=Tokyo Standard Time|Pyongyang=North Korea Standard Time
Seoul=Korea Standard Time|Yakutsk=Yakutsk Standard Time
Adelaide=Cen. Australia Standard Time|Darwin=AUS Central Standard Time
Brisbane=E. Australia Standard Time|Canberra, Melbourne, Sydney=AUS Eastern Standard Time
Guam, Port Moresby=West Pacific Standard Time|Hobart=Tasmania Standard Time
Vladivostok=Vladivostok Standard Time|Lord Howe Island=Lord Howe Standard Time
Bougainville Island=Bougainville Standard Time|Chokurdakh=Russia Time Zone 10
Magadan=Magadan Standard Time|Norfolk Island=Norfolk Standard Time
Sakhalin=Sakhalin Standard Time|Solomon Is., New Caledonia=Central Pacific Standard Time
Anadyr, Petropavlovsk-Kamchatsky=Russia Time Zone 11
Auckland, Wellington=New Zealand Standard Time|Fiji=Fiji Standard Time
Chatham Islands=Chatham Islands Standard Time|Nuku'alofa=Tonga Standard Time
Samoa=Samoa Standard Time|Kiritimati Island=Line Islands Standard Time
"""


class Moment(NamedTuple):
    """An instant, and the zone it was written in.

    Attributes:
        at: In UTC.
        zone: A name of the time zone database whose clocks show the hour as it was written.
        remark: What the reader should know of how it was arrived at; usually empty.
    """

    at: datetime
    zone: str
    remark: str = ""


def region(name: str) -> str:
    """Return the database's own spelling of a zone name, or the empty string."""
    return _regions().get(name.strip().casefold(), "")


@functools.cache
def _regions() -> Mapping[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones() - _NEVER}


@functools.cache
def _windows() -> Mapping[str, str]:
    from icalendar.timezone.windows_to_olson import (
        WINDOWS_TO_OLSON,
    )

    return {name.casefold(): place for name, place in WINDOWS_TO_OLSON.items()}


@functools.cache
def _labels() -> Mapping[str, str]:
    pairs = (pair.partition("=") for pair in re.split(r"[|\n]", _LABELS.strip()))
    return {_squeezed(label): windows for label, _, windows in pairs}


def _squeezed(label: str) -> str:
    return re.sub(r"[\s,]+", " ", label.replace("\\", "")).strip().casefold()


def bare(tzid: str) -> str:
    """Return a TZID without the quotes and blanks some writers leave around it."""
    return tzid.strip(" \t\"'")


def in_region(wall: datetime, zone: str) -> datetime:
    """Return the instant at which the clocks of a region show `wall`.

    A time that a change of the clocks skips is read with the offset before it, one that comes
    twice is the first of the two (RFC 5545 §3.3.5).

    Raises:
        CalendarError: The instant lies outside the years a computer can tell.
    """
    try:
        return wall.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC)
    except OverflowError as error:
        raise CalendarError(
            told("Its date, {day}, is out of reach", day=f"{wall:%d.%m.}{wall.year}")
        ) from error


def _certain(tzid: str) -> str:
    """Return the region a name means whatever else the file says, or the empty string."""
    found = region(tzid)
    if found and ("/" in found or found in {"UTC", "GMT"}):
        return found
    return _windows().get(tzid.casefold(), "")


def _likely(tzid: str) -> str:
    """Return the region a name means where the file does not define it, or the empty string."""
    label = _LABEL.fullmatch(tzid)
    plain = label[1].strip() if label else tzid
    windows = _labels().get(_squeezed(plain), "")
    if windows:
        return _windows().get(windows.casefold(), "")
    return region(plain) or (_certain(plain) if label else _unvendored(tzid))


def _unvendored(tzid: str) -> str:
    """Return the region at the end of a globally unique name, or the empty string."""
    if not tzid.startswith(("/", "posix/", "tzone://")):
        return ""
    parts = tzid.strip("/").split("/")[-6:]
    suffixes = ("/".join(parts[start:]) for start in range(len(parts)))
    return next(filter(None, map(_certain, suffixes)), "")


class Zones:
    """The time zones of one VCALENDAR.

    Args:
        components: Its VTIMEZONEs.
        default: The region to name where the file's own definition has no better name.
        budget: The work left for the file; its calendars share it.
    """

    def __init__(self, components: list[Component], default: str, budget: Budget) -> None:
        self._default = default
        self._budget = budget
        self._components: dict[str, list[Component]] = {}
        self._known: dict[str, list[Definition]] = {}
        for component in components:
            self._components.setdefault(bare(component.text("TZID")), []).append(component)

    def moment(self, wall: datetime, tzid: str) -> Moment:
        """Return the instant at which the clocks of `tzid` show `wall`.

        Raises:
            CalendarError: The name means nothing, or its definition cannot be followed.
        """
        name = bare(tzid)
        certain = _certain(name)
        if certain:
            return self._checked(in_region(wall, certain), certain, wall, name)
        if name in self._components:
            return self._own(wall, name)
        likely = _likely(name)
        if not likely:
            raise CalendarError(
                told(
                    'Its time zone, "{name}", is none Duly knows and the file does not define '
                    "it, so the hour cannot be told",
                    name=name[:80],
                ),
                mend="Ask the sender which time zone is meant, or enter the interview by hand.",
            )
        return Moment(in_region(wall, likely), likely)

    def _checked(self, at: datetime, zone: str, wall: datetime, name: str) -> Moment:
        """Return the database's answer, with a remark where the file's own rules differ."""
        try:
            own = wall - self._offset(wall, name) if name in self._components else None
        except (CalendarError, OverflowError):
            own = None
        if own is None or own == at.replace(tzinfo=None):
            return Moment(at, zone)
        return Moment(
            at,
            zone,
            f"The file has rules of its own for {name}, by which it would be {own:%H:%M} UTC; "
            f"Duly goes by the time zone database: {at:%H:%M} UTC.",
        )

    def _own(self, wall: datetime, name: str) -> Moment:
        offset = self._offset(wall, name)
        try:
            at = (wall - offset).replace(tzinfo=UTC)
        except OverflowError as error:
            raise CalendarError("Its date is out of reach") from error
        likely = _likely(name)
        places = [bare(zone.text("X-LIC-LOCATION")) for zone in self._components[name]]
        for place in [*map(region, places), likely, self._default]:
            if place and in_region(wall, place) == at:
                return Moment(at, place, _differs(name, likely, place))
        return Moment(at, _fixed(offset), _differs(name, likely, ""))

    def _offset(self, wall: datetime, name: str) -> timedelta:
        if name not in self._known:
            self._known[name] = [
                definition(zone, name, self._budget) for zone in self._components[name]
            ]
        try:
            offsets = {known.offset(wall) for known in self._known[name]}
        except OverflowError as error:
            raise CalendarError("Its date is out of reach") from error
        if len(offsets) > 1:
            raise CalendarError(
                told('The file defines its time zone, "{name}", in two ways', name=name[:80])
            )
        return offsets.pop()


def _differs(name: str, likely: str, chosen: str) -> str:
    if not likely or likely == chosen:
        return ""
    return f'The file defines "{name[:80]}" otherwise than {likely}; Duly goes by the file.'


def _fixed(offset: timedelta) -> str:
    """Return the region without a place that has this offset; UTC where there is none."""
    hours, rest = divmod(offset, timedelta(hours=1))
    return (region(f"Etc/GMT{-hours:+d}") if hours and not rest else "") or "UTC"
