"""Lines about images that are not let in."""

from __future__ import annotations

from novalint.logs.signature import ERROR, LIMIT, NUMBER, UUID, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "image-larger-than-flavor",
        says="An image is larger than the disk of the flavor.",
        anchors=("larger than flavor root disk size",),
        pattern=rf"virtual size {NUMBER} larger than flavor root disk size {LIMIT}",
        level="ERROR",
        logger="nova.virt.libvirt.imagebackend",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=("Take a flavor with a larger disk, or a smaller image.",),
        sources=(
            "34 nova/virt/libvirt/imagebackend.py:356",
            "15 nova/virt/libvirt/imagebackend.py:292",
        ),
        samples=(
            (
                "/var/lib/nova/instances/_base/a virtual size 21474836480 larger "
                "than flavor root disk size 10737418240"
            ),
        ),
        outside=True,
    ),
    Signature(
        "vmdk-not-allowed",
        says="A VMDK image is of a type that is not allowed.",
        anchors=(
            "Refusing to allow VMDK image",
            "Refusing to process VMDK file",
        ),
        pattern=r"Refusing to (?P<action>allow VMDK image|process VMDK file)",
        level="WARNING",
        logger="nova.virt.images",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(24, None),
        causes=(
            OptionCause(
                "compute",
                "vmdk_allowed_types",
                ("the kinds that are let in; keep it short, others can read files of the host"),
                rules=("vmdk-types-unsafe",),
            ),
        ),
        elsewhere=("Convert the image to another kind or format.",),
        sources=(
            "34 nova/virt/images.py:126",
            "24 nova/virt/images.py:122",
        ),
        samples=("Refusing to allow VMDK image as vmdk_allowed_types is empty",),
        outside=True,
    ),
    Signature(
        "base-image-unsafe",
        says="A cached image is not of the expected format.",
        anchors=("failed safety check",),
        pattern=r"Base image (?P<path>[\w/.-]{1,160}) failed safety check",
        level="WARNING",
        logger="nova.virt.libvirt.utils",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(27, None),
        causes=(
            OptionCause(
                "workarounds",
                "disable_deep_image_inspection",
                "leave it false: the check keeps guests from reading files of the host",
                ruled_out_by=(True,),
            ),
        ),
        elsewhere=(
            (
                "Somebody put the file there, or the image in glance has another "
                "format than it says."
            ),
        ),
        sources=(
            "34 nova/virt/libvirt/utils.py:175",
            "27 nova/virt/libvirt/utils.py:158",
        ),
        samples=("Base image a failed safety check",),
        outside=True,
    ),
    Signature(
        "glance-direct-export-failed",
        says="An image could not be copied directly from Ceph.",
        anchors=("Error during RBD image export",),
        pattern=rf"Error during RBD image export: {ERROR}",
        level="ERROR",
        logger="nova.image.glance",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(22, None),
        causes=(
            OptionCause("glance", "rbd_user", "the user for that"),
            OptionCause("glance", "rbd_ceph_conf", "Ceph's configuration file"),
            OptionCause(
                "glance",
                "enable_rbd_download",
                "whether it is tried",
                rules=("rbd-download-with-rbd-disks",),
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=("The key ring of that user is not on this host, or the pool refuses it.",),
        sources=(
            "34 nova/image/glance.py:250",
            "22 nova/image/glance.py:267",
        ),
        samples=("Error during RBD image export: x",),
    ),
    Signature(
        "image-signature-refused",
        says="The signature of an image is not valid.",
        anchors=("Image signature verification failed for image",),
        pattern=rf"Image signature verification failed for image:? {UUID}",
        level="ERROR",
        logger="nova.image.glance",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "glance",
                "verify_glance_signatures",
                "whether signatures are asked for",
                rules=("certificate-validation-incomplete",),
                ruled_out_by=(False,),
            ),
            OptionCause(
                "glance",
                "enable_certificate_validation",
                "whether certificates are judged",
                rules=("certificate-validation-incomplete",),
            ),
        ),
        elsewhere=("The image was changed, or its signature is of another key.",),
        sources=(
            "34 nova/image/glance.py:438",
            "15 nova/image/glance.py:327",
        ),
        samples=(
            ("Image signature verification failed for image: 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"),
        ),
        outside=True,
    ),
)
