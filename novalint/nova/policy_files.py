"""Which policy file is read where no line names one."""

from __future__ import annotations

POLICY_FILE = ("oslo_policy", "policy_file")
WITHOUT_JSON = 33
"""The major version since which policy.json is not read in place of a policy.yaml that is missing.

Up to ussuri it is the default itself; then it is read where there is no policy.yaml (nova/policy.py
of 22.4.0, `pick_policy_file`; oslo_policy/policy.py as released with 23 to 32,
`pick_default_policy_file`). As released with 33 and 34, `fallback_to_json_file` has no effect.
"""
