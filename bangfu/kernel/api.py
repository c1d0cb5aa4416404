"""The JSON API derived from every resource: list, get, add, change, act; its description at ``/api/docs``.

It reads and writes exactly as the pages do. Log in by session (with the anti-forgery header) or send a personal
token: ``Authorization: Bearer bangfu_…``. What is refused is told as ``{"message", "field", "problems"}``.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError
from ninja.openapi.docs import DocsBase
from ninja.security import HttpBearer, SessionAuth

from bangfu.kernel import api_words
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.forms import bound_form, fields_of, initial_of
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.pages.guard import described, status_of
from bangfu.kernel.pages.submissions import submit_once
from bangfu.kernel.plain_values import plain
from bangfu.kernel.resources import Act, Resource, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rights.tokens import holder_of
from bangfu.kernel.rows.acting import act_on_row, act_on_rows, require_act
from bangfu.kernel.rows.editing import change_row, version_of
from bangfu.kernel.rows.paging import page_and_count, turn_of
from bangfu.kernel.rows.selection import select
from bangfu.kernel.rows.values import NamesOfPage, Reading, columns_of_values, reading_of, told
from bangfu.kernel.rows.visibility import row_visible_to, rows_visible_to

LARGEST_PAGE = 500


class TokenAuth(HttpBearer):
    """A personal token."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = holder_of(token)
        if user is not None:
            request.user = user
        return user


class BrowserAuth(SessionAuth):
    """The session of somebody logged in to the pages; not before a due password is changed."""

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        user = super().authenticate(request, key)
        return None if user is None or user.must_change_password else user


class ApiDocs(DocsBase):
    """The page that describes the API and tries it out, from files of this installation only."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        settings = {"url": self.get_openapi_url(api, kwargs), "layout": "BaseLayout", "deepLinking": True}
        context = {"title": api.title, "settings": settings, "csrf": get_token(request)}
        return render(request, "kernel/pages/api.html", context)


def to_who_is_known(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the description to whoever could call the API; send anybody else to the log-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if request.user.is_authenticated or (token and holder_of(token)):
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return guarded


api = NinjaAPI(
    title=gettext_lazy("帮扶接口"),
    version="1",
    description=__doc__,
    urls_namespace="api",
    docs=ApiDocs(),
    docs_decorator=to_who_is_known,
    auth=[TokenAuth(), BrowserAuth()],
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Tell what a person can mend."""
    return answer(described(error), status=status_of(error))


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Ask for a log-in or a token."""
    return answer(described(Denied(_("请先登录，或在请求头中提供有效的令牌。"))), status=401)


@api.exception_handler(HttpError)
def forged(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Tell of a missing anti-forgery header in the same shape."""
    return answer(described(Refused(str(error))), status=error.status_code)


def answer(content: Any, status: int = 200) -> HttpResponse:
    """Return JSON that people can read too."""
    return JsonResponse(content, status=status, safe=False, json_dumps_params={"ensure_ascii": False})


def plain_answer(content: Any) -> HttpResponse:
    """Return JSON with plain numbers, in the shape of the commands' ``--json``."""
    return JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False, "default": plain})


