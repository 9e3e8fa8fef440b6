// 引用 in a discussion: [data-quote="uid"] puts that comment above the field it is answered in; empty, it takes it away again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quote]");
  if (!button) return;
  const form = document.querySelector("#discussion form:has([name=quotes])");
  if (!form) return;
  const bar = form.querySelector("[data-quoting]");
  form.querySelector("[name=quotes]").value = button.dataset.quote;
  bar.hidden = !button.dataset.quote;
  bar.firstElementChild.textContent = button.dataset.quoteWords ?? "";
  form.querySelector("textarea").focus();
});
