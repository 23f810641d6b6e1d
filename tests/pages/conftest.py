"""A real browser on a real server: Debian's chromium, driven by playwright.

Where there is its package without a window, that one: the same engine at less of the processor."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.conftest import PASSWORD
from tests.waiting import PATIENCE

from upheld.store.models import Person

_BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = next(filter(Path.exists, _BROWSERS), None)

# Playwright's loop runs in this thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_PATIENCE = PATIENCE * 1_000  # milliseconds
expect.set_options(timeout=_PATIENCE)

OpenDesk = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=f"there is no {_BROWSERS[-1]}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_desk(browser: Browser, live_server: LiveServer) -> Iterator[OpenDesk]:
    """A page of the desk; given a person, signed in as them."""
    contexts: list[BrowserContext] = []

    def opened(by: Person | None = None, **how: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **how)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        if by is not None:
            sign_in(page, by)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, by: Person) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(by.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("search").wait_for()
    page.wait_for_load_state()
