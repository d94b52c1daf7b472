"""Lines that go on with a value are shown where they can hold no secret, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.config.model import load
from novalint.redaction import Redaction
from novalint.text.document import Document
from novalint.wording import MASK


def printed(text: str) -> list[str]:
    """Return the lines of a nova.conf as a report or a diff shows them."""
    document = Document.parse(text)
    return Redaction(load(document)).mask(document.text).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "[libvirt]\ncpu_models = Haswell,\n  Broadwell\n",
        "[libvirt]\ncpu_models =\n  Haswell,\n  Broadwell,\n\tSkylake-Server\n",
        "[filter_scheduler]\nenabled_filters =\n  ComputeFilter\n  ImagePropertiesFilter\n",
        "[DEFAULT]\nenabled_apis = osapi_compute,\n  metadata\n\n[neutron]\npassword = x\n",
        "[DEFAULT]\ndefault_log_levels = amqp=WARN,\n  nova=info,\n  oslo=WARN, urllib3=ERROR\n",
        '[pci]\nalias = {"vendor_id": "8086",\n  "product_id":"1521", "name": "a1"}\n',
        '[pci]\nalias = {\n  "vendor_id" : "8086",\n  "name": "a1"\n  }\n',
        "[libvirt]\ndisk_cachemodes =\n  file=unsafe,\n  block=none\n",
        "[console]\nallowed_origins =\n  https://a.org:6080,\n  http://[::1]:6082/x,\n  b\n",
    ],
)
def test_items_of_a_harmless_list(text: str) -> None:
    shown = [line for line in printed(text) if line[:1].isspace()]
    assert shown and shown == [line for line in text.splitlines() if line[:1].isspace()]


@pytest.mark.parametrize(
    "text",
    [
        "[neutron]\npassword =\n  4815162342\n",
        "[neutron]\npassword = a,\n  true\n  4815162342\n[DEFAULT]\ndebug = true\n",
        "[keystone_authtoken]\nmemcache_secret_key =\n\t4815162342,\n\t99999999\n",
    ],
)
def test_a_number_below_a_secret_is_one(text: str) -> None:
    hidden = [line for line in printed(text) if line[:1].isspace()]
    assert hidden and {line.strip() for line in hidden} == {MASK}


@pytest.mark.parametrize(
    "text",
    [
        "[libvirt]\ncpu_models = Haswell\n  hunter2\n",  # no comma above
        "[libvirt]\ncpu_models = Haswell,\n  Broadwell\n  hunter2\n",
        "[libvirt]\nno_such_option = Haswell,\n  hunter2\n",
        "[neutron]\npassword = a,\n  hunter2\n",
        "[neutron]\npassword =\n  hunter2\n",
        "[libvirt]\ncpu_models = Haswell,\n\n  hunter2\n",  # refused by oslo.config
        "[libvirt]\ncpu_models = Haswell,\n# more\n  hunter2\n",
        "[libvirt]\ncpu_models = Haswell,\n  password = hunter2\n",  # swallowed
        "[libvirt]\ncpu_models = Haswell,\n  password =,\n  hunter2\n",
        "[libvirt]\ncpu_models =\n  password: x,\n  hunter2\n",
        "[libvirt]\ncpu_models = a:b@c,\n  hunter2\n",  # what is above is hidden
        "[libvirt]\ncpu_models = a,\n  hunter2\n[neutron]\npassword = a\n  hunter2\n",
        "[neutron]\npassword = a\n  hunter2\n[libvirt]\ncpu_models = a,\n  hunter2\n",
        "  hunter2\n",
        "[neutron]\npassword = a,\n  nova=info,\n  hunter2\n",
        "[DEFAULT]\ndefault_log_levels = amqp=WARN,\n  hunter2=INFO,\n  nova=hunter2\n",
        "[neutron]\npassword = a\n  nova=hunter2\n",
        "[libvirt]\ndisk_cachemodes =\n  password=hunter2,\n  x\n",
        "[libvirt]\ndisk_cachemodes =\n  debug=hunter2,\n  x\n",
        "[libvirt]\ndisk_cachemodes =\n  file=hunter2,\n  x\n",  # no plain word
        "[console]\nallowed_origins =\n  https://nova:hunter2@a.org,\n  x\n",
        "[console]\nallowed_origins =\n  https://a.org/?k=hunter2,\n  x\n",
    ],
)
def test_what_may_be_a_secret(text: str) -> None:
    assert not any("hunter2" in line for line in printed(text) if line[:1].isspace())


@pytest.mark.parametrize("value", ["9f8a7d6c5b4e3f2a1908", "Zx9Qk2Lm8Rt4", "rabbit://u:hunter2@a"])
def test_what_looks_like_a_secret(value: str) -> None:
    assert printed(f"[libvirt]\ncpu_models = Haswell,\n  {value}\n")[-1] == f"  {MASK}"


ABOVE = ["password = a", "password =", "no_such = a,", "# note", "", "cpu_models = a", "  x = y,"]


@given(st.lists(st.sampled_from([*ABOVE, "cpu_models = a,", "cpu_models =", "  b,"]), max_size=6))
def test_a_line_is_shown_only_below_a_harmless_value(above: list[str]) -> None:
    lines = printed("\n".join(["[neutron]", *above, "  hunter2", ""]))
    below = [line for line in above if line != "  b,"][-1:]
    if below not in (["cpu_models = a,"], ["cpu_models ="]):
        assert "hunter2" not in lines[-1]


def test_a_line_that_is_commented_out() -> None:
    before = printed("[libvirt]\n#cpu_models = Haswell,\n#  Broadwell\n")
    assert before[-1] == "#  Broadwell"
    assert printed("[neutron]\n#password = a\n#  hunter2\n")[-1] == f"#  {MASK}"
