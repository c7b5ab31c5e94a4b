"""Plans per second on one core for a usual history, how that grows with facts, and the memory."""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime, timedelta

from duly.adapters import playbookfiles
from duly.core.facts import History
from duly.core.model import Channel, Fact, Kind, Meaning, Opportunity, Person, Step, What
from duly.core.planner import plan
from duly.core.worktime import Calendars, DaysOff

WANTED = 8_000
_START = datetime(2026, 3, 10, 20, tzinfo=UTC)
_HOUR = timedelta(hours=1)


def opportunity() -> Opportunity:
    """Return an opportunity with three people."""
    people = tuple(
        Person(id, name, email=f"{id}@acme.example", phone="+1 312 555 0100")
        for id, name in (("ana", "Ana Ruiz"), ("bo", "Bo Lind"), ("cy", "Cy Okafor"))
    )
    return Opportunity("acme", "Acme", "Analyst", Kind.APPLICATION, "America/Chicago", "US", people)


def usual_history() -> list[Fact]:
    """Return twelve facts: from the application to the status email that is not answered."""

    def fact(hours: float, what: What, *people: str, **more: object) -> Fact:
        return Fact(_START + hours * _HOUR, what, "acme", people=people, **more)  # type: ignore[arg-type]

    promised = (_START + 216 * _HOUR).date()
    return [
        fact(-430, What.APPLIED),
        fact(-429, What.RECEIVED, meaning=Meaning.ACKNOWLEDGEMENT, automatic=True),
        fact(-200, What.RECEIVED, "cy", meaning=Meaning.INVITATION),
        fact(-198, What.SENT, "cy", step=Step.ANSWER, channel=Channel.EMAIL),
        fact(0, What.INTERVIEW, "ana", "bo", "cy", arranged_by="cy"),
        fact(0.1, What.PROMISE, by=promised, may_call=True),
        fact(0.5, What.SENT, step=Step.DEBRIEF),
        fact(2, What.SENT, "ana", step=Step.THANK_YOU, channel=Channel.EMAIL),
        fact(3, What.SENT, "bo", step=Step.THANK_YOU, channel=Channel.EMAIL),
        fact(20, What.SENT, "cy", step=Step.THANK_YOU, channel=Channel.EMAIL),
        fact(140, What.SENT, "ana", step=Step.LINKEDIN, channel=Channel.LINKEDIN),
        fact(310, What.SENT, "cy", step=Step.STATUS, channel=Channel.EMAIL),
    ]


def per_second(facts: list[Fact], seconds: float = 1.0) -> float:
    """Return how many times a second the planner reads and plans a history, at its best of five."""
    calendar = Calendars({"US": DaysOff()}).of("America/Chicago", "US")
    playbook, acme = playbookfiles.load("balanced"), opportunity()
    at = facts[-1].at + 24 * _HOUR
    best = 0.0
    for _ in range(5):
        count, start = 0, time.process_time()
        while (spent := time.process_time() - start) < seconds:
            for _ in range(50):
                plan(acme, History(facts), playbook, calendar, at)
            count += 50
        best = max(best, count / spent)
    return best


def grown(facts: list[Fact], times: int) -> list[Fact]:
    """Return a history so many times as long: more letters of every day."""
    more = [
        Fact(_START + (400 + index) * _HOUR, What.SENT, "acme", ("bo",), step=Step.OTHER)
        for index in range(len(facts) * (times - 1))
    ]
    return [*facts, *more]


def main() -> None:
    """Print the figures."""
    usual = usual_history()
    rate = per_second(usual)
    print(f"  plans per CPU second, 3 people, {len(usual)} facts: {rate:,.0f} (wanted {WANTED:,})")
    base = None
    for times in (10, 100, 1000):
        facts = grown(usual, times)
        each = 1e6 / per_second(facts, 0.4) / len(facts)
        base = base or each
        print(f"  {len(facts):>6} facts: {each:.2f} µs a fact, {each / base:.2f} of the first")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory: {peak:.0f} MB")


if __name__ == "__main__":
    main()
