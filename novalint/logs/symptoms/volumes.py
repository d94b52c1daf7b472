"""Lines about volumes."""

from __future__ import annotations

from novalint.logs.signature import NUMBER, SECONDS, Harm, OptionCause, Signature, Stage

SIGNATURES = (
    Signature(
        "volume-not-ready",
        says="A new volume was not ready in time.",
        anchors=("did not finish being created even after we waited",),
        pattern=(
            rf"Volume (?P<uuid>[\w-]{{1,40}}) did not finish being created even after we waited "
            rf"{SECONDS} seconds or {NUMBER} attempts"
        ),
        level="",
        logger="nova.exception",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "DEFAULT",
                "block_device_allocate_retries",
                "how often Nova checks whether the volume is ready",
                rules=("volume-wait-short-for-images",),
                harm=Harm.RELATIVE,
            ),
            OptionCause(
                "DEFAULT",
                "block_device_allocate_retries_interval",
                "seconds between two checks",
                rules=("volume-wait-short-for-images",),
                harm=Harm.RELATIVE,
            ),
        ),
        elsewhere=(
            "Cinder copies a large image slowly: `downloading` in the line says so.",
            "The volume went to error: cinder's log.",
        ),
        sources=(
            "34 nova/exception.py:362",
            "15 nova/exception.py:255",
        ),
        samples=(
            (
                "Volume 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 did not finish being "
                "created even after we waited 190 seconds or 61 attempts. And its "
                "status is downloading."
            ),
        ),
        translations=(
            "acabou não sendo criado mesmo depois de esperarmos",
            "kere denemeye rağmen bitmedi. Ve durumu",
            "nedokončil proces vytváření i po vyčkávání po dobu",
            "no se ha completado incluso después de esperar",
            "non terminée après attente de",
            "non è stata completata anche dopo un'attesa di",
            "не завершается долгое время",
            "を作成することができませんでした",
            "也未完成建立磁區",
            "仍然没有创建成功",
            "볼륨이 생성되지 않았습니다. 지금 상태는",
        ),
    ),
    Signature(
        "cinder-failed",
        says="cinder could not serve a request of Nova.",
        anchors=("ClientException: ",),
        pattern=(r"\bClientException: (?P<error>.{1,200}?) ?\(HTTP (?P<code>50\d)\)"),
        level="",
        logger="",
        services=("nova-api", "nova-compute"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("cinder", "http_retries", "how often Nova asks cinder again"),
            OptionCause(
                "cinder",
                "timeout",
                "seconds that Nova itself waits; it is not what ends with a 504",
                rules=("client-timeout-not-positive",),
                harm=Harm.LOW,
            ),
        ),
        elsewhere=(
            "`500`: the reason is in the log of cinder-api, under the request's number.",
            "`502` or `503`: no cinder-api stands behind the load balancer.",
            (
                "`504`: the load balancer waited less long than cinder took: `timeout "
                "server` of HAProxy, or a slow back end of cinder."
            ),
        ),
        sources=("34 cinderclient/exceptions.py:133", "15 cinderclient/exceptions.py:110"),
        samples=(
            "cinderclient.exceptions.ClientException: Gateway Time-out (HTTP 504)",
            (
                "cinderclient.exceptions.ClientException: The server is broken. (HTTP "
                "500) (Request-ID: req-7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10)"
            ),
        ),
        outside=True,
    ),
    Signature(
        "iscsi-login-refused",
        says="The host cannot log in at an iSCSI target.",
        anchors=(
            "Could not login to [iface",
            "Failed to login iSCSI target",
            "Could not login to any iSCSI portal",
            "Failed to connect to iSCSI portal",
        ),
        pattern=(
            r"Could not login to \[iface: (?P<name>[\w.:-]{1,80}), target: |"
            r"Failed to login iSCSI target|Could not login to any iSCSI portal|"
            r"Failed to connect to iSCSI portal"
        ),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("libvirt", "iscsi_iface", "the interface of open-iscsi for the login"),
            OptionCause(
                "libvirt",
                "volume_use_multipath",
                (
                    "true logs in at every portal of the target, also those that this "
                    "host does not reach"
                ),
                rules=("multipath-differs",),
                ruled_out_by=(False,),
            ),
        ),
        elsewhere=(
            "`(8 - connection timed out)`: the portal cannot be reached from this host.",
            (
                "`(24 - … authorization failure)`: the target knows another initiator "
                "name, or CHAP differs; two hosts that were cloned may have one name in "
                "/etc/iscsi/initiatorname.iscsi."
            ),
            "`(15 - session exists)` alone is harmless.",
            "iscsid does not run, or nova-compute is in a container that does not see it.",
        ),
        sources=(
            "open-iscsi-2.1.11 usr/session_mgmt.c:40",
            "34 os_brick/initiator/connectors/iscsi.py:1200",
            "34 os_brick/initiator/connectors/iscsi.py:691",
            "15 os_brick/initiator/connectors/iscsi.py:736",
        ),
        samples=(
            (
                "iscsiadm: Could not login to [iface: default, target: "
                "iqn.2010-10.org.openstack:volume-1, portal: 10.0.0.9,3260]."
            ),
            (
                "Failed to login iSCSI target iqn.2010-10.org.openstack:volume-1 on portal"
                " 10.0.0.9:3260 (exit code 8)."
            ),
        ),
        outside=True,
    ),
    Signature(
        "disk-target-taken",
        says="A device name of the guest is in use already.",
        anchors=("is not valid: target ",),
        pattern=(r"is not valid: target (?P<device>[\w-]{1,40}) already exists"),
        level="",
        logger="",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(),
        elsewhere=(
            (
                "A volume was detached in the database and not in the guest, or an "
                "attachment was begun twice: compare `virsh domblklist` with the volumes "
                "of the server."
            ),
        ),
        sources=("libvirt-11.3.0 src/qemu/qemu_driver.c:6745",),
        samples=(
            "libvirt.libvirtError: Requested operation is not valid: target vdc already exists",
        ),
        outside=True,
    ),
    Signature(
        "cinder-attachment-failed",
        says="cinder failed to attach or detach a volume.",
        anchors=(
            "Initialize connection failed for volume ",
            "Create attachment failed for volume ",
            "Update attachment failed for attachment ",
            "Delete attachment failed for attachment ",
            "Complete attachment failed for attachment ",
        ),
        pattern=(
            r"(?:Initialize connection|(?:Create|Update|Delete|Complete) attachment) "
            r"failed for (?:volume|attachment) (?!.{0,400}?using the Compute API)"
            r"(?P<uuid>[\w-]{1,36})(?:(?=.{0,900}? Code: "
            r"(?P<code>\d{3}|None))|)"
        ),
        level="ERROR",
        logger="nova.volume.cinder",
        services=(
            "nova-api",
            "nova-compute",
            "nova-conductor",
        ),
        stage=Stage.STEP,
        releases=(15, None),
        causes=(
            OptionCause("cinder", "timeout", "how many seconds an answer may take"),
            OptionCause("cinder", "http_retries", "how often a request is sent again"),
            OptionCause("cinder", "endpoint_template", "the URL of cinder, where it is set"),
            OptionCause("cinder", "catalog_info", "which entry of the catalog is asked"),
        ),
        elsewhere=(
            (
                "`500`: cinder's own log says why, by the request's id; mostly the backend "
                "failed, or cinder-volume is down."
            ),
            (
                "`504` or `502`: a load balancer gave up before cinder answered: raise its "
                "time above that of the backend."
            ),
            "`Code: None`: nothing answered.",
        ),
        sources=(
            "34 nova/volume/cinder.py:789",
            "34 nova/volume/cinder.py:597",
            "15 nova/volume/cinder.py:370",
        ),
        samples=(
            (
                "Create attachment failed for volume 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10. "
                "Error: Gateway Time-out (HTTP 504) Code: 504"
            ),
            (
                "Initialize connection failed for volume "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 on host cmp1. Error: The server has "
                "either erred or is incapable of performing the requested operation. (HTTP "
                "500) (Request-ID: req-1) Code: 500. Attempting to terminate connection."
            ),
        ),
        outside=True,
    ),
)
