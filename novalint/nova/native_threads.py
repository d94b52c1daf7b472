"""Which services run native threads instead of eventlet's."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

BACKEND = "concurrency_backend"

WITH_CELLS = ("api", "metadata", "scheduler", "conductor")
"""The roles that work with the databases of several cells."""

IN_WSGI_SERVER = ("api", "metadata")
"""Those of them that a WSGI server runs."""

DEFAULT_SINCE = {"api": 33, "metadata": 33, "scheduler": 33, "conductor": 34, "compute": 34}
"""The major version since which native threads are the default of a role (nova/cmd and nova/wsgi of
33.0.2 and 34.0.0).
"""


def threading_roles(config: Config, deployment: Deployment) -> tuple[str, ...]:
    """Return those roles of the node with databases that run native threads, as far as files tell.

    Where no role is told, any may be meant. The API and the metadata service run in a WSGI server
    by then, which hands Nova no `--config-file`: what a file says about the backend comes too late
    for them (nova/monkey_patch.py, `_get_concurrency_from_config`). The environment variable
    OS_NOVA_DISABLE_EVENTLET_PATCHING stands over all this and is not seen.
    """
    major = config.release.major
    played = [role for role in WITH_CELLS if deployment.plays(role) is not False]
    heedless = [role for role in played if role in IN_WSGI_SERVER]
    sure = tuple(role for role in heedless if _runs_threads(role, None, major))
    if sure and is_left_open(config, "DEFAULT", BACKEND):
        return sure
    chosen = config.value("DEFAULT", BACKEND) if len(heedless) < len(played) else None
    return tuple(role for role in played if _runs_threads(role, chosen, major))


def any_by_default(deployment: Deployment, major: int) -> bool:
    """Return whether some service of the node runs native threads unless it is told not to."""
    return any(
        since <= major and deployment.plays(role) is not False
        for role, since in DEFAULT_SINCE.items()
    )


def _runs_threads(role: str, chosen: object, major: int) -> bool:
    by_default = DEFAULT_SINCE[role] <= major
    if role in IN_WSGI_SERVER or chosen not in ("eventlet", "threading"):
        return by_default
    return chosen == "threading"


def compute_threading(config: Config) -> bool:
    """Return whether the files make nova-compute use native threads: from 34 on, unless refused.

    The environment variable OS_NOVA_DISABLE_EVENTLET_PATCHING stands over the files, and alone
    decides before 34 (nova/monkey_patch.py and nova/cmd/compute.py of 33.0.2 and 34.0.0).
    """
    if config.release.major < DEFAULT_SINCE["compute"]:
        return False
    return config.value("DEFAULT", BACKEND) in ("auto", "threading")
