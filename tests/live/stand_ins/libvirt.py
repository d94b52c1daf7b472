"""Stands in for libvirt's binding: the double that Nova's own tests use, as its package has it.

The packages around it are entered without what their __init__ does, which needs all that tests
need. The double imports Nova's driver, which tries to import libvirt as it is loaded itself: it is
told that there is none, and gets the double when it is made.
"""

import sys
import types
from pathlib import Path

import nova

_TESTS = Path(nova.__file__).parent / "tests"
_PLACES = (_TESTS / "fixtures/libvirt.py", _TESTS / "unit/virt/libvirt/fakelibvirt.py")
_FILE = next(path for path in _PLACES if path.exists())


def _enter(folder):
    """Make a package, and those above it, of a folder in Nova's tests."""
    parts = folder.relative_to(_TESTS).parts
    for count in range(len(parts) + 1):
        name = ".".join(["nova.tests", *parts[:count]])
        package = types.ModuleType(name)
        package.__path__ = [str(_TESTS.joinpath(*parts[:count]))]
        sys.modules.setdefault(name, package)


if not hasattr(sys.modules.get("nova.virt.libvirt.driver"), "LibvirtDriver"):
    raise ImportError("the driver is not loaded yet")
_enter(_FILE.parent)
try:
    import fixtures  # noqa: F401
except ImportError:
    sys.modules["fixtures"] = types.ModuleType("fixtures")
    sys.modules["fixtures"].Fixture = object
exec(compile(_FILE.read_text("utf-8"), str(_FILE), "exec"))
for _name, _module in list(sys.modules.items()):
    if _name.startswith("nova.virt.") and vars(_module).get("libvirt", 0) is None:
        _module.libvirt = sys.modules[__name__]
