// Live updates: the stream carries only "changed" and what changed; the page fetches its parts again through normal rights.
//
//   <section data-live="matter:42" hx-get="…" hx-trigger="xieli:refresh" hx-swap="outerMorph">
//
// An element marked with data-live (topics, separated by blanks) gets the event xieli:refresh when one of them changed.
// The time labels ([data-due]) ask for a refresh when their moment comes: the server says what is late, not the browser.
import { refreshPart } from "./keep.js";

const AWAY = 60_000;
const TRUST = 300_000;
let source;
let missed = false;
let looked = Date.now();

const topicsOfPage = () => [...new Set([...document.querySelectorAll("[data-live]")].flatMap((element) => element.dataset.live.split(/\s+/).filter((topic) => topic.includes(":"))))];

function refresh(topics) {
  if (!topics) looked = Date.now();
  for (const element of document.querySelectorAll("[data-live]")) {
    const mine = element.dataset.live.split(/\s+/);
    if (!topics || topics.some((topic) => mine.includes(topic))) refreshPart(element);
  }
  document.dispatchEvent(new CustomEvent("xieli:changed", { detail: { topics } }));
}

// Many changes in one moment (a batch of alerts) make one refresh.
let pending;
function changed(topics) {
  if (pending) return topics.forEach((topic) => pending.add(topic));
  pending = new Set(topics);
  setTimeout(() => {
    const all = [...pending];
    pending = undefined;
    if (document.hidden) missed = true;
    else refresh(all.length ? all : undefined);
  }, 250);
}

// `since`: when the page was asked for. The stream begins with what changed after that, while there was none.
function connect() {
  const { events, since } = document.body.dataset;
  if (!events || source) return;
  source = new EventSource(`${events}?${new URLSearchParams({ since: since || "", topics: topicsOfPage().join(",") })}`);
  const heard = ({ data }) => changed((data || "").split(/[\s,]+/).filter(Boolean));
  source.addEventListener("changed", heard);
  source.addEventListener("message", heard);
  source.addEventListener("open", () => document.body.classList.remove("disconnected"));
  source.addEventListener("error", () => {
    document.body.classList.add("disconnected");
    if (source.readyState === EventSource.CLOSED) {
      source = undefined;
      setTimeout(connect, 15_000 + Math.random() * 15_000);
    }
  });
}

// The stream may be missing (a proxy, a tunnel), and a hint may be lost: a page in view looks for itself now and then.
setInterval(() => {
  const heard = source?.readyState === EventSource.OPEN;
  if (!document.hidden && (!heard || Date.now() - looked > TRUST)) refresh();
}, AWAY);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && missed) {
    missed = false;
    refresh();
  }
});

// A moment is asked about once: when it comes, not for ever after.
let until = Date.now();
setInterval(() => {
  const now = Date.now();
  const come = [...document.querySelectorAll("[data-due]")].filter(({ dataset }) => Date.parse(dataset.due) > until && Date.parse(dataset.due) <= now);
  until = now;
  new Set(come.map((label) => label.closest("[data-live]")).filter(Boolean)).forEach(refreshPart);
}, 5_000);

window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  source = undefined;
  connect();
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", connect);
else connect();
