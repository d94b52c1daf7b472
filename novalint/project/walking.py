"""What of a folder is Nova's: found by names, as git sees the folder where it is a checkout."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator

from novalint.errors import FileError
from novalint.hosts.kolla import misplaced
from novalint.hosts.paths import kolla_layer
from novalint.hosts.signs import has_globals, may_be_host
from novalint.project.overrides import merged
from novalint.records import NamedTuple

_TEMPLATE = r"(?:\.(?:j2|jinja2?|erb|tpl|tmpl|gotmpl|Debian|RedHat|Suse))*"
"""The endings of templates; files of Salt end with the family of systems that they are for."""
NAMED = re.compile(
    rf"(?:.*/)?(?:(?:[^/]*[-_])?nova(?:[-_.][^/]*)?\.conf{_TEMPLATE}"
    rf"|nova[^/]*\.d/[^/]+\.conf{_TEMPLATE}"
    rf"|kolla/(?:config|files/overlays)/(?:global|nova/(?:.*/)?[^/]+)\.conf)"
)
"""Paths that are Nova's by their name; what the files hold decides in the end."""
_WHOLE = re.compile(rf"nova(?:-compute|-cpu)?\.conf{_TEMPLATE}")
_NOVAS = re.compile(
    r"^\[(?:libvirt|api_database|filter_scheduler|upgrade_levels|workarounds)\]"
    r"|^(?:compute_driver|(?:cpu|ram|disk)_allocation_ratio|vif_plugging_\w+)\s*[=:]",
    re.MULTILINE,
)
"""What no other service has: a file of any name is Nova's that has it."""
_DEFAULT = re.compile(r"^\[DEFAULT\]", re.MULTILINE)
"""What configurations of OpenStack open with, and those of web servers and the like do not."""
_MAIN = re.compile(r"^(?:transport_url|auth_type)\s*[=:]|^\[api_database\]", re.MULTILINE)
"""What stands in the main file of every deployment tool, and in hardly any part."""
_LOCAL = re.compile(r"(?:.*/)?(?:[^/]*[-_.])?local\.conf(?:[.-][^/]*)?", re.IGNORECASE)
_HOSTS = re.compile(
    rf".*\.(?:ya?ml|eyaml)(?:\.(?:j2|jinja2?|tpl|tmpl|gotmpl))?|{_LOCAL.pattern}", re.IGNORECASE
)
_MAY_BE = re.compile(rf".*\.conf{_TEMPLATE}|{_HOSTS.pattern}", re.IGNORECASE)
_UNREADABLE = re.compile(rb"could not open directory '(.+?)/?': ")
"""What git says of a folder that it may not read."""
_LARGEST = 4 * 1024 * 1024
"""Bytes of a YAML file that is looked into; values of a deployment have some thousand lines."""


class ConfigurationCandidate(NamedTuple):
    """Files that may be a configuration by their names; a `part` is read beside others.

    `replaces` says that each of the files replaces all values of a key.
    """

    paths: tuple[str, ...]
    part: bool = False
    replaces: bool = False


def candidates(
    folder: str,
    is_declared: Callable[[str], bool] | None = None,
    excludes: Callable[[str], bool] | None = None,
) -> list[ConfigurationCandidate]:
    """Return what may be the configurations of a folder; raises FileError where there is none.

    `is_declared` says whether settings say something about what a file holds, `excludes` whether
    they leave it out.

    A nova.conf with a nova.conf.d or a nova-compute.conf beside it is one configuration, and so are
    overrides that kolla-ansible merges. Other files are parts of some, unless they are called as a
    whole one is, or say what only a main file says.
    """
    leaves_out = excludes or _never
    files = sorted(file for file in files_in(folder) if not leaves_out(file))
    candidates = list(_candidates(files, is_declared or _never))
    if not candidates:
        raise FileError(
            f"no file in the directory `{folder}` has the name of a configuration of Nova, such as "
            f"nova.conf; {_way_out(folder, files)}"
        )
    return candidates


def _way_out(folder: str, files: Iterable[str]) -> str:
    """Return how to name the files of a folder: to read others than a `.d` as one merges hosts."""
    confs = (path for path in files if path.endswith(".conf") and _DEFAULT.search(_start_of(path)))
    names = (os.path.relpath(path, folder) for path in confs)
    depths = sorted({name.count(os.sep) for name in names})
    patterns = (os.path.join(folder, *["*"] * depth, "*.conf") for depth in depths)  # noqa: PTH118
    named = ", ".join(f"`{pattern}`" for pattern in patterns)
    if not named and any(map(has_globals, (folder, os.path.join(folder, os.pardir)))):  # noqa: PTH118
        return (
            "`novalint set /etc/kolla/nova-compute/nova.conf OPTION=VALUE --as kolla` prints the "
            "first override"
        )
    if not named:
        return "name the files to check"
    as_one = os.path.abspath(folder).endswith(".d")  # noqa: PTH100
    return f"name them: {named}{', or use --together to read them as one' if as_one else ''}"


def _never(path: str) -> bool:
    return False


