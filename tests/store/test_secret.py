"""The firm's secret can be changed: what was made under one of before is known and opens still."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from upheld.store import secret
from upheld.store.secret import SecretMissing, Under

SALT = "upheld.a-test"
keys = st.lists(st.text(st.characters(codec="ascii"), min_size=1), min_size=2, unique=True)


def of(*told: str) -> override_settings:
    """The secret in force, then those of before."""
    return override_settings(SECRET_KEY=told[0], SECRET_KEY_FALLBACKS=[*told[1:]])


@given(keys, st.binary(max_size=50))
def test_what_any_secret_of_before_sealed_opens(told: list[str], content: bytes) -> None:
    for each in told:
        with of(each):
            sealed = secret.seal(SALT, content)
        with of(*told):
            assert secret.opened(SALT, sealed) == content
            expected = Under.IN_FORCE if each == told[0] else Under.BEFORE
            assert secret.under(SALT, sealed) is expected


@given(keys, st.binary(max_size=50))
def test_sealed_anew_it_opens_without_the_others(told: list[str], content: bytes) -> None:
    with of(told[-1]):
        sealed = secret.seal(SALT, content)
    with of(*told):
        anew = secret.resealed(SALT, sealed)
    with of(told[0]):
        assert secret.opened(SALT, anew) == content
        with pytest.raises(SecretMissing, match="UPHELD_SECRET_KEY_FALLBACKS"):
            secret.opened(SALT, sealed)
        assert secret.under(SALT, sealed) is Under.MISSING


def test_a_mark_is_known_while_its_secret_is_given() -> None:
    with of("old"):
        mark = secret.mark(SALT, "told")
    with of("new", "old"):
        assert secret.is_one_of(mark, secret.marks(SALT, "told"))
        assert secret.mark(SALT, "told") != mark
        assert not secret.is_one_of(mark, secret.marks(SALT, "other"))
    with of("new"):
        assert not secret.is_one_of(mark, secret.marks(SALT, "told"))


def test_the_name_of_a_secret_is_no_secret() -> None:
    with of("a long secret that is told to nobody", "old"):
        first, second = secret.names()
    assert first != second
    assert len(first) == 8
    assert first not in "a long secret that is told to nobody"
