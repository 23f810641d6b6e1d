"""Staff sign in with an e-mail address; nobody signs themselves up."""

from django.test import Client
from tests.conftest import PASSWORD
from tests.desk.reading import text

from upheld.store.models import Person


def test_it_works(client: Client, handler: Person) -> None:
    told = {"login": handler.email, "password": PASSWORD}
    response = client.post("/accounts/login/", told, follow=True)
    assert response.redirect_chain[-1][0] == "/"
    assert handler.name in text(response)


def test_a_wrong_password_says_so_beside_the_form(client: Client, handler: Person) -> None:
    response = client.post("/accounts/login/", {"login": handler.email, "password": "guess"})
    assert "One thing needs your attention" in text(response)


def test_nobody_signs_themselves_up(client: Client, db: None) -> None:
    told = {"email": "eve@example.org", "password1": "a very long password"}
    client.post("/accounts/signup/", told)
    assert not Person.objects.filter(email="eve@example.org").exists()


def test_signing_out_ends_it(alice: Client) -> None:
    alice.post("/accounts/logout/")
    assert alice.get("/").status_code == 302
