"""Why a whole workbook cannot be read."""


class WorkbookRefused(Exception):
    """A file that cannot be read or written as asked; `message` (Chinese) says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
