from django.conf import settings
from django.urls import include, path

from .health import live, ready
from .metrics import metrics

urlpatterns = [
    path("health/live", live),
    path("health/ready", ready),
    path("accounts/", include("allauth.account.urls")),
    path("complain/", include("upheld.portal.urls")),
    path("api/v1/", include("upheld.api.urls")),
    path("", include("upheld.desk.urls")),
]
if settings.MAIL_HOOK:  # without a secret there is no route that anybody could guess
    urlpatterns.insert(0, path("mail/hooks/", include("upheld.mail.hooks")))
if settings.METRICS_TOKEN:
    urlpatterns.insert(0, path("metrics", metrics))
