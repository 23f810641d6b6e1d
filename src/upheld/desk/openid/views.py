"""Where a sign-in by OpenID Connect begins and comes back."""

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from upheld.desk.accounts import begun_too_often
from upheld.desk.answers import NotBelieved

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
    """A directory that is away, or leads where nothing is safe, ends the sign-in in words."""
    directory = Checked(request, provider_id)
    try:
        answer: HttpResponse = kind.adapter_view(directory)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (NotBelieved, RequestException) as error:
        answer = render_authentication_error(request, directory.get_provider(), exception=error)
    return answer
