"""The declaration of a sheet: which columns it has and what their cells mean."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import polars as pl

from bangfu.kernel.workbooks.headings import heading_key, heading_unit

FEN_PER_YUAN = 100
THOUSANDTHS = 1000

Code = tuple[str, ...]
"""One entry of a code list: (code, label, *synonyms)."""


class Type(StrEnum):
    """What a cell means; the comment is the Polars type a converted column has."""

    TEXT = "text"  # String
    INTEGER = "integer"  # Int64
    DECIMAL = "decimal"  # Decimal(38, places)
    MONEY = "money"  # Int64, fen; written and read in yuan
    QUANTITY = "quantity"  # Int64, thousandths of the unit
    DATE = "date"  # Date
    BOOLEAN = "boolean"  # Boolean
    CODE = "code"  # String, the code
    CODES = "codes"  # List(String), the codes in the order written
    ID_NUMBER = "id_number"  # String, 18 characters
    DISABILITY_NUMBER = "disability_number"  # String, 20 characters or more
    ID_OR_DISABILITY = "id_or_disability"  # String, either of the two
    CREDIT_CODE = "credit_code"  # String, 18 characters
    PHONE = "phone"  # String
    BANK_ACCOUNT = "bank_account"  # String
    AREA_CODE = "area_code"  # String, 2, 4, 6, 9, 12 or 15 digits


DIGIT_STRINGS = frozenset(
    {
        Type.ID_NUMBER,
        Type.DISABILITY_NUMBER,
        Type.ID_OR_DISABILITY,
        Type.CREDIT_CODE,
        Type.PHONE,
        Type.BANK_ACCOUNT,
        Type.AREA_CODE,
    }
)
"""Types whose digits are a name, not an amount: always written as text."""

Bound = int | Decimal | dt.date


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `name` is the program's key, `heading` what people see and `synonyms` what they also write. `required` means the
    column must be in the file and no cell may be blank. `codes` lists (code, label, *synonyms) for CODE and CODES.
    `minimum` and `maximum` are inclusive, in the unit people write (yuan for money), a date for DATE. `places` are
    the decimals of DECIMAL. `width` is in characters of the default font.

    Raises ValueError when the declaration contradicts itself.
    """

    name: str
    heading: str
    synonyms: tuple[str, ...] = ()
    type: Type = Type.TEXT
    required: bool = False
    codes: tuple[Code, ...] | None = None
    max_length: int | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    help: str = ""
    width: int | None = None
    places: int = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", Type(self.type))
        object.__setattr__(self, "synonyms", tuple(self.synonyms))
        if self.codes is not None:
            object.__setattr__(self, "codes", tuple(tuple(str(part) for part in code) for code in self.codes))
        if (self.type in (Type.CODE, Type.CODES)) != (self.codes is not None):
            raise ValueError(f"column {self.name!r}: codes belong to the types code and codes, and to no other")
        if self.type is Type.MONEY and heading_unit(self.heading) not in (None, FEN_PER_YUAN):
            raise ValueError(f"column {self.name!r}: money is written in yuan, so its heading names no other unit")

    @property
    def polars_type(self) -> pl.DataType:
        """The type this column has in a converted frame."""
        match self.type:
            case Type.INTEGER | Type.MONEY | Type.QUANTITY:
                return pl.Int64()
            case Type.DECIMAL:
                return pl.Decimal(38, self.places)
            case Type.DATE:
                return pl.Date()
            case Type.BOOLEAN:
                return pl.Boolean()
            case Type.CODES:
                return pl.List(pl.String)
            case _:
                return pl.String()

    def heading_keys(self) -> set[str]:
        """Every normalised heading that means this column."""
        return {heading_key(text) for text in (self.heading, self.name, *self.synonyms)}

    def labels(self) -> dict[str, str]:
        """Code → label."""
        return {code[0]: code[1] for code in self.codes or ()}


@dataclass(frozen=True)
class Sheet:
    """Columns in the order of the sheet, its title (also the tab's name) and notes for the explanations tab.

    Raises ValueError when two columns share a name or a heading.
    """

    columns: tuple[Column, ...]
    title: str = "数据"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "notes", (self.notes,) if isinstance(self.notes, str) else tuple(self.notes))
        _refuse_repeats("name", [column.name for column in self.columns])
        owners: dict[str, str] = {}
        for column in self.columns:
            for key in column.heading_keys():
                if owners.setdefault(key, column.name) != column.name:
                    raise ValueError(f"heading {key!r} means both {owners[key]!r} and {column.name!r}")

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def by_key(self) -> dict[str, Column]:
        """Normalised heading → column, over headings, names and synonyms."""
        return {key: column for column in self.columns for key in column.heading_keys()}


def _refuse_repeats(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"two columns have the {what} {value!r}")
        seen.add(value)
