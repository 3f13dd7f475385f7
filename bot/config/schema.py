"""The JSON Schema of feeds.yaml, by which editors complete and check it as one types."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from bot.config.shapes import FeedsFileShape


class _Untitled(GenerateJsonSchema):
    """Leaves away the titles that pydantic makes of field names: an editor shows the descriptions."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


def json_schema() -> str:
    """The schema as the text of feeds.schema.json."""
    schema = TypeAdapter(FeedsFileShape).json_schema(schema_generator=_Untitled)
    described = {"$schema": GenerateJsonSchema.schema_dialect, **schema, "title": "feeds.yaml of Vedette"}
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
