"""What is read from a Go template is what Go's text/template renders."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from templates.reading import read, settings

from novalint.text.document import Document

_PROGRAM = """
package main
import ("bytes"; "encoding/json"; "math/rand"; "os"; "text/template")
type out struct { Text string; Taken []int }
func main() {
  var told []string
  json.NewDecoder(os.Stdin).Decode(&told)
  all := []out{}
  for seed, text := range told {
    chance := rand.New(rand.NewSource(int64(seed)))
    one := out{Taken: []int{}}
    note := func(n int) { one.Taken = append(one.Taken, n) }
    functions := template.FuncMap{
      "take": func(n int) bool { hit := chance.Intn(2) == 0; if hit { note(n) }; return hit },
      "enter": func(n int) string { note(n); return "" },
      "items": func(n int) []int {
        list := make([]int, chance.Intn(3))
        if len(list) > 0 { note(n) }
        return list
      },
    }
    var buffer bytes.Buffer
    parsed := template.Must(template.New("").Funcs(functions).Parse(text))
    if err := parsed.Execute(&buffer, nil); err != nil { panic(err) }
    one.Text = buffer.String()
    all = append(all, one)
  }
  json.NewEncoder(os.Stdout).Encode(all)
}
"""
_GO = shutil.which("go")


class _Writer:
    """Writes a template whose conditions note which branches were taken."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.number = 0
        self.branches: dict[int, tuple[int, int]] = {}

    def next(self) -> int:
        self.number += 1
        return self.number

    def lines(self, at: int, depth: int) -> str:
        text = ""
        for _ in range(self.chance.randrange(1, 5)):
            kind = self.chance.randrange(8 if depth < 3 else 5)
            if kind < 2:
                text += f"o{self.next()} = v{self.next()}\n"
            elif kind == 2:
                text += f"[g{self.next()}]\n"
            elif kind == 3:
                text += self.chance.choice(["\n", "# why\n", "{{/* = */}}\n", "{{ $x := 1 }}\n"])
            elif kind == 4:
                text += f'o{self.next()} = a{{{{ "zq" }}}}b\n'
            else:
                text += self.block(at + len(text), depth, loop=kind == 7)
        return text

    def block(self, at: int, depth: int, *, loop: bool) -> str:
        text = ""
        codes = ["range items %d"] if loop else ["if take %d"]
        codes += ["else if take %d"] * (not loop and self.chance.random() < 0.3)
        codes += ["else"] * (self.chance.random() < 0.5)
        for code in codes:
            number = self.next()
            noted = f"{{{{ $_ := enter {number} }}}}" if code == "else" else ""
            text += self.statement(code.replace("%d", str(number)), noted)
            start = at + len(text)
            text += self.lines(start, depth + 1)
            self.branches[number] = (start, at + len(text))
        return text + self.statement("end", "")

    def statement(self, code: str, noted: str) -> str:
        return f"{self.chance.choice(['{{', '{{-'])} {code} }}}}{noted}\n"


@pytest.mark.slow
@pytest.mark.skipif(_GO is None, reason="go is not installed")
def test_what_is_read_comes_out(tmp_path: Path) -> None:
    program = tmp_path / "main.go"
    program.write_text(_PROGRAM)
    writers = [_Writer(random.Random(seed)) for seed in range(200)]
    templates = ["[DEFAULT]\n" + one.lines(len("[DEFAULT]\n"), 0) for one in writers]
    command = [str(_GO), "run", str(program)]
    out = subprocess.run(
        command, input=json.dumps(templates), capture_output=True, text=True, check=True
    )
    compared = 0
    for writer, template, one in zip(writers, templates, json.loads(out.stdout), strict=True):
        left_out = [span for number, span in writer.branches.items() if number not in one["Taken"]]
        document = Document.parse(one["Text"])
        came_out = [(each.group, each.option, each.value) for each in document.assignments]
        for setting in settings(read(template, "go")):
            if not any(start <= setting.place < end for start, end in left_out):
                assert any(setting.matches(*each) for each in came_out), (setting, template)
                compared += 1
    assert compared > 100
