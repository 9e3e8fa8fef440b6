// Rows of a form (core/rows.html): add, remove, move up, paste from a spreadsheet; Enter in the last row adds one, Alt+arrows move.
// Names keep their number; the order is the screen's.
import { paste } from "./paste.js";

let next = 1000;

function add(rows) {
  const made = rows.querySelector("template").content.firstElementChild.cloneNode(true);
  const number = String(next++);
  for (const element of [made, ...made.querySelectorAll("*")])
    for (const name of ["name", "id", "for", "aria-describedby"])
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace("__row__", number));
  rows.querySelector("tbody").append(made);
  return made;
}

const changed = (rows) => rows.dispatchEvent(new Event("change", { bubbles: true }));
const focus = (row) => row?.querySelector("input:not([type=hidden]), select, textarea")?.focus();

// For drafts kept in the browser: the rows that were typed, with their numbers, in their order.
export function restore(form, names) {
  for (const rows of form.querySelectorAll("[data-rows]")) {
    if (!rows.querySelector("template")) continue;
    const pattern = new RegExp(`^${rows.dataset.rows}-(\\d+)-`);
    const wanted = [...new Set(names.map((name) => pattern.exec(name)?.[1]).filter(Boolean))];
    const row = (number) => form.querySelector(`[name^="${rows.dataset.rows}-${number}-"]`)?.closest("tr");
    for (const one of wanted.length ? rows.querySelectorAll("tbody tr") : [])
      if (!wanted.some((number) => row(number) === one)) one.remove();
    for (const number of wanted) {
      next = Number(number);
      rows.querySelector("tbody").append(row(number) ?? add(rows));
    }
    next = Math.max(1000, ...wanted.map((number) => Number(number) + 1));
  }
}

document.addEventListener("click", ({ target }) => {
  const rows = target.closest?.("[data-rows]");
  if (!rows) return;
  if (target.closest("[data-add-row]")) focus(add(rows));
  const raised = target.closest("[data-raise-row]");
  if (raised) {
    const row = raised.closest("tr");
    row.previousElementSibling?.before(row);
    raised.focus();
    changed(rows);
  }
  const gone = target.closest("[data-remove-row]")?.closest("tr");
  if (gone) {
    const beside = gone.nextElementSibling ?? gone.previousElementSibling;
    gone.remove();
    if (!rows.querySelector("tbody tr")) add(rows);
    focus(beside ?? rows.querySelector("tbody tr"));
    changed(rows);
  }
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-rows] tbody tr");
  if (!row) return;
  const rows = row.closest("[data-rows]");
  if (event.key === "Enter" && event.target.matches("input") && rows.querySelector("template")) {
    event.preventDefault();
    focus(row.nextElementSibling ?? add(rows));
  }
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (event.key === "ArrowUp") other.before(row);
    else other.after(row);
    event.target.focus();
    changed(rows);
  }
});

document.addEventListener("paste", async (event) => {
  const row = event.target.closest?.("[data-rows] tbody tr");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!row || !/\t|\n./.test(text.trim()) || event.target.matches("textarea") && !text.includes("\t")) return;
  event.preventDefault();
  const rows = row.closest("[data-rows]");
  const more = rows.querySelector("template") ? () => add(rows) : () => null;
  await paste(text, row, event.target, more);
  changed(rows);
});
