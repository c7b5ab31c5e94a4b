"""A mailbox to be read, and files to be read once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from duly.adapters.account import PORTS, Account, Auth, Security
from duly.adapters.base import SignInError
from duly.adapters.secrets import Secret
from duly.core.errors import DulyError
from duly.web.forms.fields import AddressField, beside

MOST_BYTES: Final = 1_000_000_000
"""Of all files sent at once; the server takes little more (waitress: 1 GiB)."""
_OPTIONS: Final = {"--host": "host", "--port": "port", "--user": "user", "--smtp": "smtp",
                   "--security": "security"}  # fmt: skip
"""Which field an option of the command line is."""

_TOO_LARGE: Final = _("That is more than 1 GB; read it with “duly import FILE”.")


class AddressForm(forms.Form):
    """Whose mailbox it is; the rest is found."""

    address = AddressField(label=_("Your address"), max_length=320)


class ServerForm(AddressForm):
    """Where a mailbox is, and how one signs in there."""

    password = forms.CharField(
        label=_("Password"), max_length=20_000, strip=True,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_("Kept in your system's keyring, or in an encrypted file only you can read."),
    )  # fmt: skip
    host = forms.CharField(
        label=_("IMAP server"), max_length=253,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    port = forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65_535)
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[
            (Security.TLS.value, _("TLS from the beginning")),
            (Security.STARTTLS.value, _("STARTTLS")),
            (Security.PLAIN.value, _("none; to a server on this machine only")),
        ],
    )
    user = forms.CharField(
        label=_("User name"), max_length=320, required=False,
        help_text=_("Where it is not the address itself."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    smtp = forms.CharField(
        label=_("Where letters leave"), max_length=300, required=False,
        help_text=_("Such as tls://smtp.example.com:465; empty where the provider is known."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    ca = forms.CharField(
        label=_("Certificate to trust, too"), max_length=1_000, required=False,
        help_text=_("A file on this machine, for a server of your own."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    token = forms.BooleanField(label=_("The password is an access token"), required=False)

    def account(self) -> Account:
        """Return where the mailbox is.

        Raises:
            WrongUsageError: That is no server, or one that would not be encrypted.
        """
        given = self.cleaned_data
        security = Security(given["security"])
        return Account(
            given["address"],
            given["user"] or given["address"],
            given["host"].strip(),
            given["port"] or PORTS[security],
            security,
            Auth.XOAUTH2 if given["token"] else Auth.PASSWORD,
            str(Path(given["ca"]).expanduser().resolve()) if given["ca"] else "",
        )

    def secret(self) -> Secret:
        """Return what one signs in with."""
        return Secret(self.cleaned_data["password"])

    @property
    def about_server(self) -> list[forms.BoundField]:
        """Return the fields that most need not look at, where the server is known."""
        return [field for field in self if field.name not in ("address", "password")]

    def refuse(self, error: DulyError) -> None:
        """Put an error beside the field that it is about."""
        about = _OPTIONS.get(error.where)
        if about is None:
            about = "password" if isinstance(error, SignInError) else "host"
        self.add_error(about, beside(error))


def found(account: Account) -> dict[str, Any]:
    """Return a server that was found as it stands in the form."""
    return {
        "address": account.address,
        "host": account.host,
        "port": account.port,
        "security": account.security.value,
        "user": "" if account.user == account.address else account.user,
        "token": account.auth is Auth.XOAUTH2,
    }


class _Files(forms.FileInput):
    """A field that several files fit into."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files; refuse more than the server takes."""
        files = [super(FilesField, self).clean(each, initial) for each in data or [None]]
        if sum(each.size for each in files) > MOST_BYTES:
            raise ValidationError(_TOO_LARGE)
        return files


class FilesForm(forms.Form):
    """Files to be read."""

    upload = FilesField(
        label=_("Files"),
        help_text=_(
            "mbox, .eml, invitations (.ics), contact cards (.vcf), LinkedIn's Connections.csv; "
            "together at most 1 GB. Unpack a zip first."
        ),
        widget=_Files({"accept": ".mbox,.mbx,.eml,.ics,.vcf,.csv", "data-most": MOST_BYTES,
                       "data-too-large": _TOO_LARGE}),
    )  # fmt: skip

    def uploaded(self) -> list[UploadedFile[Any]]:
        """Return the files."""
        files: list[UploadedFile[Any]] = self.cleaned_data["upload"]
        return files
