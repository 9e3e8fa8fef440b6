// What one begins is kept as a draft on the server too, some seconds after the last key, a file at once: <form data-autosave>.
// Only its author sees it. In the panel of an act files alone are kept there: <form data-keep>.
import { chosen, forget, settle } from "./drafts.js";
import { ready, word } from "./ready.js";
import { toast } from "./toasts.js";

const PAUSE = 4000;
const AT_ONCE = 200;
const LEAST = 20; // letters: nobody would look for less again

const letters = (form) =>
  [...form.elements]
    .filter((field) => field.name && field.matches("textarea, input:not([type]), input[type=text]"))
    .reduce((sum, field) => sum + field.value.trim().length, 0);

// Files that are with the draft now: listed, each with a box to take it out again, and chosen no more.
function settleFiles(form, files, wrong) {
  form.querySelector("[data-files]")?.replaceChildren(...new DOMParser().parseFromString(files, "text/html").body.childNodes);
  for (const input of form.querySelectorAll(".upload input[type=file]")) {
    input.value = "";
    input.dispatchEvent(new Event("xieli:emptied"));
  }
  if (wrong) toast(wrong, "red");
}

// What is still on its way goes first; then the form is sent.
function first(form, onItsWay) {
  form.addEventListener(
    "submit",
    (event) => {
      const saving = onItsWay();
      if (!saving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      saving.then(() => form.requestSubmit(event.submitter ?? undefined));
    },
    true,
  );
}

// From now on the form is that draft: on the page, in its address, and for what this browser keeps.
function become(form, draft) {
  if (form.elements.draft) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "draft", value: draft });
  form.append(field);
  settle(form, `${form.dataset.draft}-${draft}`);
  history.replaceState(history.state, "", `?draft=${draft}`);
}

ready("form[data-autosave]", (form) => {
  let waiting;
  let saving = null;

  async function send() {
    const data = new FormData(form);
    const files = chosen(form);
    data.set("act", "autosave");
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(() => ({ ok: false }));
    if (!answer.ok) {
      // Without a network, logged out, or sent from elsewhere: words stay kept in this browser, and the next key tries again.
      if (files.length) form.querySelector("[data-saved]").textContent = word("unsaved");
      return;
    }
    const { draft, said, wrong, files: kept } = await answer.json();
    become(form, draft);
    if (files.length && String(files) === String(chosen(form))) settleFiles(form, kept, wrong);
    if (!waiting) forget(form);
    form.querySelector("[data-saved]").textContent = said;
  }

  async function save() {
    waiting = undefined;
    if (saving || !form.isConnected || form.dataset.sent || (letters(form) < LEAST && !chosen(form).length && !form.querySelector("[data-kept]"))) return;
    saving = send().catch(() => {});
    await saving;
    saving = null;
  }

  const keep = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  };
  for (const kind of ["input", "change"]) form.addEventListener(kind, ({ target }) => target.type === "file" || keep(PAUSE));
  form.addEventListener("xieli:taken", () => keep(AT_ONCE)); // files, once they are as small as they are to be
  // Sent while a draft is on its way: first the draft, so that it is that draft that is sent.
  first(form, () => {
    clearTimeout(waiting);
    return saving;
  });
});

ready("form[data-keep]", (form) => {
  let saving = null;

  async function send() {
    const files = chosen(form);
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "key", "attachments", "files"]) for (const value of new FormData(form).getAll(name)) data.append(name, value);
    const answer = await fetch(form.dataset.keep, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(() => ({ ok: false }));
    const said = form.querySelector("[data-saved]");
    if (!answer.ok) {
      if (files.length) said.textContent = word("unsaved");
      return;
    }
    const { files: kept, wrong } = await answer.json();
    if (files.length && String(files) === String(chosen(form))) settleFiles(form, kept, wrong);
    said.textContent = "";
    form.dispatchEvent(new Event("change")); // what this browser keeps names no file any more
  }

  const keep = async () => {
    if (saving || !form.isConnected || form.dataset.sent) return;
    saving = send().catch(() => {});
    await saving;
    saving = null;
  };
  form.addEventListener("xieli:taken", ({ target }) => target.files.length && keep());
  form.addEventListener("change", ({ target }) => "kept" in (target.dataset ?? {}) && keep());
  first(form, () => saving);
});
