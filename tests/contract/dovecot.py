"""A real Dovecot, started as a plain process on free ports, as root or as anybody."""

from __future__ import annotations

import getpass
import grp
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from imapclient import IMAPClient
from tests.contract.certificates import Authority

from duly.adapters.account import Account, Auth, Security
from duly.adapters.imap import ImapSource
from duly.adapters.imapsession import Pace
from duly.adapters.imapwriting import Cabinet
from duly.adapters.secrets import Secret

PASSWORD = "correct horse §"  # with a space and beyond ASCII, as people choose them
ASCII_PASSWORD = 'it"s \\ plain'
QUICK = Pace(connect=5, read=20, pauses=(0.01, 0.05, 0.1), idle=5, poll=0.1)
VERSION = "2.3."
USERS = 400

BARE = "IMAP4rev1 LITERAL+"
"""A server that offers nothing beyond RFC 3501."""
GMAIL = "+X-GM-EXT-1"

SPECIAL = {"Sent": r"\Sent", "Drafts": r"\Drafts", "Spam": r"\Junk", "Bin": r"\Trash",
           "Kept": r"\Archive", "Everything": r"\All"}  # fmt: skip

_CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
login_trusted_networks =
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = sdbox:~/mail
mail_fsync = never
mail_max_userip_connections = 50
first_valid_uid = 1
imap_capability = {capability}
imap_idle_notify_interval = 1 min
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {base}/users
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {base}/users.ascii
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {base}/oauth2
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/homes/%u
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
  {mailboxes}
}}
{quota}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def missing() -> str:
    """Return why Dovecot cannot be run here; empty where it can."""
    binary = _binary()
    if not binary:
        return "Dovecot is missing: sudo apt install dovecot-imapd (macOS: brew install dovecot)"
    found = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=20)
    if not found.stdout.startswith(VERSION):
        return f"Dovecot {found.stdout.split()[0]} is here; these tests are written for {VERSION}x"
    return ""


def _binary() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


_QUOTA = """
mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage={kilobytes}K
  quota_grace = 0
}}
"""


