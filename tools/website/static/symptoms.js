/* Finds the symptoms in lines that are pasted, as `novalint explain` does: what it reads lines with
   is in anchors.js, whose shape tools/website/symptoms.py explains, and each function here does
   what novalint/logs does in the module that is named. */
(function () {
  "use strict";

  const find = (id) => document.getElementById("symptoms-" + id);
  const [log, count, list] = ["log", "count", "names"].map(find);
  const symptoms = window.novalintSymptoms.map(([name, says, anchors, translations, pattern, quiet]) => {
    return { name, says, anchors, translations, pattern: new RegExp(pattern, "u"), quiet };
  });
  const reading = window.novalintReading;
  const [BEGINS, QUOTED, PAGED, QUIET, LEVEL, FOREIGN, NAME] = [
    ...["begins", "quoted", "paged", "quiet", "level", "foreign", "foreignName"],
  ].map((name) => new RegExp(reading[name], "u"));
  const [ENTITY, UNICODE, ESCAPED] = ["entity", "unicode", "escaped"].map((name) => new RegExp(reading[name], "gu"));
  const OBJECT = new RegExp(reading.object, "gmu");
  const PRINTED = new RegExp("[" + Object.keys(reading.printed).join("") + "]", "gu");
  const NAMED = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&", nbsp: " " };

  /* spread.py */
  const whole = (text) => text.replace(OBJECT, (object) => object.replace(/[ \t\r]*\n[ \t]*/g, ""));

  /* escapes.py */
  function sign(entity) {
    const name = entity.slice(1, -1);
    if (name[0] !== "#") return NAMED[name];
    const code = /x/i.test(name[1]) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return String.fromCharCode(code).replace("\u00a0", " ");
  }

  const character = (escape, code) => (parseInt(code, 16) < 32 ? escape : String.fromCharCode(parseInt(code, 16)));
  const plain = (text) => text.replace(ENTITY, sign).replace(UNICODE, character);

  function within(value) {
    if (Array.isArray(value)) return value.map(within);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner)]));
    if (typeof value !== "string") return value;
    const nested = value[0] === "{" ? parsed(value) : null;
    return nested === null ? plain(value) : within(nested);
  }

  function unescaped(line) {
    const text = PAGED.test(line.slice(0, reading.before)) ? line.replace(ENTITY, sign) : line;
    const brace = text.slice(0, reading.before).indexOf('{"');
    const value = brace >= 0 ? parsed(text.slice(brace)) : null;
    if (!isObject(value)) return plain(text);
    if (Array.isArray(value.MESSAGE)) value.MESSAGE = ofBytes(value.MESSAGE);
    return plain(text.slice(0, brace)) + JSON.stringify(within(value));
  }

  const ofBytes = (numbers) => new TextDecoder().decode(Uint8Array.from(numbers));

  /* json_lines.py */
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  function parsed(text) {
    try {
      const value = JSON.parse(text);
      return value !== null && typeof value === "object" ? value : null;
    } catch {
      return null;
    }
  }

  function objects(value, depth) {
    const inner = depth < reading.deepest ? Object.values(value) : [];
    const read = inner.map((one) => (typeof one === "string" && one[0] === "{" ? parsed(one) : one));
    return [value, ...read.filter(isObject).flatMap((one) => objects(one, depth + 1))];
  }

  function records(value, depth) {
    if (Array.isArray(value)) return depth < reading.deepest ? value.flatMap((one) => records(one, depth + 1)) : [];
    if (!isObject(value)) return [];
    const all = objects(value, depth);
    const lists = all.flatMap((one) => Object.values(one)).filter(Array.isArray);
    return [all, ...lists.flatMap((one) => records(one, depth + 1))];
  }

  function texts(object) {
    const keys = [...new Set([...reading.messages, ...Object.keys(object)])];
    return keys.flatMap((key) => object[key] ?? []).filter((text) => typeof text === "string");
  }

  function record(all, anchor) {
    const inward = [...all].reverse();
    for (const holder of inward) {
      const text = texts(holder).find((one) => one.includes(anchor));
      if (text === undefined) continue;
      const at = text.indexOf(anchor);
      const message = text.slice(text.lastIndexOf("\n", at) + 1).split("\n")[0];
      const nearest = [holder, ...inward.filter((one) => one !== holder)];
      return { message, quiet: isQuiet(message, text, nearest), foreign: isOfAnother(nearest) };
    }
    return null;
  }

  /* foreign.py */
  const uncoloured = (line) => line.slice(0, reading.before).replace(/(?:\x1b|#033)\[[0-9;]*m/g, "");
  const isForeign = (line) => FOREIGN.test(uncoloured(line));

  function isOfAnother(objects) {
    const names = objects.flatMap((one) => reading.names.filter((key) => key in one).map((key) => one[key]));
    return names.some((name) => typeof name === "string" && NAME.test(name));
  }

  function isQuiet(message, text, nearest) {
    const own = LEVEL.exec(message) ?? LEVEL.exec(text);
    if (own) return reading.quietLevels.includes(own[1].toLowerCase());
    const levels = nearest.flatMap((one) => reading.levels.filter((key) => key in one).map((key) => String(one[key])));
    return reading.quietLevels.includes(levels.find(Boolean)?.toLowerCase());
  }

  function recordOf(json, anchor) {
    const value = parsed(json);
    if (value === null) return null;
    const known = records(value, 0).map((all) => record(all, anchor)).filter(Boolean);
    return known.find((one) => !one.quiet && !one.foreign) ?? known[0] ?? { message: "", quiet: true };
  }

  /* searching.py and lines.py */
  function jsonOf(line, at) {
    const brace = line.slice(0, Math.min(reading.before, at)).indexOf('{"');
    if (brace < 0) return null;
    const text = line.slice(brace).trimEnd().replace(/,$/, "");
    if (text.endsWith("]") && line[brace - 1] === "[") return "[" + text;
    return text.endsWith("}") ? text : null;
  }

  /** Give what an anchor stands in, if the level of that is one at which such a line is logged. */
  function messageOf(symptom, line, anchor) {
    const at = line.indexOf(anchor);
    const json = jsonOf(line, at);
    const inside = json === null ? null : recordOf(json, anchor);
    if (isForeign(line) || (inside !== null && isForeign(inside.message))) return "";
    if (inside === null) return line.slice(Math.max(0, at - reading.before), at + reading.after);
    return inside.foreign || (inside.quiet && !symptom.quiet) ? "" : inside.message;
  }

  function fits(symptom, line) {
    const loud = symptom.quiet || !QUIET.test(line);
    const anchor = loud && symptom.anchors.find((text) => line.includes(text));
    if (anchor && symptom.pattern.test(messageOf(symptom, line, anchor))) return true;
    const translation = !QUIET.test(line) && symptom.translations.find((text) => line.includes(text));
    return Boolean(translation) && messageOf(symptom, line, translation).includes(translation);
  }

  /* pasted.py */
  function unmarked(line) {
    const printed = line.replace(PRINTED, (one) => reading.printed[one]);
    return printed.replace(QUOTED, "").replace(ESCAPED, "$1").trimEnd().replace(/\\$/, "").trimEnd();
  }

  /** Put the lines together that a mail or a terminal broke. */
  function mended(lines, between) {
    const known = new Set(lines);
    const gathered = [];
    let parts = [];
    for (const line of lines.map(unmarked)) {
      if (BEGINS.test(line) || parts.length === reading.most) {
        gathered.push(parts);
        parts = [];
      }
      if (line) parts.push(line);
    }
    return [...gathered, parts].map((one) => one.join(between)).filter((one) => one && !known.has(one));
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
    const lines = whole(log.value).split("\n").map(unescaped);
    const tallies = found(lines);
    if (log.value.length <= reading.longest) {
      for (const between of [" ", ""]) {
        const known = new Set(tallies.map(([symptom]) => symptom.name));
        tallies.push(...found(mended(lines, between)).filter(([symptom]) => !known.has(symptom.name)));
      }
    }
    const rows = tallies.map(row);
    list.replaceChildren(...rows);
    const many = rows.length === 1 ? "1 symptom" : rows.length + " symptoms";
    count.textContent = log.value.trim() ? (rows.length ? many : "No known symptom in these lines.") : "";
  }

  log.addEventListener("input", search);
  document.getElementById("symptoms").hidden = false;
  search();
})();
