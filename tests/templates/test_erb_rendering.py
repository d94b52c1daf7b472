"""What is read from an ERB template is what Ruby's ERB renders, with the trim mode of Puppet."""

from __future__ import annotations

import json
import random
import shutil
import subprocess

import pytest
from templates.reading import WORD, read, settings

from novalint.text.document import Document

_RENDER = """
require 'erb'; require 'json'
puts JSON.generate(JSON.parse(STDIN.read).map { |text, seed|
  srand(seed); taken = []
  take = lambda { |n| hit = rand < 0.5; taken << n if hit; hit }
  enter = lambda { |n| taken << n; '' }
  items = lambda { |n| list = [1] * rand(3); taken << n unless list.empty?; list }
  [ERB.new(text, trim_mode: '-').result(binding), taken]
})
"""
_RUBY = shutil.which("ruby")


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
                text += self.chance.choice(["\n", "# why\n", "<%# = -%>\n", "<% x = 1 -%>\n"])
            elif kind == 4:
                text += f"o{self.next()} = a<%= 'zq' %>b\n"
            else:
                text += self.block(at + len(text), depth, loop=kind == 7)
        return text

    def block(self, at: int, depth: int, *, loop: bool) -> str:
        text = ""
        codes = ["items.call(%d).each do |i|"] if loop else ["if take.call(%d)"]
        codes += ["elsif take.call(%d)"] * (not loop and self.chance.random() < 0.3)
        for code in codes:
            number = self.next()
            text += self.statement(code % number)
            start = at + len(text)
            text += self.lines(start, depth + 1)
            self.branches[number] = (start, at + len(text))
        if not loop and self.chance.random() < 0.5:
            number = self.next()
            text += self.statement(f"else; enter.call({number})")
            start = at + len(text)
            text += self.lines(start, depth + 1)
            self.branches[number] = (start, at + len(text))
        return text + self.statement("end")

    def statement(self, code: str) -> str:
        left = self.chance.choice(["<%", "<%", "  <%-"])
        return f"{left} {code} {self.chance.choice(['%>', '-%>'])}\n"


@pytest.mark.skipif(_RUBY is None, reason="ruby is not installed")
def test_what_is_read_comes_out() -> None:
    writers = [_Writer(random.Random(seed)) for seed in range(100)]
    templates = ["[DEFAULT]\n" + one.lines(len("[DEFAULT]\n"), 0) for one in writers]
    told = json.dumps([[text, seed] for seed, text in enumerate(templates)])
    command = [str(_RUBY), "-e", _RENDER]
    out = subprocess.run(command, input=told, capture_output=True, text=True, check=True)
    compared = 0
    for writer, template, (text, taken) in zip(
        writers, templates, json.loads(out.stdout), strict=True
    ):
        left_out = [span for number, span in writer.branches.items() if number not in taken]
        came_out = [(one.group, one.option, one.value) for one in Document.parse(text).assignments]
        for one in settings(read(template, "erb")):
            if not any(start <= one.place < end for start, end in left_out):
                assert any(one.matches(*each) for each in came_out), (one, template, text)
                compared += not WORD.search(one.value)
    assert compared > 50
