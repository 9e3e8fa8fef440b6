// @ in a comment: suggestions of people while typing, by name or pinyin. <textarea data-mention="/people.json"> posts "@林晚(C0123)" as text.
import { ready } from "./ready.js";

ready("textarea[data-mention]", (area) => {
  const list = document.createElement("div");
  list.className = "menu-body left";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const place = document.createElement("div");
  place.className = "menu";
  area.after(place);
  place.append(list);
  let start = -1;
  let turn = 0;

  const close = () => {
    list.hidden = true;
    start = -1;
  };
  const choose = (text) => {
    const end = area.selectionStart;
    area.setRangeText(`@${text} `, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    area.focus();
  };
  const offer = (people) => {
    list.replaceChildren(
      ...people.slice(0, 8).map((person) => {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("role", "option");
        button.textContent = person.hint ? `${person.text} · ${person.hint}` : person.text;
        button.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(person.mention ?? person.text);
        });
        return button;
      }),
    );
    list.hidden = !people.length;
    list.firstElementChild?.setAttribute("aria-selected", "true");
  };

  area.addEventListener("input", async () => {
    const before = area.value.slice(0, area.selectionStart);
    const found = before.match(/@([\p{L}\p{N}]{0,12})$/u);
    if (!found) return close();
    start = before.length - found[0].length;
    const mine = ++turn;
    try {
      const address = new URL(area.dataset.mention, location.href);
      address.searchParams.set("q", found[1]);
      const people = await (await fetch(address, { headers: { Accept: "application/json" } })).json();
      if (mine === turn) offer(people);
    } catch {
      close();
    }
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const at = [...list.children].findIndex((button) => button.getAttribute("aria-selected"));
    if (event.key === "Escape") close();
    else if (event.key === "Enter" || event.key === "Tab") list.children[at]?.dispatchEvent(new MouseEvent("mousedown"));
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = (at + (event.key === "ArrowDown" ? 1 : -1) + list.children.length) % list.children.length;
      list.children[at]?.removeAttribute("aria-selected");
      list.children[next]?.setAttribute("aria-selected", "true");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  area.addEventListener("blur", () => setTimeout(close, 150));
});
