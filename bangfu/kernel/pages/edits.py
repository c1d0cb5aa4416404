"""Adding and changing a row by its declared form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.forms import bound_form, fields_of
from bangfu.kernel.pages.addresses import list_address, row_address
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.lists import crumbs_to
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.resources import Resource
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.editing import Edited, change_row, version_of
from bangfu.kernel.rows.visibility import row_visible_to

KEY, VERSION = "_key", "_version"  # beside the form's own fields


def new_page(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Show the empty form, or add what it holds; fields may be filled by the address."""
    if resource.create is None or resource.form is None:
        raise Http404
    require(request.user, resource.create_permission)
    create = resource.create
    if request.method != "POST":
        initial = {name: request.GET[name] for name in resource.form.base_fields if name in request.GET}  # type: ignore[attr-defined]
        form = bound_form(resource.form, request.user, initial=initial)
        return _form_page(request, resource, form)
    form = bound_form(resource.form, request.user, data=request.POST, files=request.FILES)

    def work() -> str:
        return row_address(resource, create(request.user, **fields_of(form)).pk)

    return _submitted(request, form, work) or _form_page(request, resource, form, status=422)


def edit_page(request: HttpRequest, resource: Resource, pk: Any) -> HttpResponse:
    """Show the form with the row's values, or save it; what somebody else saved meanwhile is not overwritten."""
    if resource.change is None or resource.form is None:
        raise Http404
    obj = row_visible_to(request.user, resource, pk)
    require_on(request.user, resource.change_permission, obj)
    if request.method != "POST":
        return _form_page(request, resource, bound_form(resource.form, request.user, obj), obj)
    form = bound_form(resource.form, request.user, obj, data=request.POST, files=request.FILES)

    def work() -> str:
        change_row(request.user, resource, pk, request.POST.get(VERSION), lambda: fields_of(form))
        return row_address(resource, pk)

    try:
        answer = _submitted(request, form, work)
    except Edited as edited:
        return _form_page(request, resource, form, edited.obj, edited=edited, status=409)
    return answer or _form_page(request, resource, form, obj, status=422)


def _submitted(request: HttpRequest, form: Any, work: Callable[[], str]) -> HttpResponse | None:
    """Do the work if the form is right; None when the form has something to say."""
    if not form.is_valid():
        return None
    if not attempt(form, lambda: _save(request, work)):
        return None
    return redirect(form.answer)


def _save(request: HttpRequest, work: Callable[[], str]) -> str:
    answer, fresh = submit_once(request.user, request.POST.get(KEY, ""), work)
    if fresh:
        messages.success(request, _("已保存。"))
    else:
        messages.info(request, _("这张表刚才已经提交过，没有重复保存。"))
    return answer


def attempt(form: Any, work: Callable[[], Any]) -> bool:
    """Do the work; what an action refuses is shown at its field. Keeps what came of it as ``form.answer``."""
    try:
        form.answer = work()
    except Edited:
        raise
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, refused.message)
        for problem in refused.problems:
            if problem not in refused.message:
                form.add_error(None, problem)
        if isinstance(refused, Conflict):
            form.conflict = True
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _form_page(
    request: HttpRequest,
    resource: Resource,
    form: Any,
    obj: Any = None,
    *,
    edited: Edited | None = None,
    status: int = 200,
) -> HttpResponse:
    title = _("修改%(what)s") if obj is not None else _("新增%(what)s")
    back = row_address(resource, obj.pk) if obj is not None else list_address(resource)
    context = {
        "page": {"title": title % {"what": resource.title}},
        "form": form,
        "hidden": {KEY: new_key() if edited or status == 200 else request.POST.get(KEY) or new_key()}
        | ({VERSION: version_of(resource, obj)} if obj is not None else {}),
        "cancel_url": back,
        "submit_label": _("按我填的保存") if edited else "",
        "groups": form.groups() if hasattr(form, "groups") else [],
        "preview_url": reverse(form.preview) if hasattr(form, "preview") else "",
        "edited": edited.differences(form) if edited else None,
        "edited_by": edited.last_change if edited else None,
    }
    steps = [
        *crumbs_to(resource),
        *([(back, resource.named(obj))] if obj is not None else []),
        ("", context["page"]["title"]),
    ]
    return show(request, "kernel/pages/form.html", context, crumbs=steps, status=status)
