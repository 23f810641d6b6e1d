from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path, register_converter
from django.views.generic import RedirectView

from upheld.desk.accounts import not_here
from upheld.desk.passkeys import AskedAgain, Begun

from .health import live, ready
from .metrics import metrics
from .sso import FIRM, NotOurs

register_converter(NotOurs, "not_ours")
handler400 = "upheld.project.refusals.not_taken"
handler403 = "upheld.project.refusals.not_theirs"
handler404 = "upheld.project.refusals.not_there"
handler500 = "upheld.project.refusals.our_fault"
handler429 = "upheld.project.refusals.too_often"
urlpatterns = [
    path("health/live", live),
    path("health/ready", ready),
    # Nobody signs themselves up, and nobody changes the address or the directory they are known by.
    re_path(
        r"^accounts/(signup|email|confirm-email|password/set|login/code|social|3rdparty/(signup/)?$)",
        not_here,
    ),
    path("accounts/<not_ours:told>", not_here),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="desk:account")),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="desk:account")),
    path(
        "accounts/2fa/webauthn/login/",
        login_not_required(Begun.as_view()),
        name="mfa_login_webauthn",
    ),
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        AskedAgain.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/", include("allauth.urls")),
    path("complain/", include("upheld.portal.urls")),
    path("api/v1/", include("upheld.api.urls")),
    path("", include("upheld.desk.urls")),
]
if settings.SSO_APPS:
    from upheld.desk import saml

    for at, view in (
        ("login/", saml.Begun),
        ("acs/", saml.Returned),
        ("acs/finish/", saml.Finish),
        ("metadata/", saml.Described),
    ):
        ours = login_not_required(view.as_view())
        urlpatterns.insert(0, path(f"accounts/saml/{FIRM}/{at}", ours, {"organization_slug": FIRM}))
    # allauth lets anybody's unsigned word sign somebody out here: they do so at the desk itself.
    urlpatterns.insert(0, path(f"accounts/saml/{FIRM}/sls/", not_here))
if settings.MAIL_HOOK:  # without a secret there is no route that anybody could guess
    urlpatterns.insert(0, path("mail/hooks/", include("upheld.mail.hooks")))
if settings.METRICS_TOKEN:
    urlpatterns.insert(0, path("metrics", metrics))
