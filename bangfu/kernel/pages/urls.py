"""Addresses of the kernel's own pages, and of those derived from every resource."""

from collections.abc import Callable
from typing import Any

from django.db.models import AutoField, IntegerField
from django.http import HttpResponse
from django.urls import URLPattern, path

from bangfu.kernel.evidence import pages as evidence
from bangfu.kernel.pages import (
    account,
    acts,
    attachments,
    choices,
    details,
    edits,
    exports,
    imports,
    jobs,
    language,
    lists,
    login,
    notices,
    search,
)
from bangfu.kernel.resources import Resource, resources

urlpatterns: list[URLPattern] = [
    path("login/", login.log_in, name="login"),
    path("logout/", login.log_out, name="logout"),
    path("language/", language.switch, name="language"),
    path("account/password/", account.password_page, name="password"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/stop/", account.stop_token, name="token-stop"),
    path("search/", search.search_page, name="search"),
    path("choices/<slug:kind>/", choices.choices, name="choices"),
    path("notices/", notices.notices_page, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/<int:notice_id>/", notices.open_notice, name="notice"),
    path("jobs/", jobs.jobs_page, name="jobs"),
    path("jobs/<int:job_id>/", jobs.job_page, name="job"),
    path("jobs/<int:job_id>/cancel/", jobs.cancel_job, name="job-cancel"),
    path("jobs/<int:job_id>/retry/", jobs.retry_job, name="job-retry"),
    path("jobs/<int:job_id>/file/", exports.download_export, name="export-file"),
    path("import/", imports.imports_page, name="imports"),
    path("import/runs/<int:run_id>/", imports.run_page, name="import-run"),
    path("import/runs/<int:run_id>/apply/", imports.apply_run, name="import-apply"),
    path("import/runs/<int:run_id>/discard/", imports.discard_run, name="import-discard"),
    path("import/runs/<int:run_id>/undo/", imports.undo_run, name="import-undo"),
    path("import/runs/<int:run_id>/issues/", imports.issues_file, name="import-issues"),
    path("import/<slug:name>/", imports.upload_page, name="import-new"),
    path("import/<slug:name>/empty/", imports.empty_file, name="import-empty"),
    path("import/<slug:name>/export/", imports.export_page, name="import-export"),
    path("evidence/<int:link_id>/", evidence.download, name="evidence"),
]


def resource_urls() -> list[URLPattern]:
    """Return the addresses of every resource: ``app/noun/…``, named ``app.noun.list``, ``.detail`` and so on."""
    return [pattern for resource in resources for pattern in _urls(resource)]


def _urls(resource: Resource) -> list[URLPattern]:
    base = resource.name.replace(".", "/")
    pk = "int" if isinstance(_key(resource), IntegerField | AutoField) else "str"
    pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
        ("", lists.list_page, "list"),
        ("new/", edits.new_page, "new"),
        ("export/", exports.export_page, "export"),
        ("act/<slug:name>/", acts.bulk_page, "bulk"),
        (f"<{pk}:pk>/", details.detail_page, "detail"),
        (f"<{pk}:pk>/edit/", edits.edit_page, "edit"),
        (f"<{pk}:pk>/files/", attachments.add_files, "files"),
        (f"<{pk}:pk>/act/<slug:name>/", acts.act_page, "act"),
    ]
    return [
        path(f"{base}/{rest}", view, {"resource": resource}, name=f"{resource.name}.{name}")
        for rest, view, name in pages
    ]


def _key(resource: Resource) -> Any:
    """The primary key's own column, through keys shared with another table."""
    field = resource.model._meta.pk
    while field is not None and field.remote_field is not None:
        field = field.target_field
    return field
