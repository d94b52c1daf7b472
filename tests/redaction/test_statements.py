"""Statements of templates: shown as far as they are made of names, numbers and plain words."""

from __future__ import annotations

import pytest
from hosts.reading import documents

from novalint.config.model import Config, load
from novalint.hosts.reading import documents_in
from novalint.redaction import Redaction
from novalint.schema.options import load_schema
from novalint.schema.releases import releases
from novalint.text.source import Source

SECRET = "hunter2"

SHOWN = [
    '{% if a == "b" %}',
    "{% for k, v in extra.items() %}",
    "{% if groups['x'] | length > 1 %}",
    "{%- elif nova_backend == 'rbd' and not (enable_ceph | bool) -%}",
    "{% if hostvars[host]['ansible_' ~ nova_interface]['ipv4']['address'] is defined %}",
    "{% set workers = [ansible_processor_vcpus, 8] | min %}",
    "{% if nova_password is defined and nova_password | length > 0 %}",
    "{% endif %}{% endfor %}",
    "{% include 'nova.conf.d/extra.j2' %}",
    "  {% if arch == 'x86_64' %}",
    "{{- end }}",
    "{{- if .Values.conf.nova.enabled }}",
    '{{- if eq .Values.backend "rbd" }}',
    "{{- range $key, $value := .Values.extra }}",
    "<% end -%>",
    "<% if @virt_type == 'kvm' && @hosts.size > 1 -%>",
    "<%- @hosts.each do |host| -%>",
    "<% unless @my_ip.nil? %>",
    "{%- if compute.get('libvirt', {}).cpu_model is defined and compute.cpu_mode == 'custom' %}",
    "{%- set workers = compute.get('workers', {}) %}",
    "{# which hosts are meant #}",
    "{{/* which hosts are meant */}}",
    "<%# which hosts are meant %>",
]

HIDDEN = [
    '{% if password == "hunter2" %}',
    "{% if password == 'hunter2' %}",
    "{% if password == hunter2 %}",
    "{% if password hunter2 %}",
    "{% if password < hunter2 %}",
    "{% if 'hunter2' %}",
    "{% if a %}{% endif %} hunter2",
    "{% if password == 'a' %}{% if 'hunter2' %}",
    "{% if login == 'aGhunter2kZ9x' %}",
    "<%= 'hunter2' %>",
    "{% if 'hunter2' == admin_token %}",
    "{% if a == 'hunter2' %}",
    "{% set login = 'hunter2' %}",
    '{% set x = {"password": "hunter2"} %}',
    "{% if a.get('hunter2', {}) %}",
    "{% if a.get('password', {}) == 'hunter2' %}",
    "{% if a.get('x', {}).password == 'hunter2' %}",
    "{% if a.get('x', {'hunter2': b}) == c %}",
    "{% set password = a.get('hunter2', {}) %}",
    "{{ a.get('hunter2', {}) }}",
    "{% set password = hunter2 %}",
    "{% if password in ['x', 'hunter2'] %}",
    "{% if vars['password'] == 'hunter2' %}",
    "{% if a %}hunter2{% endif %}",
    "{# the password is hunter2 #}",
    "{# password: hunter2 #}",
    "{{/* password = hunter2 */}}",
    "<%# password = hunter2 %>",
    '{{- if eq .Values.password "hunter2" }}',
    "{{- $password := hunter2 }}",
    "{{ 'hunter2' }}",
    "<% if @password == 'hunter2' %>",
    "<% password = %q(hunter2) %>",
]


def masked(line: str) -> str:
    found = documents("nova_nova_conf_overrides:\n  api: {auth_strategy: keystone}\n")
    return Redaction(Config(load_schema(releases()[-1]), tuple(found), True)).mask(line)


@pytest.mark.parametrize("line", SHOWN)
def test_a_statement_without_a_secret_is_shown(line: str) -> None:
    assert masked(line) == line


@pytest.mark.parametrize("line", HIDDEN)
def test_what_may_be_a_secret_in_a_statement_is_hidden(line: str) -> None:
    assert SECRET not in masked(line)


@pytest.mark.parametrize(
    "line", ["{% set login = 'swordfish' %}", "{{ 'swordfish' | b64encode }}",
             "{% set pin = 12345 %}", "{% if password == 12345 %}"],
)  # fmt: skip
def test_what_a_name_is_given_is_hidden(line: str) -> None:
    assert masked(line) != line


FORMS = [
    "{{% if {} == '{}' %}}",
    '{{%- elif "{1}" in {0} -%}}',
    "{{% set {} = '{}' %}}",
    "{{% if {} == {} %}}",
    "{{{{- if eq .Values.{} `{}` }}}}",
    "<% if @{} != '{}' -%>",
    "{{# {} = {} #}}",
    "{{{{/* {}: {} */}}}}",
]


@pytest.mark.parametrize("form", FORMS)
def test_no_secret_of_any_option_is_shown_in_a_statement(form: str) -> None:
    secrets = sorted({one.name for one in load_schema(releases()[-1]) if one.secret} - {"key"})
    lines = [form.format(name, canary) for name in secrets for canary in (SECRET, "swordfish")]
    shown = masked("\n".join(lines))
    assert SECRET not in shown
    assert "swordfish" not in shown


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        ("x.conf.j2", "{% for p in ['sesame', 'monkey'] %}"),
        ("x.conf.j2", "{% for u, p in pairs | default(['sesame']) -%}"),
        ("x.conf.j2", "{% for q in ['sesame'] %}\n{% for p in q %}"),
    ],
)
def test_words_of_a_loop_that_feeds_a_secret_are_hidden(path: str, statement: str) -> None:
    ends = "{% endfor %}\n" * statement.count("{%")
    for option, is_hidden in (("password", True), ("region_name", False)):
        text = f"[neutron]\n{statement}\n{option} = {{{{ p }}}}\n{ends}auth_type = password\n"
        (document,) = documents_in(Source(path, text))
        shown = Redaction(load(document)).mask(text)
        assert ("sesame" not in shown) is is_hidden
        assert "auth_type = password" in shown and "{%" in shown
