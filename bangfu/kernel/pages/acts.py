"""Buttons that do something: asked first, done once, answered in words."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bangfu.kernel.forms import bound_form, fields_of
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.pages.addresses import job_address, list_address, row_address
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import Crumb, show
from bangfu.kernel.pages.lists import crumbs_to
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.resources import Act, Resource
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.acting import act_on_row, act_on_rows, reachable, require_act
from bangfu.kernel.rows.visibility import row_visible_to


def act_page(request: HttpRequest, resource: Resource, pk: Any, name: str) -> HttpResponse:
    """Ask about an act on one row, or do it."""
    act = _declared(resource, name, bulk=False)
    obj = row_visible_to(request.user, resource, pk)
    require_act(request.user, act, obj)
    back = row_address(resource, pk)

    def work(fields: dict[str, Any]) -> Any:
        return act_on_row(request.user, resource, act, pk, fields)

    steps = [*crumbs_to(resource), (back, resource.named(obj)), ("", act.title)]
    return _asked_or_done(request, act, work, steps, back, obj=obj)


def bulk_page(request: HttpRequest, resource: Resource, name: str) -> HttpResponse:
    """Ask about an act on the chosen rows, or do it; each is checked anew against what the user may reach."""
    act = _declared(resource, name, bulk=True)
    require(request.user, act.permission)
    chosen = (request.POST if request.method == "POST" else request.GET).getlist("ids")
    pks = reachable(request.user, resource, act, chosen)

    def work(fields: dict[str, Any]) -> Any:
        return act_on_rows(request.user, resource, act, chosen, fields)

    steps = [*crumbs_to(resource), ("", act.title)]
    return _asked_or_done(request, act, work, steps, list_address(resource), pks=pks)


def _asked_or_done(
    request: HttpRequest,
    act: Act,
    work: Callable[[dict[str, Any]], Any],
    steps: Sequence[Crumb],
    back: str,
    *,
    obj: Any = None,
    pks: Sequence[Any] = (),
) -> HttpResponse:
    form: Any = None
    if act.form is not None:
        given = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
        form = bound_form(act.form, request.user, obj, initial={}, **given)
    if request.method == "POST" and (form is None or form.is_valid()):

        def once() -> str:
            return _answered(request, act, work(fields_of(form) if form else {}), back)

        if form is None:
            return redirect(submit_once(request.user, request.POST.get(KEY, ""), once)[0])
        if attempt(form, lambda: submit_once(request.user, request.POST.get(KEY, ""), once)):
            return redirect(form.answer[0])
    context = {
        "act": act,
        "form": form,
        "obj": obj,
        "pks": pks,
        "question": act.confirm or _("确定要“%(what)s”吗？") % {"what": act.title},
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "back": back,
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "kernel/pages/act.html", context, crumbs=steps, status=status)


def _answered(request: HttpRequest, act: Act, result: Any, back: str) -> str:
    """Say what was done and return where to go: the job's page for work that goes on in the background."""
    if isinstance(result, Job):
        return job_address(result.pk)
    said = (
        result if isinstance(result, str | Promise) and str(result) else _("“%(what)s”已完成。") % {"what": act.title}
    )
    messages.success(request, str(said))
    return back


def _declared(resource: Resource, name: str, *, bulk: bool) -> Act:
    act = resource.act(name)
    if act is None or act.bulk != bulk:
        raise Http404
    return act
