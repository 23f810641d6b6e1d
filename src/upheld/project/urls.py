from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("complain/", include("upheld.portal.urls")),
    path("api/v1/", include("upheld.api.urls")),
    path("", include("upheld.desk.urls")),
]
