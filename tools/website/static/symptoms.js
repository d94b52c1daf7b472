/* Finds the symptoms in lines that are pasted. The data is in anchors.js, whose shape
   tools/website/symptoms.py explains. */
(function () {
  "use strict";

  const find = (id) => document.getElementById("symptoms-" + id);
  const [log, count, list] = ["log", "count", "names"].map(find);
  const symptoms = window.novalintSymptoms.map(([name, says, anchors, translations, pattern]) => {
    return { name, says, anchors, translations, pattern: compiled(pattern) };
  });

  /** Make a regular expression; null where JavaScript has no such form: then the anchors decide. */
  function compiled(pattern) {
    try {
      return new RegExp(pattern, "u");
    } catch {
      return null;
    }
  }

  /** Say whether a line is of a kind; a translation has no pattern, its anchor is the whole. */
  function fits(symptom, line) {
    if (symptom.translations.some((text) => line.includes(text))) return true;
    const near = symptom.anchors.some((text) => line.includes(text));
    return near && (!symptom.pattern || symptom.pattern.test(line));
  }

  /** Give each symptom with the number of lines that show it, the most frequent first. */
  function found(lines) {
    const tallies = symptoms.map((symptom) => [symptom, lines.filter((line) => fits(symptom, line)).length]);
    return tallies.filter(([, times]) => times).sort((one, other) => other[1] - one[1]);
  }

  function row([symptom, times]) {
    const link = document.createElement("a");
    link.href = symptom.name + ".html";
    link.textContent = symptom.name;
    const element = document.createElement("li");
    element.append(link, times > 1 ? " (" + times + " lines): " : ": ", symptom.says);
    return element;
  }

  function search() {
    const lines = log.value.split("\n").filter((line) => line.trim());
    const rows = found(lines).map(row);
    list.replaceChildren(...rows);
    const many = rows.length === 1 ? "1 symptom" : rows.length + " symptoms";
    count.textContent = lines.length ? (rows.length ? many : "No known symptom in these lines.") : "";
  }

  log.addEventListener("input", search);
  document.getElementById("symptoms").hidden = false;
  search();
})();
