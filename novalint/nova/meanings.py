"""Values that a later release takes for something else, though it takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from novalint.nova.native_threads import compute_threading

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name


class Meaning(NamedTuple):
    """A value of an option that means something else since a major version.

    `message` says what, behind the option's name; `threads` that it is so on native threads alone.
    """

    name: Name
    value: object
    major: int
    message: str
    threads: bool = False

    def holds(self, config: Config) -> bool:
        """Whether a configuration sets that value, and its release takes it for something else."""
        if config.release.major < self.major or not config.schema.option(*self.name):
            return False
        setting = config.setting(*self.name)
        value = setting.value
        same = value == self.value and isinstance(value, bool) == isinstance(self.value, bool)
        is_set = bool(setting.places) and not setting.unknown and same
        return is_set and (not self.threads or compute_threading(config))


MEANINGS = (
    Meaning(
        ("DEFAULT", "max_concurrent_live_migrations"),
        0,
        34,
        "is 0, which was as good as no limit and is 5 on native threads; set it to more",
        threads=True,
    ),
    Meaning(
        ("spice", "enabled"),
        True,
        31,
        "is true, and the video model of new guests whose image names none is virtio, where it was"
        " qxl, which several distributions no longer support",
    ),
)
"""Read in nova/thread_pool_factory.py (`get_max_concurrent_live_migrations`, 33.0.2, 34.0.0) and
nova/compute/manager.py (32.2.1); `_get_video_type` of nova/virt/libvirt/driver.py (30.3.0, 31.3.1).
"""
