"""How long `duly today` takes with a thousand opportunities: wall clock, whole process.

    python -m bench.today [OPPORTUNITIES]

Makes a database in a temporary place: about twelve facts and two or three people to each
opportunity, in every state. The first start of a day plans anew what the night has changed and
notes it; the starts after it find everything as it was.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from duly.services import opening
from duly.store.connection import Direct
from duly.store.mapping import stamp

RUNS = 7
TODAY = ["-c", "from duly.cli.main import run; run()", "today"]
BUDGET_SECONDS = 0.6
ZONES = (("America/New_York", "US"), ("Europe/Berlin", "DE"), ("America/Chicago", "US"))


def main() -> None:
    """Fill, run, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        os.environ["DULY_DATABASE"] = f"{folder}/bench.sqlite3"
        now = datetime.now(UTC)
        facts = fill(Path(os.environ["DULY_DATABASE"]), count, now)
        print(f"{count} opportunities, {facts} facts")
        print(f"  plain python:      {median(['-c', 'pass']):.3f} s")
        print(f"  first, all new:    {once(TODAY):.3f} s")
        usual = median(TODAY)
        print(f"  today, usual:      {usual:.3f} s   (wanted: at most {BUDGET_SECONDS} s)")
        print(f"  as JSON:           {median([*TODAY, '--json']):.3f} s")


def once(arguments: list[str]) -> float:
    """Return the seconds one process takes."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def median(arguments: list[str]) -> float:
    """Return the median of several."""
    return statistics.median(once(arguments) for _ in range(RUNS))


def fill(path: Path, count: int, now: datetime) -> int:
    """Fill a new database; return the number of facts."""
    opening.make_current(path)
    database = Direct(path)
    dice = random.Random(7)
    with database.writing():
        database.change(
            "INSERT INTO store_profile (id, name, time_zone, country, email, phone, address, "
            "cards, playbook, guessed) "
            "VALUES (1, 'Sam Field', 'America/New_York', 'US', '', '', '', 0, 'balanced', 0)"
        )
        total = sum(_opportunity(database, number, dice, now) for number in range(1, count + 1))
    database.close()
    return total


def _opportunity(database: Direct, number: int, dice: random.Random, now: datetime) -> int:
    zone, country = ZONES[number % len(ZONES)]
    database.change(
        "INSERT INTO store_opportunity (id, slug, company, role, kind, time_zone, country, sector, "
        "via, main_contact, interested, playbook, opened_at) "
        "VALUES (?, ?, ?, 'Data analyst', 'application', ?, ?, '', '', '', 1, '', ?)",
        (number, f"company-{number}", f"Company {number}", zone, country, stamp(now)),
    )
    people = [f"person-{number}-{index}" for index in range(dice.choice((2, 3)))]
    for index, slug in enumerate(people):
        person = number * 10 + index
        database.change(
            "INSERT INTO store_person (id, slug, name, email, phone, address, prefers, linkedin, "
            "title, profile) VALUES (?, ?, ?, ?, '', '', '', 'unknown', '', '')",
            (person, slug, f"Person {number} {index}", f"{slug}@company.example"),
        )
        database.change(
            "INSERT INTO store_involvement (opportunity_id, person_id, role) VALUES (?, ?, ?)",
            (number, person, "interviewer"),
        )
    facts = _story(people, dice, now)
    for fact in facts:
        _fact(database, number, now, fact)
    return len(facts)


Told = tuple[datetime, str, str, str, str]
"""A fact's `at`, `what`, people, step and meaning."""


def _story(people: list[str], dice: random.Random, now: datetime) -> list[Told]:
    """Return about twelve facts, the last ones lately."""
    ended = now - timedelta(days=dice.choice((0, 1, 3, 6, 9, 12, 20, 40)), hours=dice.randint(1, 8))
    first = ended - timedelta(days=14)
    everyone = " ".join(people)
    story = [
        (first - timedelta(days=9), "applied", "", "", ""),
        (first - timedelta(days=8), "received", "", "", "acknowledgement"),
        (first - timedelta(days=4), "received", people[0], "", "invitation"),
        (first - timedelta(days=3), "sent", people[0], "answer", ""),
        (first, "interview", people[0], "", ""),
        (first + timedelta(hours=1), "sent", "", "debrief", ""),
        (first + timedelta(hours=3), "sent", people[0], "thank-you", ""),
        (first + timedelta(days=6), "received", people[0], "", "invitation"),
        (first + timedelta(days=6, hours=2), "sent", people[0], "answer", ""),
        (ended, "interview", everyone, "", ""),
    ]
    later = [(ended + timedelta(hours=1), "sent", "", "debrief", "")]
    later += [
        (ended + timedelta(hours=2 + index), "sent", person, "thank-you", "")
        for index, person in enumerate(people)
    ]
    later += [(ended + timedelta(days=8), "sent", people[0], "status", "")]
    if dice.random() < 0.2:
        later.append((ended + timedelta(days=10), "received", people[0], "", "rejection"))
    return story + [fact for fact in later if fact[0] < now]


def _fact(database: Direct, number: int, now: datetime, told: Told) -> None:
    at, what, who, step, meaning = told
    database.change(
        "INSERT INTO store_fact (opportunity_id, at, what, people, step, meaning, outcome, "
        "channel, arranged_by, may_call, automatic, note, retracts, recorded_at, source) "
        "VALUES (?, ?, ?, ?, ?, ?, '', '', '', 0, 0, '', 0, ?, 'bench')",
        (number, stamp(at), what, who, step, meaning, stamp(now)),
    )


if __name__ == "__main__":
    main()
