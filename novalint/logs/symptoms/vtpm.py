"""Lines about emulated TPMs that a host does not offer."""

from __future__ import annotations

from novalint.logs.signature import OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "vtpm-not-offered",
        says="Guests are to have emulated TPMs, and the host has no swtpm for them.",
        anchors=("vTPM support is configured but ", "Unable to find 'swtpm"),
        pattern=(
            r"vTPM support is configured but (?:it's not supported by libvirt|"
            r"(?:some \(or all\) of )?the 'swtpm')|"
            r"Unable to find '(?P<name>swtpm\w{0,20})' binary in \$PATH"
        ),
        level="",
        logger="nova.virt.libvirt.driver",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(
            OptionCause(
                "libvirt",
                "swtpm_enabled",
                "true needs swtpm and swtpm_setup on the host: nova-compute does not start "
                "without them",
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(
            (
                "The packages swtpm and swtpm-tools are not installed, or libvirt was not "
                "restarted since. Where nova-compute and libvirtd run in containers of their own, "
                "the container of libvirtd needs them, and so does that of nova-compute where the "
                "line speaks of PATH."
            ),
        ),
        sources=(
            "34 nova/virt/libvirt/driver.py:1312",
            "33 nova/virt/libvirt/driver.py:1183",
            "22 nova/virt/libvirt/driver.py:800",
            "libvirt-11.3.0 src/util/virtpm.c:304",
            "libvirt-7.0.0 src/util/virtpm.c:311",
        ),
        samples=(
            (
                "nova.exception.InvalidConfiguration: vTPM support is configured but it's not "
                "supported by libvirt."
            ),
            (
                "nova.exception.InvalidConfiguration: vTPM support is configured but the 'swtpm' "
                "and 'swtpm_setup' binaries could not be found on PATH."
            ),
        ),
    ),
)
