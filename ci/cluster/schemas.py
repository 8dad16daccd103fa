"""JSON schemas that know every field, for kubeconform, from what a running API server says of itself.

schemas.py OUT    reads `kubectl get --raw /openapi/v2` and `kubectl get crds -o json`
"""
import json
import pathlib
import subprocess
import sys

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)


def ask(*arguments):
    return json.loads(subprocess.run(["kubectl", *arguments], check=True, capture_output=True).stdout)


EITHER = {"oneOf": [{"type": "string"}, {"type": "number"}]}


def strict(schema, definitions, depth=0):
    """The schema alone, without references, in which an unknown field is an error."""
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if reference:
        name = reference.removeprefix("#/definitions/")
        if name.endswith(".Quantity") or name.endswith(".IntOrString"):
            return EITHER
        if name.endswith("JSONSchemaProps"):
            return {}
        return strict(definitions[name], definitions, depth + 1)
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return EITHER
    kept = {k: v for k, v in schema.items() if k in ("type", "required", "enum", "pattern", "minimum", "maximum",
                                                       "minLength", "maxLength", "minItems", "maxItems")}
    if schema.get("format") == "byte":
        kept["pattern"] = "^[A-Za-z0-9+/=]*$"
    if "items" in schema:
        kept["items"] = strict(schema["items"], definitions, depth + 1)
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema and "x-kubernetes-preserve-unknown-fields" not in schema:
            kept[several] = [{k: v for k, v in s.items() if k in ("required", "not", "properties")} for s in schema[several]]
    more = schema.get("additionalProperties")
    if "properties" in schema:
        kept["properties"] = {k: strict(v, definitions, depth + 1) for k, v in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            kept["additionalProperties"] = False
    elif isinstance(more, dict):
        kept["additionalProperties"] = strict(more, definitions, depth + 1)
    return kept


def write(group, version, kind, schema, definitions):
    schema = strict(schema, definitions)
    schema["properties"]["apiVersion"] = {"const": f"{group}/{version}" if group else version}
    schema["properties"]["kind"] = {"const": kind}
    schema["required"] = sorted({*schema.get("required", []), "apiVersion", "kind"})
    if schema["properties"].get("metadata") == {"type": "object"}:
        schema["properties"]["metadata"] = META
    first = group.split(".")[0]
    (out / f"{kind}-{first + '-' if first else ''}{version}.json".lower()).write_text(json.dumps(schema))


api = ask("get", "--raw", "/openapi/v2")["definitions"]
META = strict({"$ref": "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}, api)
written = 0
crds = ask("get", "crds", "-o", "json")["items"]
own = {c["spec"]["group"] for c in crds}
for name, schema in api.items():
    for of in schema.get("x-kubernetes-group-version-kind", []):
        plain = "properties" in schema and "metadata" in schema["properties"] and not of["kind"].endswith("List")
        if plain and name.startswith("io.k8s.") and of["group"] not in own and of["kind"] != "CustomResourceDefinition" \
                and schema["properties"]["metadata"].get("$ref", "").endswith(".ObjectMeta"):
            write(of["group"], of["version"], of["kind"], schema, api)
            written += 1
for crd in crds:
    for version in crd["spec"]["versions"]:
        write(crd["spec"]["group"], version["name"], crd["spec"]["names"]["kind"], version["schema"]["openAPIV3Schema"], {})
        written += 1
print(f"{written} schemas")
