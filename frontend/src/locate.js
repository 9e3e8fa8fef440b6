// Where somebody is, for a form that asks: two hidden fields, filled in when the browser and its owner allow it.
import { ready, word } from "./ready.js";

ready('[data-locate="latitude"]', (latitude) => {
  const longitude = latitude.form.querySelector('[data-locate="longitude"]');
  const foot = latitude.form.querySelector(".form-foot");
  if (!navigator.geolocation || !longitude || !foot) return;
  const said = Object.assign(document.createElement("p"), { className: "help" });
  said.setAttribute("role", "status");
  foot.before(said);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      said.textContent = word("here");
    },
    () => (said.textContent = word("nowhere")),
    { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
  );
});