def _candidates(
    paths: list[str], is_declared: Callable[[str], bool]
) -> Iterator[ConfigurationCandidate]:
    known = set(paths)
    joined = [*of_kolla(paths), *_beside(paths)]
    taken = {path for candidate in joined for path in candidate.paths}
    yield from joined
    for path in sorted(known - taken):
        if NAMED.fullmatch(path):
            yield ConfigurationCandidate(
                (path,), not _is_whole(path) and not _MAIN.search(_start_of(path))
            )
        elif path.endswith("/") or (_MAY_BE.fullmatch(path) and not _opens(path)):
            yield ConfigurationCandidate((path,))  # what it is nobody can tell: reading it says why
        elif path.endswith(".conf") and _is_novas(path, text := _start_of(path)):
            yield ConfigurationCandidate((path,), not _MAIN.search(text))
        elif is_declared(path) or (_HOSTS.fullmatch(path) and _holds_any(path)):
            yield ConfigurationCandidate((path,))


def _is_novas(path: str, text: str) -> bool:
    """Whether a file has what no other service has, or lies among kolla-ansible's overrides."""
    return bool(_NOVAS.search(text) or (_DEFAULT.search(text) and misplaced(path)))


def _is_whole(path: str) -> bool:
    return _WHOLE.fullmatch(os.path.basename(path)) is not None  # noqa: PTH119


def of_kolla(paths: list[str]) -> Iterator[ConfigurationCandidate]:
    """Yield the overrides among some paths that kolla-ansible merges."""
    readable = [path for path in paths if NAMED.fullmatch(path) and _opens(path)]
    for chain, part in merged(readable, _start_of):
        whole = any(_is_whole(path) or _MAIN.search(_start_of(path)) for path in chain)
        yield ConfigurationCandidate(chain, part or not whole, replaces=True)


def _beside(paths: list[str]) -> Iterator[ConfigurationCandidate]:
    """Yield each nova.conf with what services read beside it, in the order in which they do."""
    known = set(paths)
    for path in paths:
        if os.path.basename(path) != "nova.conf" or _is_override(path):  # noqa: PTH119
            continue
        more = [f"{path.removesuffix('nova.conf')}nova-compute.conf"]
        more = [file for file in more if file in known and not _MAIN.search(_start_of(file))]
        beside = f"{path}.d/"
        members = [file for file in paths if file.startswith(beside) and file.endswith(".conf")]
        more += [member for member in members if "/" not in member.removeprefix(beside)]
        if more:
            yield ConfigurationCandidate((path, *more))


def _is_override(path: str) -> bool:
    """Whether kolla-ansible merges a file, or never reads it: oslo.config joins neither."""
    return kolla_layer(path) is not None or bool(misplaced(path))


def _holds_any(path: str) -> bool:
    """Whether a search of a YAML file or a local.conf finds what may be Nova's."""
    from novalint.hosts.searching import may_hold

    text = _start_of(path)
    if _LOCAL.fullmatch(path):
        return "[[post-config|" in text and may_be_host(path, text)
    return may_hold(text)


def _start_of(path: str) -> str:
    """Return the text of a file, of a very long one its start; empty where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:  # noqa: PTH123
            return stream.read(_LARGEST)
    except OSError:
        return ""


def _opens(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    except PermissionError:
        return False
    except OSError:  # gone, or no file at all
        return True
    return True


def files_in(folder: str) -> list[str]:
    """Return the files below a folder, those left out that git ignores, and links.

    A link in a checkout may lead to any file of the machine. A folder that may not be read is among
    them, with a slash at its end: what is in it is missing.
    """
    names = _listed_by_git(folder)
    paths = _listed(folder) if names is None else (_within(folder, name) for name in names)
    return [path for path in paths if path.endswith("/") or _is_file(path)]


def _is_file(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)  # noqa: PTH113, PTH114


def _within(folder: str, name: str) -> str:
    return name if folder in ("", ".", "./") else os.path.join(folder, name)  # noqa: PTH118


def _listed_by_git(folder: str) -> list[str] | None:
    """Return what git lists, tracked or not ignored; None where there is no git or no checkout.

    Folders that it may not read have a slash at their end.
    """
    ask = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    quiet = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")  # runs nothing there
    try:
        listed = subprocess.run(
            ["git", "-C", folder, *quiet, *ask],
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if listed.returncode:
        return None
    names = set(filter(None, os.fsdecode(listed.stdout).split("\0")))
    closed = [os.fsdecode(name) for name in _UNREADABLE.findall(listed.stderr)]
    prefix = _prefix(folder) if closed else ""
    return sorted(names.union(f"{name.removeprefix(prefix)}/" for name in closed))


def _prefix(folder: str) -> str:
    """Return the way from the top of a checkout to a folder in it, as git's warnings have it."""
    ask = ["git", "-C", folder, "rev-parse", "--show-prefix"]
    answer = subprocess.run(ask, capture_output=True, check=False, timeout=60)
    return os.fsdecode(answer.stdout).strip("\n")


def _listed(folder: str) -> Iterable[str]:
    unreadable: list[str] = []
    for place, folders, names in os.walk(
        folder, onerror=lambda error: unreadable.append(os.fsdecode(error.filename))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            yield os.path.normpath(os.path.join(place, name))  # noqa: PTH118
    yield from (f"{os.path.normpath(name)}/" for name in unreadable)
