"""Reads examples with the models that datamodel-code-generator made, and has them written again as they were."""

import json
import sys
from pathlib import Path

import generated

for name, example in json.loads(Path(sys.argv[1]).read_text("utf-8")):
    schema = getattr(generated, name)
    model = schema.model_validate(example)
    written = model.model_dump_json(by_alias=True, exclude_unset=True)
    assert json.loads(written).keys() == example.keys(), f"{example} became {written}"
    assert schema.model_validate_json(written) == model, f"{example} became {written}"
