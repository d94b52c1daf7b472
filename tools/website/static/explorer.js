/* The option explorer: finds a name, shows its life. The data is in options.js, whose shape
   tools/website/explorer.py explains; how a name is found is in search.js. */
(function () {
  "use strict";

  const LONGEST = 200; // names that are listed at once
  const data = window.novalintOptions;
  const names = data.options.map((line) => read(line, data.texts));
  const find = (id) => document.getElementById("explorer-" + id);
  const [field, count, list, life] = ["name", "count", "names", "life"].map(find);
  let found = [];
  let active = -1; // place in the list of the name that the arrow keys have reached

  const STATES = {
    ".": ["–", "not known", "absent"],
    o: ["●", "read", "option"],
    d: ["◐", "read, but deprecated", "deprecated"],
    a: ["○", "read as an old name of another option", "alias"],
  };
  const CHANGES = {
    ".": ["", ""],
    d: ["D", "default changed"],
    t: ["T", "type or limits changed"],
    b: ["DT", "default, type or limits changed"],
  };

  /** Give names to what stands in a line of the data. */
  function read(line, texts) {
    const [group, name, states, changes, facts, events, related, rules] = line;
    const said = facts.map((place) => texts[place]);
    return {
      key: group + "." + name,
      title: "[" + group + "] " + name,
      states, changes, related, rules,
      facts: pairs(said),
      events: pairs(events).map(([release, place]) => [release, texts[place]]),
    };
  }

  function pairs(values) {
    const found = [];
    for (let at = 0; at < values.length; at += 2) found.push(values.slice(at, at + 2));
    return found;
  }

  /** Make an element; children are elements or texts. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function address(key) {
    return "#" + encodeURIComponent(key);
  }

  // What is found

  function search() {
    const hit = window.novalintSearch(names, field.value);
    found = hit.names.slice(0, LONGEST);
    const total = hit.names.length;
    const counted = total === 1 ? "1 name" : total + " names";
    const cut = total > LONGEST ? ", the first " + LONGEST + " are listed" : "";
    if (!field.value.trim()) count.textContent = "";
    else if (hit.near) count.textContent = "No release reads such a name." + (total ? " The nearest:" : "");
    else count.textContent = counted + cut;
    list.replaceChildren(...found.map(entry));
    reach(-1);
    open(found.length > 0);
  }

  function entry(one, place) {
    const last = one.states[one.states.length - 1];
    const newest = data.releases[data.releases.length - 1][0];
    const notes = { ".": "not in " + newest, d: "deprecated", a: "old name", o: "" };
    const note = make("span", { class: "explorer-note" }, notes[last]);
    const id = "explorer-names-" + place;
    const row = make("li", { id, role: "option", "aria-selected": "false" }, one.title, " ", note);
    row.addEventListener("click", () => choose(place));
    return row;
  }

  function open(is) {
    list.hidden = !is;
    field.setAttribute("aria-expanded", String(is));
    if (!is) reach(-1);
  }

  /** Mark a name as the one that Enter would choose; -1 for none. */
  function reach(place) {
    if (list.children[active]) list.children[active].setAttribute("aria-selected", "false");
    active = place;
    const row = list.children[place];
    if (!row) return field.removeAttribute("aria-activedescendant");
    row.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  function choose(place) {
    const one = found[place];
    open(false);
    count.textContent = "";
    field.value = one.key;
    if (location.hash === address(one.key)) show(one);
    else location.hash = address(one.key);
  }

  function step(by) {
    if (list.hidden) {
      if (!found.length) search();
      open(found.length > 0);
    }
    const many = found.length;
    if (many) reach(active < 0 ? (by > 0 ? 0 : many - 1) : (active + by + many) % many);
  }

  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => found.length && !list.hidden && choose(Math.max(active, 0)),
    Escape: () => {
      field.value = "";
      search();
    },
  };

  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.isComposing) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // What is shown of a name

  function show(one) {
    const parts = [make("h2", {}, one.title), facts(one), timeline(one), legend(one)];
    life.replaceChildren(...parts, happenings(one), ...others(one), ...rules(one));
    document.title = one.title + " – novalint";
  }

  function facts(one) {
    const rows = one.facts.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, value)]);
    return make("dl", { class: "explorer-facts" }, ...rows);
  }

  function timeline(one) {
    const cells = data.releases.map((release, place) => {
      const [mark, state, look] = STATES[one.states[place]];
      const [letter, change] = CHANGES[one.changes[place]];
      const said = ": " + state + (change && "; " + change);
      const title = release[0] + " (Nova " + release[1] + ")" + said;
      return make("li", { class: "explorer-" + look, title },
        make("span", { class: "explorer-change", "aria-hidden": "true" }, letter),
        make("span", { class: "explorer-mark", "aria-hidden": "true" }, mark),
        make("span", { class: "explorer-when" }, release[0]),
        make("span", { class: "explorer-said" }, said));
    });
    return make("ol", { class: "explorer-timeline", "aria-label": "Release by release" }, ...cells);
  }

  /** Explain the marks that this timeline has. */
  function legend(one) {
    const states = Object.keys(STATES).filter((letter) => one.states.includes(letter));
    const changes = ["d", "t"].filter((letter) => /b/.test(one.changes) || one.changes.includes(letter));
    const words = [...states.map((letter) => STATES[letter]), ...changes.map((letter) => CHANGES[letter])];
    return make("p", { class: "explorer-legend", "aria-hidden": "true" },
      ...words.map(([mark, word]) => make("span", {}, mark + " " + word)));
  }

  function happenings(one) {
    if (!one.events.length) return make("p", {}, "Nothing about it changed in these releases.");
    const rows = one.events.map(([place, text]) =>
      make("tr", {}, make("th", { scope: "row" }, data.releases[place][0]), make("td", {}, text)));
    const caption = make("caption", {}, "What changed");
    return make("table", { class: "explorer-events" }, caption, make("tbody", {}, ...rows));
  }

  function others(one) {
    if (!one.related.length) return [];
    const links = one.related.map((key) => make("li", {}, make("a", { href: address(key) }, key)));
    return [make("h3", {}, "See"), make("ul", {}, ...links)];
  }

  function rules(one) {
    if (!one.rules.length) return [];
    const links = one.rules.map((place) => {
      const [name, severity, theme] = data.rules[place];
      const link = make("a", { href: "rules/" + name + ".html" }, name);
      return make("li", {}, link, " (" + severity + ", " + theme + ")");
    });
    return [make("h3", {}, "Rules that look at it"), make("ul", {}, ...links)];
  }

  // The address names what is shown

  function named(key) {
    const fits = (one) => one.key === key || (one.key.includes("*.") && alike(one.key, key));
    return names.find((one) => one.key === key) || names.find(fits);
  }

  /** Tell whether a name is one of a kind of groups, such as `mdev_nvidia-35` of `mdev_*`. */
  function alike(kind, key) {
    const [start, end] = kind.split("*");
    return key.startsWith(start) && key.endsWith(end) && key.length > start.length + end.length;
  }

  function follow() {
    let key;
    try {
      key = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const one = named(key);
    if (one) {
      field.value = key;
      open(false);
      count.textContent = "";
      show(one);
    } else if (key.includes(".")) {
      field.value = key;
      search();
    }
  }

  window.addEventListener("hashchange", follow);
  document.getElementById("explorer").hidden = false;
  follow();
})();
