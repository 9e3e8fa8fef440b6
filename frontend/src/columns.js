// Which columns of a table are shown: a menu of check-boxes [data-column="name"] beside <table data-columns="key">, remembered per table.
import { ready } from "./ready.js";

const kept = (key) => new Set(JSON.parse(localStorage.getItem(`columns:${key}`) ?? "[]"));

function show(table, hidden) {
  for (const cell of table.querySelectorAll("[data-col]")) cell.hidden = hidden.has(cell.dataset.col);
}

ready("table[data-columns]", (table) => show(table, kept(table.dataset.columns)));

ready("[data-column]", (box) => {
  const key = box.closest("[data-columns-of]").dataset.columnsOf;
  box.checked = !kept(key).has(box.dataset.column);
  box.addEventListener("change", () => {
    const hidden = kept(key);
    if (box.checked) hidden.delete(box.dataset.column);
    else hidden.add(box.dataset.column);
    localStorage.setItem(`columns:${key}`, JSON.stringify([...hidden]));
    for (const table of document.querySelectorAll(`table[data-columns="${CSS.escape(key)}"]`)) show(table, hidden);
    for (const link of document.querySelectorAll("a[data-export]")) exportShown(link, key);
  });
});

// The Excel file holds the columns that are seen.
function exportShown(link, key) {
  const url = new URL(link.href);
  url.searchParams.delete("hide");
  const hidden = [...kept(key)];
  if (hidden.length) url.searchParams.set("hide", hidden.join(","));
  link.href = url.href;
}
ready("a[data-export]", (link) => exportShown(link, link.dataset.export));
