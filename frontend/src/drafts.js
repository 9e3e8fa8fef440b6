// What was typed survives a weak network, a closed tab, a stale page: <form data-draft="key"> is kept in localStorage until it was accepted.
import { ready, word } from "./ready.js";
import { restore } from "./rows.js";

const KEPT_DAYS = 14;
const name = (form) => `draft:${document.body.dataset.person ?? ""}:${form.dataset.draft}`;

// It is kept elsewhere, or was accepted.
export const forget = (form) => localStorage.removeItem(name(form));

// The same words under another name.
export function settle(form, key) {
  forget(form);
  form.dataset.draft = key;
}

// Names of the files chosen and not sent yet. They themselves can't be kept in the browser.
export const chosen = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files].map((file) => file.name));

const fields = (form) => [...form.elements].filter((field) => field.name && !("kept" in field.dataset) && !["hidden", "password", "file", "submit", "button"].includes(field.type));

// What a list shows beside its values: one that asks the server has the option no more when the form is drawn again.
function labels(form) {
  const chosen = fields(form).filter((field) => field.tomselect && field.value);
  return Object.fromEntries(chosen.flatMap((field) => [...field.selectedOptions].map((option) => [option.value, option.textContent.trim()])));
}

function read(form) {
  const values = {};
  for (const field of fields(form)) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else if (field.type === "select-multiple") values[field.name] = [...field.selectedOptions].map((option) => option.value);
    else if (field.value) values[field.name] = [field.value];
  }
  return values;
}

// What was written meanwhile: an answer may come late, and takes nothing away.
function written(form, initial) {
  const same = ([name, value]) => JSON.stringify(value) === JSON.stringify(initial[name]);
  return Object.fromEntries(Object.entries(read(form)).filter((field) => !same(field)));
}

function write(form, { values, labels: said = {} }) {
  restore(form, Object.keys(values));
  for (const field of fields(form)) {
    const kept = values[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (field.tomselect) {
      for (const value of kept) if (said[value]) field.tomselect.addOption({ value, text: said[value] });
      field.tomselect.setValue(kept, true);
    } else if (field.type === "select-multiple") for (const option of field.options) option.selected = kept.includes(option.value);
    else if (kept.length) field.value = kept[0];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function offer(form, kept) {
  const note = document.createElement("p");
  note.className = "draft-note wide";
  note.setAttribute("role", "status");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn small quiet";
  drop.textContent = word("drop");
  drop.addEventListener("click", () => {
    localStorage.removeItem(name(form));
    form.reset();
    note.remove();
  });
  const again = kept.files?.length ? `${word("again")}${kept.files.join(document.documentElement.lang.startsWith("zh") ? "、" : ", ")} ` : "";
  note.append(`${word("restored")} ${new Date(kept.at).toLocaleString(document.documentElement.lang)} ${again}`, drop);
  form.prepend(note);
}

// Sent, and the page left before the answer came: the server says whether it was carried out. If not, sending it again
// goes under the same key, so that it acts once even if the first is still on its way.
async function unlessAccepted(form, kept, again) {
  const address = document.body.dataset.sent;
  if (address) {
    try {
      const answer = await fetch(`${address}?${new URLSearchParams({ key: kept.key })}`, { headers: { Accept: "application/json" } });
      if ((await answer.json()).accepted) return forget(form);
    } catch {
      // No network: what was written is shown, the key keeps it from acting twice.
    }
  }
  return again(kept);
}

ready("form[data-draft]", (form) => {
  // Drawn again because something is to be corrected: it shows what was sent, and that is what goes on.
  const corrected = "corrected" in form.dataset;
  const initial = JSON.stringify(read(form));
  const again = (kept) => {
    if (kept.key && form.elements.key) form.elements.key.value = kept.key;
    write(form, { ...kept, values: { ...kept.values, ...written(form, JSON.parse(initial)) } });
    offer(form, kept);
  };
  try {
    const kept = JSON.parse(localStorage.getItem(name(form)) ?? "null");
    if (!corrected && kept && Date.now() - kept.at < KEPT_DAYS * 86_400_000 && (kept.files?.length || JSON.stringify(kept.values) !== initial)) {
      if (kept.key) unlessAccepted(form, kept, again);
      else again(kept);
    }
  } catch {
    localStorage.removeItem(name(form));
  }
  let waiting;
  let key; // under which it was last sent
  const store = () => {
    waiting = undefined;
    if (!form.isConnected || form.dataset.sent) return;
    try {
      const values = read(form);
      const files = chosen(form);
      if (!corrected && !files.length && JSON.stringify(values) === initial) localStorage.removeItem(name(form));
      else localStorage.setItem(name(form), JSON.stringify({ at: Date.now(), values, labels: labels(form), files, key }));
    } catch {
      // Storage full or forbidden: typing goes on, only unprotected.
    }
  };
  const keep = () => {
    clearTimeout(waiting);
    waiting = setTimeout(store, 400);
  };
  window.addEventListener("pagehide", () => {
    if (waiting) store();
  });
  // Sent at once after the last key: if it comes back to be corrected, what is kept is what was sent.
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    key = form.elements.key?.value;
    store();
  });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
});

// Accepted means: the server answered with a redirect or 2xx. A plain submit marks the key, and the next page that loads clears it.
document.addEventListener("htmx:after:request", ({ detail }) => {
  const form = detail.ctx.sourceElement?.closest?.("form[data-draft]");
  if (form && detail.ctx.response.status < 300 && detail.ctx.request.method?.toUpperCase() !== "GET") {
    form.dataset.sent = "1";
    forget(form);
  }
});
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[data-draft]:not([hx-post])")) return;
  target.dataset.sent = "1";
  sessionStorage.setItem("draft-sent", name(target));
});
window.addEventListener("load", () => {
  const sent = sessionStorage.getItem("draft-sent");
  sessionStorage.removeItem("draft-sent");
  // A page for somebody else is the login: nothing was accepted.
  const own = sent?.startsWith(`draft:${document.body.dataset.person ?? ""}:`);
  if (own && !document.querySelector(".field.invalid, .error-page")) localStorage.removeItem(sent);
});
