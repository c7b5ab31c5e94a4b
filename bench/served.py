"""How long every page takes from the server that serves it, and what it weighs.

    python -m bench.served [OPPORTUNITIES [FACTS [MAILS]]]

The same search as `bench.page`. The server is the one that `duly desk` starts, with its worker
beside it, asked over HTTP as a browser asks. What passed and what the server's own processor time
was stand side by side: on a machine that others use as well, what passed says more about them.
The queries are counted in a process of their own, at a page's second visit, whichever connection
they go through; beside them stands how many connections were made. What sets a connection up or
begins and ends a transaction is no query.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.web.server import Desk, Visitor
from tests.web.weight import MOST_BYTES, Scale

from bench.page import FACTS, MAILS, MOST_QUERIES, OPPORTUNITIES, WANTED_P95, Spent, grow, p95
from duly.core.model import Status, Step

if TYPE_CHECKING:
    from duly.services.planning import Planned

MOST_PASSED: Final = 150
"""Milliseconds for any page but Today."""
ROUNDS: Final = 20
READ_THROUGH: Final = {"settings checkup": 3_000}
"""Milliseconds for what reads the whole database through, because that is what it is for."""
ROUTES: Final = Path(__file__).parents[1] / "tests" / "web" / "routes.toml"
WARMING: Final = 2


class Page(NamedTuple):
    """A page to measure.

    Attributes:
        most_ms: How long it may take at the 95th percentile.
        most_queries: 0 where nothing is promised.
        is_file: It is downloaded, and may weigh what it weighs.
    """

    name: str
    path: str
    most_ms: float = MOST_PASSED
    most_queries: int = 0
    is_file: bool = False


class Asked(NamedTuple):
    """What a page asks the database."""

    queries: int
    connections: int


class Measured(NamedTuple):
    """What was found of a page."""

    page: Page
    status: int
    spent: list[Spent]
    asked: Asked
    weight: int

    @property
    def too_much(self) -> list[str]:
        """Return what is over; of the time, what the processor did."""
        told = (
            ("status", self.status != 200),
            ("time", p95([each.busy for each in self.spent]) > self.page.most_ms),
            ("queries", 0 < self.page.most_queries < self.asked.queries),
            ("weight", not self.page.is_file and self.weight > MOST_BYTES),
        )
        return [what for what, is_over in told if is_over]


def main() -> int:
    """Fill, serve, measure, print; return 1 where a page is over what is promised."""
    if sys.argv[1:2] == ["--queries"]:
        print(json.dumps(queries(json.loads(sys.stdin.read()))))
        return 0
    told = [int(one) for one in sys.argv[1:4]]
    opportunities, facts, mails = (*told, *(OPPORTUNITIES, FACTS, MAILS)[len(told) :])
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.database.parent.mkdir(parents=True)
        os.environ.update(
            XDG_CACHE_HOME=desk.environment["XDG_CACHE_HOME"], DULY_DATABASE=str(desk.database)
        )
        made = grow(desk.database, opportunities, facts, mails, datetime.now(UTC))
        print(f"{opportunities:,} opportunities, {made:,} facts, {mails:,} mails")
        try:
            return measure(desk, pages())
        finally:
            desk.stop()


def pages() -> list[Page]:
    """Return every page there is, each of an opportunity for which it has something to show.

    The addresses are those of `tests/web/routes.toml`, which names every route; what is not shown
    by asking for it, or is no page of the search, is left out.
    """
    from duly.services import planning

    planned = planning.today(datetime.now(UTC))
    here = _placed(planned)
    routes = tomllib.loads(ROUTES.read_text(encoding="utf-8"))
    paths = {
        name.replace("_", " "): here(row["path"])
        for name, row in routes.items()
        if not row.get("posts") and not row.get("open") and name != "today"
    }
    actions = [action for plan in planned.plan.plans for action in plan.actions]
    letter = next(each for each in actions if each.step is Step.STATUS)
    due = next(each for each in actions if each.status in (Status.DUE, Status.OVERDUE))
    more = {
        "board, one state": "/board/?state=waiting",
        "search, much": "/search/?q=company",
        "people, further on": "/people/?page=20",
        "opportunity, due": f"/o/{due.opportunity}/",
        "letter, status": f"/o/{letter.opportunity}/letters/status/{letter.to}/",
    }
    today = Page("today", "/", WANTED_P95, MOST_QUERIES)
    files = {name.replace("_", " ") for name, row in routes.items() if row.get("file")}
    others = (
        Page(name, path, READ_THROUGH.get(name, MOST_PASSED), is_file=name in files)
        for name, path in sorted({**paths, **more}.items())
    )
    return [today, *others]


def _placed(planned: Planned) -> Callable[[str], str]:
    """Return what puts an address of the demo into the search that was grown."""
    thanks = next(
        action
        for plan in planned.plan.plans
        for action in plan.actions
        if action.step is Step.THANK_YOU
    )
    id, to = thanks.opportunity, thanks.to
    (fact,) = sqlite3.connect(os.environ["DULY_DATABASE"]).execute(
        "SELECT MIN(f.id) FROM store_fact f JOIN store_opportunity o ON o.id = f.opportunity_id "
        "WHERE o.slug = ?", (id,),
    ).fetchone()  # fmt: skip
    places = (
        (r"^/o/[\w-]+/", f"/o/{id}/"),
        (r"/letters/([\w-]+)/[\w-]+/", rf"/letters/\1/{to}/"),
        (r"/people/[\w-]+/$", f"/people/{to}/"),
        (r"/people/[\w-]+/card", f"/people/{to}/card"),
        (r"/debrief/with/[\w-]+/", f"/debrief/with/{to}/"),
        (r"/log/fact/\d+/", f"/log/fact/{fact}/"),
        (r"\?from=[\w-]+", f"?from={to}"),
    )

    def placed(path: str) -> str:
        for pattern, put in places:
            path = re.sub(pattern, put, path)
        return path

    return placed


def measure(desk: Desk, wanted: list[Page]) -> int:
    """Print what each page takes; return 1 where one is over."""
    visitor = desk.visitor()
    scale, asked = Scale(visitor), _counted([each.path for each in wanted])
    print(
        f"  {'page':<20} {'p50':>6} {'p95':>6}  {'busy p50':>8} {'p95':>6}  queries  made  weight"
    )
    found = []
    for page in wanted:
        answer = visitor.get(page.path)
        spent = visited(desk, visitor, page.path)
        weight = scale.weigh(answer.text)
        found.append(Measured(page, answer.status, spent, asked[page.path], weight))
        show(found[-1])
    print(
        f"  wanted, of what the processor did: Today {WANTED_P95} ms with {MOST_QUERIES} queries, "
        f"the others {MOST_PASSED} ms; each {MOST_BYTES // 1000} KB with all it loads"
    )
    over = [each.page.name for each in found if each.too_much]
    print(f"  {len(found)} pages, over: {', '.join(over) or 'none'}; load {os.getloadavg()[0]:.1f}")
    return int(bool(over))


def visited(desk: Desk, visitor: Visitor, path: str) -> list[Spent]:
    """Return what the visits to a page take, the first ones left aside."""
    busy = clock_of(desk.server().pid)
    for _ in range(WARMING):
        visitor.get(path)
    spent = []
    for _ in range(ROUNDS):
        begun, before = time.perf_counter(), busy()
        visitor.get(path)
        passed, worked = time.perf_counter() - begun, busy() - before
        spent.append(Spent(passed * 1000, worked * 1000))
    return spent


def clock_of(pid: int) -> Callable[[], float]:
    """Return what tells the processor time of a process, in seconds (Linux, to the nanosecond)."""
    clock = (~pid << 3) | 2  # as clock_getcpuclockid(3) makes it
    return lambda: time.clock_gettime(clock)


def show(found: Measured) -> None:
    """Print a line of the table; "made" are connections."""
    passed, busy = [each.passed for each in found.spent], [each.busy for each in found.spent]
    over = f"   OVER: {', '.join(found.too_much)} ({found.status})" if found.too_much else ""
    print(
        f"  {found.page.name:<20} {middle(passed):6.1f} {p95(passed):6.1f}  "
        f"{middle(busy):8.1f} {p95(busy):6.1f}  {found.asked.queries:7}  "
        f"{found.asked.connections:4}  {found.weight / 1000:3.0f} KB{over}",
        flush=True,
    )


def middle(figures: list[float]) -> float:
    """Return the median."""
    return sorted(figures)[len(figures) // 2]


# Queries, counted where they are asked

_CONNECTED: Final = "a connection was made"


def _counted(paths: list[str]) -> dict[str, Asked]:
    """Return what each page asks."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.served", "--queries"],
        input=json.dumps(paths), stdout=subprocess.PIPE, text=True, check=True,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
    )  # fmt: skip
    return {path: Asked(*found) for path, found in json.loads(ran.stdout).items()}


