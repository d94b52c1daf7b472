"""How long other tools take for the same files, where they are installed.

oslo-config-validator judges nova.conf with the options that the real Nova package declares: the
variable NOVALINT_REFERENCE names the folder of an environment that has both. crudini sets options
of any INI file; it is taken from beside this Python or from the PATH.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from processes import NOVALINT, Command, Run, in_turns

ROUNDS = 3
NAMESPACES = (
    "nova.conf keystonemiddleware.auth_token oslo.cache oslo.concurrency oslo.db oslo.log "
    "oslo.messaging oslo.middleware oslo.policy oslo.privsep oslo.reports oslo.service.service "
    "oslo.versionedobjects"
)
"""Whose options a nova.conf may hold, as etc/nova/nova-config-generator.conf of Nova 34 lists."""

FILES = {"check, 40 lines": "small.conf", "check, 6,000 lines": "sample.conf"}

Pair = tuple[str, list[Run], list[Run]]
"""What was done, novalint's runs, the other tool's runs in the same turns."""


def pairs(status: Callable[[str], int]) -> list[Pair]:
    """Measure what can be; `status` gives the one that `novalint check` ends with for a file."""
    return [*_validator(status), *_crudini()]


def _validator(status: Callable[[str], int]) -> list[Pair]:
    folder = os.environ.get("NOVALINT_REFERENCE")
    tool = str(Path(folder, "bin", "oslo-config-validator")) if folder else None
    if tool is None or not os.access(tool, os.X_OK):
        return []
    named = [word for one in NAMESPACES.split() for word in ("--namespace", one)]
    found = []
    for name, file in FILES.items():
        ours = Command((*NOVALINT, "check", file), status(file))
        other = (tool, "--input-file", file, *named)
        runs = in_turns({"ours": ours, "other": Command(other, _status(other))}, ROUNDS)
        found.append((f"{name} / oslo-config-validator", runs["ours"], runs["other"]))
    return found


def _status(words: tuple[str, ...]) -> int:
    """Give the status that a tool ends with; it knows fewer groups and calls some an error."""
    null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=null)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _crudini() -> list[Pair]:
    beside = str(Path(sys.executable).with_name("crudini"))
    tool = beside if os.access(beside, os.X_OK) else shutil.which("crudini")
    if tool is None:
        return []
    sample = Path("sample.conf").read_bytes()

    def fresh() -> None:
        Path("set.conf").write_bytes(sample)

    ours = (*NOVALINT, "set", "set.conf", "DEFAULT.my_ip=192.0.2.31")
    other = (tool, "--set", "set.conf", "DEFAULT", "my_ip", "192.0.2.31")
    commands = {"ours": Command(ours, before=fresh), "other": Command(other, before=fresh)}
    runs = in_turns(commands, ROUNDS * 3)
    return [("set, 6,000 lines / crudini", runs["ours"], runs["other"])]
