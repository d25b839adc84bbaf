"""The smallest valid package: an invented letter of ten passages, coded into every table.

`write_example` writes it; the other functions break it in one place. An edit leaves the tables in
their canonical form, so that it does not do another rule's work.
"""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from validation.coding import letter
from validation.history import record
from validation.outputs.verification import attach_letters
from validation.package.canonical import canonical, canonical_json
from validation.package.formatting import format_package
from validation.package.opening import DESCRIPTOR, ROOT, Package, open_package
from validation.package.schema import Schema
from validation.package.table import Row

Capsys = pytest.CaptureFixture[str]

DOCUMENT = "example-letter"
RELEASED = "0.0.1"
FAST = ("bytes", "structure", "columns", "relations")  # the layers but drift
ASKED_FAST = [part for layer in FAST for part in ("--layer", layer)]


@dataclass(frozen=True)
class Said:
    """One passage: where it stands, what it says, and either what it carries or why nothing.

    What it carries is written `table key`, or `table key column`; a key that begins with a slash
    belongs to the letter.
    """

    place: str
    text: str
    carries: tuple[str, ...] = ()
    nothing: str = ""
    note_to: str = ""


LETTER = (
    Said("s01.h", "Why we keep the lanterns lit", nothing="structure"),
    Said("s01.p1.z1", "Dear chair, we gladly write to you about the lanterns.", nothing="courtesy"),
    Said(
        "s01.p1.z2",
        "Interest A is safe shipping, and full fishing grounds off Iceland, in the High North, "
        "serve it.",
        (
            "interests safe-shipping",
            "interests fishing-grounds",
            "regions iceland",
            "regions iceland parent_id",
            "regions high-north",
            "interest_ties /fishing-grounds/safe-shipping",
            "interest_regions /fishing-grounds/iceland",
            "document_interests /example-letter/safe-shipping",
        ),
    ),
    Said(
        "s01.p1.z3",
        "Smugglers endanger it with “night raids”; poverty on the coast feeds their smuggling.",
        (
            "actors smugglers",
            "threats smuggling",
            "threats night-raids",
            "threats poverty",
            "threat_actors /smuggling/smugglers",
            "threat_causes /poverty/smuggling",
            "threat_interests /smuggling/safe-shipping/touches",
            "threat_regions /smuggling/iceland",
        ),
    ),
    Said("s02.h", "Operation Lantern", ("missions lantern",)),
    Said(
        "s02.p1.z1",
        "With Norway the Netherlands guards Iceland, under the Harbour League, against smuggling "
        "and so for safe shipping.",
        (
            "partners norway",
            "partners netherlands",
            "partners harbour-league",
            "regions iceland",
            "threats smuggling",
            "interests safe-shipping",
            "partner_ties /netherlands/norway/operational_cooperation",
            "mission_regions /lantern/iceland/takes_place",
            "mission_threats /lantern/smuggling/against",
            "mission_interests /lantern/safe-shipping",
            "mission_partners /lantern/harbour-league/framework",
            "interest_partners /safe-shipping/norway",
        ),
    ),
    Said(
        "s02.p1.z2",
        "The cabinet decided today to extend Lantern from February until mid-October 2018, as the "
        "Gazette reports, weighing the safety of crews in the fight against smuggling.",
        (
            "missions lantern",
            "threats smuggling",
            "considerations crew-safety",
            "documents example-gazette",
            "decisions /extend-lantern-2018",
            "commitments /lantern",
            "commitments /lantern starts",
            "commitments /lantern ends",
            "decision_considerations /extend-lantern-2018/crew-safety",
            "decision_threats /extend-lantern-2018/smuggling/against",
            "decision_documents /extend-lantern-2018/example-gazette",
            "interest_considerations /safe-shipping/crew-safety",
            "mission_considerations /lantern/crew-safety",
        ),
    ),
    Said(
        "s02.p2.z1",
        "Within Lantern we train the coast guard – with one frigate, and with at most two million "
        "euros for beacons that the cabinet means to spend.",
        (
            "missions lantern",
            "missions lantern-training",
            "missions lantern-training parent_id",
            "commitments /lantern-training",
            "contributions /beacons",
            "contributions /beacons amount",
            "contributions /frigate",
            "decisions /spend-on-beacons-2018",
        ),
    ),
    Said(
        "s02.p2.z2",
        "Perhaps a night watch follows; quiet seas are of importance too.",
        ("missions night-watch", "commitments /night-watch", "interests quiet-seas"),
    ),
    Said(
        "fn1",
        "Harbour Treaty, signed at Zierikzee on 3 May 2009.",
        (
            "documents harbour-treaty",
            "document_ties /harbour-treaty/cites",
            "events /treaty-signed",
            "events /treaty-signed date",
        ),
        note_to="s02.p1.z1",
    ),
)

