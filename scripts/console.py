"""Short lines in Chinese and English about what is being done, and failures told in the same way."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Failure(Exception):
    """Something the person at the keyboard has to know; both texts are shown word for word."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} · {english}")


def say(chinese: str, english: str) -> None:
    """Tell on standard error what starts now; standard output belongs to the command's result."""
    print(f"→ {chinese} · {english}", file=sys.stderr, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    failing: tuple[str, str],
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> None:
    """Run a command without input; a `quiet` one shows what it says only when it fails.

    Raises Failure with the `failing` texts when it cannot start or fails.
    """
    output = subprocess.PIPE if quiet else None
    try:
        subprocess.run(
            list(map(str, command)),
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if quiet else None,
            check=True,
        )
    except FileNotFoundError as error:
        raise Failure(f"找不到程序 {command[0]}", f"the program {command[0]} is missing") from error
    except subprocess.CalledProcessError as error:
        if quiet:
            sys.stderr.buffer.write(error.stdout)
        raise Failure(*failing) from error


def exit_status_of(main: Callable[[], int | None]) -> int:
    """Run a script's main function; a Failure becomes one line on standard error and status 1."""
    try:
        return main() or 0
    except Failure as failure:
        print(f"✗ {failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
