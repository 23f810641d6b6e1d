"""Where a sign-in by OpenID Connect begins and comes back."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from upheld.desk.accounts import begun_too_often

from .adapter import Checked


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    if request.method == "POST" and (refused := begun_too_often(request, "oidc-begun")):
        return refused
    return _by(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _by(OAuth2CallbackView, request, provider_id)


def _by(
    kind: type[OAuth2LoginView | OAuth2CallbackView], request: HttpRequest, provider_id: str
) -> HttpResponse:
    try:
        answer: HttpResponse = kind.adapter_view(Checked(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
