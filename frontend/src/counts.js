// The numbers beside the navigation and on the bell: fetched after the page, and again when something changed.
import { unasked } from "./attended.js";

async function update() {
  const url = document.body.dataset.counts;
  if (!url || document.hidden) return;
  try {
    const response = await fetch(url, { headers: { Accept: "application/json", ...unasked() } });
    if (!response.ok) return;
    for (const [name, { n, late }] of Object.entries(await response.json())) {
      for (const badge of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) {
        const most = Number(badge.dataset.most ?? 999); // the bell counts to 99
        badge.textContent = n > most ? `${most}+` : n || "";
        badge.classList.toggle("late", Boolean(late));
      }
    }
  } catch {
    // A missing number is no reason to disturb anybody.
  }
}

let waiting;
document.addEventListener("xieli:changed", () => {
  clearTimeout(waiting);
  waiting = setTimeout(update, 400);
});
window.addEventListener("load", update);
