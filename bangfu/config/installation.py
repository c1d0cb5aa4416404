"""Bringing an installation's database up to this version: migrations, code lists, policy seeds, schemes."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bangfu.kernel.codelists.seeds import load_codelists
from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.pairing.seeds import load_schemes

__all__ = ["load_seeds", "operator", "prepare", "ready_operator"]


def prepare() -> bool:
    """Create or upgrade the database where needed; return whether anything was done."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    load_seeds()
    return True


def load_seeds() -> None:
    """Load what ships as data; never over a county's own edits."""
    load_codelists()
    load_policies()
    load_schemes()


def ready_operator() -> User:
    """Prepare the database and return the operator: the first line of every command that touches data."""
    prepare()
    return operator()
