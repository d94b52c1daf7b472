"""`novalint settings`: what holds for a file, and where each of it was set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from novalint.annotations import TYPE_CHECKING, Any
from novalint.cli.context import settings_of
from novalint.cli.output import put
from novalint.errors import SettingsError
from novalint.project.inventory import hosts_of
from novalint.records import NamedTuple
from novalint.schema.releases import newest
from novalint.settings.file import At, lines_of
from novalint.settings.placeholders import laid_out
from novalint.wording import relative, visible

if TYPE_CHECKING:
    from argparse import Namespace

    from novalint.settings import Override, Settings


class Row(NamedTuple):
    """One setting: its name with dots, its value, and the lines of the file that set it.

    Without lines it is a default; `profile` is the one that presets a fact, `beside` the file of a
    deployment tool that tells it.
    """

    name: str
    value: Any
    lines: tuple[int, ...] = ()
    profile: str | None = None
    beside: str | None = None


def run(arguments: Namespace) -> int:
    """Print the settings as text or JSON; 0 whatever they are."""
    if arguments.files and arguments.fleet:
        raise SettingsError("--fleet and --files show different things; leave one of them out")
    if arguments.files:
        return _files(arguments)
    if arguments.fleet:
        from novalint.cli.fleet import run as show_fleet

        return show_fleet(arguments)
    settings = settings_of(arguments)
    written = settings.configurations
    if arguments.configuration:
        settings = laid_out(settings, hosts_of(settings))
    paths = _paths(settings, arguments)
    file = relative(settings.path) if settings.path else None
    setting_rows = [
        *rows(settings, paths, arguments.configuration),
        *_configurations(settings, written),
    ]
    write = _json if arguments.format == "json" else _text
    put(write(file, paths, setting_rows), arguments.format)
    return 0


def _files(arguments: Namespace) -> int:
    """Print what each file of a folder is taken for, that of the current one without a PATH."""
    from novalint.cli.context import project_of_paths
    from novalint.project.discovery import inputs_of_paths
    from novalint.project.taking import taken

    project = project_of_paths(arguments)
    files = list(
        taken(
            inputs_of_paths(
                [arguments.path or "."],
                together=False,
                declare=project.declared,
                excludes=project.excludes,
            ),
            project,
        )
    )
    if arguments.format == "json":
        rows = [
            {
                "paths": list(file.paths),
                "kind": file.kind,
                "embedded": [text._asdict() for text in file.texts],
                "why": file.why or None,
            }
            for file in files
        ]
        put(json.dumps({"files": rows}, indent=1) + "\n", "json")
    else:
        put("".join(visible(f"{', '.join(file.paths)}: {file.phrase}") + "\n" for file in files))
    return 0


def _paths(settings: Settings, arguments: Namespace) -> list[str]:
    from novalint.config.layers import expand

    named = [arguments.path] if arguments.path else []
    if arguments.configuration:
        named += [file for path in settings.files(arguments.configuration) for file in expand(path)]
    return named


def rows(settings: Settings, paths: list[str], configuration: str | None) -> list[Row]:
    """Return what holds for files, in the order of the schema; only facts that are told.

    The configurations that there are stand elsewhere.
    """
    lines = lines_of(settings.path) if settings.path else {}
    places = [at for at, _ in settings.layers(*paths, configuration=configuration)]
    chosen = settings.effective(*paths, configuration=configuration)
    origin = _Origin(lines, ((), *places))
    return [
        _release(chosen.release, paths, origin),
        Row("select", list(chosen.select), origin.of("select")),
        Row("ignore", list(chosen.ignore), origin.all("ignore")),
        Row("plugins", list(chosen.plugins), origin.of("plugins")),
        Row("fail-on", chosen.fail_on, origin.of("fail-on")),
        Row("rule-pages", chosen.rule_pages, origin.of("rule-pages")),
        Row("exclude", list(chosen.exclude), origin.of("exclude")),
        *_facts(chosen, origin),
        *(Row(f"severity.{name}", value, origin.of("severity", name))
          for name, value in chosen.severity.items()),
        *(Row(f"thresholds.{rule}.{name}", value, origin.of("thresholds", rule, name))
          for rule, numbers in chosen.thresholds.items()
          for name, value in numbers.items()),
        *_added(settings, origin),
        *_others(settings, places if paths else None, lines),
    ]  # fmt: skip


def _release(release: str | None, paths: list[str], origin: _Origin) -> Row:
    """Return the release: of the settings, else of a globals.yml, else the newest."""
    for path in paths if release is None else ():
        from novalint.hosts.kolla import globals_of, release_beside

        if beside := release_beside(path):
            return Row("release", beside, (), beside=globals_of(path))
    return Row("release", release or newest().series, origin.fact("release"))


class _Origin(NamedTuple):
    lines: Mapping[At, int]
    places: tuple[At, ...]

    def all(self, *key: str | int) -> tuple[int, ...]:
        """Return every line that sets a key, in the order in which they count."""
        keys = [(*at, *key) for at in self.places]
        return tuple(self.lines[key] for key in keys if key in self.lines)

    def of(self, *key: str) -> tuple[int, ...]:
        """Return the line that counts."""
        return self.all(*key)[-1:]

    def fact(self, name: str) -> tuple[int, ...]:
        """Return the line that counts for a fact; release and role have a short form too."""
        keys = [("deployment", name), *([(name,)] if name in ("release", "role") else [])]
        candidates = [(*at, *key) for at in self.places for key in keys]
        return tuple(self.lines[key] for key in candidates if key in self.lines)[-1:]


def _facts(chosen: Settings, origin: _Origin) -> Iterator[Row]:
    from novalint.deployment import fact_names

    facts = chosen.deployment
    for name in fact_names():
        value = getattr(facts, name)
        if name == "release" or value is None:
            continue
        value = list(value) if isinstance(value, tuple) else value
        preset = name not in facts.own
        lines = origin.fact("profile" if preset else name)
        yield Row(f"deployment.{name}", value, lines, facts.profile if preset else None)


def _added(settings: Settings, origin: _Origin) -> Iterator[Row]:
    """Yield the options and the versions of libraries that are added to the release."""
    if settings.additions is None:
        return
    for number, option in enumerate(settings.additions.options):
        name = f"[{option.group}] {option.name}"
        yield Row("options", name, origin.all("options", number))
    for library, version in settings.additions.libraries:
        yield Row(f"libraries.{library}", version, origin.of("libraries", library))


def _others(settings: Settings, places: list[At] | None, lines: Mapping[At, int]) -> Iterator[Row]:
    """Yield the overrides that count, all where no file is named."""
    for number, override in enumerate(settings.overrides):
        at: At = ("overrides", number)
        if places is None or at in places:
            yield Row("overrides", list(override.paths), (lines[at],) if at in lines else ())


def _configurations(settings: Settings, written: Mapping[str, Override]) -> Iterator[Row]:
    """Yield all configurations, as the file has them."""
    lines = lines_of(settings.path) if settings.path and written else {}
    for name, override in written.items():
        at: At = ("configurations", name)
        yield Row(
            f"configurations.{name}", list(override.paths), (lines[at],) if at in lines else ()
        )


def _json(file: str | None, paths: list[str], rows: list[Row]) -> str:
    table = [
        {
            "name": row.name,
            "value": row.value,
            "source": _source(row),
            "lines": list(row.lines),
        }
        for row in rows
    ]
    return json.dumps({"file": file, "paths": paths, "settings": table}, indent=1) + "\n"


def _source(row: Row) -> str:
    if row.beside:
        return "globals.yml"
    return "profile" if row.profile else "file" if row.lines else "default"


def _text(file: str | None, paths: list[str], rows: list[Row]) -> str:
    whose = f" for {', '.join(paths)}" if paths else ""
    head = f"settings of {file}{whose}" if file else f"no settings file{whose}"
    return visible(head) + "\n" + "".join(visible(_line(file, row)) + "\n" for row in rows)


def _line(file: str | None, row: Row) -> str:
    where = [f"profile {row.profile}"] if row.profile else [row.beside] if row.beside else []
    where += [f"{file}:{line}" for line in row.lines] or ["default"] * (not where)
    value = "none" if row.value == "" else row.value
    if isinstance(value, list):
        value = ", ".join(map(str, value)) or ("every rule" if row.name == "select" else "none")
    return f"{row.name} = {value}  ({', '.join(where)})"
