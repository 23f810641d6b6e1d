from tests.stories import a_closed_case
def test_it(handler):
    assert a_closed_case(handler)
