"""What lets anybody check a document: the unguessable link behind its QR code. Only the link's digest is stored."""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac

from xieli.core.ids import digest_of

from .models import Document

SALT = "xieli.documents.proof"


def token_of(number: str, content_hash: str, secret: str | bytes | None = None) -> str:
    """The secret of a document's link: 144 bits made of what it says with the installation's key, so that it can be
    printed again and is stored nowhere."""
    made = salted_hmac(SALT, f"{number} {content_hash}", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:18]).decode()


def address_of(document: Document) -> str:
    """The public address of a document, also after the installation's key was changed. LookupError without the key."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = token_of(document.number, document.content_hash, secret)
        if digest_of(token) == document.token_digest:
            return f"{settings.BASE_URL}/v/{token}"
    raise LookupError(
        f"the key under which {document.number} was issued is neither in use nor among the fallbacks"
    )


def find(token: str) -> Document | None:
    """The document a link leads to."""
    return Document.objects.filter(token_digest=digest_of(token)).first()
