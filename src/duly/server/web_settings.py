"""Django for the page: what the commands need of it, and what a browser needs beside."""

from __future__ import annotations

import os
from typing import Any, Final

from duly.server.settings import (
    DATABASES,
    DEFAULT_AUTO_FIELD,
    LOGGING_CONFIG,
    SECRET_KEY,
    TIME_ZONE,
    USE_TZ,
)
from duly.server.settings import INSTALLED_APPS as _KEPT

__all__ = [
    "DATABASES",
    "DEFAULT_AUTO_FIELD",
    "LOGGING_CONFIG",
    "SECRET_KEY",
    "TIME_ZONE",
    "USE_TZ",
]

PORT: Final = int(os.environ.get("DULY_PORT", "0"))
"""Where the server listens; its own process sets it before Django is set up."""
ALLOWED_HOSTS: Final = ["127.0.0.1", "localhost"]
OWN_HOSTS: Final = frozenset(f"{host}:{PORT}" for host in ALLOWED_HOSTS)
"""The page answers under these and no other, whatever name somebody gives this machine."""

INSTALLED_APPS: Final = [
    *_KEPT,
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "duly.web.apps.WebConfig",
]
MIDDLEWARE: Final = [
    "duly.web.guard.OwnPagesOnly",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "duly.web.guard.SignedInOnly",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duly.web.failures.ToldPlainly",
]
ROOT_URLCONF: Final = "duly.server.urls"
WSGI_APPLICATION: Final = "duly.server.wsgi.application"

TEMPLATES: Final[list[dict[str, Any]]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "duly.web.surroundings.surroundings",
            ],
            "builtins": ["duly.web.templatetags.duly_tags", "django.templatetags.i18n"],
        },
    }
]

STATIC_URL: Final = "/static/"
WHITENOISE_USE_FINDERS: Final = True
WHITENOISE_AUTOREFRESH: Final = False

MESSAGE_STORAGE: Final = "django.contrib.messages.storage.cookie.CookieStorage"
# Browsers send a cookie to every port of a machine: the names keep two pages of Duly apart.
SIGN_IN_COOKIE: Final = f"duly-{PORT}"
CSRF_COOKIE_NAME: Final = f"duly-{PORT}-form"
CSRF_COOKIE_SAMESITE: Final = "Strict"
CSRF_COOKIE_HTTPONLY: Final = True
SESSION_COOKIE_SAMESITE: Final = "Strict"
SESSION_COOKIE_HTTPONLY: Final = True
CSRF_FAILURE_VIEW: Final = "duly.web.failures.form_too_old"

SECURE_REFERRER_POLICY: Final = "same-origin"
X_FRAME_OPTIONS: Final = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE: Final = 2_500_000

USE_I18N: Final = True
LANGUAGE_CODE: Final = "en"
LANGUAGES: Final = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME: Final = "duly-language"
