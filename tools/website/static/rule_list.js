/* Hides the rules that were not asked for. The releases of each are in rules.js, whose shape
   tools/website/rule_list.py explains; all else stands in the rows of the page. */
(function () {
  "use strict";

  const find = (id) => document.getElementById("rules-" + id);
  const [words, theme, severity, release, count] = ["words", "theme", "severity", "release", "count"].map(find);
  const data = window.novalintRules;
  const sections = [...document.querySelectorAll("section section")].filter((part) => part.querySelector("tbody"));
  const rows = sections.flatMap((part) => {
    const name = part.querySelector("h2").firstChild.textContent.trim();
    return [...part.querySelectorAll("tbody tr")].map((row) => ({
      row,
      part,
      theme: name,
      rule: row.cells[0].textContent.trim(),
      severity: row.cells[1].textContent.trim(),
      text: row.textContent.toLowerCase(),
    }));
  });

  function offer(field, values) {
    for (const value of values) field.append(new Option(value, value));
  }

  function holds(rule, series) {
    const span = data.rules[rule];
    const place = data.releases.indexOf(series);
    return !span || (span[0] <= place && place <= span[1]);
  }

  function fits(entry, asked) {
    return (
      (!theme.value || entry.theme === theme.value) &&
      (!severity.value || entry.severity === severity.value) &&
      (!release.value || holds(entry.rule, release.value)) &&
      asked.every((word) => entry.text.includes(word))
    );
  }

  function filter() {
    const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = new Set();
    let number = 0;
    for (const entry of rows) {
      entry.row.hidden = !fits(entry, asked);
      if (!entry.row.hidden) {
        number += 1;
        shown.add(entry.part);
      }
    }
    for (const part of sections) part.hidden = !shown.has(part);
    count.textContent = number === rows.length ? rows.length + " rules" : number + " of " + rows.length + " rules";
  }

  offer(theme, new Set(rows.map((entry) => entry.theme)));
  offer(severity, ["error", "warning", "info"]);
  offer(release, [...data.releases].reverse());
  for (const field of [words, theme, severity, release]) field.addEventListener("input", filter);
  document.getElementById("rule-filter").hidden = false;
  filter();
})();
