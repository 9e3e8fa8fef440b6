"""A camera gives one photograph at a time: a customer at a charger takes several, thinks better of one, and sends."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.live import Product


def photograph(name: str, colour: str, size: tuple[int, int] = (60, 40)) -> Any:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_photographs_taken_one_after_another_are_all_sent(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    customer = visit(None, phone=True)
    page = customer.go(f"/p/c/{product.charger.public_token}").page
    page.get_by_role("button", name="提交", exact=True).click()
    wrong = page.locator(".field.invalid").first  # below the screen, and shown all the same
    expect(wrong.locator("input").first).to_be_focused()
    expect(wrong).to_be_in_viewport()
    photos, shown = page.locator("[name=photos]"), page.locator(".previews img")
    for number, colour in enumerate(("red", "green", "blue"), start=1):
        photos.set_input_files([photograph(f"{number}.jpg", colour)])
        expect(shown).to_have_count(number)
    page.get_by_role("button", name="移除 3.jpg").click()
    expect(page.locator(".previews img[alt='3.jpg']")).to_have_count(0)
    photos.set_input_files([photograph(f"{n}.jpg", "white") for n in range(4, 10)])
    customer.sees("最多 6 个文件")
    expect(shown).to_have_count(6)
    page.locator("[name=demand][value=connector_stuck]").check(force=True)
    page.locator("[name=text]").fill("照片一张一张拍的")
    page.locator("[name=phone]").fill("+86 １９９ ８７６５ ００３１")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交", exact=True).click()
    customer.sees("网络不通")
    page.context.set_offline(False)
    expect(shown).to_have_count(6)
    page.get_by_role("button", name="提交", exact=True).click()
    customer.sees("已收到，谢谢")
    from xieli.matters.models import Attachment, Matter

    with product.database():
        case = Matter.objects.get(case__text="照片一张一张拍的")
        assert case.case.phone == "19987650031"
        assert Attachment.objects.filter(matter=case, by_customer=True).count() == 6
