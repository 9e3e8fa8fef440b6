// Cells copied in a spreadsheet, pasted into a table of rows: from the cell one is in to the right and downwards.

const cells = (row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("select, textarea, input:not([type=hidden])")).filter(Boolean);

// 2026/7/1, 2026.7.1 and 2026年7月1日 as browsers want it; anything else as it is.
function day(text) {
  const [, year, month, date] = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ?? [];
  return year ? `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}` : text;
}

// One option of a list by what it is called; a list that asks the server takes what is the only one of that name.
async function choose(select, text) {
  const same = (one) => one.text === text || one.text.split(/[\s·]/).includes(text) || one.value === text;
  const url = select.dataset.choose || select.dataset.suggest;
  let found = [...select.options].map((one) => ({ value: one.value, text: one.textContent.trim() })).filter((one) => one.value && same(one));
  if (!found.length && url) {
    const address = new URL(url, location.href);
    address.searchParams.set("q", text);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    found = answer?.ok ? (await answer.json()).filter(same) : [];
  }
  if (found.length !== 1) {
    select.tomselect?.setTextboxValue(text); // seen as what was meant and is not chosen yet
    return;
  }
  if (select.tomselect) {
    select.tomselect.addOption(found[0]);
    select.tomselect.setValue(found[0].value, true);
  } else select.value = found[0].value;
}

// One box by yes or no, of several those that are named.
function check(boxes, said) {
  const named = said.split(/[、，,;；\s]+/);
  const yes = /^(1|是|√|true|yes|y)$/i.test(said);
  for (const box of boxes) box.checked = boxes.length > 1 ? named.includes(box.labels[0]?.textContent.trim()) : yes;
}

// Fill in the rows from `row` on; `more` makes another row, or nothing where rows are given.
export async function paste(text, row, field, more) {
  const inside = cells(row);
  const first = Math.max(0, inside.findIndex((one) => one === field || one.parentElement.contains(field)));
  const waiting = [];
  let here = row;
  for (const line of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
    here ??= more();
    if (!here) break;
    const fields = cells(here);
    line.split("\t").forEach((value, at) => {
      const target = fields[first + at];
      const said = value.trim();
      if (!target || target.readOnly) return;
      if (target.matches("select")) waiting.push(choose(target, said));
      else if (target.type === "checkbox") check([...target.closest("td").querySelectorAll("[type=checkbox]")], said);
      else target.value = target.type === "date" ? day(said) : said;
    });
    here = here.nextElementSibling;
  }
  await Promise.all(waiting);
}
