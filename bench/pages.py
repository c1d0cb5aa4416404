"""Derived pages over 1,000,000 persons against a bare Django view that reads the same 50 rows, in one run.

Run alone: ``python bench/pages.py [--rows N]``. Prints a JSON list; progress goes to standard error. It builds a
throw-away installation on SQLite, or uses the empty database named by ``BANGFU_DATABASE_URL``.

Times are seconds of one request inside this process, median of many: of the processor on SQLite, where the database is
in the process, so that other work on the machine does not count; of the clock on PostgreSQL. ``ours`` is the whole
page: session, user, rights, navigation, filters, count, rows, names. ``floor`` is a view without middleware, log-in,
layout or count that reads the very rows by one query and fills a bare table; ``new_project`` is the same view as
``django-admin startproject`` would run it, with its middleware and a connection for each request. ``peer`` is what
Django's tutorial writes: log-in, ``Paginator`` with its exact count, model instances, Django's template language,
nothing around the table.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))
os.environ.setdefault("BANGFU_HOSTS", "testserver")

import django

django.setup()

import polars as pl  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Q, QuerySet  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test import Client, RequestFactory, override_settings  # noqa: E402
from django.urls import path  # noqa: E402
from jinja2 import Environment  # noqa: E402

from bangfu.config import urls  # noqa: E402
from bangfu.kernel.ciphers import encrypt_all, index_of, indexes_of  # noqa: E402
from bangfu.kernel.codelists.seeds import load_codelists  # noqa: E402
from bangfu.kernel.imports.sets import insert_rows, schema_of  # noqa: E402
from bangfu.kernel.policy.seeds import load_policies  # noqa: E402
from bangfu.kernel.rights.models import Grant, User  # noqa: E402
from bangfu.parties.models import Area, Party, Person  # noqa: E402

COUNTY, TOWNSHIP = "420302", "420302001"
COUNTIES = (COUNTY, "420303", "430525", "430526", "120115")
SURNAMES, GIVEN = list("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"), list("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平")
AT_ONCE = 100_000
ROUNDS = 60
SHOWN = ("name", "household_id", "relation", "sex", "birth_date", "area_code")
SIGNED_IN = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
STARTPROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
BARE = """<!doctype html><table>{% for row in rows %}<tr>
{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""
TUTORIAL = """<!doctype html><p>{{ page.paginator.count }}</p><table>{% for person in page %}<tr>
<td>{{ person.name }}</td><td>{{ person.household_id }}</td><td>{{ person.relation }}</td><td>{{ person.sex }}</td>
<td>{{ person.birth_date }}</td><td>{{ person.area_code }}</td></tr>{% endfor %}</table>"""


@dataclass(frozen=True)
class Case:
    """One page: the address of ours, the rows as Django's idiom finds them, and (``bare``) as the best index does."""

    name: str
    query: str
    area: str
    rows: Callable[[], QuerySet[Person]]
    start: int = 0
    bare: Callable[[], QuerySet[Person]] | None = None


def inside(area: str) -> QuerySet[Person]:
    """The persons of one area."""
    return Person.objects.filter(area_code__gte=area, area_code__lt=area[:-1] + chr(ord(area[-1]) + 1))


def named(area: str, text: str) -> QuerySet[Person]:
    """Those whose names begin so, as Django's own idiom finds them."""
    return inside(area).filter(name__startswith=text)


def beginning(text: str) -> Callable[[], QuerySet[Person]]:
    """The first whose names begin so, wherever they are: the least that can be read."""
    return lambda: Person.objects.filter(name__gte=text, name__lt=text + "\U0010ffff")


def cases(rows: int) -> list[Case]:
    """What is measured."""
    number = id_number(rows // 2)
    exact = Q(id_number_index=index_of(number))
    return [
        Case("list of a county", "", COUNTY, lambda: inside(COUNTY)),
        Case("list of everything", "", "", Person.objects.all),
        Case("list of one township, filtered", f"area={TOWNSHIP}", COUNTY, lambda: inside(TOWNSHIP)),
        Case("page 100 of a county", "page=100", COUNTY, lambda: inside(COUNTY), 4950),
        Case("last page of a county", "last=1", COUNTY, lambda: inside(COUNTY).reverse()),
        Case("full name in a county", "q=王伟芳", COUNTY, lambda: named(COUNTY, "王伟芳"), bare=beginning("王伟芳")),
        Case("surname in a county", "q=王", COUNTY, lambda: named(COUNTY, "王"), bare=beginning("王")),
        Case("exact ID number, everywhere", f"q={number}", "", lambda: Person.objects.filter(exact)),
    ]


def id_number(n: int) -> str:
    """An 18-digit number that nobody has: its dates do not exist."""
    return f"420302{n:012d}"


def build(rows: int) -> None:
    """Fill the register with invented persons of five counties."""
    load_policies()
    load_codelists()
    villages = [f"{c}{t:03d}{v:03d}" for c in COUNTIES for t in range(1, 21) for v in range(201, 235)]
    codes = sorted({village[:length] for village in villages for length in (2, 4, 6, 9, 12)})
    parties = Party.objects.bulk_create(Party(kind="area") for _code in codes)
    Area.objects.bulk_create(
        Area(party=party, code=code, name=f"地{code[-3:]}", level=len(code))
        for party, code in zip(parties, codes, strict=True)
    )
    for start in range(0, rows, AT_ONCE):
        frame = persons(start, min(rows, start + AT_ONCE), parties[-1].pk + 1, villages)
        insert_rows(Party, frame.select(id="party_id", kind=pl.lit("person")))
        insert_rows(Person, frame)
        print(f"{start + len(frame):,} persons", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def persons(start: int, stop: int, first: int, villages: list[str]) -> pl.DataFrame:
    """Rows of the table, numbers encrypted."""
    n = pl.int_range(start, stop, eager=True)
    random = n.hash(seed=7)
    numbers, phones = [id_number(i) for i in n], [f"139{i:08d}" for i in n]
    columns: dict[str, Any] = {
        "party_id": n + first,
        "number": "P" + n.cast(pl.String),
        "name": _drawn(random, SURNAMES) + _drawn(random // 20, GIVEN) + _drawn(random // 400, GIVEN),
        "area_code": _drawn(random // 8000, villages),
        "sex": _drawn(random, ["1", "2"]),
        "birth_date": date(1950, 1, 1),
        "id_number": pl.Series(encrypt_all(numbers)),
        "id_number_index": pl.Series(indexes_of(numbers)),
        "phone": pl.Series(encrypt_all(phones)),
        "phone_index": pl.Series(indexes_of(phones)),
        "health": "[]",
        "version": 1,
    }
    types = schema_of(Person)
    given = {name: pl.lit(value).cast(types[name]).alias(name) for name, value in columns.items()}
    blank = {
        name: pl.lit("" if kind == pl.String else None).cast(kind).alias(name)
        for name, kind in types.items()
        if name not in given
    }
    return pl.select(n.alias("row")).select([(given | blank)[name] for name in types])


def _drawn(random: pl.Series, values: list[str]) -> pl.Series:
    return pl.Series(values).gather(random % len(values))


def bare_view(case: Case) -> Callable[[HttpRequest], HttpResponse]:
    """The floor: one query, a bare table."""
    template = Environment(autoescape=True).from_string(BARE)

    def view(_request: HttpRequest) -> HttpResponse:
        rows = (case.bare or case.rows)()
        if "q=" not in case.query:
            rows = rows.order_by("-area_code", "-pk") if case.query == "last=1" else rows.order_by("area_code", "pk")
        return HttpResponse(template.render(rows=rows.values_list(*SHOWN)[case.start : case.start + 50]))

    return view


def tutorial_view(case: Case) -> Callable[[HttpRequest], HttpResponse]:
    """The peer: as Django's documentation has it."""
    template = Engine().from_string(TUTORIAL)

    def view(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponse(status=403)
        paginator = Paginator(case.rows().order_by("area_code", "pk"), 50)
        number = paginator.num_pages if case.query == "last=1" else case.start // 50 + 1
        return HttpResponse(template.render(Context({"page": paginator.get_page(number)})))

    return view


def signed_in(area: str) -> str:
    """The cookies of somebody who sees one county, or everything."""
    role = "county" if area else "auditor"
    user, _created = User.objects.get_or_create(username=f"bench-{role}", defaults={"name": "测试"})
    Grant.objects.get_or_create(user=user, role=role, area_code=area, valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(user)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def seconds(handler: WSGIHandler, address: str, query: str = "", cookies: str = "", *, connect: bool = False) -> float:
    """Median time of one request, with ``connect`` from a closed connection; raises for an answer that is no page."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    environ = RequestFactory().get(address, QUERY_STRING=quote(query, safe="=&")).environ | {"HTTP_COOKIE": cookies}
    spent = []
    for number in range(ROUNDS + 5):
        if connect:
            connection.close()
        began = clock()
        response = handler(dict(environ), lambda status, headers: None)
        body = b"".join(response)
        response.close()
        assert response.status_code == 200, (address, query, body[-400:])
        if connect:
            connection.close()
        if number >= 5:
            spent.append(clock() - began)
    return statistics.median(spent)


def handler_with(middleware: list[str] | None) -> WSGIHandler:
    """The application as it is, or with other middleware."""
    if middleware is None:
        return WSGIHandler()
    with override_settings(MIDDLEWARE=middleware):
        return WSGIHandler()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    call_command("migrate", verbosity=0, interactive=False)
    build(rows)
    wanted = cases(rows)
    for number, case in enumerate(wanted):
        urls.urlpatterns[:0] = [
            path(f"bench/floor/{number}/", bare_view(case)),
            path(f"bench/peer/{number}/", tutorial_view(case)),
        ]
    whole, bare, tutorial = handler_with(None), handler_with([]), handler_with(SIGNED_IN)
    startproject = handler_with(STARTPROJECT)
    results = []
    for number, case in enumerate(wanted):
        cookies = signed_in(case.area)
        ours = seconds(whole, "/parties/person/", case.query, cookies)
        floor = seconds(bare, f"/bench/floor/{number}/")
        new_project = seconds(startproject, f"/bench/floor/{number}/", connect=True)
        peer = seconds(tutorial, f"/bench/peer/{number}/", cookies=cookies)
        print(f"{case.name}: {ours:.4f} {peer:.4f} {floor:.4f} {new_project:.4f}", file=sys.stderr)
        results.append(
            {
                "name": f"{case.name} ({connection.vendor})",
                "n": rows,
                "ours": round(ours, 5),
                "peer": round(peer, 5),
                "floor": round(floor, 5),
                "ratio_peer": round(peer / ours, 2),
                "ratio_floor": round(ours / floor, 2),
                "new_project": round(new_project, 5),
                "ratio_new_project": round(ours / new_project, 2),
            }
        )
    print(json.dumps(results, ensure_ascii=False))


if __name__ == "__main__":
    main()
