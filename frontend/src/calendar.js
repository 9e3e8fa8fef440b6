// The booking calendar: a bundle of its own, loaded by the pages that show one. Times are China's wall clock throughout.
// Dragging over free time opens the form filled in; dragging one's own booking asks, then carries out "move" on the server,
// which alone decides. The same by keyboard: the table beside it and the forms.
import { createCalendar, DayGrid, Interaction, ResourceTimeline, TimeGrid } from "@event-calendar/core";
import { ready } from "./ready.js";

const pad = (n) => String(n).padStart(2, "0");
const day = (at) => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
const moment = (at) => `${day(at)}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
const NOBODY = "00000000-0000-0000-0000-000000000000"; // stands in the address of "move" for the booking
const DAYTIME = { slotMinTime: "06:00", slotMaxTime: "22:00", flexibleSlotTimeLimits: true }; // nights only where something is
const COMPANY = "+08:00"; // where the company is; there are no summer hours
const WORKDAY = ["09:00", "18:00"];

// A question in the page's own dialog, not the browser's.
function ask(question) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-question]").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

const say = (text, kind) => document.dispatchEvent(new CustomEvent("xieli:toast", { detail: { text, kind } }));

// Whole days of a month view mean the working day.
function wanted({ start, end, allDay }) {
  if (!allDay && (end - start) % 86_400_000) return [moment(start), moment(end)];
  const last = new Date(end - 60_000);
  return [`${day(start)}T${WORKDAY[0]}`, `${day(last)}T${WORKDAY[1]}`];
}

function show(box) {
  const { book, events, move, locale, on, view, views, words: text, one } = box.dataset;
  const words = JSON.parse(text);
  const resources = JSON.parse(box.querySelector("script")?.textContent ?? "[]");
  const place = document.createElement("div");
  box.append(place);
  plain(place, words.calendar);

  async function moved(info) {
    const { event, revert } = info;
    const times = { begins_at: moment(event.start), ends_at: moment(event.end) };
    if (!(await ask(`${words.move} ${event.title} ${times.begins_at.replace("T", " ")} – ${times.ends_at.replace("T", " ")}`))) return revert();
    const answer = await fetch(move.replace(NOBODY, event.id), {
      method: "POST",
      body: new URLSearchParams(times),
      headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
    }).catch(() => null);
    const said = answer?.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : { message: words.failed };
    say(said.message, answer?.ok ? "ok" : "red");
    if (answer?.ok) calendar.refetchEvents();
    else revert();
  }

  const calendar = createCalendar(place, [DayGrid, Interaction, ResourceTimeline, TimeGrid], {
    view,
    date: on,
    locale,
    firstDay: 1,
    timeZone: COMPANY, // as an offset: the library takes any other name for the browser's own zone
    resources,
    eventSources: [{ url: events }],
    headerToolbar: { start: "prev,today,next", center: "title", end: views },
    buttonText: words,
    allDaySlot: false,
    nowIndicator: true,
    selectable: Boolean(book),
    selectMinDistance: 4,
    editable: false,
    eventResizableFromStart: true,
    scrollTime: "08:00",
    snapDuration: "00:30",
    height: one ? "620px" : undefined,
    dayMaxEvents: true,
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    dayHeaderFormat: { month: "numeric", day: "numeric", weekday: "short" },
    views: {
      resourceTimelineDay: { slotDuration: "01:00", slotWidth: 44 },
      resourceTimelineWeek: { slotDuration: "02:00", slotWidth: 44, ...DAYTIME },
      resourceTimelineMonth: { slotDuration: { days: 1 }, slotWidth: 56, snapDuration: undefined },
      timeGridWeek: DAYTIME,
      dayGridMonth: { dayHeaderFormat: { weekday: "short" } },
    },
    resourceLabelContent: ({ resource }) => label(resource),
    eventClassNames: ({ event }) => [`booking-${event.extendedProps.kind}`],
    eventDidMount: ({ el, event }) => {
      el.title = [event.extendedProps.hours, event.title, event.extendedProps.state].filter(Boolean).join(" · ");
      if (event.extendedProps.url) el.setAttribute("aria-label", el.title);
    },
    eventClick: ({ event }) => {
      if (event.extendedProps.url) location.href = event.extendedProps.url;
    },
    select: (info) => {
      const [begins, ends] = wanted(info);
      const asked = new URLSearchParams({ resource: info.resource?.id ?? one, begins_at: begins, ends_at: ends });
      location.href = `${book}?${asked}`;
    },
    eventDrop: moved,
    eventResize: moved,
    datesSet: ({ view: now }) => {
      const address = new URL(location.href);
      address.searchParams.set("view", now.type);
      address.searchParams.set("on", day(now.currentStart));
      history.replaceState(history.state, "", address);
    },
  });
}

// The library draws with roles of a table that no table has; without them it is read as what it is, texts and buttons.
function plain(place, name) {
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", name);
  const strip = (root) => {
    for (const one of root.querySelectorAll('[role]:not([role="button"])')) one.removeAttribute("role");
    for (const one of root.querySelectorAll("[aria-colspan], [aria-rowindex], [aria-colindex], [aria-rowcount], [aria-colcount]")) {
      for (const attribute of ["aria-colspan", "aria-rowindex", "aria-colindex", "aria-rowcount", "aria-colcount"]) one.removeAttribute(attribute);
    }
    for (const one of root.querySelectorAll(".ec-body")) one.tabIndex = 0; // scrolled by keys
  };
  new MutationObserver(() => strip(place)).observe(place, { childList: true, subtree: true, attributeFilter: ["role"] });
}

function label(resource) {
  const link = document.createElement("a");
  link.className = "link";
  link.href = resource.extendedProps.url;
  link.textContent = resource.title;
  const under = document.createElement("div");
  under.className = "small muted";
  under.textContent = resource.extendedProps.under;
  return { domNodes: [link, under] };
}

// Drawn once there is something to see of it: a narrow screen shows the table instead.
const near = { rootMargin: "100%" };
const sight = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    show(target);
  }
}, near);

ready("[data-booking-calendar]", (box) => sight.observe(box));
