"""What a declaration says about releases, drivers, virt types and networks."""

from __future__ import annotations

import pytest

from novalint.config.model import load
from novalint.config.unknown import UnknownValue
from novalint.findings import Severity
from novalint.rules.declaration import Rule, rule
from novalint.text.document import Document


def declared(**more: object) -> Rule:
    return rule("a-rule", theme="acme", severity=Severity.INFO, **more)(lambda *_: iter(()))


def applies(text: str, release: str = "2026.2", **more: object) -> bool:
    config = load(Document.parse(text), release=release).with_guards()
    return declared(**more).applies_to(config)


IRONIC = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n"
LIBVIRT = "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n"
OTHER = "[DEFAULT]\ncompute_driver = acme.Driver\n"
LXC = "[libvirt]\nvirt_type = lxc\n"
NOVA_NETWORK = "[DEFAULT]\nuse_neutron = false\n"


@pytest.mark.parametrize(
    ("text", "expected"), [("", True), (LIBVIRT, True), (IRONIC, False), (OTHER, False)]
)
def test_drivers(text: str, expected: bool) -> None:
    assert applies(text, drivers=("libvirt",)) is expected
    assert applies(text, virt_types=("kvm",)) is expected
    assert applies(text) is True


def test_virt_types() -> None:
    assert not applies(LXC, virt_types=("kvm", "qemu"))
    assert applies(LXC, drivers=("libvirt",))
    assert applies(LXC, virt_types=("lxc",))


def test_nova_network_is_known_to_the_releases_that_had_it() -> None:
    assert not applies(NOVA_NETWORK, "train", neutron=True)
    assert applies(NOVA_NETWORK, "train")
    assert applies("", "ocata", neutron=True)
    assert applies(NOVA_NETWORK, "ussuri", neutron=True)


def test_a_driver_that_is_not_known_here_stops_the_rule() -> None:
    text = "[DEFAULT]\ncompute_driver = {{ driver }}\n"
    with pytest.raises(UnknownValue):
        applies(text, drivers=("libvirt",))
    assert applies(text)


def test_an_unknown_word_in_a_declaration_is_refused() -> None:
    with pytest.raises(TypeError):
        declared(driver="libvirt")