def list_rows(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Tell one page of rows, how many there are, and the query of the pages before and after."""
    given = dict(request.GET.lists())
    selection = select(request.user, resource, given)
    turn = turn_of(given, sizes=None, most=LARGEST_PAGE)
    reading = _reading(request.user, resource)
    page, count = page_and_count(selection, reading.paths, turn, exact=given.get("count") == ["exact"])
    size = str(turn.size)
    return answer(
        {
            "rows": _told(reading, page.rows),
            "count": count.rows,
            "count_is_exact": not count.more,
            "next": selection.query(size=size, after=str(page.last)) if page.has_next else None,
            "previous": selection.query(size=size, before=str(page.first)) if page.has_previous else None,
        }
    )


def get_row(request: HttpRequest, resource: Resource, pk: str) -> HttpResponse:
    """Tell one row."""
    return answer(row_told(request.user, resource, pk))


def add_row(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Add a row. The header ``Idempotency-Key`` makes sending it again harmless."""
    require(request.user, resource.create_permission)
    form = checked_form(bound_form(resource.form, request.user, data=body_of(request, resource.form)))  # type: ignore[arg-type]

    def work() -> str:
        return str(resource.create(request.user, **fields_of(form)).pk)  # type: ignore[misc]

    pk, fresh = submit_once(request.user, request.headers.get("Idempotency-Key", ""), work)
    return answer(row_told(request.user, resource, pk), status=201 if fresh else 200)


def edit_row(request: HttpRequest, resource: Resource, pk: str) -> HttpResponse:
    """Change the given fields of a row. With ``version``, only if nobody changed it since it was read."""
    obj = row_visible_to(request.user, resource, pk)
    require_on(request.user, resource.change_permission, obj)
    given = body_of(request, resource.form, "version")  # type: ignore[arg-type]
    version = given.pop("version", None)
    data = {**initial_of(resource.form, obj), **given}  # type: ignore[arg-type]
    form = checked_form(bound_form(resource.form, request.user, obj, data=data))  # type: ignore[arg-type]
    change_row(request.user, resource, pk, None if version is None else str(version), lambda: fields_of(form))
    return answer(row_told(request.user, resource, pk))


def act_on_one(request: HttpRequest, resource: Resource, pk: str, act: Act) -> HttpResponse:
    """Do an act to one row."""
    obj = row_visible_to(request.user, resource, pk)
    require_act(request.user, act, obj)
    given = body_of(request, act.form)
    fields = (
        fields_of(checked_form(bound_form(act.form, request.user, obj, data=given, initial={}))) if act.form else {}
    )
    return _once(request, lambda: act_on_row(request.user, resource, act, pk, fields))


def act_on_many(request: HttpRequest, resource: Resource, act: Act) -> HttpResponse:
    """Do an act to the rows whose keys are ``ids``: to all of them or to none."""
    require(request.user, act.permission)
    given = body_of(request, act.form, "ids")
    ids = given.pop("ids", [])
    if not isinstance(ids, list):
        raise Refused(_("ids 应为编号的列表。"), field="ids")
    fields = fields_of(checked_form(bound_form(act.form, request.user, data=given))) if act.form else {}
    return _once(request, lambda: act_on_rows(request.user, resource, act, [str(pk) for pk in ids], fields))


def row_told(user: User, resource: Resource, pk: Any) -> dict[str, Any]:
    """Return one row as the API tells it, with its version."""
    obj = row_visible_to(user, resource, pk)
    reading = _reading(user, resource)
    rows = list(rows_visible_to(user, resource).filter(pk=pk).values_list("pk", *reading.paths))
    version = version_of(resource, obj)
    return _told(reading, rows)[0] | ({"version": version} if version else {})


def body_of(request: HttpRequest, form: type | None, *others: str) -> dict[str, Any]:
    """Return the JSON object sent; raise Refused for anything else, and for a field that the form does not have."""
    try:
        given = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Refused(_("请求内容不是有效的 JSON。")) from error
    if not isinstance(given, dict):
        raise Refused(_("请求内容应为一个 JSON 对象。"))
    known = {*(form.base_fields if form else ()), *others}  # type: ignore[attr-defined]
    if unknown := next((name for name in given if name not in known), None):
        raise Refused(_("没有名为“%(name)s”的字段。") % {"name": unknown}, field=unknown)
    return given


def checked_form(form: Any) -> Any:
    """Return a form that is right; raise Refused naming its first fault, and all of them."""
    try:
        valid = form.is_valid()
    except (TypeError, AttributeError, ValidationError) as error:  # JSON of a shape that no browser sends
        raise Refused(_("字段值的类型不对。")) from error
    if valid:
        return form
    problems = [(name, fault) for name, faults in form.errors.items() for fault in faults]
    name, first = problems[0]
    labels = {field: form.fields[field].label or field for field in form.fields}
    told_problems = tuple(f"{labels.get(n, '')}：{f}".lstrip("：") for n, f in problems)
    raise Refused(first, field=name if name in form.fields else None, problems=told_problems)


def _once(request: HttpRequest, work: Callable[[], Any]) -> HttpResponse:
    """Do an act once for an idempotency key, and tell what came of it.

    What the act says is told once and not kept: it may be a password that is shown only now.
    """
    said = ""

    def kept() -> str:
        nonlocal said
        result = work()
        said = str(result) if isinstance(result, str | Promise) else ""
        return str(result.pk) if isinstance(result, Job) else ""

    job, fresh = submit_once(request.user, request.headers.get("Idempotency-Key", ""), kept)
    return answer({"done": True, "fresh": fresh, "message": said, "job": int(job) if job else None})


def _reading(user: User, resource: Resource) -> Reading:
    return reading_of(user, resource, lambda column: column.in_list or column.in_detail)


def _told(reading: Reading, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    values = columns_of_values(reading, rows)
    names = NamesOfPage(reading, values)
    columns: dict[str, list[Any]] = {"id": [row[0] for row in rows]}
    for column, one in zip(reading.columns, values, strict=True):
        columns |= told(column, one, names)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def router_of(resource: Resource) -> Router:
    """Return the addresses of one resource."""
    router, words = Router(tags=[str(resource.title)]), api_words.of(resource)

    @router.get("/", **words.list)
    def list_(request: HttpRequest) -> HttpResponse:
        return list_rows(request, resource)

    if resource.create:

        @router.post("/", **words.create)
        def create(request: HttpRequest) -> HttpResponse:
            return add_row(request, resource)

    for act in resource.acts:
        _add_act(router, resource, act, words)

    @router.get("/{pk}/", **words.get)
    def get(request: HttpRequest, pk: str) -> HttpResponse:
        return get_row(request, resource, pk)

    if resource.change:

        @router.patch("/{pk}/", **words.change)
        def change(request: HttpRequest, pk: str) -> HttpResponse:
            return edit_row(request, resource, pk)

    return router


def _add_act(router: Router, resource: Resource, act: Act, words: api_words.Words) -> None:
    if act.bulk:

        @router.post(f"/act/{act.name}/", **words.act(act))
        def many(request: HttpRequest) -> HttpResponse:
            return act_on_many(request, resource, act)

    else:

        @router.post(f"/{{pk}}/act/{act.name}/", **words.act(act))
        def one(request: HttpRequest, pk: str) -> HttpResponse:
            return act_on_one(request, resource, pk, act)


for _resource in resources:
    if _resource.api:
        api.add_router(_resource.name.replace(".", "/"), router_of(_resource))
