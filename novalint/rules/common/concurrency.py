"""Whether nova-compute runs its tasks on native threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novalint.config.model import Config


def threading(config: Config) -> bool:
    """Tell whether the files make nova-compute use native threads: from 34 on, unless refused.

    The environment variable OS_NOVA_DISABLE_EVENTLET_PATCHING stands over the files, and alone
    decides before 34 (nova/monkey_patch.py and nova/cmd/compute.py of 33.0.2 and 34.0.0).
    """
    backend = config.value("DEFAULT", "concurrency_backend")
    return config.release.major >= 34 and backend in ("auto", "threading")
