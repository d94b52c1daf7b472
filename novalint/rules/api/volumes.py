"""Where Nova is sent for Cinder's API, and to which version of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.unknown import EXPRESSION, placeholder
from novalint.findings import Fix, Safety, Severity
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule
from novalint.text.edits import Edit, Patch

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding

CATALOG = "catalog_info"
TEMPLATE = "endpoint_template"
READ = (f"cinder.{CATALOG}", f"cinder.{TEMPLATE}")

_BESIDE_PATH = re.compile(r"^[^/]*//[^/?#]*|[?#].*", re.DOTALL)
"""What of a URL cinderclient does not look at."""
_VERSION = re.compile(r"/v([123])(?=[/?#]|$)")
_BARE = re.compile(r"%[^(]")
_KEPT = re.compile(r"[$%]\([a-z_]+\)s")
_WRONG_ID = re.compile(r"(?:\$\$?|%%)\((?:project|tenant)_id\)s|%\(tenant(?:_id)?\)s")

_ONLY_V3 = 17
"""The major version since which Nova refuses version 2 too; before, it refused 1 alone."""

_LAST_V1, _LAST_V2 = 19, 23
"""The last major versions whose cinderclient looks for version 1, and for version 2."""

_NAMES = (
    "auth_token domain is_admin is_admin_project project_domain project_id project_name quota_class"
    " read_deleted read_only remote_address request_id resource_uuid roles service_catalog"
    " show_deleted timestamp user user_domain user_id user_identity user_name"
)
"""What a request has by name (`to_dict` of nova/context.py and of oslo.context, all releases)."""

_NAMES_UP_TO = {"instance_lock_checked": 17, "tenant": 24}
"""What a request has besides, up to a major version."""

_NAMES_SINCE = {"global_request_id": 16, "project": 17, "system_scope": 18}
"""What a request has besides, from a major version on."""


@rule(
    "cinder-endpoint-not-v3",
    theme="api",
    severity=Severity.ERROR,
    options=READ,
)
def cinder_endpoint_not_v3(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The Cinder endpoint is for an API version that Nova does not support.

    ## What it checks

    `[cinder] catalog_info` with the service type `volumev2`, or an `endpoint_template` with `/v1`
    or `/v2` in its path, or without a version there. Of several versions in the path the lowest one
    counts that the release's cinderclient knows. In ocata and pike version 2 is right. The service
    type `volume` is a warning: catalogs had version 1 under it. From rocky on it also means
    `block-storage`, under which a catalog may have version 3; where one has volumev3 alone, there
    is no finding. Where there is a template the catalog is not asked.

    ## Why it matters

    Nova looks for the version in the URL and gives up on anything but 3: attaching, detaching and
    booting from volumes fail (UnsupportedCinderAPIVersion, UnsupportedVersion). Cinder itself
    dropped version 2 in xena.

    ## Example

        [cinder]
        catalog_info = volumev2:cinderv2:internalURL

    ## Fix safety

    Unsafe: `volumev2:...` becomes `volumev3:` with the same interface and no service name, which
    need not be `cinderv3`; up to rocky with that name, as these releases require one (change it
    where the catalog has another). `/v2` in the template becomes `/v3`, unless the path has several
    versions. There is no fix where a tool has yet to write the interface.

    ## Sources

    Nova 34.0.0, 17.0.13 and 15.1.5: nova/volume/cinder.py (`cinderclient`); python-cinderclient:
    cinderclient/client.py (`get_volume_api_from_url`),
    which takes 1 to 3 up to stein, 2 and 3 up to wallaby and 3 alone since xena; the pattern of
    `catalog_info`: nova/conf/cinder.py of 18.3.0 and 19.3.2; keystoneauth of rocky to 2026.2:
    keystoneauth1/access/service_catalog.py (`is_match`).
    """
    refused = "12" if config.release.major >= _ONLY_V3 else "1"
    behind = _behind_expression(config)
    template = behind if _VERSION.search(behind) else _template(config)
    if template:
        yield from _by_template(config, template, refused)
        return
    kind, _, rest = _catalog(config).partition(":")
    version = {"volume": "1", "volumev2": "2"}.get(kind, "3")
    if version in refused and not config.setting("cinder", CATALOG).is_default:
        name = "" if config.release.major >= 19 else "cinderv3"
        fix = set_fix(config, "cinder", CATALOG, f"volumev3:{name}:{rest.rpartition(':')[2]}")
        fixes = () if placeholder(rest) else (fix,)
        where = " if the catalog has that type" if version == "1" else ""
        yield finding(
            config,
            "cinder",
            CATALOG,
            f"`[cinder] {CATALOG}` has the service type {kind}, which is version {version} of"
            f" Cinder's API{where}, and Nova refuses it; use volumev3",
            *fixes,
            override=Severity.WARNING if version == "1" else None,
        )


def _template(config: Config) -> str:
    """Return the template, empty where there is none; UnknownValue where its path is not known."""
    template = config.known_url("cinder", TEMPLATE) or ""
    path = _BESIDE_PATH.sub("", template)
    known = placeholder(path) is None and "}" not in path  # of the host it does not matter
    return template if known else config.text("cinder", TEMPLATE) or ""


