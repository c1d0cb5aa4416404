"""Bringing an installation's database up to this version: migrations, code lists, policy seeds, schemes."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bangfu.config.cli import say
from bangfu.kernel.areas_of import significant
from bangfu.kernel.codelists.models import CodeList
from bangfu.kernel.codelists.seeds import load_codelists
from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.seeds import seeds
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.models import Area

__all__ = ["known_area", "load_seeds", "operator", "prepare", "ready_operator"]


def prepare() -> bool:
    """Create or upgrade the database where needed; return whether anything was done.

    A database with every table but no code list was left by a set-up that ended too early; it is filled.
    """
    executor = MigrationExecutor(connection)
    behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not behind and CodeList.objects.exists():
        return False
    call_command("migrate", verbosity=0, interactive=False)
    load_seeds()
    return True


def load_seeds() -> None:
    """Load what ships as data; never over a county's own edits."""
    load_codelists()
    load_policies()
    load_schemes()
    for seed in seeds:
        seed.load()


def known_area(code: str) -> str:
    """Return an area code without filling zeros; empty stays empty, which means everywhere.

    Raises Refused for a place without any registered area in it: nothing found there would look like an answer.
    """
    place = significant(code)
    if place and not Area.objects.filter(code__startswith=place).exists():
        raise Refused(f"没有代码为“{code}”的地区。", field="area")
    return place


def ready_operator() -> User:
    """Prepare the database and return the operator: the first line of every command that touches data."""
    prepare()
    return operator()


def site_address() -> str:
    """Return the site's public address; say that files carry no QR codes and no links where none is set."""
    if not settings.PUBLIC_ADDRESS:
        say("没有设置网站地址（环境变量 BANGFU_ADDRESS）：文件里不印二维码，数字不带链接。")
    return settings.PUBLIC_ADDRESS
