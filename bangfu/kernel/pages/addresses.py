"""Addresses that a request may be sent on to, and addresses of resources."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bangfu.kernel.resources import Resource


def local_address(request: HttpRequest, address: str, otherwise: str = "/") -> str:
    """Return the address when it lies on this site, else the other: nobody is sent to a stranger's page."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else resolve_url(otherwise)


def list_address(resource: Resource) -> str:
    """The page that lists a resource."""
    return reverse(f"{resource.name}.list")


def row_address(resource: Resource, pk: Any) -> str:
    """The page of one row: the hand-made one where there is one."""
    return resource.page(Row(pk)) if resource.page else reverse(f"{resource.name}.detail", args=[pk])


def job_address(job_id: int) -> str:
    """The page that follows a piece of background work."""
    return reverse("job", args=[job_id])


class Row:
    """A row of which only the primary key is known."""

    def __init__(self, pk: Any) -> None:
        self.pk = pk


def row_addresses(resource: Resource, pks: list[Any]) -> list[str]:
    """The pages of many rows; the address is looked up once."""
    if resource.page:
        return [resource.page(Row(pk)) for pk in pks]
    base = list_address(resource)
    return [f"{base}{pk}/" for pk in pks]
