"""What compute nodes want of Glance."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Severity
from novalint.rules.declaration import rule
from novalint.rules.fleet.model import Expected, NodeFinding, NodeNote

if TYPE_CHECKING:
    from novalint.rules.fleet.model import Fleet, Node

IMAGES = "libvirt.images_type"
DIRECT, SEVERAL = (
    f"glance:DEFAULT.{name}" for name in ("show_image_direct_url", "show_multiple_locations")
)
BACKENDS, BACKEND = "glance:DEFAULT.enabled_backends", "glance:glance_store.default_backend"
STORES, STORE = "glance:glance_store.stores", "glance:glance_store.default_store"
YES = ("true", "yes", "on", "1", "t", "y")


@rule(
    "images-copied-into-ceph",
    theme="cloud",
    severity=Severity.WARNING,
    options=(IMAGES,),
    companions=(DIRECT, SEVERAL, BACKENDS, BACKEND, STORES, STORE),
    drivers=("libvirt",),
    roles=("compute",),
    scope="cloud",
)
def images_copied_into_ceph(fleet: Fleet) -> Iterator[NodeFinding]:
    """Images and disks are in Ceph, but Glance does not tell Nova where the images are.

    ## What it checks

    Compute nodes with `[libvirt] images_type = rbd`, and the glance-api.conf that `[companions]
    glance` names: the store in which new images are put is rbd (`default_backend` or
    `default_store`, or the only one), and neither `show_image_direct_url` nor
    `show_multiple_locations` is true. A template that may give more lines than it shows is not
    reported unless it has the first one.

    ## Why it matters

    Without the place of an image Nova cannot clone it within Ceph, which takes a second. Each host
    downloads the image instead, converts it and uploads it again for every server: minutes, and
    full disks for each one.

    ## Example

    Compute nodes have `images_type = rbd`, and glance-api.conf:

    ```ini
    [DEFAULT]
    enabled_backends = rbd:rbd
    ```

    ## Fix safety

    Unsafe: it changes what Glance answers. Users see the place of their images too; keep the pool
    closed to them, and do not set `show_multiple_locations` where users reach Glance.

    ## Sources

    - nova/image/glance.py, `show`, and nova/virt/libvirt/imagebackend.py, `Rbd.clone`, 34.0.0
    - glance/common/config.py, `show_image_direct_url`, 33.0.0
    """
    cloning = [node for node in fleet.readers(IMAGES, "compute") if node.value(IMAGES) == "rbd"]
    for companion in fleet.companions_of("glance") if cloning else ():
        told = companion.is_written(DIRECT) or not companion.partial
        shown = _is_on(companion, DIRECT) or _is_on(companion, SEVERAL)
        if not told or shown or not _is_ceph(companion):
            continue
        yield NodeFinding(
            companion,
            DIRECT,
            "`show_image_direct_url` is false, so compute nodes do not learn where an image is in"
            " Ceph, and copy it for every server instead of cloning it; set it to true",
            others=(NodeNote(cloning[0], IMAGES, "disks are in Ceph"),),
            expected=Expected("true"),
        )


def _is_ceph(companion: Node) -> bool:
    """Whether new images are put into Ceph."""
    entries = (entry.split(":") for entry in str(companion.value(BACKENDS) or "").split(","))
    kinds = {parts[0].strip(): parts[1].strip() for parts in entries if len(parts) > 1}
    name = str(companion.value(BACKEND) or companion.value(STORE) or "").strip()
    if name:
        return kinds.get(name, name).lower() == "rbd"
    stores = str(companion.value(STORES) or "").split(",")
    used = {*kinds.values(), *map(str.strip, stores)} - {"", "http"}
    return {kind.lower() for kind in used} == {"rbd"}


def _is_on(companion: Node, option: str) -> bool:
    return str(companion.value(option)).lower() in YES
