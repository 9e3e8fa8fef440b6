// Runs `prepare` on every element matching `selector`, now and whenever htmx brings new ones; once for each element.
const prepared = new WeakMap();

export function ready(selector, prepare) {
  const visit = (root) => {
    if (!root.querySelectorAll) return;
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    for (const element of found) {
      const done = prepared.get(element) ?? prepared.set(element, new Set()).get(element);
      if (!done.has(prepare)) {
        done.add(prepare);
        prepare(element);
      }
    }
  };
  const start = () => {
    visit(document.body);
    new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(visit))).observe(document.body, {
      childList: true,
      subtree: true,
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}

// A sentence of the page in its language: <template id="words"> in base.html holds them as data attributes.
export function word(name, fallback = "") {
  return document.getElementById("words")?.dataset[name] ?? fallback;
}
