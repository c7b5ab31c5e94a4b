"""How long a letter on the page takes to be judged: from the request of a key to its reply.

    python -m bench.live_check [OPPORTUNITIES]

Starts the page as `duly desk` does, on the demo and on a search of a thousand opportunities, and
asks over loopback as a browser does while one types: another text each time.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.page import Spent, show
from bench.served import clock_of
from bench.today import fill
from duly.adapters import running

KEYS = 150
WANTED_MS = 30
_SENTENCES = (
    "I would begin with the accounts between the companies, because that is where two days go.",
    "At my last firm that alone brought the close from nine days to six.",
    "You mentioned that the two ledgers have never agreed, and that the auditors have asked.",
    "It took one patient clerk and me six weeks to find a single bank account.",
)


def main() -> None:
    """Measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **{f"XDG_{each}_HOME": f"{folder}/{each}"
                       for each in ("DATA", "CONFIG", "CACHE")}}  # fmt: skip
        _duly(environment, "demo")
        demo = {**environment, "DULY_DATABASE": f"{folder}/DATA/duly/demo.sqlite3"}
        _measure("the demo", demo, "/o/cobalt/letters/thank-you/ana-ruiz/")
        many = {**environment, "DULY_DATABASE": f"{folder}/many.sqlite3"}
        os.environ["DULY_DATABASE"] = many["DULY_DATABASE"]
        fill(Path(many["DULY_DATABASE"]), count, datetime.now(UTC))
        _measure(f"{count} opportunities", many, _some_letter(many))


def _duly(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "duly", *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout


def _some_letter(environment: dict[str, str]) -> str:
    actions = json.loads(_duly(environment, "today", "--json"))["actions"]
    found = next(each for each in actions if each["step"] in ("thank-you", "status") and each["to"])
    return f"/o/{found['opportunity']}/letters/{found['step']}/{found['to']}/"


def _measure(name: str, environment: dict[str, str], path: str) -> None:
    try:
        link = urlsplit(json.loads(_duly(environment, "desk", "--json"))["url"])
        server = running.server_of(Path(environment["DULY_DATABASE"]))
        assert server
        _keys(name, link.netloc, link.path, path, clock_of(server.pid))
    finally:
        _duly(environment, "desk", "--stop")


def _keys(name: str, host: str, sign_in: str, path: str, busy: Callable[[], float]) -> None:
    """Sign in, open the letter, and judge a text after every key.

    What the server's processor did stands beside what passed: others use the machine as well.
    """
    cookies: dict[str, str] = {}
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", sign_in, headers={"Host": host})
    _answered(connection, cookies)
    connection.request("GET", path, headers=_headers(host, cookies))
    page = _answered(connection, cookies)
    token = re.search(r'X-CSRFToken": "(\w+)"', page)
    headers = {
        **_headers(host, cookies),
        "X-CSRFToken": token[1] if token else "",
        "Origin": f"http://{host}",
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    spent: list[Spent] = []
    for key in range(KEYS):
        body = urlencode({"subject": "Thank you for Friday", "body": _letter(key), "version": 0})
        begun, before = time.perf_counter(), busy()
        connection.request("POST", f"{path}check/", body, headers)
        _answered(connection, cookies)
        spent.append(Spent((time.perf_counter() - begun) * 1000, (busy() - before) * 1000))
    first, *rest = spent
    words = len(_letter(0).split())
    print(f"  {name}, a letter of {words} words, {KEYS} keys; load {os.getloadavg()[0]:.1f}")
    print(f"    the first:  {first.passed:6.1f} ms, busy {first.busy:.1f} ms")
    show("the others", rest)
    print(
        f"    at best {min(each.passed for each in rest):.1f} ms (wanted: at most {WANTED_MS} ms)"
    )


def _letter(key: int) -> str:
    lines = " ".join(_SENTENCES[number % len(_SENTENCES)] for number in range(13))
    return (
        f"Dear Ana,\n\nThank you for the talk.\n\n{lines}\n\nKind regards,\nSam {'x' * (key % 9)}"
    )


def _headers(host: str, cookies: dict[str, str]) -> dict[str, str]:
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Host": host, "Cookie": cookie}


def _answered(connection: http.client.HTTPConnection, cookies: dict[str, str]) -> str:
    got = connection.getresponse()
    text = got.read().decode()
    if got.status not in (200, 302):
        raise SystemExit(f"the server said {got.status}: {text[:300]}")
    for line in got.headers.get_all("Set-Cookie") or []:
        name, _, value = line.partition(";")[0].partition("=")
        cookies[name] = value
    return text


if __name__ == "__main__":
    main()
