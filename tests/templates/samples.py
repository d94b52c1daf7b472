"""Samples of the forms in which operators keep their files, where NOVALINT_CORPUS names any."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = os.environ.get("NOVALINT_CORPUS")
SAMPLES = (
    sorted(each for each in (Path(_FOLDER) / "forms").glob("*/*") if each.name != "SOURCE.txt")
    if _FOLDER
    else []
)
