"""Writes docs/symptoms and the index of anchors, both made from the declarations of signatures.

Run it with `make docs`. Pages of symptoms that are gone go too.
"""

from __future__ import annotations

from pathlib import Path

from novalint.logs.catalogue import declared, declaring_modules, signatures
from novalint.logs.index import FILE, index_text
from novalint.logs.signature import OptionCause, Signature
from novalint.pages.symptoms import facts

FOLDER = Path(__file__).parent.parent / "docs" / "symptoms"
MARK = "<!-- Written by `make docs` from the declarations in novalint/logs/symptoms. -->\n"
_INDEX = f"""{MARK}
# Symptoms

Log lines that `novalint diagnose` knows, and what is behind them.
`novalint explain "text of a line"` prints a page.
How it works: [From a log line to the line in nova.conf](../diagnose.md).

<!-- The site has a field here, into which a line of a log is pasted. -->
"""


def pages() -> dict[str, str]:
    """Give every generated page by its name in docs/symptoms."""
    found = {f"{one.name}.md": page(one) for one in signatures()}
    return {"README.md": index_page(), **found}


def anchors() -> str:
    """Write the index of anchors."""
    return index_text({module: declared(module) for module in declaring_modules()})


def index_page() -> str:
    """Write the list of all symptoms by subject."""
    parts = []
    for module in declaring_modules():
        title = module.replace("_", " ")
        head = f"\n## {title}\n\n| symptom | what it says | anchor |\n| --- | --- | --- |\n"
        parts.append(head + "".join(map(_row, sorted(declared(module), key=lambda s: s.name))))
    return _INDEX + "".join(parts)


def page(signature: Signature) -> str:
    """Write the page of a symptom in Markdown."""
    rows = "".join(f"| {key} | {_cell(value)} |\n" for key, value in _facts(signature) if value)
    parts = [f"{MARK}\n# {signature.name}\n\n{signature.says}\n\n{_sample(signature)}"]
    parts.append(f"| | |\n| --- | --- |\n{rows}")
    blocks = [_outside(signature), _options(signature)]
    parts += blocks if signature.outside else blocks[::-1]
    parts += [f"## What `{one.option} = {one.remedy.value}` costs\n\n{one.remedy.costs}\n"
              for one in signature.causes if one.remedy]  # fmt: skip
    parts.append(f"## Sources\n\n{_sources(signature)}\n")
    return "\n".join([*filter(None, parts), "[All symptoms](README.md)\n"])


def write() -> None:
    """Write all pages and the index, and remove pages that belong to no symptom."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    FILE.write_text(anchors(), encoding="utf-8")


def _sample(signature: Signature) -> str:
    return "".join(f"```text\n{one}\n```\n\n" for one in signature.samples).rstrip("\n") + "\n"


def _facts(signature: Signature) -> list[tuple[str, str]]:
    found = [(key, value) for key, value in facts(signature) if key not in ("line", "caused by")]
    links = ", ".join(f"[{name}]({name}.md)" for name in signature.follows)
    return [*found, ("caused by", links)]


def _outside(signature: Signature) -> str:
    if not signature.elsewhere:
        return ""
    lines = "".join(f"- {one}\n" for one in signature.elsewhere)
    return f"## Causes outside nova.conf\n\n{lines}"


def _options(signature: Signature) -> str:
    if not signature.causes:
        return ""
    rows = "".join(f"| {_option(c)} | {_cell(c.why)} | {_rules(c)} |\n" for c in signature.causes)
    return (
        f"## Options\n\n| option | what it has to do with it | rules |\n| --- | --- | --- |\n{rows}"
    )


def _option(cause: OptionCause) -> str:
    return f"`[{cause.group}] {cause.option}`" if cause.option else "the option that it names"


def _rules(cause: OptionCause) -> str:
    return ", ".join(f"[{name}](../rules/{name}.md)" for name in cause.rules)


def _sources(signature: Signature) -> str:
    return ", ".join(_place(*source.split(" ", 1)) for source in signature.sources) + "."


def _place(package: str, place: str) -> str:
    if package.isdigit():
        return f"`{place}` (release of Nova {package})"
    name, _, version = package.rpartition("-")
    return f"`{place}` ({name} {version})"


def _row(signature: Signature) -> str:
    anchor = _cell(signature.anchors[0].strip())
    return f"| [{signature.name}]({signature.name}.md) | {_cell(signature.says)} | `{anchor}` |\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    write()
