"""Duly's page as a user has it: a server process of its own, on a database of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from duly.adapters import running
from duly.adapters.running import Running


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    text: str


class Desk:
    """A page that runs, and the command line beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "data" / "duly" / "duly.sqlite3"
        self.environment = {
            **{
                k: v
                for k, v in os.environ.items()
                if not k.startswith(("DULY", "DJANGO", "DISPLAY"))
            },
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "TZ": "America/New_York",
        }

    def duly(self, *arguments: str, check: bool = True) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "duly", *arguments],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0 or not check, ran.stderr
        return ran.stdout

    def link(self, *first: str) -> str:
        """Return a link that opens the page signed in; start it if need be."""
        return str(json.loads(self.duly(*first, "desk", "--json"))["url"])

    def server(self) -> Running:
        """Return the server that runs."""
        found = running.server_of(self.database)
        assert found is not None
        return found

    def stop(self) -> None:
        self.duly("desk", "--stop", check=False)
        self.duly("--demo", "desk", "--stop", check=False)

    def visitor(self) -> Visitor:
        """Return a browser without scripts, signed in."""
        link = urlsplit(self.link())
        visitor = Visitor(link.netloc)
        assert visitor.get(link.path).status == 302
        return visitor


_BOUNDARY = "a-browser-chose-this"


def _part(field: str, data: bytes, filename: str = "") -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{named}\r\n\r\n'
    return head.encode() + data + b"\r\n"


@dataclass
class Visitor:
    """A browser as plain as they come: it keeps cookies and posts forms."""

    host: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> Answer:
        """Post a form as our own pages do: with their origin and their token."""
        token = re.search(r'X-CSRFToken": "(\w+)"', self.get("/").text)
        given = {"csrfmiddlewaretoken": token[1] if token else "", **(form or {})}
        headers = {"Origin": f"http://{self.host}", **headers}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(given, doseq=True), headers)

    def upload(self, path: str, field: str, **files: bytes) -> Answer:
        """Post files as a browser does; two underscores in a name stand for its dot (RFC 7578)."""
        token = re.search(r'X-CSRFToken": "(\w+)"', self.get("/").text)
        parts = [_part("csrfmiddlewaretoken", (token[1] if token else "").encode())]
        parts += [
            _part(field, data, name.replace("__", ".").replace("slash", "/"))
            for name, data in files.items()
        ]
        headers = {
            "Origin": f"http://{self.host}",
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
        }
        return self._ask(
            "POST", path, b"".join([*parts, b"--%s--\r\n" % _BOUNDARY.encode()]), headers
        )

    def _ask(
        self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": self.host, "Cookie": cookie, **headers}
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(method, path, body, {k: v for k, v in headers.items() if v})
            got = connection.getresponse()
            text = got.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return Answer(got.status, {k.lower(): v for k, v in got.headers.items()}, text)
