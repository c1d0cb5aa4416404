"""Tests keep to a home of their own, and are told apart by whether they touch the database."""

import os
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection

from bangfu.config.home import home, secret
from tests.databases import touches_database

ROOT = Path(__file__).resolve().parent.parent


def test_home_is_not_that_of_the_checkout(bangfu_home):
    assert home() == settings.BANGFU_HOME == bangfu_home.resolve()
    assert ROOT not in home().parents
    settings_of_the_shell = {name for name in os.environ if name.startswith("BANGFU_")}
    assert settings_of_the_shell <= {"BANGFU_DATABASE_URL", "BANGFU_HOME"}


def test_keys_are_made_once_and_for_their_owner_only(bangfu_home):
    assert secret("isolation") == secret("isolation")
    assert stat.S_IMODE((bangfu_home / "keys" / "isolation.key").stat().st_mode) == 0o600


def test_passwords_are_hashed_fast():
    assert make_password("示范口令").startswith("md5$")


def test_this_one_touches_the_database(request, db):
    assert touches_database(request.node)
    assert connection.vendor == ("postgresql" if os.environ.get("BANGFU_DATABASE_URL") else "sqlite")


@pytest.mark.django_db
def test_this_one_too(request):
    assert touches_database(request.node)


def test_this_one_does_not(request):
    assert not touches_database(request.node)
