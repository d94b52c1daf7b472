"""The documentation site as `make site` builds it, once for all tests, and a browser to use it."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import command
import pytest

TOOLS = ("sphinx", "myst_parser", "furo")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site; warnings are errors, links that lead nowhere included."""
    if not all(map(importlib.util.find_spec, TOOLS)):
        pytest.skip("the tools of the extra `docs` are not installed")
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # all processes of a run share it, and build the site once
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site").exists():
            build(folder / "state", folder / "site")
    return folder / "site"


def build(state: Path, site: Path) -> None:
    """Do what `make site` does, into another folder."""
    unfinished = site.with_name("unfinished")
    place = ["-d", str(state), ".", str(unfinished)]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-c", "tools/website", *place],
        cwd=command.ROOT,
        env={**os.environ, "PYTHONPATH": str(command.ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    unfinished.rename(site)


@pytest.fixture(scope="session")
def start() -> Iterator[Any]:
    """A function that starts a browser of a width and a height, a phone's if it is told so."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("chromium and chromedriver are not installed")
    started: list[Any] = []

    def start(width: int, height: int, phone: bool = False) -> Any:
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.add_argument(f"--window-size={width},{height}")
        if phone:
            metrics = {"width": width, "height": height, "pixelRatio": 2}
            options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        service = webdriver.ChromeService(executable_path=driver)
        started.append(webdriver.Chrome(options=options, service=service))
        return started[-1]

    yield start
    for one in started:
        one.quit()


@pytest.fixture(scope="session")
def desktop(start: Any) -> Any:
    """A browser on a screen."""
    return start(1280, 900)


@pytest.fixture(scope="session")
def phone(start: Any) -> Any:
    """A browser on a small phone."""
    return start(360, 740, phone=True)
