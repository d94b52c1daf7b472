"""What no file says: facts about the cloud that a nova.conf belongs to. None is: not told."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache

from novalint.annotations import TYPE_CHECKING, Any
from novalint.arguments import checked
from novalint.errors import DeploymentError, ReleaseError
from novalint.records import dataclass, field, names_of
from novalint.roles import role_of, way_out
from novalint.tables import fault, read_table, shown_path, unknown
from novalint.wording import shown

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@dataclass(frozen=True, kw_only=True, repr=False)
class Deployment:
    """Facts about a cloud; schemas/deployment.json describes each with its unit and bounds.

    Times are in seconds, sizes in gigabytes. A profile presets some facts; a fact that is told
    itself stands over its preset. `own` names the facts that were told themselves. To change a
    fact, merge another deployment. Raises DeploymentError for a fact that does not exist or a
    value that it cannot have.
    """

    profile: str | None = None
    role: str | Sequence[str] | None = None
    release: str | None = None
    compute_hosts: int | None = None
    instances_per_host: int | None = None
    peak_concurrent_builds: int | None = None
    tenants: int | None = None
    network_backend: str | None = None
    rabbit_nodes: int | None = None
    rabbit_version: str | None = None
    controllers: int | None = None
    cells: int | None = None
    db_max_connections: int | None = None
    db_wait_timeout: int | None = None
    proxy_idle_timeout: int | None = None
    images_backend: str | None = None
    disk_kind: str | None = None
    image_size_gb: float | None = None
    wsgi: bool | None = None
    host_ram_gb: float | None = None
    cpu_threads: int | None = None
    qemu_version: str | None = None
    shared_storage: bool | None = None
    numa_guests: bool | None = None
    pci_guests: bool | None = None
    telemetry: bool | None = None
    own: frozenset[str] = field(default=frozenset(), init=False)

    if not TYPE_CHECKING:  # type checkers see the constructor that the fields above make

        def __init__(self, /, **facts: object) -> None:
            """Take facts by name; an unknown one is told apart instead of being a TypeError."""
            _fill(self, {name: value for name, value in facts.items() if value is not None})

    @classmethod
    @checked
    def of(cls, facts: Mapping[str, object]) -> Deployment:
        """Take facts as a file holds them; raises DeploymentError."""
        deployment = cls.__new__(cls)
        _fill(deployment, facts)
        return deployment

    @classmethod
    @checked
    def read(cls, path: str | os.PathLike[str]) -> Deployment:
        """Read a file: TOML where its name ends in .toml, otherwise JSON.

        Raises FileError where it cannot be read, DeploymentError that names it otherwise.
        """
        form = "TOML" if os.fspath(path).lower().endswith(".toml") else "JSON"
        is_named = os.fspath(path).lower().endswith(f".{form.lower()}")
        hint = "" if is_named else "; TOML is read from a file whose name ends in .toml"
        table = read_table(path, form, DeploymentError, hint)
        try:
            return cls.of(table)
        except DeploymentError as error:
            raise DeploymentError(f"{shown_path(path)}: {error}") from None

    @classmethod
    @checked
    def from_texts(cls, texts: Mapping[str, str]) -> Deployment:
        """Take facts as a command line has them: `300`, `true`, `compute,api`."""
        return cls.of({name: _from_text(name, text.strip()) for name, text in texts.items()})

    @property
    def roles(self) -> frozenset[str]:
        """Every role that is told; empty where none is."""
        if self.role is None:
            return frozenset()
        return frozenset([self.role] if isinstance(self.role, str) else self.role)

    def plays(self, role: str) -> bool | None:
        """Return whether the node has a role; None where no role is told."""
        if self.role is None:
            return None
        return bool({role, "all"} & self.roles) if self.roles else None

    def knows(self, name: str) -> bool:
        """Return whether a fact is known, by a profile too; raises DeploymentError for no fact."""
        _check_name(name)
        return getattr(self, name) is not None

    def merged(self, other: Deployment) -> Deployment:
        """Return the facts of both; those of the other stand over these.

        The other's profile replaces this one's with all its presets; a fact that either was
        told itself stands over the presets.
        """
        return Deployment.of(_own(self) | _own(other)) if other.own else self

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in _own(self).items())
        return f"Deployment({facts})"


def program(role: str) -> str:
    """Return the program of a role, such as nova-compute; nova-api-metadata for `metadata`."""
    return "nova-api-metadata" if role == "metadata" else f"nova-{role}"


@cache
def fact_names() -> tuple[str, ...]:
    """Return the names of all facts."""
    return names_of(Deployment)


def _own(deployment: Deployment) -> dict[str, object]:
    return {name: getattr(deployment, name) for name in fact_names() if name in deployment.own}


def _fill(deployment: Deployment, facts: Mapping[str, object]) -> None:
    own = _checked(facts) if facts else {}
    merged = _schema()["x-profiles"][own["profile"]] | own if "profile" in own else own
    for name in fact_names():
        object.__setattr__(deployment, name, merged.get(name))
    object.__setattr__(deployment, "own", frozenset(own))


def _checked(facts: Mapping[str, object]) -> dict[str, Any]:
    """Return the facts with the types that the attributes have."""
    for name in facts:
        _check_name(name)
    plain: dict[str, Any] = {
        name: list(v) if isinstance(v, tuple) else v for name, v in facts.items()
    }
    if "role" in plain:
        told = plain["role"]
        plain["role"] = [*map(_role, told)] if isinstance(told, list) else _role(told)
    wrong = None if _plainly_fit(plain) else fault("deployment.json", plain)
    if wrong:
        raise DeploymentError(wrong.message)
    if "release" in plain:
        _check_release(plain["release"])
    frozen = {name: _frozen(name, value) for name, value in plain.items()}
    return {name: value for name, value in frozen.items() if value != ()}


def _plainly_fit(facts: Mapping[str, Any]) -> bool:
    """Return whether all facts are right beyond doubt, so that jsonschema need not be loaded."""
    from novalint.schema.plain import plainly_fits

    schema = _schema()
    properties = {**schema["properties"], "role": schema["$defs"]["role"]}
    return all(
        plainly_fits(properties[name], item)
        for name, value in facts.items()
        for item in (value if name == "role" and isinstance(value, list) else [value])
    )


def _check_name(name: str) -> None:
    if name not in fact_names():
        raise DeploymentError(unknown("fact", name, fact_names()))


def _frozen(name: str, value: Any) -> Any:
    if _kind(name) == "integer":
        return int(value)  # for JSON Schema, 300.0 is an integer too
    return tuple(value) if isinstance(value, list) else value


def _check_release(name: str) -> None:
    from novalint.schema.releases import find_release

    try:
        find_release(name)
    except ReleaseError as error:
        raise DeploymentError(str(error)) from None


@cache
def _schema() -> Any:
    from novalint.schema.store import read_json

    return read_json("deployment.json")


def _kind(name: str) -> object:
    return _schema()["properties"].get(name, {}).get("type")


def _from_text(name: str, text: str) -> object:
    """Convert a text by the fact's type; one that does not fit stays, to be named as it is."""
    kind = _kind(name)
    try:
        if kind == "integer" or (kind == "number" and text.lstrip("+-").isdecimal()):
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    if kind == "boolean":
        return text.lower() in YES if text.lower() in YES + NO else text
    if name == "role":
        return _roles(text)
    if isinstance(kind, list) and "," in text:
        return [part.strip() for part in text.split(",")]
    return text


def _roles(text: str) -> str | list[str]:
    roles = [part.strip() for part in text.split(",")]
    return roles if len(roles) > 1 else roles[0]


def _role(name: object) -> object:
    """Return the role of a service by whatever name; what is no text as it is.

    Raises DeploymentError for a name that is like one, or that stands for several services.
    """
    if not isinstance(name, str):
        return name
    known = _schema()["$defs"]["role"]["enum"]
    role = role_of(name, known)
    if role not in known and (way := way_out(name, known)):
        raise DeploymentError(f"`role` cannot be {shown(name)}; {way}")
    return role
