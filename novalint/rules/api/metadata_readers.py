"""Which nodes answer metadata requests, and so read the options about them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

APIS = "enabled_apis"

READS_APIS = f"DEFAULT.{APIS}"
"""What else decides whether a node with nova-api serves metadata."""


def serves_metadata(config: Config, deployment: Deployment) -> bool | None:
    """Return whether a node answers metadata requests; None where its role is not told, or what
    nova-api serves is left open and not guarded.

    Up to 2025.1 nova-api may do so, as `enabled_apis` says (nova/cmd/api.py of 15.1.5 to 31.3.1);
    from 2025.2 on, and wherever a web server runs it, only the metadata service does.
    """
    if deployment.plays("metadata") is not False:
        return deployment.plays("metadata")
    if not deployment.plays("api") or deployment.wsgi:
        return False
    started = config.value("DEFAULT", APIS)
    if started is None and is_left_open(config, "DEFAULT", APIS):
        return None
    return isinstance(started, list) and "metadata" in started
