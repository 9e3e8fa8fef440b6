// Whether somebody sits before the page. What it asks for by itself while nobody does must not keep the visit alive:
// such requests say so, and the server lets the idle time run on.
export const UNATTENDED = "Xieli-Unattended";

let touched = true; // the page was just asked for
for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(kind, () => (touched = true), { capture: true, passive: true });

// The headers of a request that nobody asked for.
export function unasked() {
  const told = touched ? {} : { [UNATTENDED]: "1" };
  touched = false;
  return told;
}
