"""Real mail: every file goes through, quickly and in little memory, and bounces are bounces."""

from __future__ import annotations

import os
import re
import resource
import time
from pathlib import Path

import pytest

from duly.adapters.base import SourceError
from duly.adapters.files import FolderSource
from duly.adapters.local import source_at
from duly.core.errors import DulyError
from duly.formats.mail import read_mail
from duly.formats.peek import FIRST, peek
from duly.recognise.candidates import is_candidate
from duly.recognise.meaning import MailMeaning
from duly.recognise.recogniser import Around, recognise
from duly.recognise.reply import taken_apart

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("DULY_CORPUS") or PROJECT / "../shared/corpus")
FILES = sorted(
    path
    for folder in ("mime", "bounces", "replies")
    for path in (CORPUS / folder).rglob("*")
    if path.is_file()
)
BOUNCES = [path for path in FILES if "bounces" in path.parts and path.suffix == ".eml"]
NO_BOUNCE = re.compile(r"^(?:arf|rfc3834)-")
"""Complaints about spam, and auto-replies."""

pytestmark = pytest.mark.skipif(
    not FILES, reason=f"no mail in {CORPUS}; set DULY_CORPUS to the folder of the corpus"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_recognised_or_refused_within_two_seconds(path: Path) -> None:
    data = path.read_bytes()
    refused: list[str] = []
    began = time.process_time()
    for message in (data, b"From: a@b.example\nSubject: Re: x\n\n" + data):
        try:
            assert recognise(message, Around(), where=path.name).evidence
        except DulyError as error:
            refused.append(str(error))
    taken_apart(data.decode("utf-8", "replace"))
    assert time.process_time() - began < 2
    assert all(reason.startswith(path.name) for reason in refused)


def test_all_files_together_need_little_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in FILES:
        try:
            recognise(path.read_bytes(), Around())
        except DulyError:
            continue
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024


def test_bounces_are_bounces() -> None:
    wanted = [path for path in BOUNCES if not NO_BOUNCE.match(path.name)]
    found = [
        path
        for path in wanted
        if recognise(path.read_bytes(), Around()).meaning is MailMeaning.BOUNCE
    ]
    assert len(found) >= 0.9 * len(wanted)


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.parent.name == "talon" and path.suffix == ".eml"],
    ids=lambda path: path.name,
)
def test_a_reply_is_left_with_its_own_words(path: Path) -> None:
    own = taken_apart(read_mail(path.read_bytes()).text).own
    assert own.split() == ["Hello"]


@pytest.mark.parametrize("folder", ["mime", "bounces", "replies"])
def test_a_folder_of_real_mail_is_gone_through_once(folder: str) -> None:
    source = FolderSource(CORPUS / folder)
    seen: list[bool] = []

    def wanted(head: bytes, beginning: bytes) -> bool:
        seen.append(is_candidate(head, beginning))
        return True

    passes = list(source.scan("", wanted))
    mails = [path for path in FILES if folder in path.parts and path.suffix == ".eml"]
    assert len(seen) == len(mails) == sum(len(stretch.found) for stretch in passes)
    assert not [one for stretch in source.scan(passes[-1].mark, wanted) for one in stretch.found]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_gets_a_source_of_its_own_or_a_sentence(path: Path) -> None:
    refused = ""
    try:
        passes = list(source_at(path).scan("", is_candidate))
    except SourceError as error:
        refused = error.mend
    assert refused or passes[-1].done == passes[-1].total


def test_bounces_are_worth_reading() -> None:
    bounces = [path for path in BOUNCES if not NO_BOUNCE.match(path.name)]
    slipped = [one.name for one in bounces if not is_candidate(*peek(one.read_bytes()[:FIRST]))]
    assert len(slipped) <= 0.03 * len(bounces), slipped
