"""Versions of other programs, as facts tell them: of RabbitMQ, of QEMU."""

from __future__ import annotations


def upper_bound(version: str) -> tuple[int, ...]:
    """Take a version apart; what is left out counts as the newest, so that `3` may be any 3.x."""
    return (*map(int, version.split(".")), 999)
