"""What building the wheel has to do first: write the manual page that goes into it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):
    """Runs for wheels, editable ones too, in an environment that has nothing but hatchling."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write build/novalint.1."""
        runpy.run_path(str(Path(self.root) / "tools" / "man_page.py"), run_name="__main__")
