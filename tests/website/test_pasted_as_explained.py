"""The page of symptoms names what `novalint explain` names, for the same lines."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from command import ROOT
from logs.test_foreign_lines import FOREIGN, OWN, TEXTS
from logs.test_forms import FORMS, PASTED
from logs.test_json_lines import CPU, escaped, forms
from website.test_data import tool

from novalint.logs.catalogue import signatures
from novalint.pages.symptoms import page_of_line

NODE = shutil.which("node")
PAGE = """
const { readFileSync } = require("fs");
const [data, page, lines] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const element = () => ({
  append(...parts) { this.parts = parts; },
  addEventListener(_, act) { this.act = act; },
  replaceChildren(...rows) { this.rows = rows; },
  value: "",
});
const known = {};
globalThis.window = globalThis;
globalThis.document = { createElement: element, getElementById: (id) => (known[id] ??= element()) };
eval(data);
eval(page);
const log = known["symptoms-log"];
const named = JSON.parse(lines).map((text) => {
  log.value = text;
  log.act();
  return known["symptoms-names"].rows.map((row) => row.parts[0].textContent);
});
console.log(JSON.stringify(named));
"""


def samples() -> list[str]:
    """Give the samples of all signatures, in turn in each of the forms that lines come in."""
    texts = [sample for one in signatures() for sample in one.samples]
    return [way(text) for at, text in enumerate(texts) for way in (str, WAYS[at % len(WAYS)])]


def _half(text: str) -> int:
    return text.find(" ", len(text) // 2)


def _record(level: str, text: str) -> str:
    return json.dumps({"message": text, "asctime": "2026-03-02 09:12:01", "levelname": level})


HEAD = "2026-03-02 09:12:01.402 7 {} nova.x [-] "
WAYS = (
    lambda text: HEAD.format("ERROR") + text,
    lambda text: HEAD.format("INFO") + text,
    lambda text: _record("ERROR", text),
    lambda text: _record("INFO", text),
    lambda text: _record("INFO", HEAD.format("ERROR") + text),
    lambda text: _record("ERROR", text).replace("'", "\\u0027").replace("<", "\\u003c"),
    lambda text: json.dumps({"log": _record("ERROR", text) + "\n", "stream": "stderr"}),
    lambda text: json.dumps([{"message": "x"}, {"_source": {"Payload": text, "level": 40}}]),
    lambda text: json.dumps({"MESSAGE": text, "PRIORITY": "6"}, indent=1),
    html.escape,
    lambda text: html.escape(_record("ERROR", text)),
    lambda text: HEAD.format("ERROR") + text[: _half(text)] + "\n> " + text[_half(text) + 1 :],
    lambda text: HEAD.format("ERROR") + text[: _half(text) - 2] + "\n" + text[_half(text) - 2 :],
    lambda text: text.replace(" ", "\n> "),
    lambda text: "nova-compute-1  | " + HEAD.format("ERROR") + text,
    lambda text: "n.log:7:" + HEAD.format("INFO") + "x\nn.log:8:" + HEAD.format("ERROR") + text,
    lambda text: re.sub(r"([\[_])", r"\\\1", text).replace("'", "’").replace(" ", "\u00a0"),
)
TRANSLATED = [f"ERROR {text} x" for one in signatures() for text in one.translations]
ROWS = (Path(__file__).parents[1] / "logs" / "pasted.txt").read_text(encoding="utf-8").splitlines()
LINES = [row.partition(" | ")[2].replace("⏎", "\n") for row in ROWS if not row.startswith("#")]


def explained(text: str) -> list[str]:
    """Give what `novalint explain` names."""
    known = {one.name for one in signatures()}
    return sorted(known.intersection(page_of_line(text).splitlines()))


@pytest.mark.skipif(not NODE, reason="node is not installed")
@pytest.mark.slow
def test_the_page_names_what_explain_names(tmp_path: Path) -> None:
    texts = [*samples(), *TRANSLATED, *LINES, *FORMS.values(), *PASTED.values(), *escaped(CPU)]
    texts += [line for level in ("INFO", "ERROR") for line in forms(level).values()]
    texts += [
        form.format(TEXTS[name]) for form in (*FOREIGN.values(), *OWN.values()) for name in TEXTS
    ]
    texts += [
        _record("ERROR", text).replace("}", ', "name": "cinder.x"}') for text in TEXTS.values()
    ]
    data, lines = tmp_path / "anchors.js", tmp_path / "lines.json"
    data.write_text(tool("symptoms").script(), encoding="utf-8")
    lines.write_text(json.dumps(texts), encoding="utf-8")
    page = ROOT / "tools" / "website" / "static" / "symptoms.js"
    assert NODE
    done = subprocess.run(
        [NODE, "-e", PAGE, "x", data, page, lines],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    named = [sorted(names) for names in json.loads(done.stdout)]
    differing = [
        (text, page_names, names)
        for text, page_names in zip(texts, named, strict=True)
        if (names := explained(text)) != page_names
    ]
    assert differing == []
    assert sum(map(bool, named)) > len(signatures())