# The same letter as a printer sets it: broken and hyphenated lines, a mark glued to its word, and
# a page's end with the footnote in the middle of a sentence.
PRINT = """\
Why we keep the lanterns lit

Dear chair, we gladly write to you about the lan-
terns. Interest A is safe shipping, and full fishing
grounds off Iceland, in the High North, serve it. Smug-
glers endanger it with “night raids”; poverty on the
coast feeds their smuggling.

Gazette of the Harbour League, page 1

Operation Lantern

With Norway the Netherlands guards Iceland, under
the Harbour League,1 against smuggling and so for

1 Harbour Treaty, signed at Zierikzee on 3 May 2009.

safe shipping. The cabinet decided today to extend
Lantern from February until mid-October 2018, as
the Gazette reports, weighing the safety of crews in
the fight against smuggling.

Within Lantern we train the coast guard – with one
frigate, and with at most two million euros for bea-
cons that the cabinet means to spend. Perhaps a
night watch follows; quiet seas are of importance too.

Gazette of the Harbour League, page 2
"""

# Each table as CSV; a column that is not named here is empty in every row.
TABLES = {
    "interests": """
id,kind,parent_id,parent_basis,label_en,label_nl,description_en,description_nl
fishing-grounds,stated,safe-shipping,arranged,Fishing grounds,Visgronden,Full nets.,Volle netten.
quiet-seas,of_importance,,,Quiet seas,Kalme zeeën,Seas at rest.,Zeeën in rust.
safe-shipping,strategic,,,Safe shipping,Veilige scheepvaart,Ships arrive.,Schepen komen aan.
""",
    "threats": """
id,kind,parent_id,parent_basis,label_en,label_nl,description_en,description_nl
night-raids,method,smuggling,arranged,Night raids,Nachtelijke invallen,By boat.,Per boot.
poverty,driver,,,Poverty,Armoede,Want on the coast.,Gebrek aan de kust.
smuggling,danger,,,Smuggling,Smokkel,Trade in the dark.,Handel in het donker.
""",
    "regions": """
id,kind,parent_id,parent_basis,country_id,label_en,label_nl,description_en,description_nl
high-north,wider_region,,,,High North,Hoge Noorden,Cold waters.,Koud water.
iceland,country,high-north,explicit,ISL,Iceland,IJsland,An island.,Een eiland.
""",
    "missions": """
id,kind,parent_id,parent_basis,label_en,label_nl,description_en,description_nl
lantern,operation,,,Lantern,Lantaarn,Guards the coast.,Bewaakt de kust.
lantern-training,operation,lantern,explicit,Training,Training,Trains guards.,Traint wachters.
night-watch,posture,,,Night watch,Nachtwacht,Watch by night.,Wacht bij nacht.
""",
    "partners": """
id,kind,country_id,label_en,label_nl,description_en,description_nl
harbour-league,organisation,,Harbour League,Havenbond,League of harbours.,Bond van havens.
netherlands,self,NLD,Netherlands,Nederland,Netherlands.,Nederland.
norway,state,NOR,Norway,Noorwegen,Norway.,Noorwegen.
""",
    "actors": """
id,kind,label_en,label_nl,description_en,description_nl
smugglers,group,Smugglers,Smokkelaars,Traders in the dark.,Handelaars in het donker.
""",
    "considerations": """
id,label_en,label_nl,description_en,description_nl
crew-safety,Crew safety,Veilige bemanning,Crews return.,Bemanningen keren terug.
""",
    "commitments": """
document_id,mission_id,status,mention,starts,starts_precision,ends,ends_precision,basis
example-letter,lantern,extended,named,2018-02,month,2018-10,mid_month,explicit
example-letter,lantern-training,current,described,,,,,explicit
example-letter,night-watch,possible,described,,,,,contextual
""",
    "decisions": """
document_id,id,firmness,timing,effect,mission_id,label_en,label_nl,basis
example-letter,extend-lantern-2018,taken,today,extend,lantern,Extend,Verlengen,explicit
example-letter,spend-on-beacons-2018,intended,coming,spend,,Spend,Uitgeven,explicit
""",
    "events": """
document_id,id,kind,label_en,label_nl,timing,date,date_precision,date_from,basis
example-letter,treaty-signed,completion,Treaty,Verdrag,earlier,2009-05-03,day,printed,explicit
""",
    "contributions": """
document_id,id,kind,label_en,label_nl,task_en,task_nl,mission_id,decision_id,partner_id,amount,\
amount_bound,unit,basis
example-letter,beacons,money,Beacons,Bakens,,,,spend-on-beacons-2018,,2000000,at_most,euro,explicit
example-letter,frigate,ship,Frigate,Fregat,Training.,Opleiding.,lantern,,harbour-league,,,,explicit
""",
    "mission_interests": """
document_id,mission_id,interest_id,basis
example-letter,lantern,safe-shipping,contextual
""",
    "mission_threats": """
document_id,mission_id,threat_id,role,basis
example-letter,lantern,smuggling,against,contextual
""",
    "mission_regions": """
document_id,mission_id,region_id,role,basis
example-letter,lantern,iceland,takes_place,contextual
""",
    "mission_partners": """
document_id,mission_id,partner_id,role,basis
example-letter,lantern,harbour-league,framework,contextual
""",
    "threat_regions": """
document_id,threat_id,region_id,basis
example-letter,smuggling,iceland,contextual
""",
    "threat_interests": """
document_id,threat_id,interest_id,role,basis
example-letter,smuggling,safe-shipping,touches,contextual
""",
    "threat_actors": """
document_id,threat_id,actor_id,role,basis
example-letter,smuggling,smugglers,source,explicit
""",
    "threat_causes": """
document_id,cause_id,effect_id,basis
example-letter,poverty,smuggling,explicit
""",
    "interest_regions": """
document_id,interest_id,region_id,basis
example-letter,fishing-grounds,iceland,explicit
""",
    "interest_ties": """
document_id,interest_id,serves_id,basis
example-letter,fishing-grounds,safe-shipping,explicit
""",
    "interest_partners": """
document_id,interest_id,partner_id,basis,rationale
example-letter,safe-shipping,norway,inferred,Who guards a coast together shares what it guards.
""",
    "partner_ties": """
document_id,partner_id,with_partner_id,tie,basis
example-letter,netherlands,norway,operational_cooperation,explicit
""",
    "interest_considerations": """
document_id,interest_id,consideration_id,basis
example-letter,safe-shipping,crew-safety,contextual
""",
    "mission_considerations": """
document_id,mission_id,consideration_id,basis
example-letter,lantern,crew-safety,explicit
""",
    "decision_considerations": """
document_id,decision_id,consideration_id,basis
example-letter,extend-lantern-2018,crew-safety,explicit
""",
    "decision_threats": """
document_id,decision_id,threat_id,role,basis
example-letter,extend-lantern-2018,smuggling,against,explicit
""",
    "decision_documents": """
document_id,decision_id,reported_in_id,basis
example-letter,extend-lantern-2018,example-gazette,explicit
""",
    "document_interests": """
document_id,source_document_id,interest_id,role,lettering,basis
example-letter,example-letter,safe-shipping,listed,A,explicit
""",
    "documents": """
id,kind,title_en,title_nl,language,date,date_precision,date_certainty,date_source_id,role
example-gazette,web_page,Gazette,Courant,en,,,,,cited
example-letter,cabinet_letter,Letter,Brief,en,2018-01-15,day,looked_up,example-gazette,coded
harbour-treaty,legal_act,Harbour Treaty,Havenverdrag,en,2009-05-03,day,stated,example-letter,cited
pycountry,dataset,ISO codes,ISO-codes,en,,,,,outside
""",
    "document_ties": """
document_id,to_document_id,tie,origin,source_id
example-gazette,example-letter,follows,looked_up,example-gazette
example-letter,harbour-treaty,cites,said,
""",
    "names": """
about_table,about_key,language,form,kind
actors,smugglers,en,smugglers,preferred
considerations,crew-safety,en,safety of crews,preferred
interests,fishing-grounds,en,fishing grounds,preferred
interests,quiet-seas,en,quiet seas,preferred
interests,safe-shipping,en,safe shipping,preferred
missions,lantern,en,Lantern,preferred
missions,lantern,en,Operation Lantern,variant
missions,lantern-training,en,train the coast guard,preferred
missions,night-watch,en,night watch,preferred
partners,harbour-league,en,Harbour League,preferred
partners,harbour-league,nl,Havenbond,preferred
partners,norway,en,Norway,preferred
regions,high-north,en,High North,preferred
regions,iceland,en,Iceland,preferred
threats,night-raids,en,night raids,preferred
threats,poverty,en,poverty,preferred
threats,smuggling,en,smuggling,preferred
""",
    "judgements": """
about_table,about_key,question,readings,chosen,reason
missions,lantern-training,Is it a mission?,"A mission, or a task.",A mission.,It has a name.
""",
    "codings": """
document_id,round,coding,about_table,about_key,matched_key,basis,codes,passages
example-letter,1,first,mission_regions,lantern/iceland/takes_place,lanterns/iceland/takes_place,\
explicit,role=takes_place,example-letter.s02.p1.z1
example-letter,1,first,missions,lantern,lanterns,,kind=operation,\
example-letter.s02.h example-letter.s02.p1.z1
example-letter,1,second,mission_regions,lanterns/iceland/takes_place,lantern/iceland/takes_place,\
contextual,role=takes_place,example-letter.s02.p1.z1
example-letter,1,second,missions,harbour-watch,,,kind=posture,example-letter.s02.p2.z2
example-letter,1,second,missions,lanterns,lantern,,kind=operation,example-letter.s02.h
""",
    "exceptions": """
rule,about_table,about_key,reason
unlinked-thing,interests,quiet-seas,The letter does not say what quiet seas serve.
""",
    "retired_ids": """
about_table,about_key,replaced_by,version,reason
threats,old-smuggling,smuggling,0.0.1,Two rows were one threat.
""",
    "countries": """
id,alpha2,m49,name_en,name_nl,m49_region,m49_subregion,un_member_since,eu_member_2016,gw_code,\
source_id,checked
ISL,IS,352,Iceland,IJsland,Europe,Northern Europe,1946,false,395,pycountry,packaged
NLD,NL,528,Netherlands,Nederland,Europe,Western Europe,1945,true,210,pycountry,packaged
NOR,NO,578,Norway,Noorwegen,Europe,Northern Europe,1945,false,385,pycountry,packaged
""",
    "places": """
region_id,country_id,latitude,longitude,country_source_id,source_id,checked
high-north,ISL,64.96,-18.6,example-gazette,example-gazette,read
high-north,NOR,69.5,19,example-gazette,example-gazette,read
iceland,ISL,64.96,-18.6,,example-gazette,read
""",
    "mission_facts": """
mission_id,fact,position,value_en,value_nl,date,date_precision,follow_up_id,source_id,checked
lantern,follow_up,1,Report,Verslag,2018-03,month,example-gazette,example-gazette,read
lantern,full_name,1,Operation Lantern,Operatie Lantaarn,,,,example-gazette,read
""",
    "identifiers": """
about_table,about_key,scheme,uri,match,source_id,checked
countries,ISL,wikidata,http://www.wikidata.org/entity/Q189,exact,pycountry,packaged
""",
}

