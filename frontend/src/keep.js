// What somebody has in hand survives a live refresh. Two rules, both here:
// - an open menu or dialog, a field with the cursor in it and marked text hold the refresh of their part back (not for ever);
// - when it comes, what was folded open, chosen, typed or ticked stays as the reader left it.
// Rows carry ids, so that all this stays with its row and not with its place in the list.
import htmx from "./htmx.js";

const LOOK = 700;
const PATIENCE = 120_000;
const waiting = new Map();

const FIELD = "input:not([type=hidden], [type=submit], [type=button]), textarea, select";
const MENU = "details.menu[open], dialog[open], .ts-wrapper.dropdown-active";

// Fields that are skipped by the refresh may be typed in meanwhile.
const writes = (field) => field?.matches?.(FIELD) && !field.matches("[type=checkbox], [type=radio]") && !field.closest("[hx-morph-skip]");

function inHand(part) {
  if (part.querySelector(MENU)) return true;
  const focused = document.activeElement;
  if (part.contains(focused) && writes(focused)) return true;
  const marked = window.getSelection();
  return Boolean(marked && !marked.isCollapsed && marked.rangeCount && marked.getRangeAt(0).intersectsNode(part));
}

// Refreshes the part now, or as soon as nobody has anything of it in hand.
export function refreshPart(part) {
  if (!part.isConnected) return waiting.delete(part);
  const since = waiting.get(part) ?? Date.now();
  if (inHand(part) && Date.now() - since < PATIENCE) {
    if (!waiting.has(part)) setTimeout(again, LOOK);
    waiting.set(part, since);
    return undefined;
  }
  waiting.delete(part);
  return htmx.trigger(part, "xieli:refresh", {}, false);
}

function again() {
  const parts = [...waiting.keys()];
  parts.forEach(refreshPart);
  if (waiting.size) setTimeout(again, LOOK);
}

const chosen = (select) => [...select.options].some((option) => option.selected !== option.defaultSelected) && select.value !== "";
function begun(field) {
  if (field.matches("select")) return chosen(field);
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("[type=file]") ? field.files.length > 0 : field.value !== field.defaultValue;
}

const heading = (details) => details.id || details.querySelector("summary")?.textContent.replace(/[\d\s]+/g, "");

// false: htmx leaves this element and all in it alone.
function leave(old, coming) {
  if (old.matches(".upload") && [...old.querySelectorAll("[type=file]")].some(begun)) return false;
  if (old.matches("form") && old.querySelector(".ts-wrapper")) return false;
  if (old.matches(FIELD) && begun(old)) return false;
  if (old.matches("details") && heading(old) === heading(coming)) coming.open = old.open;
  if (old.matches("[data-row].selected") && old.id === coming.id) coming.classList.add("selected");
  return true;
}

htmx.registerExtension("keep", {
  htmx_before_morph_node: (old, { newNode }) => !(old instanceof Element && newNode instanceof Element) || leave(old, newNode),
});
