"""The network holds every claim that has two ends, and what reads networks finds it whole."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files import Rows, canonical, parsed
from validation.outputs.exports import network
from validation.package.canonical import canonical_json
from validation.package.opening import ROOT

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"

Listed = list[dict[str, str]]


@pytest.fixture(scope="module", params=["awkward", "published"])
def source(request: pytest.FixtureRequest, awkward_package: Path) -> Path:
    return awkward_package if request.param == "awkward" else ROOT


@pytest.fixture(scope="module")
def tables(source: Path) -> dict[str, Listed]:
    return {name: dictionaries(rows) for name, rows in canonical(source).items()}


@pytest.fixture(scope="module")
def folder(source: Path, made_once: Callable[..., Path]) -> Path:
    return made_once(source, "network") / "network"


@pytest.fixture(scope="module")
def nodes(folder: Path) -> Listed:
    return dictionaries(parsed((folder / "nodes.csv").read_bytes()))


@pytest.fixture(scope="module")
def edges(folder: Path) -> Listed:
    return dictionaries(parsed((folder / "edges.csv").read_bytes()))


def dictionaries(cells: Rows) -> Listed:
    header, *rows = cells
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_program_finds_the_columns_that_it_looks_for(nodes: Listed, edges: Listed) -> None:
    assert list(nodes[0])[:2] == ["id", "label"]
    assert list(edges[0])[:3] == ["source", "target", "label"]


def test_every_thing_statement_and_document_is_a_node(
    tables: dict[str, Listed], nodes: Listed
) -> None:
    things = ["actors", "considerations", "interests", "missions", "partners", "regions", "threats"]
    expected = [f"{table}/{row['id']}" for table in things for row in tables[table]]
    expected += [f"documents/{row['id']}" for row in tables["documents"]]
    for table in ("decisions", "contributions", "events"):
        expected += [f"{table}/{row['document_id']}/{row['id']}" for row in tables[table]]
    assert Counter(node["id"] for node in nodes) == Counter(expected)
    assert "partners/netherlands" in expected
    assert all(node["label"] and node["label_nl"] for node in nodes)


def test_every_claim_with_two_ends_is_an_edge(tables: dict[str, Listed], edges: Listed) -> None:
    taken = ("relation", "role", "basis", "document_id", "table", "key", "passages", "further")
    claims = [row for row in tables["claims"] if row["subject_id"] and row["object_id"]]
    expected = [[claim["relation_en"], *(claim[name] for name in taken)] for claim in claims]
    assert [[edge["label"], *(edge[name] for name in taken)] for edge in edges] == expected
    for edge, claim in zip(edges, claims, strict=True):
        for node, end in (("source", "subject"), ("target", "object")):
            table, _, key = edge[node].partition("/")
            assert table == claim[f"{end}_table"]
            assert key.split("/")[-1] == claim[f"{end}_id"]


def test_no_edge_hangs_in_the_air(nodes: Listed, edges: Listed) -> None:
    known = {node["id"] for node in nodes}
    assert {edge[end] for edge in edges for end in ("source", "target")} <= known


def test_the_graphml_says_what_the_lists_say(folder: Path, nodes: Listed, edges: Listed) -> None:
    root = ET.parse(folder / "network.graphml").getroot()  # noqa: S314 - a file of our own
    names = {key.attrib["id"]: key.attrib["attr.name"] for key in root.iter(f"{GRAPHML}key")}
    assert all(key.findtext(f"{GRAPHML}desc") for key in root.iter(f"{GRAPHML}key"))
    (graph,) = root.iter(f"{GRAPHML}graph")
    assert graph.attrib["edgedefault"] == "directed"
    for kind, rows in (("node", nodes), ("edge", edges)):
        found = [
            {**part.attrib, **{names[data.attrib["key"]]: data.text or "" for data in part}}
            for part in graph.iter(f"{GRAPHML}{kind}")
        ]
        assert found == [{name: cell for name, cell in row.items() if cell} for row in rows]


@pytest.mark.parametrize("name", ["nodes", "edges"])
def test_a_description_has_the_one_form_of_a_schema(name: str) -> None:
    content = Path(network.__file__).with_name(f"{name}.json").read_bytes()
    assert content == canonical_json(content)
