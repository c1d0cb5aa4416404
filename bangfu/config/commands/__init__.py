"""One module a command: ``add_arguments(parser)`` and ``run(args)``, which calls the same actions as the pages."""
