// Small things: copying, printing, common phrases, check-all, filter forms that send themselves.
import { toast } from "./toasts.js";
import { ready, word } from "./ready.js";

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    event.preventDefault();
    await navigator.clipboard.writeText(copy.dataset.copy || copy.textContent.trim());
    toast(word("copied"));
  }
  if (event.target.closest("[data-print]")) window.print();
  const phrase = event.target.closest("[data-phrase]");
  if (phrase) {
    const field = phrase.closest("form").querySelector(phrase.closest("[data-phrases]").dataset.phrases);
    field.value = field.value ? `${field.value} ${phrase.dataset.phrase}` : phrase.dataset.phrase;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
});

function countChosen() {
  const bulk = document.querySelector("[data-bulk]");
  if (bulk) {
    const chosen = document.querySelectorAll(`${bulk.dataset.bulk}:checked`).length;
    bulk.hidden = !chosen;
    const number = bulk.querySelector("[data-chosen]");
    if (number) number.textContent = chosen;
  }
}

// A live refresh brings the bar as it is when nothing is chosen.
document.addEventListener("htmx:after:swap", countChosen);

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-check-all]")) {
    for (const box of document.querySelectorAll(target.dataset.checkAll)) box.checked = target.checked;
  }
  if (target.closest("form[data-auto]") && !target.matches('input[type="search"], input[type="text"]')) target.form.requestSubmit();
  countChosen();
});

// On a narrow screen the stepper begins where the matter stands.
ready(".steps", (steps) => {
  const now = steps.querySelector(".now");
  if (now) steps.scrollLeft = now.offsetLeft - steps.offsetLeft - 80;
});

// Empty filters don't belong into the address.
document.addEventListener("submit", ({ target }) => {
  if (target.method !== "get" || !target.matches("[data-auto], [role=search]")) return;
  const empty = [...target.elements].filter((field) => field.name && field.value === "");
  empty.forEach((field) => (field.disabled = true));
  setTimeout(() => empty.forEach((field) => (field.disabled = false)));
});

// A form drawn again because something is to be corrected shows the first of it, however far below the screen it stands.
ready(".field.invalid .error", (error) => {
  const field = error.closest(".field.invalid");
  if ((field.closest("form") ?? document).querySelector(".field.invalid") !== field) return;
  field.scrollIntoView({ block: "center" });
  field.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
});

// So does what stopped a form as a whole.
ready(".trouble", (alert) => alert.scrollIntoView({ block: "center" }));
