"""What somebody does with a browser, in the words of the screen."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.live import Product

PANEL = "#panel dialog[open]"
WRITTEN = """row => [...row.querySelectorAll("[name]")].some(
    one => one.type !== "hidden" && one.value && (one.tagName !== "SELECT" || one.tomselect))"""


@dataclass
class Visitor:
    """A person with a browser of their own."""

    page: Page
    product: Product

    def go(self, path: str) -> "Visitor":
        """Open an address."""
        self.page.goto(path if path.startswith("http") else f"{self.product.url}{path}", wait_until="load")
        return self

    def act(self, label: str, **fields: str) -> None:
        """Press a button of the matter's bar, fill in its panel, send it; the panel closes."""
        expect(self.panel(label)).to_have_count(1)
        self.fill(**fields)
        self.send(label)

    def panel(self, label: str) -> Locator:
        """Open the panel of an act, from the bar or from 更多."""
        bar = self.page.locator("#actions")
        button = bar.get_by_text(label, exact=True)
        expect(button.first).to_be_attached()
        shown = [one for one in button.all() if one.is_visible()]
        if not shown:
            bar.locator("summary").click()
            shown = [one for one in button.all() if one.is_visible()]
        shown[0].click()
        return self.page.locator(PANEL)

    def fill(self, **fields: str) -> None:
        """Fill in fields by their names; lists one types in are typed in."""
        dialog = self.page.locator(PANEL)
        root = dialog if dialog.count() else self.page.locator("main form").last
        for name, value in fields.items():
            self.put(root.locator(f"[name={name}]").first, value)

    def put(self, field: Locator, value: str) -> None:
        """One field, whatever its kind."""
        expect(field).to_be_attached()
        kind = field.evaluate("e => e.tagName === 'SELECT' ? (e.tomselect ? 'choose' : 'select') : e.type")
        if kind == "choose":
            box = field.locator("xpath=following-sibling::div[contains(@class,'ts-wrapper')]")
            box.locator("input").focus()
            box.locator("input").press_sequentially(value, delay=20)
            option = box.locator(".option").filter(has_text=value).first
            expect(option).to_be_attached()
            option.dispatch_event("click")  # an answer that comes late may draw the list anew under the mouse
            expect(box.locator(".item").filter(has_text=value)).to_be_visible()
        elif kind == "select":
            field.select_option(value)
        elif kind == "radio":
            name = field.get_attribute("name")
            field.page.locator(f"[name={name}][value='{value}']").first.check(force=True)
        else:
            field.fill(value)

    def row(self, table: str, **cells: str | list[str]) -> None:
        """Fill in the last row of a table if it is empty, else one more."""
        dialog = self.page.locator(PANEL)
        rows = (dialog if dialog.count() else self.page).locator(f"[data-rows='{table}']")
        if rows.locator("tbody tr").last.evaluate(WRITTEN):
            rows.locator("[data-add-row]").click()
        last = rows.locator("tbody tr").last
        for name, value in cells.items():
            field = last.locator(f"[name$='-{name}']").first
            boxes = field.get_attribute("type") == "checkbox"
            for one in [value] if isinstance(value, str) else value:
                if boxes:
                    last.get_by_role("checkbox", name=one, exact=True).check()
                else:
                    self.put(field, one)

    def press(self, label: str) -> None:
        """Press a button of the bar that asks nothing."""
        button = self.page.locator("#actions").get_by_role("button", name=label, exact=True)
        with self.page.expect_navigation():
            button.click()

    def refused(self, label: str, reason: str, **fields: str) -> None:
        """Try an act; its panel stays and tells why not. Then leave it."""
        dialog = self.panel(label)
        self.fill(**fields)
        dialog.locator(".form-foot").get_by_role("button", name=label).click()
        expect(self.page.locator(PANEL).get_by_text(reason).first).to_be_visible()

    def send(self, label: str) -> None:
        """Send the open panel and wait until it has closed."""
        dialog = self.page.locator(PANEL)
        dialog.locator(".form-foot").get_by_role("button", name=label).click()
        expect(dialog).to_have_count(0)

    def sees(self, text: str) -> None:
        """A text stands on the page, now or after the next live update."""
        shown = self.page.locator("main, body").get_by_text(text).filter(visible=True)
        expect(shown.first).to_be_visible()
