"""The portal's tests play with the service case's station, charger and colleagues."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from xieli.portal import commands
from xieli.portal.tests.customers import Visitor
from xieli.procedures.service.tests.conftest import charger, play

__all__ = ["charger", "play"]


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def visitor(cast):
    """A customer's browser; the company is there to receive what it sends."""
    return Visitor()


@pytest.fixture
def photo():
    """A small picture with the place where it was taken in its EXIF."""

    def make(name="IMG_1.jpg", size=(80, 60), form="JPEG"):
        picture, out = Image.new("RGB", size, "green"), BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        picture.save(out, form, exif=exif)
        return SimpleUploadedFile(name, out.getvalue(), f"image/{form.lower()}")

    return make


@pytest.fixture
def follow(play, visitor):
    """A visitor with the link of the case that `play` holds."""

    def start(state="recorded"):
        play.to(state)
        visitor.link = f"/p/t/{commands.link(play.case.customer, play.case)}"
        return visitor

    return start
