"""What is read from a Go template is what Go's text/template renders."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from templates.branching import Writer
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


class _Writer(Writer):
    asides = ("{{/* = */}}\n", "{{ $x := 1 }}\n")
    part = '{{ "zq" }}'
    loop = "range items %d"
    if_ = "if take %d"
    elif_ = "else if take %d"
    loops_have_else = True

    def statement(self, code: str, number: int = 0) -> str:
        noted = f"{{{{ $_ := enter {number} }}}}" if code == "else" else ""
        return f"{self.chance.choice(['{{', '{{-'])} {code} }}}}{noted}\n"


@pytest.mark.slow
@pytest.mark.skipif(_GO is None, reason="go is not installed")
def test_what_is_read_comes_out(tmp_path: Path) -> None:
    program = tmp_path / "main.go"
    program.write_text(_PROGRAM)
    writers = [_Writer(random.Random(seed)) for seed in range(200)]
    templates = [writer.template() for writer in writers]
    command = [str(_GO), "run", str(program)]
    out = subprocess.run(
        command, input=json.dumps(templates), capture_output=True, text=True, check=True
    )
    compared = 0
    for writer, template, one in zip(writers, templates, json.loads(out.stdout), strict=True):
        left_out = writer.left_out(one["Taken"])
        document = Document.parse(one["Text"])
        came_out = [(each.group, each.option, each.value) for each in document.assignments]
        for setting in settings(read(template, "go")):
            if not any(start <= setting.place < end for start, end in left_out):
                assert any(setting.matches(*each) for each in came_out), (setting, template)
                compared += 1
    assert compared > 100
