// Dialogs are <dialog> elements. [data-open="#id"] opens one, [data-close] closes the one it stands in.
// A request with hx-confirm and a form with data-confirm ask first, in our own dialog and not the browser's.
import { ready } from "./ready.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    document.querySelector(opener.dataset.open)?.showModal();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && event.target.matches(".dialog")) event.target.close();
  const chosen = event.target.closest(".menu-body a, .menu-body button");
  for (const menu of document.querySelectorAll("details.menu[open]")) if (chosen || !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function ask(question) {
  const dialog = document.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  dialog.querySelector("[data-question]").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

document.addEventListener("htmx:confirm", (event) => {
  event.preventDefault();
  ask(event.detail.ctx.confirm).then((yes) => (yes ? event.detail.issueRequest() : event.detail.dropRequest()));
});

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question).then((yes) => {
      if (!yes) return;
      form.dataset.confirmed = "1";
      form.requestSubmit(event.submitter ?? undefined);
      delete form.dataset.confirmed;
    });
  },
  true,
);

// A fragment that arrives as a dialog opens itself. Its first field, or the first to be put right, has the focus and not
// the button that closes it; not under a finger, where it would bring up the keyboard.
ready("dialog[data-show]", (dialog) => {
  if (!dialog.open) dialog.showModal();
  if (matchMedia("(pointer: fine)").matches) setTimeout(() => enter(dialog)); // lists one types in are made meanwhile
});

function enter(dialog) {
  const fields = 'form :is(input:not([type="hidden"], [type="file"]), select, textarea)';
  const field = dialog.querySelector(`[aria-invalid="true"]`) ?? dialog.querySelector(fields);
  const body = dialog.querySelector(".dialog-body");
  if (!field?.tomselect) return field?.focus();
  body.tabIndex = -1; // just before the list one types in, which would open over the rest
  body.focus();
}
