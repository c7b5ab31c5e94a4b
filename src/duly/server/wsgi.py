"""The page as a WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from duly.services import opening

# Not `setdefault`: the command that started this process was set up for commands.
os.environ["DJANGO_SETTINGS_MODULE"] = "duly.server.web_settings"
opening.configure_django()
application = get_wsgi_application()
