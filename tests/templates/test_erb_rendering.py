"""What is read from an ERB template is what Ruby's ERB renders, with the trim mode of Puppet."""

from __future__ import annotations

import json
import random
import shutil
import subprocess

import pytest
from templates.branching import Writer
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


class _Writer(Writer):
    asides = ("<%# = -%>\n", "<% x = 1 -%>\n")
    part = "<%= 'zq' %>"
    loop = "items.call(%d).each do |i|"
    if_ = "if take.call(%d)"
    elif_ = "elsif take.call(%d)"

    def statement(self, code: str, number: int = 0) -> str:
        noted = f"; enter.call({number})" if code == "else" else ""
        left = self.chance.choice(["<%", "<%", "  <%-"])
        return f"{left} {code}{noted} {self.chance.choice(['%>', '-%>'])}\n"


@pytest.mark.skipif(_RUBY is None, reason="ruby is not installed")
def test_what_is_read_comes_out() -> None:
    writers = [_Writer(random.Random(seed)) for seed in range(100)]
    templates = [writer.template() for writer in writers]
    told = json.dumps([[text, seed] for seed, text in enumerate(templates)])
    command = [str(_RUBY), "-e", _RENDER]
    out = subprocess.run(command, input=told, capture_output=True, text=True, check=True)
    compared = 0
    for writer, template, (text, taken) in zip(
        writers, templates, json.loads(out.stdout), strict=True
    ):
        left_out = writer.left_out(taken)
        came_out = [(one.group, one.option, one.value) for one in Document.parse(text).assignments]
        for one in settings(read(template, "erb")):
            if not any(start <= one.place < end for start, end in left_out):
                assert any(one.matches(*each) for each in came_out), (one, template, text)
                compared += not WORD.search(one.value)
    assert compared > 50
