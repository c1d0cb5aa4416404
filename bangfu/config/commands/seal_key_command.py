"""bangfu seal-key: the public keys that sealed reports are signed with, and a new key."""

import argparse
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.kernel.errors import Refused
from bangfu.kernel.signing import as_pem, public_keys, renew, shown, told_keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A new key, and where to write the public half."""
    parser.add_argument("--new", action="store_true", help="换一把新密钥，旧签名仍可核对 · sign with a new key")
    parser.add_argument("-o", "--output", type=Path, metavar="KEY.pem", help="写出现用的公钥 · write the public key")


def run(args: argparse.Namespace) -> int:
    """List the keys of this installation, the present one first."""
    if args.new:
        say(f"已换新密钥 {shown(renew())}；旧密钥的私钥已删除，用它签过的报告仍可核对。请把新公钥告诉要核对的单位。")
    keys = public_keys()
    for at, key in enumerate(keys):
        say(f"{shown(key)}  {'现用' if not at else '以前'}  {key}")
    if args.output is not None:
        present = next(iter(keys.values()))
        try:
            args.output.write_text(as_pem(present))
        except OSError as error:
            raise Refused(f"写不进 {args.output}：{error.strerror}") from error
        say(f"已写入 {args.output}")
    if args.json:
        show(told_keys())
    return 0
