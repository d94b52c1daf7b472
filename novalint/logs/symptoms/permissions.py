"""Lines about what cinder, neutron and keystone do not let Nova do."""

from __future__ import annotations

from novalint.logs.signature import INSTANCE, OptionCause, Signature, Stage

_ALL = ("nova-api", "nova-compute", "nova-conductor", "nova-scheduler")

SIGNATURES = (
    Signature(
        "detach-without-service-token",
        says="Cinder took Nova for a user, who may not detach a volume that is in use.",
        anchors=("ConflictNovaUsingAttachment", "Detach volume from instance "),
        pattern=(
            rf"(?:ConflictNovaUsingAttachment: )?Detach volume from instance (?:{INSTANCE} )?"
            r"using the Compute API|ConflictNovaUsingAttachment"
        ),
        level="",
        logger="nova.volume.cinder",
        services=("nova-api", "nova-compute"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "service_user",
                "send_service_user_token",
                "true proves to Cinder that it is Nova that asks; Cinder wants that since "
                "CVE-2023-2088",
                rules=("service-token-not-sent",),
                ruled_out_by=(True,),
            ),
            OptionCause(
                "service_user",
                "auth_type",
                "the credentials of that token",
                rules=("service-token-without-login", "login-incomplete"),
            ),
            OptionCause("service_user", "username", "a user with the role `service` in Keystone"),
        ),
        elsewhere=(
            (
                "cinder.conf does not take the token: `[keystone_authtoken] service_token_roles` "
                "must name the role, and `service_token_roles_required` be true."
            ),
            "Somebody deleted the attachment in Cinder rather than detach the volume in Nova.",
        ),
        sources=(
            "cinder-26.0.0 cinder/exception.py:1101",
            "cinder-22.3.0 cinder/exception.py:1097",
        ),
        samples=(
            (
                "Delete attachment failed for attachment x. Error: ConflictNovaUsingAttachment: "
                "Detach volume from instance 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 using the "
                "Compute API (HTTP 409) (Request-ID: req-1) Code: 409"
            ),
        ),
    ),
    Signature(
        "cinder-url-malformed",
        says="Cinder refuses its URL: it names another project than the token has.",
        anchors=("Malformed request url",),
        pattern=r"Malformed request url",
        level="",
        logger="nova.volume.cinder",
        services=("nova-api", "nova-compute", "nova-conductor"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "cinder",
                "endpoint_template",
                "`%(project_id)s` must stand at its end, not the ID of one project",
                rules=("service-url-invalid",),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "cinder",
                "catalog_info",
                "which endpoint of the catalogue is called",
                rules=("cinder-endpoint-not-v3",),
            ),
        ),
        elsewhere=(
            (
                "The endpoint of Cinder in the catalogue must end in `/v3/%(project_id)s`, or in "
                "`/v3`: `openstack endpoint list --service volumev3`."
            ),
        ),
        sources=(
            "cinder-26.0.0 cinder/api/openstack/wsgi.py:890",
            "cinder-22.3.0 cinder/api/openstack/wsgi.py:890",
        ),
        samples=("cinderclient.exceptions.BadRequest: Malformed request url (HTTP 400)",),
        outside=True,
    ),
    Signature(
        "neutron-policy-refused",
        says="Neutron does not allow the action to Nova's user or to the requesting user.",
        anchors=(" is disallowed by policy",),
        pattern=r"(?P<action>[\w:.]{1,120})\){0,9} is disallowed by policy",
        level="",
        logger="nova.network.neutron",
        services=_ALL,
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "neutron",
                "username",
                "a user with the role `admin` or `service`: Nova binds ports to hosts as that user",
            ),
            OptionCause("neutron", "project_name", "the project in which that user has the role"),
        ),
        elsewhere=(
            (
                "A user asked for what only an administrator may, such as a fixed address on a "
                "shared network; `binding:` in the line points to the user of Nova."
            ),
            "A policy.yaml of neutron overrides these rules.",
        ),
        sources=(
            "34 oslo_policy/policy.py:307",
            "15 oslo_policy/policy.py:299",
        ),
        samples=(
            (
                "neutronclient.common.exceptions.Forbidden: rule:update_port and "
                "(rule:update_port:binding:host_id) is disallowed by policy"
            ),
        ),
    ),
    Signature(
        "keystone-action-refused",
        says="Keystone does not allow Nova's user the requested action.",
        anchors=("You are not authorized to perform the requested action: ",),
        pattern=(
            r"You are not authorized to perform the requested action: (?P<action>[\w:.]{1,80})"
        ),
        level="",
        logger="",
        services=_ALL,
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "keystone_authtoken",
                "username",
                "a user with the role `admin` or `service`, which `identity:validate_token` needs",
                part="action",
                part_is=("identity:validate_token",),
            ),
            OptionCause(
                "keystone_authtoken",
                "project_name",
                "the project in which that user has the role",
                part="action",
                part_is=("identity:validate_token",),
            ),
        ),
        elsewhere=(
            "The user has the role in another project, or lost it: `openstack role assignment list"
            " --names --user nova`.",
        ),
        sources=("keystone-27.0.0 keystone/exception.py:397",),
        samples=(
            (
                "keystoneauth1.exceptions.http.Forbidden: You are not authorized to perform the "
                "requested action: identity:validate_token. (HTTP 403)"
            ),
        ),
    ),
)