def _catalog(config: Config) -> str:
    """Return what to look for in the catalog; UnknownValue where the service type is not known."""
    written = config.setting("cinder", CATALOG).partial
    known = isinstance(written, str) and placeholder(written.partition(":")[0]) is None
    return str(written) if known else config.text("cinder", CATALOG) or ""


def _by_template(config: Config, template: str, refused: str) -> Iterator[Finding]:
    versions = sorted(set(_VERSION.findall(_BESIDE_PATH.sub("", template))))
    taken = [version for version in versions if version in _known(config.release.major)]
    if taken and taken[0] not in refused:
        return
    fact = f"points to version {versions[0]}" if versions else "names no version"
    several = len(versions) > 1
    if several and taken:
        fact = f"has {' and '.join(f'/v{version}' for version in versions)} in its path, which"
        fact += f" cinderclient treats as version {taken[0]}"
    fix = _rewritten(config.setting("cinder", TEMPLATE), _VERSION, "/v3")
    yield finding(
        config,
        "cinder",
        TEMPLATE,
        f"`[cinder] {TEMPLATE}` {fact} of Cinder's API, so every request about volumes fails; use"
        f" /v3{' alone' if several else ''} in its path",
        *(() if several else fix),
    )


def _known(major: int) -> str:
    """Return the versions that the cinderclient of a release looks for in a URL."""
    return "123" if major <= _LAST_V1 else "23" if major <= _LAST_V2 else "3"


def _rewritten(setting: Setting, pattern: re.Pattern[str], new: str) -> tuple[Fix, ...]:
    """Offer to write what matches in the assignment that counts otherwise."""
    document, assignment = setting.places[-1]
    matches = pattern.finditer(document.text, *assignment.raw)
    edits = [Edit(match.start(), match.end(), new) for match in matches]
    if not edits:
        return ()
    return (Fix(f"Write {new}", Patch.of(document.source, edits), Safety.UNSAFE),)


@rule(
    "cinder-endpoint-template-unusable",
    theme="api",
    severity=Severity.ERROR,
    options=(f"cinder.{TEMPLATE}",),
)
def cinder_endpoint_template_unusable(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The Cinder endpoint template has a placeholder that Nova cannot fill in.

    ## What it checks

    `[cinder] endpoint_template` for `%(name)s` with a name that no request has, such as
    `tenant_id`, for a `%` that begins none such, for `%s`, and for `$(name)s`.

    ## Why it matters

    Nova fills the template in with what the request holds, such as `project_id`. A name that is not
    there, or a sign `%` alone, ends every request about volumes in a KeyError or ValueError; `%s`
    puts all that the request holds into the URL, its token too, and `$(project_id)s`, which
    Keystone's catalog takes, is sent to Cinder as it stands. Old catalogs have `tenant_id` in their
    URLs; the template never took that name.

    ## Example

        [cinder]
        endpoint_template = https://cinder.example.org:8776/v3/%(tenant_id)s

    ## Fix safety

    Unsafe: `%(tenant_id)s` becomes `%(project_id)s`, which is the same ID; `%(tenant)s`,
    `$(project_id)s` and `$(tenant_id)s` too.

    ## Sources

    Nova 34.0.0 and 15.1.5: nova/volume/cinder.py (`endpoint_template % context.to_dict()`),
    nova/context.py (`to_dict`); oslo.context of ocata to 2026.2: oslo_context/context.py.
    """
    template = _behind_expression(config) or _template(config)
    if placeholder(template):
        template = _BESIDE_PATH.sub("", template)
    names = dict.fromkeys(_names(config.release.major), "")
    fault = _template_fault(template, names)
    if not fault:
        return
    yield finding(
        config,
        "cinder",
        TEMPLATE,
        f"`[cinder] {TEMPLATE}` {fault}, so every request about volumes fails; use %(project_id)s",
        *_rewritten(config.setting("cinder", TEMPLATE), _WRONG_ID, "%(project_id)s"),
    )


def _behind_expression(config: Config) -> str:
    """Return what follows an expression that stands for the scheme and the host; empty for none."""
    written = config.setting("cinder", TEMPLATE).partial
    begin = EXPRESSION.match(written) if isinstance(written, str) else None
    rest = str(written)[begin.end() :] if begin else ""
    return rest if rest[:1] == "/" and not placeholder(rest) else ""


def _template_fault(template: str, names: dict[str, str]) -> str:
    """Return why a template cannot be filled in with what has these names; empty where it can."""
    try:
        url = template % names
    except KeyError as missing:
        return f"uses {missing.args[0]}, which no request has"
    except (ValueError, TypeError):
        return "has a `%` that Nova cannot fill in"
    if _BARE.search(template.replace("%%", "")):
        return "has a `%` without a name, which is replaced by the whole request"
    kept = _KEPT.search(url)
    return f"has {kept.group()}, which Nova does not fill in" if kept else ""


def _names(major: int) -> set[str]:
    """Return what a request has by name in a release."""
    early = {name for name, last in _NAMES_UP_TO.items() if major <= last}
    late = {name for name, first in _NAMES_SINCE.items() if major >= first}
    return {*_NAMES.split(), *early, *late}
