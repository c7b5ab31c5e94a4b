"""The page as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the app; it has no tables of its own."""

    name = "duly.web"
    label = "web"
