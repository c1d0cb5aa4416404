"""What the API's description says of each resource: parameters, bodies and answers, from the declaration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rows.values import NAMED

TEXT: dict[str, Any] = {"type": "string"}
JSON_TYPES: dict[str, dict[str, Any]] = {
    "number": {"type": ["number", "string"]},
    "money": {"type": "string", "description": "CNY, two decimals", "example": "1234.50"},
    "percent": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "boolean": {"type": "boolean"},
    "party": {"type": "integer"},
    "user": {"type": "integer"},
}
FIELD_TYPES: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (forms.NullBooleanField, {"type": ["boolean", "null"]}),
    (forms.BooleanField, {"type": "boolean"}),
    (forms.FloatField, {"type": "number"}),
    (forms.DecimalField, {"type": ["string", "number"]}),
    (forms.IntegerField, {"type": "integer"}),
    (forms.DateTimeField, {"type": "string", "format": "date-time"}),
    (forms.DateField, {"type": "string", "format": "date"}),
    (forms.MultipleChoiceField, {"type": "array", "items": TEXT}),
)
REFUSAL = {
    "type": "object",
    "properties": {
        "message": TEXT,
        "field": {"type": ["string", "null"]},
        "problems": {"type": "array", "items": TEXT},
    },
}
REFUSALS = {
    401: "not logged in",
    403: "no right to do this",
    404: "absent or out of reach",
    422: "cannot be done as asked",
}


def operation(
    schema: dict[str, Any], parameters: list[tuple[str, str]] | None = None, *, media: str = "application/json"
) -> dict[str, Any]:
    """Return what the description says of an operation made by hand: its answer, its refusals, its parameters."""
    told: dict[int, Any] = {200: {"description": "", "content": {media: {"schema": schema}}}}
    for status, meaning in REFUSALS.items():
        told[status] = {"description": meaning, "content": {"application/json": {"schema": REFUSAL}}}
    given = [
        {"name": name, "in": "query", "required": False, "description": meaning, "schema": TEXT}
        for name, meaning in parameters or []
    ]
    return {"responses": told, **({"parameters": given} if given else {})}


@dataclass(frozen=True)
class Words:
    """The description of one resource's operations, as keyword arguments of a router."""

    resource: Resource

    @property
    def list(self) -> dict[str, Any]:
        """Listing."""
        page = {
            "rows": {"type": "array", "items": self._row()},
            "count": {"type": "integer"},
            "count_is_exact": {"type": "boolean", "description": "false: there are more than this"},
            "next": {"type": ["string", "null"], "description": "query of the next page"},
            "previous": {"type": ["string", "null"]},
        }
        return self._operation("list", "列出", {200: _object(page)}, parameters=list(self._parameters()))

    @property
    def get(self) -> dict[str, Any]:
        """Reading one."""
        return self._operation("get", "查看", {200: self._row()})

    @property
    def create(self) -> dict[str, Any]:
        """Adding."""
        parameters = [_parameter("Idempotency-Key", TEXT, "sending it again does nothing", place="header")]
        return self._operation(
            "create", "新增", {201: self._row()}, parameters=parameters, body=_form(self.resource.form)
        )

    @property
    def change(self) -> dict[str, Any]:
        """Changing."""
        body = _form(self.resource.form, partial=True)
        body["properties"]["version"] = {**TEXT, "description": "as read; refused when somebody changed the row since"}
        return self._operation("change", "修改", {200: self._row()}, body=body, refusals={409: "changed meanwhile"})

    def act(self, act: Act) -> dict[str, Any]:
        """One act."""
        body = _form(act.form)
        if act.bulk:
            body["properties"]["ids"] = {"type": "array", "items": TEXT}
            body.setdefault("required", []).append("ids")
        done = {
            "done": {"type": "boolean"},
            "fresh": {"type": "boolean"},
            "message": TEXT,
            "job": {"type": ["integer", "null"]},
        }
        parameters = [_parameter("Idempotency-Key", TEXT, "sending it again does nothing", place="header")]
        return self._operation(
            f"act_{act.name}",
            str(act.title),
            {200: _object(done)},
            parameters=parameters,
            body=body,
            refusals={409: "not possible in its present state"},
        )

    def _operation(
        self,
        verb: str,
        title: str,
        answers: dict[int, Any],
        *,
        parameters: Any = (),
        body: Any = None,
        refusals: dict[int, str] | None = None,
    ) -> dict[str, Any]:
        told = {status: {"description": "", "content": _json(schema)} for status, schema in answers.items()}
        for status, meaning in {**REFUSALS, **(refusals or {})}.items():
            told[status] = {"description": meaning, "content": _json(REFUSAL)}
        extra: dict[str, Any] = {"responses": told}
        if parameters:
            extra["parameters"] = list(parameters)
        if body is not None:
            extra["requestBody"] = {"content": _json(body), "required": True}
        return {
            "operation_id": f"{verb}_{self.resource.name.replace('.', '_')}",
            "summary": f"{title}{self.resource.title}" if not verb.startswith("act_") else title,
            "openapi_extra": extra,
        }

    def _parameters(self) -> Iterator[dict[str, Any]]:
        for declared in self.resource.filters:
            for name in declared.parameters:
                yield _parameter(name, _filter_type(declared), str(declared.title))
        if self.resource.search:
            yield _parameter("q", TEXT, str(self.resource.search_hint))
        sortable = [c.name for c in self.resource.columns if c.sort]
        if sortable:
            yield _parameter("sort", {**TEXT, "enum": [*sortable, *(f"-{name}" for name in sortable)]}, "")
        yield _parameter("size", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}, "rows a page")
        yield _parameter("page", {"type": "integer", "minimum": 1}, "as far as the first 10,000 rows")
        yield _parameter("after", TEXT, "id of the row the page comes after")
        yield _parameter("before", TEXT, "id of the row the page comes before")
        yield _parameter("count", {**TEXT, "enum": ["exact"]}, "count beyond 10,000")

    def _row(self) -> dict[str, Any]:
        properties: dict[str, Any] = {"id": {"type": ["integer", "string"]}}
        for column in self.resource.columns:
            properties |= _column(column)
        return _object(properties)


def of(resource: Resource) -> Words:
    """Return the description of a resource."""
    return Words(resource)


def _column(column: Column) -> dict[str, Any]:
    known = dict(JSON_TYPES.get(column.kind, TEXT))
    if column.states:
        known["enum"] = list(column.states)
    title = {"title": str(column.title)}
    told: dict[str, Any] = {column.name: {**known, **title}}
    if column.kind in NAMED and column.kind != "boolean":
        told[f"{column.name}_label"] = {**TEXT, **title}
    return told


def _filter_type(declared: Filter) -> dict[str, Any]:
    if declared.kind == "date":
        return {"type": "string", "format": "date"}
    return {**TEXT, "enum": ["1", "0"]} if declared.kind == "boolean" else TEXT


def _form(form: Any, *, partial: bool = False) -> dict[str, Any]:
    fields = form.base_fields if form else {}
    schema = _object({name: _field(field) for name, field in fields.items()})
    required = [name for name, field in fields.items() if field.required and not partial]
    return {**schema, "required": required} if required else schema


def _field(field: forms.Field) -> dict[str, Any]:
    known = next((dict(schema) for kind, schema in FIELD_TYPES if isinstance(field, kind)), dict(TEXT))
    return {**known, "title": str(field.label or ""), "description": str(field.help_text or "")}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _parameter(name: str, schema: dict[str, Any], description: str, *, place: str = "query") -> dict[str, Any]:
    return {"in": place, "name": name, "schema": schema, "description": description, "required": False}
