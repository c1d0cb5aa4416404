"""bangfu user: accounts and roles from the command line, all of a command or nothing of it."""

import json

import pytest

from bangfu.config.cli import main
from bangfu.kernel.codelists.seeds import load_codelists
from bangfu.kernel.rights.actions import OPERATOR, operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.actions import register_area, register_organisation

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_made_and_can_log_in(capsys):
    assert main(["user", "wang", "--name", "王敏", "--role", "administrator", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    user = User.objects.get(username="wang")
    assert user.check_password(told["password"])
    assert user.must_change_password
    assert list(Grant.objects.filter(user=user).values_list("role", "area_code")) == [("administrator", "")]


def test_a_refused_role_leaves_no_account(capsys):
    assert main(["user", "wang", "--name", "王敏", "--role", "emperor"]) == 1
    told = capsys.readouterr().err
    assert "emperor" in told
    assert "临时密码" not in told
    assert not User.objects.filter(username="wang").exists()


def test_an_unknown_user_without_a_name_is_refused(capsys):
    assert main(["user", "wagn", "--role", "county", "--area", "420302"]) == 1
    assert "wagn" in capsys.readouterr().err


def test_a_password_is_replaced(capsys):
    assert main(["user", "wang", "--name", "王敏"]) == 0
    before = User.objects.get(username="wang").password
    assert main(["user", "wang", "--reset-password", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    renewed = User.objects.get(username="wang")
    assert renewed.password != before
    assert renewed.check_password(told["password"])
    assert told["created"] is False


def test_nobody_gets_a_password_for_the_operator():
    operator()
    assert main(["user", OPERATOR, "--reset-password"]) == 1
    assert not User.objects.get(username=OPERATOR).has_usable_password()


def test_a_user_stands_for_one_party_by_its_full_name(capsys):
    load_codelists()
    register_area(operator(), code="420302", name="茅箭区")
    firm = register_organisation(operator(), name="茅箭区财政局", kind="authority", area_code="420302")
    register_organisation(operator(), name="茅箭区财政局国库科", kind="authority", area_code="420302")
    assert main(["user", "wang", "--name", "王敏", "--acts-for", "茅箭区财政局"]) == 0
    assert User.objects.get(username="wang").acts_for.party_id == firm.pk
    assert main(["user", "wang", "--acts-for", "茅箭区"]) == 1
    assert main(["user", "wang", "--acts-for", "茅箭区财"]) == 1
    assert "茅箭区财" in capsys.readouterr().err
