"""A QR code as a picture in the page (data address: nothing to store, nothing to fetch)."""


def picture(text: str) -> str:
    """A `data:` address of the QR code of `text`, for an <img>."""
    import segno  # when there is a code to draw, not at every start

    address: str = segno.make(text, error="m").png_data_uri(scale=5, border=2)
    return address
