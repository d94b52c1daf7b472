/* Finds the symptoms in lines that are pasted, as `novalint explain` does: what it reads lines with
   is in anchors.js, whose shape tools/website/symptoms.py explains, and each function here does
   what novalint/logs does in the module that is named. */
(function () {
  "use strict";

  const find = (id) => document.getElementById("symptoms-" + id);
  const [log, count, list] = ["log", "count", "names"].map(find);
  const symptoms = window.novalintSymptoms.map(([name, says, anchors, translations, pattern, quiet, samples]) => {
    const [plain, spans] = ["u", "du"].map((flags) => new RegExp(pattern, flags));
    return { name, says, anchors, translations, pattern: plain, spans, quiet, samples };
  });
  const reading = window.novalintReading;
  const [BEGINS, QUOTED, PAGED, QUIET, LEVEL, FOREIGN, NAME, CUT] = [
    ...["begins", "quoted", "paged", "quiet", "level", "foreign", "foreignName", "cut"],
  ].map((name) => new RegExp(reading[name], "u"));
  const [ENTITY, UNICODE, ESCAPED, STAND_IN] = ["entity", "unicode", "escaped", "standIn"].map(
    (name) => new RegExp(reading[name], "gu"),
  );
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

  const same = (text) => text;

  /** Fill an identifier in for what stands in the place of one: stand_ins.py. */
  const filled = (text) => text.replace(STAND_IN, "00000000-0000-4000-8000-000000000000");

  /** Give what an anchor stands in, if the level of that is one at which such a line is logged. */
  function messageOf(symptom, line, anchor, change) {
    const at = line.indexOf(anchor);
    const json = jsonOf(line, at);
    const inside = json === null ? null : recordOf(json, anchor);
    if (isForeign(line) || (inside !== null && isForeign(inside.message))) return "";
    if (inside === null) return change(line.slice(Math.max(0, at - reading.before), at + reading.after));
    if (change !== same) return "";
    return inside.foreign || (inside.quiet && !symptom.quiet) ? "" : inside.message;
  }

  function anchorIn(symptom, line) {
    return (symptom.quiet || !QUIET.test(line)) && symptom.anchors.find((text) => line.includes(text));
  }

  function fits(symptom, line, change) {
    const anchor = anchorIn(symptom, line);
    if (anchor && symptom.pattern.test(messageOf(symptom, line, anchor, change))) return true;
    const translation = !QUIET.test(line) && symptom.translations.find((text) => line.includes(text));
    return Boolean(translation) && messageOf(symptom, line, translation, change).includes(translation);
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

  /* cut_lines.py */

  /** Say whether a line is the start of one of a kind, and of that kind alone. */
  function begins(symptom, line) {
    const anchor = anchorIn(symptom, line);
    if (!anchor) return false;
    const message = messageOf(symptom, line, anchor, (text) => text.trimEnd().replace(CUT, "").trimEnd());
    const at = message.indexOf(anchor);
    if (jsonOf(line, line.indexOf(anchor)) !== null || at < 0 || message.length - at > reading.longestCut) return false;
    const behind = at + anchor.length;
    return rests(symptom, anchor).some((rest) => {
      const match = symptom.spans.exec(message + rest);
      if (match === null || match.index > at || match.index + match[0].length <= message.length) return false;
      return !symptom.pattern.test(message + "\0" + rest) && tells(match, behind, message.length, symptom, anchor);
    });
  }

  function rests(symptom, anchor) {
    const behind = symptom.samples.map((sample) => sample.split(anchor).slice(1).join(anchor));
    return behind.flatMap((rest) => [...rest].map((_, at) => rest.slice(at)));
  }

  function tells(match, behind, end, symptom, anchor) {
    const literal = [...match.input];
    for (const span of Object.values(match.indices.groups ?? {})) if (span) literal.fill(" ", ...span);
    const words = (from) => literal.slice(from, end).join("").match(/\p{L}{2,}/gu) ?? [];
    if (words(behind).length) return true;
    return words(match.index).length >= reading.fewestWords && isOwn(symptom, anchor.trim());
  }

  function isOwn(symptom, anchor) {
    return symptoms.every((one) => one === symptom || !one.samples.some((sample) => sample.includes(anchor)));
  }

  /** Give lines and how they are looked at for kinds that a text does not show as it stands: further.py. */
  function further(lines) {
    const broken = [" ", ""].map((between) => mended(lines, between));
    const all = [lines, ...broken].flat();
    return [
      ...broken.map((each) => [each, (symptom, line) => fits(symptom, line, same)]),
      [all, (symptom, line) => fits(symptom, line, filled)],
      [all, begins],
    ];
  }

  /** Give each symptom with the number of lines that show it, the most frequent first. */
  function found(lines, is) {
    const tallies = symptoms.map((symptom) => [symptom, lines.filter((line) => is(symptom, line)).length]);
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
    const tallies = found(lines, (symptom, line) => fits(symptom, line, same));
    if (log.value.length <= reading.longest) {
      for (const [each, is] of further(lines)) {
        const known = new Set(tallies.map(([symptom]) => symptom.name));
        tallies.push(...found(each, is).filter(([symptom]) => !known.has(symptom.name)));
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
