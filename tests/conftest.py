"""Settings for all tests: random ones are the same in every run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from privileges import bound_by_permissions

pytest_plugins = ["pytester", "quick_run", "rule_failures"]

settings.register_profile(
    "tests",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("tests")


@pytest.fixture
def permissions_hold() -> Iterator[None]:
    """Permissions of files bind the test, whoever runs it."""
    with bound_by_permissions():
        yield


def corpus_files() -> list[Path]:
    """Real configuration files, where NOVALINT_CORPUS names a folder that has some."""
    folder = os.environ.get("NOVALINT_CORPUS")
    return sorted((Path(folder) / "files").glob("*.conf")) if folder else []


NO_FILES = pytest.param(
    None, id="none", marks=pytest.mark.skip(reason="NOVALINT_CORPUS names no folder of real files")
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with a `real_file` argument once for each real file."""
    if "real_file" in metafunc.fixturenames:
        files = [pytest.param(file, id=file.name[:40]) for file in corpus_files()]
        metafunc.parametrize("real_file", files or [NO_FILES])
