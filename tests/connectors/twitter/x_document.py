"""X's own description of its API: what a test's X says and is asked is held against it.

A cut of version 2.167 lies beside this file (of https://api.x.com/2/openapi.json: four paths and what they
refer to, without descriptions and examples). Fields that it does not know are errors, too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator

_WHOLE: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("x-api-2.167.json").read_text("utf-8"))


def _closed(schema: Any) -> Any:
    """Allow no other keys than those described."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed


_COMPONENTS: Final = _closed(_WHOLE["components"])


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": _COMPONENTS})


def check(path: str, method: str, status: int, payload: Any, kind: str = "application/json") -> None:
    """Raise `jsonschema.ValidationError` unless an answer is as described."""
    responses = _WHOLE["paths"][path][method]["responses"]
    content = responses.get(str(status), responses["default"])["content"]
    _validator(content[kind]["schema"]).validate(payload)


def check_body(path: str, payload: Any) -> None:
    """Raise `jsonschema.ValidationError` unless what was posted is as described."""
    body = _WHOLE["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    _validator(body).validate(payload)


def complaint(path: str, query: dict[str, str]) -> str | None:
    """Say what is wrong with the parameters of a request, as X does; None where nothing is."""
    known = {p["name"]: p["schema"] for p in map(_parameter, _WHOLE["paths"][path]["get"]["parameters"])}
    for name, value in query.items():
        if name not in known:
            return f"The query parameter [{name}] is not one of [{','.join(sorted(known))}]"
        given = value.split(",") if known[name]["type"] == "array" else _typed(known[name], value)
        if error := next(_validator(known[name]).iter_errors(given), None):
            return f"The `{name}` query parameter value is not valid: {error.message}"
    return None


def _parameter(given: dict[str, Any]) -> dict[str, Any]:
    name = given.get("$ref", "").rpartition("/")[2]
    return _COMPONENTS["parameters"][name] if name else given


def _typed(schema: dict[str, Any], value: str) -> Any:
    return int(value) if schema["type"] == "integer" else value
