"""Takes the pictures in the docs anew: builds the demo company and photographs its desk.

Run by `make screenshots`. Needs Debian's chromium, and its fonts-liberation for the letters.
"""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
DESK = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextmanager
def demo_desk() -> Iterator[str]:
    """The demo company's desk on a free port, until the pictures are taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("upheld")), "demo", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(command, cwd=folder)
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until the desk opens: it lives three years first, which takes a busy machine minutes."""
    while server.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise ChildProcessError("the demo ended before its desk opened")


def signed_in(
    browser: Browser, address: str, scheme: str, size: dict[str, int], who: str = "handler"
) -> Page:
    page = browser.new_context(color_scheme=scheme, viewport=size).new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill(f"{who}@demo.example")
    page.get_by_label("Password", exact=True).fill("upheld-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    return page


def take(page: Page, address: str, suffix: str) -> None:
    _shoot(page, f"inbox-{suffix}")
    page.get_by_role("link", name="Sally Hart").first.click()
    page.wait_for_load_state()
    _shoot(page, f"case-{suffix}")
    page.get_by_role("link", name="Differs").first.click()
    page.wait_for_load_state()
    _shoot(page, f"beside-{suffix}")


def take_policy(page: Page, address: str, suffix: str) -> None:
    """The draft that the demo company is writing, at the rule that it changes."""
    page.goto(f"{address}/policies/")
    page.get_by_role("link", name="A broken promise about the day").click()
    page.get_by_role("link", name="Goodwill (changed)").click()
    page.get_by_role("link", name="core-medium", exact=True).click()
    page.locator("tr[data-open]").wait_for()
    page.locator("tr[data-open]").scroll_into_view_if_needed()
    page.screenshot(path=IMAGES / f"policy-{suffix}.png")


def take_portal(
    browser: Browser, address: str, suffix: str, scheme: str, size: dict[str, int]
) -> None:
    """The form of the portal, with a complaint half written."""
    page = browser.new_context(color_scheme=scheme, viewport=size).new_page()
    page.goto(f"{address}/complain/")
    page.get_by_label("What happened?").fill(
        "My shelves were promised for the 12th and came nine days later. Nobody told me."
    )
    page.get_by_label("What would put it right?").fill("The delivery charge back, please.")
    page.screenshot(path=IMAGES / f"portal-{suffix}.png")


def _shoot(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png", full_page=not name.startswith("case-light"))


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: install Debian's package chromium")
    with demo_desk() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for suffix, scheme, size in (
            ("light", "light", DESK),
            ("dark", "dark", DESK),
            ("phone", "light", PHONE),
        ):
            take(signed_in(browser, address, scheme, size), address, suffix)
            take_portal(browser, address, suffix, scheme, size)
            take_policy(signed_in(browser, address, scheme, size, "lead"), address, suffix)
        browser.close()


if __name__ == "__main__":
    main()
