"""Pairing's templates, declared."""

from bangfu.kernel.imports.declared import ImportTemplate

TEMPLATES: tuple[ImportTemplate, ...] = ()
