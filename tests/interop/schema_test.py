# SPDX-License-Identifier: Apache-2.0
"""What we write fits the JSON Schema that we ship, and the schema and our own strict reader refuse
the same statements. Validator: jsonschema."""

import copy
import hashlib
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import jsonschema
import reports

CHANGES = 300
WRONG = (None, "", "x", -1, 1.5, True, [], {}, [1], {"name": ""})
# Only our reader looks into these: descriptors in members that the schema leaves open.
OPEN = (("predicate", "inputs", "claim"), ("predicate", "evidence"), ("predicate", "schema"))


def places(value, path=()):
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield path + (key,)
            yield from places(value[key], path + (key,))


def changed(statement, path, wrong, remove):
    new = copy.deepcopy(statement)
    at = new
    for key in path[:-1]:
        at = at[key]
    if remove:
        del at[path[-1]]
    else:
        at[path[-1]] = wrong
    return new


def refused_by_reader(programs, folder, statement):
    path = folder / "changed.json"
    path.write_text(json.dumps(statement))
    said = programs.run(programs.sign, path, "--output", folder)
    step = said.stderr.decode().split("not signed: ")
    refusals = ("json:", "statement-type:", "predicate-type:", "schema:")
    return len(step) == 2 and step[1].startswith(refusals), said.stderr.decode()


def main():
    programs = reports.Programs(sys.argv[1])
    source = pathlib.Path(sys.argv[2])
    schema_bytes = (source / "verifier/report/schema/verification-report-1.schema.json").read_bytes()
    schema = json.loads(schema_bytes)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    golden = [source / "tests/golden/signing/example-payload.json"]
    golden += sorted((source / "tests/golden/reports").glob("*.json"))
    assert len(golden) >= 5, "the golden reports are not there"
    for path in golden:
        validator.validate(json.loads(path.read_bytes()))

    for hostile in (False, True):
        folder, _ = programs.report(hostile)
        statement = json.loads((folder / "statement.json").read_bytes())
        validator.validate(statement)
        named = statement["predicate"]["schema"]["digest"]["sha256"]
        assert named == hashlib.sha256(schema_bytes).hexdigest(), "the report names another schema"
        assert (folder / "evidence" / named).read_bytes() == schema_bytes

    rng = random.Random(1)
    candidates = [path for path in places(statement) if path[:3] not in OPEN and path[:2] not in OPEN]
    refused = 0
    for _ in range(CHANGES):
        path = rng.choice(candidates)
        new = changed(statement, path, rng.choice(WRONG), rng.random() < 0.3)
        by_schema = not validator.is_valid(new)
        by_reader, said = refused_by_reader(programs, folder, new)
        refused += by_schema
        assert by_schema == by_reader, f"{path}: schema refuses: {by_schema}, reader said: {said}"
    assert refused > CHANGES / 4, refused
    print(f"{len(golden)} golden and 2 fresh reports fit; {refused} of {CHANGES} changes refused by both")


main()
