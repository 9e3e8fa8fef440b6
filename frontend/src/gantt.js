// The Gantt chart: begins at today; a bar drawn by pointer or moved by keys fills the form that proposes the new dates.
// Whole working days only: [data-worked] has a 1 for each day worked, from [data-first] on, each [data-day] wide.
import { ready } from "./ready.js";

const DAY = 86_400_000;
const day = (text) => Date.parse(`${text}T00:00:00Z`);
const iso = (time) => new Date(time).toISOString().slice(0, 10);

class Calendar {
  constructor({ first, day: width, worked }) {
    this.first = day(first);
    this.width = Number(width);
    this.worked = worked;
  }

  // Beyond what is shown a plain week is good enough: the server computes the plan anew.
  works(place) {
    if (place >= 0 && place < this.worked.length) return this.worked[place] === "1";
    return new Date(this.first + place * DAY).getUTCDay() % 6 !== 0;
  }

  next(place, step) {
    do place += step;
    while (!this.works(place));
    return place;
  }

  // The working day at this place, or the first one after it.
  snap(place) {
    return this.works(place) ? place : this.next(place, 1);
  }

  end(start, days) {
    let place = start;
    for (let left = days - 1; left > 0; left -= 1) place = this.next(place, 1);
    return place;
  }

  count(start, end) {
    let days = 0;
    for (let place = start; place <= end; place += 1) days += this.works(place) ? 1 : 0;
    return days;
  }
}

class Bar {
  constructor(element, calendar) {
    this.element = element;
    this.calendar = calendar;
    this.box = element.querySelector(".box");
    this.edge = element.querySelector(".edge");
    this.milestone = element.classList.contains("milestone");
    this.was = { start: Math.round((day(element.dataset.start) - calendar.first) / DAY), days: Number(element.dataset.days) };
    this.now = { ...this.was };
  }

  get moved() {
    return this.now.start !== this.was.start || this.now.days !== this.was.days;
  }

  set(start, days) {
    this.now = { start, days };
    this.draw();
  }

  draw() {
    const { width } = this.calendar;
    const shift = (this.now.start - this.was.start) * width;
    this.element.classList.toggle("drawn", this.moved);
    if (shift) this.element.setAttribute("transform", `translate(${shift} 0)`);
    else this.element.removeAttribute("transform");
    if (!this.milestone) {
      const long = (this.calendar.end(this.now.start, this.now.days) - this.now.start + 1) * width;
      this.box.setAttribute("width", long);
      this.edge.setAttribute("x", Number(this.box.getAttribute("x")) + long - this.edge.getAttribute("width"));
    }
  }

  shift(step) {
    this.set(this.calendar.next(this.now.start, step), this.now.days);
  }

  stretch(step) {
    if (!this.milestone) this.set(this.now.start, Math.max(1, this.now.days + step));
  }

  // By this many units of the drawing, from where it was.
  drag(by, atEdge) {
    const days = Math.round(by / this.calendar.width);
    if (atEdge) {
      const end = this.calendar.end(this.was.start, this.was.days) + days;
      this.set(this.was.start, Math.max(1, this.calendar.count(this.was.start, end)));
    } else this.set(this.calendar.snap(this.was.start + days), this.was.days);
  }

  reset() {
    this.set(this.was.start, this.was.days);
  }
}

// 9/14, as the dates beside the chart are written.
const shown = (start) => start.split("-").slice(1).map(Number).join("/");

ready("[data-gantt]", (chart) => {
  const names = chart.querySelector(".gantt-lines").offsetWidth;
  if (chart.dataset.today) chart.scrollLeft = Math.max(0, Number(chart.dataset.today) - (chart.clientWidth - names) / 3);
  const form = chart.parentElement.querySelector("[data-gantt-form]");
  if (!form) return;
  const calendar = new Calendar(chart.dataset);
  const bars = new Map();
  const bar = (element) => bars.get(element) ?? bars.set(element, new Bar(element, calendar)).get(element);
  let held = null;

  function tell(one) {
    for (const other of bars.values()) if (other !== one) other.reset();
    const start = iso(calendar.first + one.now.start * DAY);
    form.elements.code.value = one.element.dataset.bar;
    // What stays as it was is sent empty.
    form.elements.not_before.value = one.now.start === one.was.start ? "" : start;
    form.elements.days.value = one.now.days === one.was.days ? "" : one.now.days;
    const said = one.milestone ? form.dataset.sayMilestone : form.dataset.say;
    form.querySelector("output").textContent = said.replace("{name}", one.element.dataset.name).replace("{start}", shown(start)).replace("{days}", one.now.days);
    form.hidden = !one.moved;
  }

  function cancel() {
    for (const one of bars.values()) one.reset();
    form.hidden = true;
  }

  chart.addEventListener("pointerdown", (event) => {
    const element = event.target.closest("[data-bar]");
    if (!element || event.button) return;
    held = { one: bar(element), from: event.clientX, scroll: chart.scrollLeft, edge: event.target.matches(".edge") };
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
  });
  chart.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.one.drag(event.clientX - held.from + chart.scrollLeft - held.scroll, held.edge);
    tell(held.one);
  });
  // A finger slips more easily than a mouse: it confirms with the button.
  chart.addEventListener("pointerup", ({ pointerType }) => {
    const one = held?.one;
    held = null;
    if (one?.moved && pointerType === "mouse") form.requestSubmit();
  });
  chart.addEventListener("pointercancel", () => {
    held = null;
    cancel();
  });
  chart.addEventListener("keydown", (event) => {
    const element = event.target.closest("[data-bar]");
    if (!element) return;
    const one = bar(element);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && event.shiftKey) one.stretch(step);
    else if (step) one.shift(step);
    else if (event.key === "Enter" && one.moved) form.requestSubmit();
    else if (event.key === "Escape") cancel();
    else return;
    event.preventDefault();
    if (step) tell(one);
  });
  form.querySelector("[data-gantt-cancel]").addEventListener("click", cancel);
});
