"""bangfu user: open an account, grant it a role, say whom it stands for, or give it a new password."""

import argparse
import secrets
from collections.abc import Callable

from django.db import transaction

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.actions import create_user, grant_role, renew_password, temporary_password_told
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import let_act_for
from bangfu.parties.models import Area, Household, Organisation, Person
from bangfu.parties.queries.names import find_parties, noun_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The log-in name, and what is wanted for it."""
    parser.add_argument("username")
    parser.add_argument("--name", default="", help="姓名，建立用户时填写 · the person's name, to open an account")
    parser.add_argument("--role", default="", help="要授予的角色，如 administrator、county · role to grant")
    parser.add_argument("--area", default="", metavar="CODE", help="角色管辖的地区 · area the role is granted over")
    parser.add_argument(
        "--acts-for", default="", metavar="PARTY", help="代表谁：全名，或其网页地址中的编号 · whom the user stands for"
    )
    parser.add_argument("--reset-password", action="store_true", help="重置密码 · give a new temporary password")


def run(args: argparse.Namespace) -> int:
    """Do all that is asked for, or nothing; a new account's password is told once, when the account is kept."""
    told: list[str] = []
    with transaction.atomic():
        document = _carried_out(args, told.append)
    for line in told:
        say(line)
    if args.json:
        show(document)
    return 0


def _carried_out(args: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, object]:
    """Carry out the parts of the command in their order and return what its JSON says."""
    actor = ready_operator()
    user = User.objects.filter(username__iexact=args.username).first()
    password, created = "", user is None
    if user is None:
        if not args.name:
            raise Refused(f"没有用户“{args.username}”。要建立，请加 --name 写明姓名。")
        password = secrets.token_urlsafe(12)
        user = create_user(actor, username=args.username, name=args.name, password=password, area_code=args.area)
        tell(f"已建立用户 {user.username}（{user.name}），临时密码 {password} ，首次登录须修改。")
    elif args.reset_password:
        password = renew_password(actor, user)
        tell(temporary_password_told(user, password))
    if args.role:
        grant = grant_role(actor, user=user, role=args.role, area_code=args.area, reason="bangfu user")
        tell(f"已授予 {user.username}：{grant.role} {grant.area_code}")
    if args.acts_for:
        party = _party(actor, args.acts_for)
        let_act_for(actor, user, party=party, reason="bangfu user")
        tell(f"{user.username} 代表 {party}")
    return {"user": user.username, "created": created, "password": password, "role": args.role}


def _party(actor: User, text: str) -> Person | Organisation | Household:
    """Return the one party of a full name, or of the number in its page's address. Refuses none or several."""
    named = [pk for pk, name in find_parties(actor, text) if text.isdigit() or name == text]
    found = [noun for noun in map(noun_of, named) if not isinstance(noun, Area)]
    if len(found) != 1:
        raise Refused(f"名为“{text}”的有 {len(found)} 个；请写全名，或其网页地址中的编号。")
    return found[0]
