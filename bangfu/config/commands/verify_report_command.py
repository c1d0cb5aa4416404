"""bangfu verify-report: check a sealed report's file by itself, without the database of the office that sealed it."""

import argparse
from dataclasses import asdict
from pathlib import Path

from bangfu.config.cli import REFUSED, say, show
from bangfu.kernel.errors import Refused
from bangfu.kernel.signing import NoPublicKey, fingerprint, from_pem, public_keys, shown
from bangfu.reports.envelopes import DIFFERENT, NOT_COMPARED, Checked, NoEnvelope, check_file
from bangfu.reports.outputs.carrying import NothingCarried

LARGEST = 64 * 1024 * 1024
SIGNATURES = {
    "good": "签名有效",
    "bad": "签名不符：不是这把密钥签的，或内容被改过",
    "missing": "应有签名，文件里没有",
    "unknown": "签名用的公钥不在手边，无法核对",
    "unsigned": "封存于有签名以前，没有签名",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and the public key of the office that sealed it."""
    parser.add_argument("file", type=Path, metavar="FILE", help=".docx .pdf .html .md .xlsx .json")
    parser.add_argument(
        "--key",
        type=Path,
        action="append",
        default=[],
        metavar="KEY.pem",
        help="封存单位公布的公钥 · public key of the office that sealed it; by default this installation's own",
    )


def run(args: argparse.Namespace) -> int:
    """Say whether the file reads as it was sealed, and whether it was signed by a key that is known."""
    keys = dict(_key(path) for path in args.key) if args.key else public_keys()
    content = _read(args.file)
    try:
        found = check_file(content, args.file.suffix.lower().lstrip("."), keys)
    except (NothingCarried, NoEnvelope) as error:
        raise Refused(f"{args.file} 里没有封存内容：不是从系统下载的封存报告，或存成别的格式时丢失了。") from error
    for line in _lines(found):
        say(line)
    if args.json:
        show(asdict(found) | {"fingerprint": shown(found.key), "good": found.good})
    return 0 if found.good else REFUSED


def _lines(found: Checked) -> list[str]:
    lines = [
        f"{found.title}（{found.area_name} {found.area}，{found.period}）",
        f"{found.sealed_by}于 {found.sealed_at} 封存，校验值 {found.digest}",
        "封存内容：" + ("完整，与校验值相符" if found.intact else "被改动，与校验值不符"),
        f"签名：{SIGNATURES[found.signature]}" + (f"，公钥指纹 {shown(found.key)}" if found.key else ""),
    ]
    if found.signature == "good" and not found.trusted:
        lines.append("但不知道这把公钥是谁的：请用 --key 给出封存单位公布的公钥，或与对方核对指纹。")
    if found.text == DIFFERENT and found.difference:
        here, sealed = found.difference
        lines.append(f"文字：与封存的不同。文件里是“{here[:80]}”，封存的是“{sealed[:80]}”")
        lines.append(f"（文件由 {found.version} 版写成；本机版本不同时，版式用语的改动也会显示为不同）")
    elif found.text == NOT_COMPARED:
        lines.append("文字：这种文件不比对文字，以封存内容为准。")
    else:
        lines.append("文字：与封存的一致。")
    if found.withdrawn:
        lines.append(found.withdrawn)
    if found.address:
        lines.append(f"以后是否撤回、有无变化，见 {found.address}（网址不在签名之内）")
    return lines


def _key(path: Path) -> tuple[str, bytes]:
    try:
        public = from_pem(_read(path))
    except NoPublicKey as error:
        raise Refused(f"{path} 不是 Ed25519 公钥（PEM）。") from error
    return fingerprint(public), public


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"{path} 太大。")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"读不了 {path}：{error.strerror}") from error
