"""What releases change that no line of a nova.conf says: programs that go, other threads."""

from __future__ import annotations

from novalint.nova.native_threads import DEFAULT_SINCE
from novalint.records import NamedTuple


class ProgramChange(NamedTuple):
    """What is different since a major version of Nova, for nodes of some roles and programs.

    `goes` says that the programs are gone, else they run on native threads from then on;
    `deprecated` is the major version since which Nova says that they will go.
    """

    major: int
    roles: tuple[str, ...]
    programs: tuple[str, ...]
    message: str
    goes: bool = False
    deprecated: int | None = None


_APIS = ("api", "metadata")
_CONTROLLER = (*_APIS, "conductor", "scheduler")
_THREADS = "on native threads by default, not on green ones"
KEEP_GREEN = (
    "the environment variable `OS_NOVA_DISABLE_EVENTLET_PATCHING` set to `false` keeps eventlet"
)
KEEP_GREEN_BY_OPTION = (
    f"{KEEP_GREEN}, as does `concurrency_backend` set to `eventlet` where the service is started"
    " with `--config-file`"
)
GREEN_BY_OPTION = (
    "`concurrency_backend` is `eventlet`, which keeps it only where the service is started with"
    f" `--config-file`; elsewhere {KEEP_GREEN}"
)
"""What to do to stay on green threads: in a WSGI server, or before 34; elsewhere since then; and
where the option asks for it already, which a default file is not asked for
(nova/monkey_patch.py, `_get_concurrency_from_config`, 34.0.0).
"""

PROGRAM_CHANGES = (
    ProgramChange(
        16,
        _CONTROLLER,
        ("nova-cert",),
        "`nova-cert` is removed; stop it, as only the EC2 API needed it",
        goes=True,
        deprecated=15,
    ),
    ProgramChange(
        20,
        _CONTROLLER,
        ("nova-cells",),
        "`nova-cells` is removed with cells v1; first map cells with `nova-manage cell_v2`",
        goes=True,
        deprecated=16,
    ),
    ProgramChange(
        20,
        _CONTROLLER,
        ("nova-consoleauth",),
        "`nova-consoleauth` is removed, as the database of each cell authorizes consoles; stop "
        "it and run a console proxy in each cell, with the `[database]` of that cell",
        goes=True,
        deprecated=18,
    ),
    ProgramChange(
        20,
        _CONTROLLER,
        ("nova-placement-api",),
        "`nova-placement-api` is removed; before the upgrade, set up placement as a service of its "
        "own and move its data there",
        goes=True,
        deprecated=19,
    ),
    ProgramChange(
        21,
        (*_CONTROLLER, "compute"),
        ("nova-network", "nova-dhcpbridge"),
        "`nova-network` is removed; move to Neutron first",
        goes=True,
        deprecated=15,
    ),
    ProgramChange(
        21,
        (*_CONTROLLER, "compute"),
        ("nova-console", "nova-xvpvncproxy"),
        "`nova-console` and `nova-xvpvncproxy` are removed; stop them, as only XenAPI needed them",
        goes=True,
        deprecated=19,
    ),
    ProgramChange(
        32,
        _APIS,
        ("nova-api", "nova-api-metadata", "nova-api-os-compute"),
        "`nova-api`, `nova-api-metadata` and `nova-api-os-compute` are removed; let a WSGI server "
        "load `nova.wsgi.osapi_compute` and `nova.wsgi.metadata`, which 2024.2 brought",
        goes=True,
    ),
    ProgramChange(
        33,
        _APIS,
        ("nova-api-wsgi", "nova-metadata-wsgi"),
        "`nova-api-wsgi` and `nova-metadata-wsgi` are removed; let a WSGI server load "
        "`nova.wsgi.osapi_compute` and `nova.wsgi.metadata`, which 2024.2 brought",
        goes=True,
    ),
    ProgramChange(
        DEFAULT_SINCE["scheduler"],
        ("scheduler",),
        ("nova-scheduler",),
        f"`nova-scheduler` runs {_THREADS}",
    ),
    ProgramChange(
        DEFAULT_SINCE["api"], _APIS, ("nova-api", "nova-api-metadata"), f"the APIs run {_THREADS}"
    ),
    ProgramChange(
        DEFAULT_SINCE["compute"], ("compute",), ("nova-compute",), f"`nova-compute` runs {_THREADS}"
    ),
    ProgramChange(
        DEFAULT_SINCE["conductor"],
        ("conductor",),
        ("nova-conductor",),
        f"`nova-conductor` runs {_THREADS}",
    ),
)
"""Read in the entry points `console_scripts` and `wsgi_scripts` of every release from 15.1.5 to
34.0.0; on what a program runs, in nova/monkey_patch.py, nova/cmd/*.py, nova/wsgi/*.py and
nova/api/openstack/__init__.py of 32.2.1, 33.0.2 and 34.0.0; on what is deprecated, in what
nova/cmd/*.py of 15.1.5 to 19.3.2 log at start. Placement is a project of its own from stein on.
"""
