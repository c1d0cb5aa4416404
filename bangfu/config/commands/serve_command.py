"""bangfu serve: serve the site."""

import argparse

from bangfu.config.installation import ready_operator
from bangfu.config.serving import serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)


def run(args: argparse.Namespace) -> int:
    """Prepare the database and serve."""
    ready_operator()
    return serve(host=args.host, port=args.port, workers=args.workers)
