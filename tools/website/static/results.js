/* Adds to each result of the search what its page is about, from summaries.js. */
(function () {
  "use strict";

  const list = document.getElementById("search-results");
  const summaries = window.novalintSummaries;

  function describe(item) {
    const link = item.querySelector && item.querySelector("a");
    if (!link) return;
    const page = decodeURI(link.getAttribute("href")).split("#")[0].replace(/\.html$/, "");
    if (!summaries[page]) return;
    const text = document.createElement("p");
    text.className = "context";
    text.textContent = summaries[page];
    item.append(text);
  }

  new MutationObserver((changes) => {
    for (const change of changes)
      for (const item of change.addedNodes) if (item.nodeName === "LI") describe(item);
  }).observe(list, { childList: true, subtree: true });
})();
