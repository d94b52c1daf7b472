"""The page of a theme: what its rules are about, and which there are."""

from __future__ import annotations

from importlib import import_module

from novalint.rules.catalogue import NO_PLUGINS, THEMES, Plugins, all_rules


def theme_page(name: str, plugins: Plugins = NO_PLUGINS) -> str:
    """Return the page of a theme; empty for a name of none."""
    rules = [rule for rule in all_rules(plugins) if rule.theme == name]
    if not rules:
        return ""
    about = ""
    if name in THEMES:
        text = import_module(f"novalint.rules.{name}").__doc__ or ""
        about = text.partition("\n\n")[0].replace("\n", " ") + "\n\n"
    width = max(len(rule.name) for rule in rules)
    lines = "".join(
        f"  {rule.name:<{width}}  {rule.severity.value:<7}  {rule.summary}\n" for rule in rules
    )
    return f"{name}: a theme of rules\n\n{about}{lines}\n--select {name} runs only these\n"
