"""Where the keys of encrypted volumes and disks come from."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import knows, severity_of_absence
from novalint.rules.common.places import finding, spelt
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment

CLASS = "ConfKeyManager"
VAULT = 17
"""The first major version whose castellan speaks to vault, and reads old volumes (queens)."""


@rule(
    "fixed-key-manager",
    theme="security",
    severity=Severity.WARNING,
    options=("key_manager.backend", "key_manager.api_class", "key_manager.fixed_key"),
    roles=("api", "compute"),
)
def fixed_key_manager(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A single key in this file opens every encrypted volume and disk of the cloud.

    ## What it checks

    `[key_manager] backend` (up to pike `api_class`) set to Nova's ConfKeyManager. It is an error if
    `fixed_key` is not set, as nothing that needs a key works then; not so where a single file does
    not set it and does not look like a whole configuration, as another file may. In ocata, where
    the class is the default, also `fixed_key` without `api_class`.

    ## Why it matters

    The class is there for tests. It gives the same key to all, and that key is on each compute host
    in clear text: anyone who reads one nova.conf can read all encrypted volumes. It cannot keep a
    secret for a guest's TPM. Nova says so itself in the log.

    `fixed_key` together with another backend is not reported: from queens on castellan uses it to
    read volumes from that time, until they are moved over.

    ## Example

        [key_manager]
        backend = nova.keymgr.conf_key_mgr.ConfKeyManager
        fixed_key = (64 hexadecimal digits)

    ## Fix safety

    There is no fix: run barbican, or vault from queens on, name it in `backend`, and move the keys.
    Keep `fixed_key` until no volume needs it.

    ## Sources

    Nova 34.0.0: nova/keymgr/conf_key_mgr.py (`ConfKeyManager.__init__`, `store`);
    castellan/key_manager/migration.py and vault_key_manager.py, which those of 15.1.5 and 16.1.8
    lack; the same in 17.0.13 and 25.3.0; 15.1.5:
    nova/keymgr/__init__.py, where the class is the default of `api_class`.
    """
    option = "backend" if config.schema.option("key_manager", "backend") else "api_class"
    manager, key = config.setting("key_manager", option), config.setting("key_manager", "fixed_key")
    if not str(manager.value).endswith(CLASS):
        return
    if manager.is_default:
        if key.value:
            yield _by_default(config, option)
        return
    missing = _is_empty(key) and knows(config, (key.group, key.name))
    what = "and has no key without `fixed_key`" if missing else "with one key for everything"
    yield finding(
        config,
        "key_manager",
        option,
        f"`[key_manager] {spelt(manager)}` {CLASS} is for tests, {what}; use"
        f" {'barbican or vault' if config.release.major >= VAULT else 'barbican'}",
        override=Severity.ERROR if missing else None,
    )


def _is_empty(key: Setting) -> bool:
    """Return whether there is certainly no key: one that a tool has yet to fill in is a key."""
    return key.fault is None and key.unknown is None and not key.value


def _by_default(config: Config, option: str) -> Finding:
    """Say that the class is in use without being named; another file may name another one."""
    return finding(
        config,
        "key_manager",
        "fixed_key",
        f"`[key_manager] fixed_key` is the one key for everything, since `{option}` is {CLASS} by"
        f" default, which is for tests; set `{option}` to barbican's class",
        override=severity_of_absence(config),
    )
