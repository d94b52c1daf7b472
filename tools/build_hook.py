"""What building the wheel has to do first: write the manual page that goes into it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):
    """Runs for wheels, editable ones too, in an environment that has nothing but hatchling."""

    _new: tuple[Path, ...] = ()
    """What was not there before, the file in front of its directory."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write build/novalint.1."""
        folder = Path(self.root) / "build"
        self._new = tuple(path for path in (folder / "novalint.1", folder) if not path.exists())
        runpy.run_path(str(Path(self.root) / "tools" / "man_page.py"), run_name="__main__")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind in the checkout, of which `pip install` builds."""
        for path in self._new:
            if path.is_file():
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
