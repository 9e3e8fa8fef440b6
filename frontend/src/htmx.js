// htmx: the token against forgery on every request, and what to say when the network or the server fails.
import htmx from "htmx.org";
import { unasked } from "./attended.js";
import { toast } from "./toasts.js";
import { word } from "./ready.js";

htmx.config.includeIndicatorCSS = false;
// Going back fetches the whole page again, so that it never shows yesterday's state.
htmx.config.history = "reload";
// No settling: for a moment it gives new elements the attributes of old ones with the same id and then takes away what
// our modules added meanwhile (a dialog's `open`, what a list one can type in hides). Our style sheet animates no swaps.
htmx.config.defaultSettleDelay = 0;

document.addEventListener("htmx:config:request", ({ detail }) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  const method = detail.ctx.request.method?.toUpperCase();
  if (token && method !== "GET") detail.ctx.request.headers["X-CSRFToken"] = token;
  if (detail.ctx.sourceEvent?.type === "xieli:refresh") Object.assign(detail.ctx.request.headers, unasked());
});

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx?.sourceElement?.matches?.("[data-quiet], [data-refetch]")) return;
  toast(word(navigator.onLine ? "failed" : "offline"), "red");
});

// A proxy's own error page must not be swapped into the middle of ours.
document.addEventListener("htmx:before:response", (event) => {
  const { status, headers } = event.detail.ctx.response;
  if (status >= 500 && !headers.get("HX-Trigger")) {
    event.preventDefault();
    toast(word("failed"), "red");
  }
});

export default htmx;
