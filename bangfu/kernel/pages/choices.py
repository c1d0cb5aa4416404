"""Suggestions while somebody types: only what they may find."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html, format_html_join

from bangfu.kernel.resources import resolvers

MOST = 20


def choices(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with the areas, parties or users that begin with a text.

    The text is the parameter that ``of`` names (default ``text``). To htmx the answer is options for a list, to
    others JSON ``[{value, label, telling}]``; ``telling`` is what tells it from others of its name. ``kinds``, with
    commas between them, are those that the field takes.
    """
    resolver = resolvers.get(kind)
    if resolver is None:
        raise Http404
    text = request.GET.get(request.GET.get("of", "text"), "").strip()
    kinds = [kind for kind in request.GET.get("kinds", "").split(",") if kind]
    if kinds and resolver.among is None:
        raise Http404
    found = list(resolver.found(request.user, text.split()[0], MOST, kinds)) if text else []
    telling = resolver.telling([value for value, _name in found]) if found else {}
    if request.headers.get("HX-Request"):
        rows = ((value, name, telling.get(value, "")) for value, name in found)
        options = format_html_join("", '<option value="{} {}">{}</option>', rows)
        return HttpResponse(format_html("{}", options))
    listed = [{"value": v, "label": str(name), "telling": telling.get(v, "")} for v, name in found]
    return JsonResponse(listed, safe=False)
