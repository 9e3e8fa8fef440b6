// Lists one can type in (tom-select). data-choose="" searches the given options, also by their data-keys (pinyin, initials);
// data-choose="/address" (or data-suggest) asks the server: GET ?q= answers [{"value": …, "text": …, "hint": …}].
import TomSelect from "tom-select/base";
import removeButton from "tom-select/plugins/remove_button/plugin.js";
import { ready, word } from "./ready.js";

TomSelect.define("remove_button", removeButton);

const escaped = (text) => Object.assign(document.createElement("span"), { textContent: text ?? "" }).innerHTML;
const line = (item) => `<div>${escaped(item.text)}${item.hint ? ` <span class="faint small">${escaped(item.hint)}</span>` : ""}</div>`;

ready("select[data-choose], select[data-suggest]", (select) => {
  const url = select.dataset.choose || select.dataset.suggest;
  const options = {
    plugins: select.multiple ? ["remove_button"] : [],
    maxOptions: 200,
    searchField: ["text", "keys", "hint"],
    placeholder: select.getAttribute("placeholder") ?? select.querySelector('option[value=""]')?.textContent ?? "",
    render: { option: line, item: line, no_results: () => `<div class="no-results">${escaped(word("nothing"))}</div>` },
  };
  // What was typed last is looked for a moment later, which opens the list and takes the focus: not once it was left.
  options.onDropdownClose = options.onBlur = () => clearTimeout(chooser.refreshTimeout);
  if (select.multiple)
    options.onItemAdd = () => {
      chooser.setTextboxValue(""); // what found this one does not find the next
      if (url) chooser.load(""); // which stands below ready to be chosen, not "nothing found"
    };
  if (url) {
    options.preload = "focus";
    options.loadThrottle = 200;
    options.load = async (query, done) => {
      try {
        const address = new URL(url, location.href);
        address.searchParams.set("q", query);
        const found = await (await fetch(address, { headers: { Accept: "application/json" } })).json();
        chooser.clearOptions(); // what is chosen stays
        done(found.map((item) => ({ ...item, asked: query })));
      } catch {
        done();
      }
    };
    // The server has already matched, by pinyin too; matching again by characters would lose it. Answers to what was
    // asked before don't count: Enter must not choose one of them while the right ones are on their way.
    options.score = (query) => (item) => Number(item.asked === query);
  }
  const label = select.labels?.[0]?.textContent.trim();
  const chooser = new TomSelect(select, options);
  if (label) for (const control of [select, chooser.control_input]) control.setAttribute("aria-label", label);
});