BOUNDS: list[dict[str, Any]] = [
    {"table": "missions", "measure": "rows", "maximum": 0.5},
    {"table": "commitments", "measure": "inferred", "maximum": 0.5},
    {"table": "threats", "measure": "codes", "maximum": 0},
    {"table": "documents", "measure": "filled", "maximum": 0.2},
    {"table": "evidence", "measure": "lost_rows", "maximum": 2},
    {"table": "commitments", "measure": "explicit", "maximum": 0.2},
]
REASONS = {"reason": "It is so in the example.", "reason_nl": "Zo is het in het voorbeeld."}


def read_table(text: str) -> list[dict[str, str]]:
    """The rows of a table as it stands above."""
    return list(csv.DictReader(io.StringIO(text.strip())))


@dataclass(frozen=True)
class Coded:
    """What a package is written from: letters by document, each as printed, tables and bounds."""

    letters: dict[str, tuple[Said, ...]]
    prints: dict[str, str]
    tables: dict[str, list[dict[str, str]]]
    bounds: list[dict[str, Any]]


EXAMPLE = Coded(
    {DOCUMENT: LETTER},
    {DOCUMENT: PRINT},
    {name: read_table(text) for name, text in TABLES.items()},
    BOUNDS,
)


def write_example(folder: Path, of: Coded = EXAMPLE) -> Path:
    """Write the package and beside it `letter/`, and return the package's folder."""
    package = folder / "package"
    shutil.copytree(ROOT / "schemas", package / "schemas")
    descriptor = json.loads((ROOT / DESCRIPTOR).read_bytes())
    descriptor |= {
        "name": "example-commitments",
        "title": "Example commitments",
        "title_nl": "Voorbeeldverbintenissen",
        "version": "0.0.2",
    }
    write_json(package / DESCRIPTOR, descriptor)
    write_json(
        package / "schemas" / "bounds.json",
        {"bounds": [{**bound, **REASONS} for bound in of.bounds], "accepted": []},
    )
    counts, explicit, filled = {}, {}, {}
    for resource in descriptor["resources"]:
        path = package / resource["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if resource["name"] == "codes":
            shutil.copyfile(ROOT / resource["path"], path)
        else:
            schema = read_schema(package, resource)
            rows = rows_of(resource["name"], of)
            path.write_bytes(canonical(schema, [as_row(schema, row) for row in rows]))
            counts[resource["name"]] = len(rows)
            explicit[resource["name"]] = sum(row.get("basis") == "explicit" for row in rows)
            filled[resource["name"]] = sum(row.get("date", "") != "" for row in rows)
    # The release before had one explicit commitment less, and one date more.
    explicit["commitments"] -= 1
    kinds = {"kind": dict.fromkeys(("danger", "driver", "method"), 1)}
    tables = {
        "threats": table_record("threats", codes=kinds),
        "documents": table_record("documents", filled={"date": filled["documents"] + 1}),
    }
    write_record(package, RELEASED, counts, explicit, tables)
    format_package(open_package(package))
    (folder / "letter").mkdir()
    for document, text in of.prints.items():
        (folder / "letter" / f"{document}.txt").write_bytes(text.encode())
    return package


def table_record(
    table: str,
    codes: dict[str, dict[str, int]] | None = None,
    filled: dict[str, int] | None = None,
) -> record.TableRecord:
    """What a release held of a table, if no more is known than codes in use and filled cells."""
    return record.TableRecord(
        path=f"{table}.csv",
        resource={},
        schema={"primaryKey": ["id"], "uniqueKeys": [], "foreignKeys": []},
        fields=[{"name": name, "type": "string"} for name in {**(codes or {}), **(filled or {})}],
        texts="0" * record.DIGITS,
        codes=codes or {},
        filled=filled or {},
        rows={},
    )


def write_record(
    package: Path,
    version: str,
    counts: dict[str, int],
    explicit: dict[str, int],
    tables: dict[str, record.TableRecord] | None = None,
) -> None:
    """Write the record of a release of which no more is known than this."""
    released = record.ReleaseRecord(
        name="example-commitments",
        version=version,
        date="2026-11-01",
        descriptor={},
        texts="0" * record.DIGITS,
        retired={},
        counts=counts,
        explicit=explicit,
        tables=tables or {},
    )
    path = package / record.FOLDER / f"{version}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(record.write(released))


def letter_of(package: Path) -> Path:
    """The text of the example's letter, beside the package."""
    return package.parent / "letter" / f"{DOCUMENT}.txt"


def open_with_letter(folder: Path) -> Package:
    """The example opened, with the text of each of its letters given."""
    package = open_package(folder)
    attach_letters(package, sorted((folder.parent / "letter").iterdir()))
    return package


def rows_of(table: str, of: Coded = EXAMPLE) -> list[dict[str, str]]:
    """The rows of one table, with the cells that are filled."""
    match table:
        case "passages":
            return [row for document in of.letters for row in passages(document, of)]
        case "evidence":
            return [row for document in of.letters for row in evidence(document, of)]
        case "documents":
            seals = {
                document: letter.seal("".join(said.text for said in passages))
                for document, passages in of.letters.items()
            }
            return [{**row, "seal": seals.get(row["id"], "")} for row in of.tables[table]]
        case _:
            return of.tables[table]


def passages(document: str, of: Coded) -> list[dict[str, str]]:
    """The rows of `passages.csv`: places, spans and seals, and a paraphrase for form's sake."""
    rows, start = [], 0
    for position, said in enumerate(of.letters[document], start=1):
        section, _, rest = said.place.partition(".")
        is_heading, is_note = rest == "h", not rest
        rows.append(
            {
                "id": f"{document}.{said.place}",
                "document_id": document,
                "position": str(position),
                "kind": "heading" if is_heading else "footnote" if is_note else "sentence",
                "section": "" if is_note else section,
                "under_section": "s01" if section == "s02" else "",
                "paragraph": "" if is_heading or is_note else rest[1 : rest.index(".")],
                "page": "1" if section == "s01" else "2",
                "note_to": f"{document}.{said.note_to}" if said.note_to else "",
                "start": str(start),
                "end": str(start + len(said.text)),
                "seal": letter.seal(said.text),
                "seal_length": str(len(letter.fold(said.text))),
                "paraphrase_en": f"What passage {position} says.",
                "paraphrase_nl": f"Wat passage {position} zegt.",
                "coding": "nothing_to_code" if said.nothing else "coded",
                "reason": said.nothing,
            }
        )
        start += len(said.text) + 1
    return rows


def evidence(document: str, of: Coded) -> list[dict[str, str]]:
    """The rows of `evidence.csv`, from what each passage carries."""
    rows = []
    for said in of.letters[document]:
        for carried in said.carries:
            table, key, *column = carried.split()
            rows.append(
                {
                    "about_table": table,
                    "about_key": document + key if key.startswith("/") else key,
                    "about_field": column[0] if column else "row",
                    "passage_id": f"{document}.{said.place}",
                }
            )
    return rows


def set_cell(package: Path, table: str, key: str, column: str, value: str) -> int:
    """Write another value into a cell and return the line on which its row now stands."""

    def edit(rows: list[dict[str, str]], at: int) -> dict[str, str]:
        rows[at][column] = value
        return rows[at]

    return _edit_rows(package, table, key, edit)


def delete_row(package: Path, table: str, key: str) -> int:
    """Take a row out and return the line on which it stood."""
    line = line_of(package, table, key)

    def edit(rows: list[dict[str, str]], at: int) -> dict[str, str]:
        del rows[at]
        return {}

    _edit_rows(package, table, key, edit)
    return line


def duplicate_row(package: Path, table: str, key: str, cells: dict[str, str]) -> int:
    """Add a copy of a row, but for these cells, and return the line of the copy."""

    def edit(rows: list[dict[str, str]], at: int) -> dict[str, str]:
        rows.append({**rows[at], **cells})
        return rows[-1]

    return _edit_rows(package, table, key, edit)


def append_row(package: Path, table: str, cells: dict[str, str]) -> int:
    """Add a row with these cells, all others empty, and return its line."""

    def edit(rows: list[dict[str, str]], _: int) -> dict[str, str]:
        rows.append(cells)
        return cells

    return _edit_rows(package, table, None, edit)


def replace_bytes(package: Path, path: str, old: bytes, new: bytes) -> int:
    """Replace the one place where bytes stand in a file, or add to its end; return the line."""
    file = package / path
    content = file.read_bytes()
    if old:
        if content.count(old) != 1:
            raise ValueError(f"{old!r} stands {content.count(old)} times in {path}")
        at = content.index(old)
    else:
        at = len(content)
    file.write_bytes(content[:at] + new + content[at + len(old) :])
    return content.count(b"\n", 0, at) + 1


def edit_json(package: Path, path: str, edit: Callable[[Any], object]) -> int:
    """Change a JSON file in its canonical form."""
    content = json.loads((package / path).read_bytes())
    edit(content)
    write_json(package / path, content)
    return 0


def write_json(path: Path, content: object) -> None:
    """Write JSON in its canonical form."""
    path.write_bytes(canonical_json(json.dumps(content).encode()))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path within it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def zipped(package: Path, folder: str = "", name: str = "package.zip", by: str = "/") -> Path:
    """A zip of a package beside it, below a folder or flat."""
    path = package.parent / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in contents(package).items():
            archive.writestr(f"{folder}{member}".replace("/", by), content)
    return path


def line_of(package: Path, table: str, key: str) -> int:
    """The line on which the row with a key stands, key parts joined with a slash."""
    _, schema, rows = _read(package, table)
    return _index(schema, rows, key) + 2


def path_of(package: Path, table: str) -> str:
    """The path of a table in the package."""
    return str(_resource(package, table)["path"])


def read_schema(package: Path, resource: dict[str, Any]) -> Schema:
    """The schema of a resource."""
    content = json.loads((package / resource["schema"]).read_bytes())
    return Schema.read(resource["name"], resource["schema"], content)


def as_row(schema: Schema, cells: dict[str, str]) -> Row:
    """A row in the schema's columns; KeyError where there is no such column."""
    for name in cells:
        schema.field(name)
    return Row(0, tuple(cells.get(name, "") for name in schema.names))


def _resource(package: Path, table: str) -> dict[str, Any]:
    resources = json.loads((package / DESCRIPTOR).read_bytes())["resources"]
    found: dict[str, Any] = next(entry for entry in resources if entry["name"] == table)
    return found


def _read(package: Path, table: str) -> tuple[Path, Schema, list[dict[str, str]]]:
    resource = _resource(package, table)
    path = package / resource["path"]
    with path.open(encoding="utf-8", newline="") as stream:
        return path, read_schema(package, resource), list(csv.DictReader(stream))


def _index(schema: Schema, rows: list[dict[str, str]], key: str) -> int:
    for number, row in enumerate(rows):
        if "/".join(row[name] for name in schema.primary_key) == key:
            return number
    raise KeyError(key)


def _edit_rows(
    package: Path,
    table: str,
    key: str | None,
    edit: Callable[[list[dict[str, str]], int], dict[str, str]],
) -> int:
    path, schema, rows = _read(package, table)
    edited = as_row(schema, edit(rows, -1 if key is None else _index(schema, rows, key)))
    content = canonical(schema, [as_row(schema, row) for row in rows])
    path.write_bytes(content)
    written = list(csv.reader(io.StringIO(content.decode(), newline="")))
    # The last of equal rows: a copy stands below its original.
    found = [
        number for number, cells in enumerate(written, start=1) if tuple(cells) == edited.cells
    ]
    return found[-1] if found else 0
