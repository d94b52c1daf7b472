"""What a path in a tool's repository says: which service a file is for, and its layer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from novalint.hosts.signs import has_globals, whole

_GROUPS = {
    "nova_compute": "compute",
    "compute_hosts": "compute",
    "nova_compute_hosts": "compute",
    "compute": "compute",
    "nova_api_os_compute": "api",
    "nova_api_metadata": "metadata",
    "nova_conductor": "conductor",
    "nova_scheduler": "scheduler",
}
"""Groups of hosts that run one of nova's services only, in OpenStack-Ansible and kolla-ansible."""
CELL = {
    "nova-compute": "compute",
    "nova-compute-ironic": "compute",
    "nova-conductor": "conductor",
    "nova-novncproxy": "novncproxy",
    "nova-serialproxy": "serialproxy",
    "nova-spicehtml5proxy": "spicehtml5proxy",
}
"""The services of kolla-ansible's role nova-cell: an override may be for one on one host."""
CONTROL = {
    "nova-api": "api",
    "nova-metadata": "metadata",
    "nova-scheduler": "scheduler",
    "nova-super-conductor": "conductor",
}
"""Those of its role nova, of which a host has no override of its own."""
_SERVICES = {
    "nova-cpu": "compute",
    "nova-api-metadata": "metadata",
    **CELL,
    **CONTROL,
}
NUMBERED = re.compile(r"(nova-compute-ironic)-[1-9]\d*")
"""One of several nova-compute for Ironic, counted from 1: its own file comes behind its service's.

kolla-ansible 22.0.0, `nova_multi_compute_ironic_config`.
"""
_RENDERED = re.compile(r"/etc/kolla/(nova-[\w-]+?)(?:-\d+)?/nova\.conf$")
"""Where kolla-ansible writes the nova.conf of a service on a host."""
_TEMPLATE = re.compile(r"(\.(j2|jinja2?|erb|tpl|gotmpl|tmpl))+$")


def role_of_path(path: str) -> str | None:
    """Return the service that a file is for: by the group of hosts or by its own name."""
    parts = PurePath(whole(path)).parts
    for above, below in pairwise(parts):
        if above == "group_vars":
            group = below if below in _GROUPS else PurePath(below).stem
            return _GROUPS.get(group.replace("-", "_"))
    return rendered_role(path) or _SERVICES.get(uncounted(_stem(path)))


def rendered_role(path: str) -> str | None:
    """Return the service that kolla-ansible wrote a nova.conf for; None for any other file."""
    rendered = _RENDERED.search(whole(path))
    return _SERVICES.get(rendered[1]) if rendered else None


def uncounted(service: str) -> str:
    """Return the name of a service without the number of one of several on a host."""
    numbered = NUMBERED.fullmatch(service)
    return numbered[1] if numbered else service


def host_of_path(path: str) -> str | None:
    """Return the machine that a file is for alone, by the folder it stands in."""
    layer = kolla_layer(path)
    if layer is not None:
        return layer.host
    for above, below in pairwise(PurePath(whole(path)).parts):
        if above == "host_vars":
            return re.sub(r"\.ya?ml$", "", below)
    return None


def _stem(path: str) -> str:
    return PurePath(_TEMPLATE.sub("", PurePath(path).name)).stem


class KollaLayer(NamedTuple):
    """Where kolla-ansible merges an override: a higher `order` later, which replaces more.

    `service` is the program that it is for, `host` the machine; None is all of them.
    """

    order: int
    service: str | None
    host: str | None

    @property
    def role(self) -> str | None:
        """The role of the service."""
        return _SERVICES.get(uncounted(self.service or ""))

    def is_for(self, service: str | None, host: str | None) -> bool:
        """Whether a service on a host is given what is merged here."""
        services = (None, service, uncounted(service or ""))
        return self.service in services and self.host in (None, host)


def kolla_layer(path: str) -> KollaLayer | None:
    """Return the layer of a file among kolla-ansible's overrides; None where it is none of them.

    They stand in kolla's `config` folder, be it beside the `globals.yml` of a deployment or below a
    folder `kolla`, with OSISM in `kolla/files/overlays`: `global.conf`,
    `nova.conf`, `nova/<service>.conf`, `nova/<host>/nova.conf`, and for the services of a cell
    `nova/<host>/<service>.conf`, merged in this order. One of several nova-compute for Ironic has
    `<service>-<number>.conf` behind each that is for its service.
    """
    place = kolla_place(path)
    if place is None:
        return None
    match place.below:
        case ("global.conf",):
            return KollaLayer(0, None, None)
        case ("nova.conf",):
            return KollaLayer(1, None, None)
        case ("nova", name) if service := _service(name):
            return KollaLayer(3 if NUMBERED.fullmatch(service) else 2, service, None)
        case ("nova", host, "nova.conf"):
            return KollaLayer(4, None, host)
        case ("nova", host, name) if (service := _service(name)) and uncounted(service) in CELL:
            return KollaLayer(6 if NUMBERED.fullmatch(service) else 5, service, host)
    return None


def _service(name: str) -> str | None:
    stem, dot, ending = name.rpartition(".")
    known = uncounted(stem) in CELL or stem in CONTROL
    return stem if dot and ending == "conf" and known else None


class KollaPlace(NamedTuple):
    """A folder of overrides, and the parts of a path below it."""

    folder: str
    below: tuple[str, ...]


def kolla_place(path: str) -> KollaPlace | None:
    """Return where a file stands among kolla-ansible's overrides; None where it does not."""
    parts = PurePath(whole(path)).parts
    for number in range(len(parts), 0, -1):
        *above, name = parts[:number]
        kolla = name == "config" and (above[-1:] == ["kolla"] or has_globals(_joined(above)))
        if kolla or parts[:number][-3:] == ("kolla", "files", "overlays"):
            return KollaPlace(_joined(parts[:number]), parts[number:])
    return None


def _joined(parts: Sequence[str]) -> str:
    return str(PurePath(*parts))
