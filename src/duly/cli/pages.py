"""Letters as text and as JSON: the words, what the checks say, what is missing."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from duly.cli import render
from duly.cli.findings import finding_json

if TYPE_CHECKING:
    from duly.services.letters import Page

SUBJECT = "Subject:"
_WIDTH = 80


def page_lines(page: Page) -> list[str]:
    """Return a letter as text, with the verdict and the findings under it."""
    if page.missing:
        return _missing_lines(page)
    if page.kept is None:
        return []
    lines = [_heading(page), ""]
    if page.kept.subject:
        lines += [f"  {SUBJECT} {page.kept.subject}", ""]
    for paragraph in page.kept.body.split("\n"):
        lines += [f"  {line}" for line in textwrap.wrap(paragraph, _WIDTH)] or [""]
    return [*lines, "", *verdict_lines(page)]


def _heading(page: Page) -> str:
    kept = page.kept
    reader = page.reader.name if page.reader else page.opportunity.company
    parts = [f"{page.kind} to {reader}"]
    if kept:
        parts += [kept.voice, f"version {kept.version}", f"{len(kept.body.split())} words"]
        if kept.by_hand:
            parts.append("yours")
        if kept.approved_at:
            parts.append("approved")
    if page.reading_seconds:
        parts.append(f"{page.reading_seconds} seconds aloud")
    title, *rest = parts
    return f"{click.style(title, bold=True)}  {' · '.join(rest)}"


def verdict_lines(page: Page) -> list[str]:
    """Return what the checks say of a letter."""
    if page.judgement is None:
        return []
    lines = [f"  Verdict: {page.judgement.verdict.value}"]
    for finding in page.judgement.findings:
        quoted = f"“{finding.text}” " if finding.text else ""
        text = f"{quoted}{finding.why} [{' '.join(finding.rules)}]"
        lines += textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return lines


def _missing_lines(page: Page) -> list[str]:
    if page.missing is None:
        return []
    name = page.reader.name if page.reader else page.opportunity.company
    lines = [f"{click.style(f'{page.kind} to {name}', bold=True)}: not yet. {page.missing.why}"]
    lines += [f"  {question.text}" for question in page.missing.ask]
    lines.append(f"  Say it with: duly debrief {page.opportunity.id}")
    return lines


def page_json(page: Page) -> dict[str, Any]:
    """Return a letter with its verdict, or what is missing."""
    from zoneinfo import ZoneInfo

    kept, judgement = page.kept, page.judgement
    zone = ZoneInfo(page.opportunity.time_zone)
    return {
        "opportunity": page.opportunity.id,
        "action": render.action_json(page.action, zone),
        "kind": page.kind,
        "to": page.reader.id if page.reader else None,
        "version": kept.version if kept else None,
        "voice": kept.voice if kept else None,
        "subject": kept.subject if kept else None,
        "body": kept.body if kept else None,
        "yours": kept.by_hand if kept else None,
        "approved_at": kept.approved_at.isoformat() if kept and kept.approved_at else None,
        "reading_seconds": page.reading_seconds,
        "verdict": judgement.verdict.value if judgement else None,
        "findings": [finding_json(each) for each in judgement.findings] if judgement else [],
        "missing": [
            {"ask": question.text, "field": question.field} for question in page.missing.ask
        ]
        if page.missing
        else [],
    }
