"""The log-in of `admin_user` and its like in `[keystone_authtoken]`, as that of `auth_type`.

The reference is keystonemiddleware/auth_token/_auth.py (`AuthTokenPlugin`) of 4.14.0 and of the
last release that has it: the user is one of version 2.0 of Keystone's API, so of the default
domain, and `identity_uri`, or what `auth_host` and its like make of one, has no version.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from novalint.config.unknown import Reason
from novalint.text.writing import set_option
from novalint.upgrading.broker import is_plain_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from novalint.config.layers import Place
    from novalint.config.model import Config
    from novalint.schema.options import Name, Schema
    from novalint.text.edits import Patch

GROUP = "keystone_authtoken"
RENAMED = {
    "admin_user": "username",
    "admin_password": "password",
    "admin_tenant_name": "project_name",
    "identity_uri": "auth_url",
}
"""What the log-in's options are called with `auth_type = password`; their values stay."""
ADDRESS = ("auth_host", "auth_port", "auth_protocol", "auth_admin_prefix")
NEEDED = ("admin_user", "admin_password")
_DOMAINS = {
    "user_domain_id": ("user_domain_id", "user_domain_name"),
    "project_domain_id": ("project_domain_id", "project_domain_name"),
}
_OTHERS = ("auth_type", "auth_section", "admin_token")
_ALL = (*RENAMED, *RENAMED.values(), *ADDRESS, *_OTHERS, *chain(*_DOMAINS.values()))
DOMAIN = "default"
"""The id of the domain that holds all users of version 2.0 (keystone, `default_domain_id`)."""


class LoginFromOptions(NamedTuple):
    """The log-in that options without a successor hold, as the target reads it.

    `moves` are the options that others take the place of, `replaced` those that `auth_url` says
    together, `added` the lines to write besides, and `place` a line of the file that takes them.
    """

    moves: Mapping[Name, Name]
    replaced: tuple[Name, ...]
    added: Mapping[str, str]
    place: Place


def login(config: Config, target: Schema) -> LoginFromOptions | None:
    """Return the log-in where the target lacks its options; None where it cannot be composed.

    It cannot without a user or a password, with `auth_type` or another option that the new log-in
    needs, or with an address of which a part is not known here; nor in a branch of a template,
    where other lines may belong to it.
    """
    written_names = {name for name in (*RENAMED, *ADDRESS) if _is_given(config, name)}
    if config.arms or any(_is_branched(config, name) for name in _ALL):
        return None
    if not written_names.issuperset(NEEDED) or not _goes(config, target):
        return None
    others = (*_OTHERS, *RENAMED.values())
    address = "" if "identity_uri" in written_names else _address(config)
    if any(_is_set(config, name) for name in others) or not (
        address or "identity_uri" in written_names
    ):
        return None
    added = {"auth_type": "password", **({"auth_url": address} if address else {})}
    if "admin_tenant_name" not in written_names:
        added["project_name"] = str(config.value(GROUP, "admin_tenant_name"))
    for name, names in _DOMAINS.items():
        if not any(_is_set(config, other) for other in names):
            added[name] = DOMAIN
    moves = {(GROUP, old): (GROUP, new) for old, new in RENAMED.items() if old in written_names}
    replaced = tuple((GROUP, name) for name in ADDRESS if address and name in written_names)
    return LoginFromOptions(moves, replaced, added, config.setting(GROUP, NEEDED[0]).places[-1])


def login_line(composed: LoginFromOptions, name: str, after: Config) -> Patch:
    """Return the patch that writes one added line into files under their new names."""
    document = after.by_path[composed.place.document.path]
    return set_option(document, GROUP, name, composed.added[name])


def _is_given(config: Config, name: str) -> bool:
    """Whether a file sets an option to anything: an empty text was none to the old log-in."""
    return _is_set(config, name) and bool(config.setting(GROUP, name).partial)


def _is_set(config: Config, name: str) -> bool:
    known = config.schema.option(GROUP, name)
    return known is not None and bool(config.setting(GROUP, name).places)


def _is_branched(config: Config, name: str) -> bool:
    """Whether a template, or what it includes, decides whether an option is set."""
    known = config.schema.option(GROUP, name)
    unknown = config.setting(GROUP, name).unknown if known else None
    return unknown is not None and unknown.reason is Reason.BRANCH


def _goes(config: Config, target: Schema) -> bool:
    """Whether the start release has the log-in, and the target only the one that replaces it."""
    has = all(target.option(GROUP, name) for name in ("auth_type", *RENAMED.values()))
    goes = any(target.option(GROUP, name) is None for name in NEEDED)
    return has and goes and config.schema.option(GROUP, NEEDED[0]) is not None


def _address(config: Config) -> str:
    """Return the URL that its parts make; empty where one of them is not known, or no host is."""
    settings = [config.setting(GROUP, name) for name in ADDRESS]
    if any(setting.fault or setting.unknown for setting in settings):
        return ""
    host, port, protocol, prefix = (str(setting.value or "") for setting in settings)
    if not is_plain_host(host.strip("[]"), ":"):
        return ""
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    path = prefix.strip("/")
    return f"{protocol}://{host}:{port}" + (f"/{path}" if path else "")
