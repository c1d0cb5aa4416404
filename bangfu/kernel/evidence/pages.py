"""Handing out files: images to look at, everything else only to save."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from bangfu.kernel.evidence.queries import evidence_visible_to, open_stored


@require_safe
def download(request: HttpRequest, link_id: int) -> FileResponse:
    """Send a file that the user may open. It can run nothing in their browser, whatever it holds."""
    link = evidence_visible_to(request.user, link_id)  # type: ignore[arg-type]
    evidence = link.evidence
    response = FileResponse(
        open_stored(evidence),
        as_attachment=not evidence.is_photo,
        filename=evidence.name,
        content_type=evidence.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