def queries(paths: list[str]) -> dict[str, Asked]:
    """Visit pages in this very process, and count what is asked at the second visit."""
    asked = _listen()
    os.environ["DULY_PORT"] = "80"
    from duly.server import wsgi  # noqa: F401 - it sets Django up for the page
    from duly.services import signing_in

    browser = _Browser(signing_in.link(datetime.now(UTC)))
    counted = {}
    for path in paths:
        browser.get(path)
        asked.clear()
        browser.get(path)
        made = asked.count(_CONNECTED)
        counted[path] = Asked(len(asked) - made, made)
    return counted


class _Browser:
    """A browser within the server's own process, signed in."""

    def __init__(self, link: str) -> None:
        from django.test import Client

        self._client: Any = Client(headers={"host": "127.0.0.1:80"}, raise_request_exception=False)
        self.get(f"/in/{link}/")

    def get(self, path: str) -> None:
        self._client.get(path)


def _listen() -> list[str]:
    """Hear every query of every connection that is made from now on."""
    import sqlite3
    from sqlite3 import dbapi2

    asked: list[str] = []
    connect = sqlite3.connect

    def heard(sql: str) -> None:
        is_setting = sql.startswith("PRAGMA") and not sql.startswith("PRAGMA data_version")
        if not is_setting and not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK", "--")):
            asked.append(sql)

    def listening(*arguments: Any, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*arguments, **options)
        asked.append(_CONNECTED)
        made.set_trace_callback(heard)
        return made

    sqlite3.connect = dbapi2.connect = listening  # type: ignore[assignment]
    return asked


if __name__ == "__main__":
    sys.exit(main())
