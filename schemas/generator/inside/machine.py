"""Facts of this machine that must not reach a schema: replaced by tokens, and recognised.

Nova and its libraries compute some defaults when they are imported (host name, address, number of
processors, install path). `disguise` must therefore run before the first of them is imported.
"""

from __future__ import annotations

import importlib
import inspect
import multiprocessing
import os
import socket
import sys
import tempfile
from typing import Any

HOST = "novalint-host"
FULL_HOST = "novalint-host.example.org"
ADDRESSES = ("192.0.2.231", "2001:db8::e7")
PROCESSORS = 4099
PROGRAM = "novalint-program"
TEMPORARY = "/novalint-temporary"
VIRTUAL = "VIRTUAL_ENV"
PREFIXES = ("NOVA_", "OS_", "OSLO_", "XDG_", VIRTUAL)


def disguise() -> None:
    """Replace every source of a host fact that a default is known to use, for this process."""
    for name in [name for name in os.environ if name.startswith(PREFIXES)]:
        del os.environ[name]
    os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"
    socket.gethostname = lambda: HOST
    socket.getfqdn = lambda name="": FULL_HOST
    os.cpu_count = lambda: PROCESSORS
    multiprocessing.cpu_count = lambda: PROCESSORS
    tempfile.tempdir = TEMPORARY
    sys.argv = [PROGRAM]
    _disguise_addresses()


def _disguise_addresses() -> None:
    netutils: Any = importlib.import_module("oslo_utils.netutils")
    netutils.get_my_ipv4 = lambda: ADDRESSES[0]
    netutils.get_my_ipv6 = lambda: ADDRESSES[1]


def follows_virtual_environment(group: str, dest: str) -> bool:
    """Whether the default is another one where a virtual environment is active.

    os_brick's capabilities from victoria to 2025.1 are the one such default; its value cannot show
    the fact, but its module reads the variable.
    """
    if (group, dest) != ("privsep_osbrick", "capabilities"):
        return False
    module = importlib.import_module("os_brick.privileged")
    return VIRTUAL in inspect.getsource(module)


def dependence(value: Any) -> str | None:
    """What on the machine this default depends on, in the words of the schema; None if nothing."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(dependence, value)), None)
    if isinstance(value, str):
        return _text_dependence(value)
    return "cpu count" if value == PROCESSORS else None


def _text_dependence(value: str) -> str | None:
    tokens = {
        "host name": (HOST,),
        "address": ADDRESSES,
        "program": (PROGRAM,),
        "temporary folder": (TEMPORARY,),
        "install path": (sys.prefix, sys.base_prefix),
    }
    return next((kind for kind, texts in tokens.items() if any(t in value for t in texts)), None)