class Dovecot:
    """One running Dovecot with as many users as any test run needs."""

    def __init__(
        self,
        authority: Authority,
        *,
        capability: str = "",
        separator: str = "/",
        prefix: str = "",
        special: dict[str, str] | None = None,
        kilobytes: int = 0,
    ) -> None:
        self.authority = authority
        self.prefix = prefix
        self.port, self.tls_port = free_port(), free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="duly-dovecot-", dir="/tmp"))
        self.folder.chmod(0o755)
        self._numbers = count()
        self._tokens = _token_server()
        boxes = [
            f"mailbox {name} {{\n special_use = {use}\n }}" for name, use in (special or {}).items()
        ]
        quota = _QUOTA.format(kilobytes=kilobytes) if kilobytes else ""
        self._write(capability, separator, prefix, "\n".join(boxes), quota)
        binary = _binary()
        assert binary
        self._process = subprocess.Popen([binary, "-F", "-c", str(self.folder / "dovecot.conf")])
        self._wait()

    def _write(
        self, capability: str, separator: str, prefix: str, mailboxes: str, quota: str
    ) -> None:
        root = os.geteuid() == 0
        own, group = getpass.getuser(), grp.getgrgid(os.getegid()).gr_name
        homes = self.folder / "homes"
        homes.mkdir()
        uid, gid = (65_534, 65_534) if root else (os.geteuid(), os.getegid())
        if root:
            os.chown(homes, uid, gid)
        certificate, key = self.authority.certificate("server", "127.0.0.1")
        config = _CONFIG.format(
            base=self.folder, certificate=certificate, key=key, capability=capability,
            internal="dovecot" if root else own, login="dovenull" if root else own,
            group="dovecot" if root else group, uid=uid, gid=gid, separator=separator,
            prefix=prefix, mailboxes=mailboxes, quota=quota, port=self.port, tls_port=self.tls_port,
        )  # fmt: skip
        (self.folder / "dovecot.conf").write_text(config)
        for file, password in (("users", PASSWORD), ("users.ascii", ASCII_PASSWORD)):
            users = "".join(f"user{each}:{{PLAIN}}{password}\n" for each in range(USERS))
            (self.folder / file).write_text(users)
        (self.folder / "oauth2").write_text(
            f"introspection_url = http://127.0.0.1:{self._tokens.server_port}/?token=\n"
            "introspection_mode = get\nusername_attribute = username\n"
            "active_attribute = active\nactive_value = true\n"
        )

    def _wait(self) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError(f"Dovecot does not start: {self.log()}")

    def log(self) -> str:
        """Return what Dovecot has written down."""
        return (self.folder / "log").read_text()

    def user(self) -> User:
        """Return a user whose mailbox is empty."""
        return User(self, f"user{next(self._numbers)}")

    def stop(self) -> None:
        """End Dovecot and delete everything of it."""
        self._process.terminate()
        self._process.wait(20)
        self._tokens.shutdown()
        self._tokens.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Tokens(BaseHTTPRequestHandler):
    """Says whose token it is: "token-of-NAME" is NAME's; every other one is nobody's."""

    def do_GET(self) -> None:
        token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        known = token.startswith("token-of-")
        told = {"active": known, "username": token.removeprefix("token-of-")}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def _token_server() -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Tokens)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class User:
    """Somebody with a mailbox, who also changes it as people and their mail programs do."""

    def __init__(self, server: Dovecot, name: str) -> None:
        self.server = server
        self.name = name

    def account(self, **changes: object) -> Account:
        """Return where the mailbox is, over TLS unless said otherwise."""
        account = Account(
            f"{self.name}@field.example", self.name, "127.0.0.1", self.server.tls_port,
            ca_file=str(self.server.authority.file),
        )  # fmt: skip
        return replace(account, **changes)  # type: ignore[arg-type]

    def starttls(self, port: int = 0) -> Account:
        return self.account(port=port or self.server.port, security=Security.STARTTLS)

    def with_token(self) -> Account:
        return self.account(auth=Auth.XOAUTH2)

    def source(self, account: Account | None = None, **options: object) -> ImapSource:
        """Return the mailbox as Duly reads it."""
        return ImapSource(
            account or self.account(),
            Secret(PASSWORD),
            **{"pace": QUICK, **options},  # type: ignore[arg-type]
        )

    def cabinet(self, account: Account | None = None, pace: Pace = QUICK) -> Cabinet:
        """Return the mailbox as Duly writes to it."""
        return Cabinet(account or self.account(), Secret(PASSWORD), pace)

    @contextmanager
    def program(self) -> Iterator[IMAPClient]:
        """Open the mailbox as a mail program does."""
        import ssl

        context = ssl.create_default_context(cafile=str(self.server.authority.file))
        with IMAPClient(
            "127.0.0.1", self.server.tls_port, ssl_context=context, timeout=30
        ) as client:
            client.sasl_login("PLAIN", lambda _: f"\0{self.name}\0{PASSWORD}".encode())
            yield client

    def make(self, *folders: str) -> None:
        with self.program() as client:
            for each in folders:
                client.create_folder(self.server.prefix + each)

    def put(self, *mails: bytes, into: str = "INBOX", flags: tuple[bytes, ...] = ()) -> None:
        folder = into if into == "INBOX" else self.server.prefix + into
        with self.program() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for each in mails:
                client.append(folder, each, flags)

    def state(self) -> object:
        """Return all that reading must not change."""
        found = []
        with self.program() as client:
            for flags, _, name in client.list_folders():
                client.select_folder(name, readonly=True)
                kept = client.fetch(client.search("ALL"), ["FLAGS"])
                seen = {uid: sorted(each[b"FLAGS"]) for uid, each in kept.items()}
                found.append((sorted(flags), name, client.folder_status(name), seen))
        return found

    def put_many(self, mails: list[bytes], into: str = "INBOX") -> None:
        with self.program() as client:
            for begin in range(0, len(mails), 500):
                client.multiappend(into, mails[begin : begin + 500])


def running(**options: object) -> Iterator[Dovecot]:
    """Start a Dovecot for a session; skip by name where there is none."""
    if why := missing():
        pytest.skip(why)
    folder = Path(tempfile.mkdtemp(prefix="duly-ca-", dir="/tmp"))
    folder.chmod(0o755)
    server = Dovecot(Authority(folder), **options)  # type: ignore[arg-type]
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
