"""The page as a Django app."""

from django.apps import AppConfig

from duly.web.forms import words


class WebConfig(AppConfig):
    """Names the app; it has no tables of its own."""

    name = "duly.web"
    label = "web"

    def ready(self) -> None:
        """Let forms say in our words what Django has a sentence of its own for."""
        words.say_it_our_way()
