"""The store as a Django app."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Names the app, so that tables are called `store_…` wherever the package lies."""

    name = "duly.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
