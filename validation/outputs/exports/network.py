"""The network of claims: a list of nodes and a list of edges, as CSV and as GraphML.

A node is a thing, a decision, a contribution or a document; its id is its table and key, as in
`evidence.csv`. An edge is a claim that names both a subject and an object. Names of columns are
those that Gephi and igraph look for: `id`, `label`, `source`, `target`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.claims import claims
from validation.coding.records import Records, under
from validation.outputs.exports import as_table, put
from validation.outputs.pages import render
from validation.outputs.words import Translator
from validation.package.descriptions import descriptions, imprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from validation.package.opening import Package

FOLDER = "network"
ENDS = {"node": ("id",), "edge": ("source", "target")}  # columns that GraphML has attributes for
TAKEN_OVER = ("relation", "role", "basis", "document_id", "table", "key", "passages", "further")


def write(package: Package, folder: Path) -> list[Path]:
    """Write both lists and the GraphML of a sound package."""
    records = Records(package)
    nodes = as_table(package, "nodes", _nodes(records))
    edges = as_table(package, "edges", _edges(records))
    contents = {f"{FOLDER}/{table.path}": table.content for table in (nodes, edges)}
    graphml = render(
        "validation/outputs/exports/network.graphml.j2",
        Translator("en"),
        about=imprint(package),
        descriptions=descriptions,
        tables={"node": nodes, "edge": edges},
        ends=ENDS,
    )
    return put(folder, {**contents, f"{FOLDER}/network.graphml": graphml.encode()})


def _nodes(records: Records) -> Iterator[dict[str, str]]:
    """Every row that can be the subject or object of a claim, also without any claim."""
    for table in records.package.tables.values():
        if not ((table.is_claim and "id" in table.schema.names) or table.name == "documents"):
            continue
        for row in table.records:
            label = records.name(row)
            yield {
                "id": str(row.place),
                "label": str(label),
                "label_nl": label.nl,
                "table": table.name,
                "kind": row.get("kind", ""),
                **(under("kind", records.code(row, "kind")) if "kind" in row else {}),
                "description_en": row.get("description_en", ""),
                "description_nl": row.get("description_nl", ""),
            }


def _edges(records: Records) -> Iterator[dict[str, str]]:
    for claim in claims(records):
        if claim.get("subject_id") and claim.get("object_id"):
            yield {
                "source": _end(records, claim, "subject"),
                "target": _end(records, claim, "object"),
                "label": claim["relation_en"],
                "label_nl": claim["relation_nl"],
                **{name: claim.get(name, "") for name in TAKEN_OVER},
            }


def _end(records: Records, claim: dict[str, str], end: str) -> str:
    """The id of the node that a claim begins or ends at."""
    table, key = records.table(claim[f"{end}_table"]), claim[f"{end}_id"]
    within = table.schema.primary_key[0] == "document_id"
    return f"{table.name}/{claim['document_id']}/{key}" if within else f"{table.name}/{key}"
