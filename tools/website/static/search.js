/* How the option explorer finds names. */
(function () {
  "use strict";

  const NEAREST = 8; // names that are offered where none fits
  const ALIKE = 0.45; // from here on a name is near: 1 is the same, 0 has no two letters in common

  /** Give the words of what was typed: `[libvirt] cpu-mode` is `libvirt` and `cpu_mode`. */
  function words(typed) {
    return typed.toLowerCase().replace(/[[\]]/g, " ").replace(/-/g, "_").split(/\s+/).filter(Boolean);
  }

  /** Say how well a name fits: 0 best, -1 not at all. */
  function rank(key, wanted) {
    const lower = key.toLowerCase();
    if (!wanted.every((word) => lower.includes(word))) return -1;
    const name = lower.slice(lower.lastIndexOf(".") + 1);
    const last = wanted[wanted.length - 1];
    if (lower === last || name === last) return 0;
    if (name.startsWith(last) || lower.startsWith(last)) return 1;
    return name.includes(last) ? 2 : 3;
  }

  function pieces(text) {
    const found = new Set();
    for (let at = 0; at + 1 < text.length; at += 1) found.add(text.slice(at, at + 2));
    return found;
  }

  /** Say how much of two names is the same, by their pairs of letters: 0 to 1. */
  function likeness(one, other) {
    const [left, right] = [pieces(one), pieces(other)];
    let common = 0;
    for (const piece of left) if (right.has(piece)) common += 1;
    return (2 * common) / (left.size + right.size || 1);
  }

  function nearest(names, wanted) {
    const typed = wanted.join("_").split(".").pop();
    return names
      .map((one) => [likeness(one.key.slice(one.key.lastIndexOf(".") + 1), typed), one])
      .filter(([alike]) => alike >= ALIKE)
      .sort((a, b) => b[0] - a[0])
      .slice(0, NEAREST)
      .map(([, one]) => one);
  }

  /** Give the names that fit what was typed, best first; with `near` set, those that are like it. */
  window.novalintSearch = function (names, typed) {
    const wanted = words(typed);
    if (!wanted.length) return { names: [], near: false };
    const gone = (one) => (one.states.endsWith(".") ? 1 : 0);
    const hits = names
      .map((one) => [rank(one.key, wanted), one])
      .filter(([fit]) => fit >= 0)
      .sort((a, b) => a[0] - b[0] || gone(a[1]) - gone(b[1]))
      .map(([, one]) => one);
    return hits.length ? { names: hits, near: false } : { names: nearest(names, wanted), near: true };
  };
})();
