"""The child of `isolation`: reads one workbook, answers with its table or with the reason for refusing it."""

import pickle
import sys

from bangfu.kernel.workbooks.reading import read_here
from bangfu.kernel.workbooks.refusals import WorkbookRefused

try:
    import resource
except ImportError:  # Windows bounds no address space
    resource = None  # type: ignore[assignment]

MAXIMUM_ADDRESS_SPACE = 8 * 2**30  # bytes


def main() -> None:
    """Read (path, sheet) from standard input, write a RawTable or a message to standard output."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_ADDRESS_SPACE, MAXIMUM_ADDRESS_SPACE))
    path, sheet = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by our own parent
    try:
        answer: object = read_here(path, sheet)
    except WorkbookRefused as refused:
        answer = refused.message
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
