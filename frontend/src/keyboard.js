// Keys: / search, j k along the rows, Enter opens, x selects, . the row's usual act, on a matter's page that matter's, g then a letter goes, c new, ? help. Never while typing.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], .ts-control, dialog");
const rows = () => [...document.querySelectorAll("[data-row]")];
let going = 0;

function select(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  all.forEach((row) => row.classList.toggle("selected", row === next));
  next.scrollIntoView({ block: "nearest" });
  (next.querySelector("[data-row-link]") ?? next).focus?.({ preventScroll: true });
}

// A live refresh forgets our class and may take the focused row away with its focus: it comes back to the same matter's row.
let reading = "";
document.addEventListener("focusin", ({ target }) => {
  reading = (target.closest?.("[data-row]") && target.matches("[data-row-link]") && target.getAttribute("href")) || "";
});
document.addEventListener("htmx:after:swap", () => {
  if (reading && document.activeElement === document.body)
    document.querySelector(`[data-row-link][href="${CSS.escape(reading)}"]`)?.focus({ preventScroll: true });
});
const current = () => document.querySelector("[data-row].selected") ?? document.activeElement?.closest("[data-row]");

const acts = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => select(1),
  k: () => select(-1),
  x: () => current()?.querySelector('input[type="checkbox"]')?.click(),
  ".": () => (current() ?? document.getElementById("actions"))?.querySelector(".btn.primary, .btn")?.click(),
  c: () => document.querySelector("[data-new]")?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
};

// Alt and a digit choose, also while typing; browsers differ in what they make of an access key by themselves.
document.addEventListener("keydown", (event) => {
  const digit = event.altKey && !event.ctrlKey && !event.metaKey && /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  const chosen = digit && document.querySelector(`[accesskey="${digit[1]}"]`);
  if (!chosen) return;
  event.preventDefault();
  chosen.click();
});

// Control (or Command) and Enter send the form one is typing in.
document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const button = form.querySelector(".btn.primary[type=submit]") ?? form.querySelector("[type=submit]");
  if (!button || button.disabled) return;
  event.preventDefault();
  form.requestSubmit(button);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches?.("[data-search]")) return event.target.blur();
  if (typing(event.target)) return;
  if (going && Date.now() - going < 1200) {
    going = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (event.key === "g") going = Date.now();
  else if (acts[event.key]) {
    event.preventDefault();
    acts[event.key]();
  } else if (event.key === "Enter" && event.target === document.body) current()?.querySelector("[data-row-link]")?.click();
});
