"""novalint lints, explains and repairs OpenStack Nova's configuration.

    >>> import novalint
    >>> document = novalint.Document.parse("[DEFAULT]\\n#vif_plugging_is_fatal = true\\n")
    >>> document.set("DEFAULT", "vif_plugging_is_fatal", "false").apply(document.text)
    '[DEFAULT]\\nvif_plugging_is_fatal = false\\n'

Every public name is loaded when it is first used, so that importing the package costs next to
nothing.
"""

TYPE_CHECKING = False  # as good as typing's to a type checker, and typing is slow to import
if TYPE_CHECKING:
    from novalint.config.model import Config, load
    from novalint.config.setting import Origin, Setting
    from novalint.deployment import Deployment
    from novalint.engine.cloud_report import CloudReport
    from novalint.engine.report import Report, check
    from novalint.errors import (
        ArgumentError,
        BaselineError,
        DeploymentError,
        FileError,
        NovalintError,
        OptionError,
        PatchError,
        ReleaseError,
        SettingsError,
    )
    from novalint.findings import (
        Finding,
        Fix,
        Location,
        Note,
        NotRun,
        Safety,
        Severity,
        Suppression,
        UnknownOption,
    )
    from novalint.findings.baseline import Baseline
    from novalint.hosts.reading import documents
    from novalint.logs.diagnosis import Diagnosis, diagnose
    from novalint.logs.symptom import Cause, Symptom, Verdict
    from novalint.pages.any_name import explain
    from novalint.project.model import Project
    from novalint.project.report import ProjectReport
    from novalint.schema.comparison import Comparison, Difference, Kind, compare
    from novalint.schema.releases import Release, releases
    from novalint.settings import Override, Settings
    from novalint.text.document import Assignment, Document, Group, Problem, Template
    from novalint.text.edits import Edit, FilePatch, Patch
    from novalint.text.host import Host
    from novalint.text.source import Position, Source, Span
    from novalint.upgrading.changes import Change, Effect, Step
    from novalint.upgrading.pinned_defaults import Unkept
    from novalint.upgrading.upgrade import Upgrade, upgrade

__version__ = "0.2.0"

_HOMES = {
    "novalint.findings.baseline": "Baseline",
    "novalint.hosts.reading": "documents",
    "novalint.text.host": "Host",
    "novalint.config.model": "Config load",
    "novalint.config.setting": "Origin Setting",
    "novalint.deployment": "Deployment",
    "novalint.engine.cloud_report": "CloudReport",
    "novalint.engine.report": "Report check",
    "novalint.errors": "ArgumentError BaselineError DeploymentError FileError NovalintError "
    "OptionError PatchError ReleaseError SettingsError",
    "novalint.findings": "Finding Fix Location Note NotRun Safety Severity Suppression "
    "UnknownOption",
    "novalint.logs.diagnosis": "Diagnosis diagnose",
    "novalint.logs.symptom": "Cause Symptom Verdict",
    "novalint.pages.any_name": "explain",
    "novalint.project.model": "Project",
    "novalint.project.report": "ProjectReport",
    "novalint.schema.comparison": "Comparison Difference Kind compare",
    "novalint.schema.releases": "Release releases",
    "novalint.settings": "Override Settings",
    "novalint.text.document": "Assignment Document Group Problem Template",
    "novalint.text.edits": "Edit FilePatch Patch",
    "novalint.text.source": "Position Source Span",
    "novalint.upgrading.changes": "Change Effect Step",
    "novalint.upgrading.pinned_defaults": "Unkept",
    "novalint.upgrading.upgrade": "Upgrade upgrade",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [  # noqa: RUF022 (by use, not by letter)
    "Document", "Assignment", "Group", "Template", "Problem", "Source", "Span", "Position",
    "Edit", "FilePatch", "Patch", "documents", "Host",
    "load", "Config", "Setting", "Origin", "Release", "releases",
    "Deployment", "Settings", "Override",
    "compare", "Comparison", "Difference", "Kind",
    "upgrade", "Upgrade", "Change", "Effect", "Step", "Unkept",
    "diagnose", "Diagnosis", "Symptom", "Cause", "Verdict",
    "explain",
    "check", "Report", "Finding", "Fix", "Location", "Note", "NotRun", "Safety", "Severity",
    "Suppression", "Baseline", "UnknownOption", "Project", "ProjectReport",
    "CloudReport",
    "NovalintError", "FileError", "OptionError", "PatchError", "ReleaseError", "DeploymentError",
    "SettingsError", "BaselineError", "ArgumentError",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module `novalint` has no attribute `{name}`")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
