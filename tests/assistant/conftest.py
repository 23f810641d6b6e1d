"""An assistant that acts for Alice, on the Monday morning of the stories."""

import pytest
from tests import stories

from upheld.mcp.assistant import acting_for
from upheld.mcp.tools import Tools
from upheld.store.models import Person


@pytest.fixture
def tools(handler: Person) -> Tools:
    return Tools(lambda: acting_for(handler.email), lambda: stories.NOW)
