"""The addresses of django-helpdesk, as its manual mounts them: its letters name them."""

from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls"))]
