"""A real Chromium, driven by Playwright, that complains about whatever a page does wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

NAMES = ("chromium", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses to be root inside its own sandbox
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium that OPENSHELF_TEST_CHROMIUM names, else one on the PATH, else Playwright's own.

    Without any a test is skipped, but in CI it fails. Playwright keeps an event loop running in this thread for as
    long as the block lasts: `asyncio.run` cannot be used meanwhile, so no fixture around it may outlive a module.
    """
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except PlaywrightError as error:
            why = f"no Chromium can be started: {error.message.splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(why)
            pytest.skip(why)
        yield browser
        browser.close()


def launch(playwright: Playwright) -> Browser:
    named = os.environ.get("OPENSHELF_TEST_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS if path else ARGUMENTS[:1])


WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    shifts.push([value, ...sources.map((it) => it.node?.id || it.node?.className || it.node?.nodeName)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
"""Every layout shift is noted, also those that browsers forgive because they follow a click."""


@dataclass
class Visit:
    """A window of its own, without any memory of others; and what it complained about."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)


@contextmanager
def visit(browser: Browser, **options: Any) -> Iterator[Visit]:
    """A fresh window. On leaving the block, a script's error, a breach of the page's policy, a warning on the console
    or a file that could not be loaded fails the test."""
    made = Visit(browser.new_context(**options))
    found = made.complaints
    context = made.context
    context.on("weberror", lambda error: found.append(f"script: {error.error}"))
    context.on(
        "console",
        lambda line: found.append(f"console: {line.text}") if line.type in ("error", "warning") else None,
    )
    context.on(
        "response",
        lambda answer: found.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    if options.get("java_script_enabled", True):
        context.add_init_script(WATCH)
    try:
        yield made
    finally:
        context.close()
    assert found == []
