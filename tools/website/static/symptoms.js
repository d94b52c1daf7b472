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

  /** Characters of a text whose lines are put together: a log is longer, and has none broken. */
  const LONGEST = 65536;
  const ENTITIES = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&", nbsp: " " };
  const BEGINS =
    /^(?:\{|\[?\d{4}-\d\d-\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:|\d\d:\d\d:\d\d|[\w.-]+\[\d+\]: |(?:TRACE|DEBUG|INFO|AUDIT|WARNING|ERROR|CRITICAL) |Traceback |File "|$)/;

  /** Give a line without HTML entities, and without signs that are written as numbers. */
  function unescaped(line) {
    return line
      .replace(/&(quot|apos|lt|gt|amp|nbsp);/g, (_, name) => ENTITIES[name])
      .replace(/&#(\d{2,3});/g, (_, number) => String.fromCharCode(number))
      .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  }

  /** Give a line as it was before a mail, a terminal or a web page had it. */
  function plain(line) {
    return line
      .replace(/^(?:[>|][>| ]*|\s+)/, "")
      .replaceAll("\u00a0", " ")
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/[\u201c\u201d]/g, '"')
      .replace(/\\([[\]_*<>#`-])/g, "$1")
      .replace(/\s*\\?\s*$/, "");
  }

  /** Put the lines together that a mail or a terminal broke. */
  function mended(lines, between) {
    const records = [];
    for (const line of lines.map(plain)) {
      if (BEGINS.test(line) || !records.length) records.push([line]);
      else records[records.length - 1].push(line);
    }
    return records.map((parts) => parts.slice(0, 12).join(between));
  }

  /** What people and tools write for an identifier, as novalint/logs/stand_ins.py has it. */
  const STAND_IN =
    /<[\w .:-]{1,40}>|\$?\{{1,2}[\w .-]{1,40}\}{1,2}|\$[A-Za-z_]\w{0,40}|\*{2,40}|(?<!\w)[0-9a-f]{1,8}(?:-[0-9a-f]{1,4}){0,4}-?(?:…|\.{3})[0-9a-f-]{0,12}|(?<!\w)(?:\w[\w.]{0,60})?(?:…|\.{3})|(?<!\w)[xX]{1,12}(?:-[xX]{1,12}){0,4}(?!\w|\.\w)|(?<![\w-])(?=[a-f]{0,8}\d)[0-9a-f]{8}(?:-[0-9a-f]{1,4}){0,3}-?(?![\w-])|(?<=plugged-)[0-9a-f]{1,8}(?:-[0-9a-f]{1,4}){0,3}-?(?![\w-])/g;

  /** Fill an identifier in for what stands in the place of one. */
  function filled(line) {
    return line.replace(STAND_IN, "00000000-0000-4000-8000-000000000000");
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
    const lines = log.value.split("\n").filter((line) => line.trim()).map(unescaped);
    const tallies = found(lines);
    if (log.value.length <= LONGEST) {
      const whole = [" ", ""].map((between) => mended(lines, between));
      for (const further of [...whole, ...[lines, ...whole].map((each) => each.map(filled))]) {
        const known = new Set(tallies.map(([symptom]) => symptom.name));
        tallies.push(...found(further).filter(([symptom]) => !known.has(symptom.name)));
      }
    }
    const rows = tallies.map(row);
    list.replaceChildren(...rows);
    const many = rows.length === 1 ? "1 symptom" : rows.length + " symptoms";
    count.textContent = lines.length ? (rows.length ? many : "No known symptom in these lines.") : "";
  }

  log.addEventListener("input", search);
  document.getElementById("symptoms").hidden = false;
  search();
})();
