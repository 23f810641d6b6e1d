from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "upheld.store"
    label = "store"
