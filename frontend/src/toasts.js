// Short words in the corner. The server sends them as the event xieli:toast (html.toast) or as messages in the page.
import { ready, word } from "./ready.js";

export function toast(text, kind = "") {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const box = document.createElement("div");
  box.className = `toast ${kind}`;
  box.setAttribute("role", kind === "red" ? "alert" : "status");
  box.append(document.createTextNode(text));
  dismissable(box);
  place.append(box);
}

function dismissable(box) {
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "✕";
  close.setAttribute("aria-label", word("close", "✕"));
  close.addEventListener("click", () => box.remove());
  box.append(close);
  if (!box.classList.contains("red")) setTimeout(() => box.remove(), 6000);
}

ready("#toasts > .toast[data-served]", dismissable);
document.addEventListener("xieli:toast", ({ detail }) => toast(detail.text, detail.kind));
