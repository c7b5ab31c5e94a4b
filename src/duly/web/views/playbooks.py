"""Playbooks: read, compared side by side, copied and made one's own."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duly.adapters import playbookfiles
from duly.core.errors import DulyError, PlaybookError
from duly.core.playbook import ENTRIES, Entry, Playbook, entry_of
from duly.services import playbooks, profile
from duly.web import saying
from duly.web.forms.fields import beside
from duly.web.forms.playbooks import PlaybookForm
from duly.web.saying import say


class Shelved(NamedTuple):
    """A playbook in the list; one of the user's own may have a mistake."""

    name: str
    book: Playbook | None
    broken: str
    is_own: bool


class Row(NamedTuple):
    """One step, as each playbook of a table takes it."""

    step: str
    cells: list[Entry | None]


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Show every playbook; two of them side by side where that is asked."""
    known = profile.ensure()
    shelved = [_shelved(name) for name in playbookfiles.names()]
    names = [request.GET.get(each, "") for each in ("a", "b")]
    books = [playbooks.load(name) for name in names] if all(names) else []
    page = {
        "shelved": shelved,
        "followed": known.playbook,
        "books": books,
        "rows": _rows(books),
        "names": names,
    }
    return render(request, "web/playbooks.html", page)


def _shelved(name: str) -> Shelved:
    try:
        return Shelved(name, playbookfiles.load(name), "", playbooks.is_own(name))
    except PlaybookError as error:
        return Shelved(name, None, str(beside(error).message), playbooks.is_own(name))


def _rows(books: list[Playbook]) -> list[Row]:
    """Return the steps that one of some playbooks takes, in the order of a playbook's file."""
    rows = (Row(step, [entry_of(book, step) for book in books]) for step in ENTRIES)
    return [row for row in rows if any(row.cells)]


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a playbook does, and by which rules."""
    book = playbooks.load(name)
    page = {
        "name": name,
        "book": book,
        "rows": _rows([book]),
        "never": [say(step) for step in ENTRIES if entry_of(book, step) is None],
        "is_own": playbooks.is_own(name),
        "users": playbooks.users_of(name),
    }
    return render(request, "web/playbook.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Show a playbook as text, one's own or a copy, and keep what was made of it."""
    is_own = playbooks.is_own(name)
    called, text = (name, playbooks.text_of(name)) if is_own else playbooks.copy_of(name)
    form = PlaybookForm(request.POST or None, initial={"name": called, "text": text})
    if request.method == "POST" and form.is_valid() and _saved(form, name):
        kept = _("Kept: the playbook “%(name)s”.")
        messages.success(request, kept % {"name": form.cleaned_data["name"]})
        return redirect("playbook", form.cleaned_data["name"])
    page = {"form": form, "name": name, "is_own": is_own}
    return render(request, "web/playbook_edit.html", page, status=422 if form.is_bound else 200)


def _saved(form: PlaybookForm, before: str) -> bool:
    """Keep the text; say beside its field what cannot be."""
    given = form.cleaned_data
    try:
        playbooks.save(given["name"], given["text"], new=given["name"] != before)
    except PlaybookError as error:
        form.add_error("text", saying.error(error))  # its step is half of what it says
    except DulyError as error:
        form.add_error("name", beside(error))
    return not form.errors


@require_POST
def delete(request: HttpRequest, name: str) -> HttpResponse:
    """Delete one of the user's own that nothing follows."""
    playbooks.delete(name)
    messages.success(request, _("The playbook “%(name)s” is gone.") % {"name": name})
    return redirect("playbooks")
