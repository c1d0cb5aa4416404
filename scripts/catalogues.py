"""Message catalogues: the compiled translations that the pages read."""

from scripts.console import ROOT, run, say
from scripts.packages import ENVIRONMENT, PYTHON
from scripts.stamps import Stamp, digest_of

COMPILER = ROOT / "bangfu" / "config" / "messages.py"


def compile_messages() -> None:
    """Compile every .po file of the checkout when one of them, or the compiler, has changed."""
    sources = sorted((ROOT / "bangfu").rglob("*.po"))
    if not COMPILER.exists() or not sources:
        return
    stamp = Stamp(
        ENVIRONMENT / "stamps" / "messages",
        digest_of([COMPILER, *sources], salt="\n".join(map(str, sources))),
        products=tuple(source.with_suffix(".mo") for source in sources),
    )
    if stamp.is_current():
        return
    say("编译界面翻译", "compiling the translations")
    run(
        [PYTHON, "-m", "bangfu.config.messages", "compile"],
        failing=("界面翻译未能编译", "the translations do not compile"),
    )
    stamp.write()
