"""The public page behind a document's QR code: number, date, digest, whether it is valid, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from xieli.accounts.policy import public
from xieli.core import html
from xieli.documents import proof


@public
@require_GET
@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What may be known of a document by its link. A link that leads nowhere gets one neutral page, status 404."""
    document = proof.find(token)
    known = document and {
        "number": document.number,
        "issued_at": document.issued_at,
        "content_hash": document.content_hash,
        "valid": document.valid,
        "status": document.get_status_display(),
        "ended_at": document.ended_at,
    }
    response = html.render(request, "documents/verify.html", {"known": known}, status=200 if known else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
