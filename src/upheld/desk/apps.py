"""The desk as Django knows it: what follows when somebody signs in is known before anybody does."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "upheld.desk"

    def ready(self) -> None:
        for heard in ("sessions", "second_factor"):
            import_module(f"upheld.desk.{heard}")
