"""Message catalogues: the compiled translations that the pages read."""

from pathlib import Path

from scripts.console import ROOT, run, say
from scripts.packages import ENVIRONMENT, PYTHON
from scripts.stamps import Stamp, digest_of

COMPILER = ROOT / "bangfu" / "config" / "messages.py"


def products_of(source: Path) -> list[Path]:
    """What is made from an English .po file: its own .mo, and the derived one in traditional characters."""
    return [source.with_suffix(".mo"), source.parents[2] / "zh_Hant" / "LC_MESSAGES" / f"{source.stem}.mo"]


def compile_messages() -> None:
    """Compile every .po file of the checkout when one of them, or the compiler, has changed."""
    sources = sorted((ROOT / "bangfu").rglob("*.po"))
    if not COMPILER.exists() or not sources:
        return
    stamp = Stamp(
        ENVIRONMENT / "stamps" / "messages",
        digest_of([COMPILER, *sources], salt="\n".join(map(str, sources))),
        products=tuple(product for source in sources for product in products_of(source)),
    )
    if stamp.is_current():
        return
    say("编译界面翻译", "compiling the translations")
    run(
        [PYTHON, "-m", "bangfu.config.messages", "compile"],
        failing=("界面翻译未能编译", "the translations do not compile"),
    )
    stamp.write()
