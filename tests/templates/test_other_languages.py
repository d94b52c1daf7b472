"""ERB, Go and the shell: what stays, what becomes a word, what goes."""

from __future__ import annotations

import pytest
from templates.reading import read


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("a = <%= @x %>\n", "a = {{x}}\n"),
        ("a = r://<%= @h.map { |x| \"#{x}:1\" }.join(',') %>\n", "a = r://{{h_map_x_join}}\n"),
        ("a = <%%= x %%>\n", "a = <%= x %>\n"),
        ("<%# why -%>\na = 1\n", "a = 1\n"),
        ("<% if @x -%>\na = 1\n<% else -%>\na = 2\n<% end -%>\nb = 1\n", "a = 1\na = 2\nb = 1\n"),
        ("<% if @x %>\na = 1\n<% end %>\n", "\na = 1\n\n"),
        ("  <%- @x.each do |y| -%>\na = <%= y %>\n  <%- end -%>\n", "a = {{y}}\n"),
        ("<% @x.each { |y| -%>\na = 1\n<% } -%>\n", "a = 1\n"),
        ("<% x = 1 if @y -%>\na = 1\n", "a = 1\n"),
        ("a = <% if @x %>1<% end %>\n", "a = {{if}}\n"),
        ("<%= template('x') %>\n", "#{{template}}\n"),
    ],
)
def test_erb(template: str, expected: str) -> None:
    assert read(template, "erb").text == expected


def test_erb_tells_branches_and_loops() -> None:
    one = read("<% if @x -%>\na = 1\n<% elsif @y -%>\na = 2\n<% end -%>\n", "erb")
    assert [one.text[slice(*span)] for span, _ in one.branches] == ["a = 1\n", "a = 2\n", ""]
    one = read("<% @x.each do |y| -%>\na = 1\n<% end -%>\n", "erb")
    assert [one.text[slice(*span)] for span in one.loops] == ["a = 1\n"]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('a = {{ .Values.x | default "}}" }}\n', "a = {{Values_x_default}}\n"),
        ("{{- if .x }}\na = 1\n{{- else }}\na = 2\n{{- end }}\nb = 1\n", "\na = 1\na = 2\nb = 1\n"),
        ("c = 1\n{{- if .x }}\na = 1\n{{- end }}\nb = 1\n", "c = 1\na = 1\nb = 1\n"),
        ("{{/* a = 1 */}}\na = {{ .x -}}\n\n{{ $y := 1 }}\n", "\na = {{x}}\n"),
        ("{{ range $k, $v := .x }}\n{{ $k }} = {{ $v }}\n{{ end }}\n", "\n{{k}} = {{v}}\n\n"),
        ("{{ if .x }}a = 1{{ end }}\n", "a = 1\n"),
        ('[a]\nb = 1\n{{- include "x" . }}\nc = 1\n', "[a]\nb = 1\n#{{include}}\nc = 1\n"),
        ('a = {{ `x"` }}\n', "a = {{value}}\n"),
        ("a = {{ x\nb = 1\n", "a = {{ x\nb = 1\n"),
    ],
)
def test_go(template: str, expected: str) -> None:
    assert read(template, "go").text == expected


def test_go_reads_what_is_defined_and_takes_it_for_open() -> None:
    one = read('{{define "x"}}\n[a]\nb = 1\n{{end}}\n', "go")
    assert one.text == "\n[a]\nb = 1\n\n"
    assert one.open


def test_go_tells_branches_and_loops() -> None:
    one = read("{{if .x}}\na\n{{else if .y}}\nb\n{{else}}\nc\n{{end}}\n", "go")
    assert [one.text[slice(*span)] for span, _ in one.branches] == ["\na\n", "\nb\n", "\nc\n"]
    one = read("{{range .x}}\na = 1\n{{end}}\n", "go")
    assert [one.text[slice(*span)] for span in one.loops] == ["\na = 1\n"]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("a = $HOST\n", "a = {{HOST}}\n"),
        ("a = http://${HOST:-x}:$PORT/v3\n", "a = http://{{HOST}}:{{PORT}}/v3\n"),
        ("a = $(get (x) y)z\n", "a = {{command}}z\n"),
        ("a = ${A:-${B}}\nb = `date`\n", "a = {{A}}\nb = {{command}}\n"),
        ("a = \\\\$my_ip\n", "a = $my_ip\n"),
        ("a = \\$my_ip\n", "a = {{my_ip}}\n"),
        ("a = x\\ny\n", "a = xny\n"),
        ("# $HOST\na = 5$\n", "# $HOST\na = 5$\n"),
        ("a = ${X\nb = 1\n", "a = {{X}}\nb = 1\n"),
    ],
)
def test_shell(section: str, expected: str) -> None:
    assert read(section, "shell").text == expected


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="perl"):
        read("", "perl")
