// What one begins is kept as a draft on the server too, some seconds after the last key: <form data-autosave>. Only its author sees it.
import { forget, settle } from "./drafts.js";
import { ready } from "./ready.js";

const PAUSE = 4000;
const LEAST = 20; // letters: nobody would look for less again

const letters = (form) =>
  [...form.elements]
    .filter((field) => field.name && field.matches("textarea, input:not([type]), input[type=text]"))
    .reduce((sum, field) => sum + field.value.trim().length, 0);

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
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("act", "autosave");
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
    if (!answer.ok) return; // logged out, or sent from elsewhere: it stays kept in this browser
    const { draft, said } = await answer.json();
    become(form, draft);
    if (!waiting) forget(form);
    form.querySelector("[data-saved]").textContent = said;
  }

  async function save() {
    waiting = undefined;
    if (saving || !form.isConnected || form.dataset.sent || letters(form) < LEAST) return;
    // Without a network what was typed is kept in this browser, and the next key tries again.
    saving = send().catch(() => {});
    await saving;
    saving = null;
  }

  const keep = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  // Sent while a draft is on its way: first the draft, so that it is that draft that is sent.
  form.addEventListener(
    "submit",
    (event) => {
      clearTimeout(waiting);
      if (!saving) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      saving.then(() => form.requestSubmit(event.submitter ?? undefined));
    },
    true,
  );
});
