"""The answer about a row of any table: what it says first, then its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.claims import claims_about, ends, is_stated, sentence_of
from validation.coding.near import has_ends, nearest, own_letter
from validation.coding.records import WHOLE_ROW
from validation.outputs.explain.text import Answer, Paragraph
from validation.outputs.explain.writer import capital, quoted, small
from validation.package.opening import CODES
from validation.package.table import RowKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.near import Near
    from validation.outputs.explain.writer import Writer
    from validation.package.table import Record

IN_ENGLISH_ALONE = frozenset({"exceptions", "judgements", "retired_ids"})
# Columns that the sentence, the source and the rows to read on with show already.
SHOWN = frozenset({"about_key", "about_table", "checked", "document_id", "question", "source_id"})
# The rule that checks a link on each basis; a conclusion has its reasoning instead.
CHECKED_BY = {"explicit": "explicit-ends", "contextual": "contextual-ends"}
ARRANGED = "arranged"
LISTED = 10  # rows of one table that are named before the rest is counted


def about_row(writer: Writer, row: Record) -> Answer:
    """The answer about one row."""
    answer = Answer(str(row.place), writer.sentence(row))
    if is_stated(row.table):
        _answer_claim(answer, writer, row)
    elif row.table.is_thing:
        _answer_thing(answer, writer, row)
    elif row.table.name == "passages":
        _answer_passage(answer, writer, row)
    elif row.table.name == "documents":
        _answer_document(answer, writer, row)
    else:
        _answer_other(answer, writer, row)
    answer.add(writer.words("Excused from a rule"), writer.excuses(row))
    return answer


def _answer_other(answer: Answer, writer: Writer, row: Record) -> None:
    """A row that says something of another one, or a country: its cells, source and subject."""
    words = writer.words
    if row.table.name in IN_ENGLISH_ALONE and words.language != "en":
        answer.under.append(words("(In English alone.)"))
    answer.add(words("What else the row holds"), writer.cells(row, SHOWN))
    if row.get("source_id"):
        source = writer.sourced(row, "").below
        answer.add(words("Looked up outside the letter"), [*source, *writer.identifiers(row)])
    related = {other.place: other for other in _related(writer, row)}
    answer.add(words("Related rows"), writer.pointers(related.values()))


def _related(writer: Writer, row: Record) -> Iterator[Record]:
    """The rows that a row is about, to which it refers, and that refer to it."""
    for column in ("about_key", "replaced_by", "matched_key"):
        for key in (row.get(column, ""), f"{row.get('document_id')}/{row.get(column)}"):
            about = writer.records.find(RowKey(row.get("about_table", ""), key))
            if about is not None:
                yield about
    for end in row.table.schema.ends():
        column = end.fields[-1]
        if row[column] and column != "source_id":
            yield writer.records.named(row, column)
    for other, _ in writer.records.referring(row):
        yield other


# Claims.


def _answer_claim(answer: Answer, writer: Writer, row: Record) -> None:
    """Fill an answer about a statement, a link or a tie between documents."""
    words, named = writer.words, ends(writer.records, row)
    if row.get("origin") == "looked_up":
        answer.under.append(
            words(
                "No coded letter says this. It was looked up in: {title}.",
                title=writer.title_in(row, "source_id"),
            )
        )
    else:
        answer.under.append(words("Stated in: {title}.", title=writer.title_in(row, "document_id")))
        others = [end for end in named if end.place != own_letter(row)]
        near = nearest(writer.records, writer.records.evidence(row), others)
        if "basis" in row:
            label = small(writer.code(row, "basis"))
            answer.add(words("On what basis: {label}", label=label), _basis(writer, row, near))
        answer.add(words("Evidence"), writer.evidence(row))
        answer.add(words("Nearby passages it depends on"), _close_by(writer, row, near))
    sentence = sentence_of(row.table)
    shown = {"document_id", "source_id", "basis", "rationale", "label_en", "label_nl"}
    shown |= {sentence.subject, *[column for column in sentence.objects if row[column]][:1]}
    answer.add(words("What else the row holds"), writer.cells(row, shown))
    answer.add(words("Claims about it"), writer.lines(row))
    answer.add(words("The two codings"), writer.codings(row))
    answer.add(words("Where a careful reader could differ"), writer.doubts(row, *named))
    answer.add(words("Related rows"), writer.pointers(named))


def _basis(writer: Writer, row: Record, near: list[Near]) -> Iterator[str]:
    """What the basis of a claim means, which rule checks it, and how it is met here."""
    words, checked = writer.words, has_ends(row.table)
    yield writer.meaning(row, "basis")
    if checked and row["basis"] in CHECKED_BY:
        yield words("The rule {rule} checks it.", rule=CHECKED_BY[row["basis"]])
    if row["rationale"]:
        yield words("The reasoning: {text}", text=writer.marked(row["rationale"]))
    if near and len(writer.records.evidence(row)) > 1:
        place = writer.name(writer.records.passage(near[0].seen_from))
        yield words("Seen from {place}:", place=place)
    yield from map(writer.end, near)
    if checked and row["basis"] == "contextual" and all(end.is_here for end in near):
        yield words(
            "Contextual all the same: in doubt whether the words join them, the weaker basis "
            "is right."
        )


def _close_by(writer: Writer, row: Record, near: list[Near]) -> list[Paragraph]:
    """The passages near by that name an end which the evidence for the claim does not."""
    own = writer.records.evidence(row)
    named: dict[str, list[str]] = {}
    for end in near:
        if end.passage and end.passage not in own:
            named.setdefault(end.passage, []).append(quoted(writer.name(end.end)))
    return [
        writer.passage(
            passage, writer.words("Names or describes: {things}.", things=", ".join(named[passage]))
        )
        for passage in writer.records.ordered(named)
    ]


# Things.


def _answer_thing(answer: Answer, writer: Writer, row: Record) -> None:
    """Fill an answer about a thing."""
    words = writer.words
    if "kind" in row:
        kind = writer.defined(row, "kind")
        answer.under.append(f"{kind} {words('(The kinds are ours, by such definitions.)')}")
    named_in = writer.records.evidence(row, WHOLE_ROW)
    answer.add(
        words("Where the letter names or describes it"),
        [*map(writer.passage, named_in), *writer.sources(named_in)],
    )
    answer.add(words("Place in the tree"), _tree(writer, row))
    answer.add(words("Names"), writer.names(row))
    answer.add(words("Claims about it"), writer.lines(row))
    answer.add(words("Looked up outside the letter"), _looked_up(writer, row))
    answer.add(words("The two codings"), writer.codings(row))
    answer.add(words("Where a careful reader could differ"), writer.doubts(row))
    answer.add(words("Identifiers it replaced"), _retired(writer, row))


def _tree(writer: Writer, row: Record) -> Iterator[Paragraph]:
    """The parent of a thing with its evidence, and its children."""
    if row.get("parent_id"):
        yield _parent(writer, row)
    children = [
        writer.named(other)
        for other, column in writer.records.referring(row)
        if (other.table, column) == (row.table, "parent_id")
    ]
    if children:
        yield Paragraph(writer.words("Below it: {things}.", things=", ".join(children)))


def _parent(writer: Writer, row: Record) -> Paragraph:
    parent = writer.records.named(row, "parent_id")
    below = [str(parent.place)]
    if row["parent_basis"] != ARRANGED:
        below.append(writer.meaning(row, "parent_basis"))
        own = writer.records.evidence(row, "parent_id")
        near = nearest(writer.records, own, [row, parent])
        below += map(writer.end, near)
        shown = writer.records.evidence(row, WHOLE_ROW)  # their words stand above
        for passage in writer.records.ordered({*own, *(end.passage for end in near)} - {""}):
            words = "" if passage in shown else f": {writer.paraphrase(passage)}"
            below.append(writer.where(passage) + words)
    basis = small(writer.code(row, "parent_basis"))
    return Paragraph(writer.claim(row, basis), tuple(below))


def _looked_up(writer: Writer, row: Record) -> Iterator[Paragraph]:
    """Facts, country, places and identifiers, each with its source and how it was checked."""
    facts = [
        other
        for other, column in writer.records.referring(row)
        if (other.table.name, column) == ("mission_facts", "mission_id")
    ]
    in_order = [one["code"] for one in writer.records.rows(CODES) if one["list"] == "mission_fact"]
    for fact in sorted(facts, key=lambda fact: in_order.index(fact["fact"])):
        yield writer.sourced(fact, writer.fact(fact))
    if row.get("country_id"):
        country = writer.records.named(row, "country_id")
        yield writer.sourced(country, f"{writer.sentence(country)} ({country.place})")
        yield from writer.identifiers(country)
    for other, column in writer.records.referring(row):
        if (other.table.name, column) == ("places", "region_id"):
            yield _place(writer, other)
    yield from writer.identifiers(row)


def _place(writer: Writer, row: Record) -> Paragraph:
    """A place on a map, with the source of the point and, where it has one, of the country."""
    point = writer.sourced(row, f"{writer.place(row)} ({row.place})")
    if not row["country_source_id"]:
        return point
    country = writer.words(
        "The country was looked up in: {title}.", title=writer.title_in(row, "country_source_id")
    )
    return Paragraph(point.text, (country, *point.below))


def _retired(writer: Writer, row: Record) -> Iterator[str]:
    for one in writer.records.rows("retired_ids"):
        if (one["about_table"], one["replaced_by"]) == row.place:
            reason = writer.marked(one["reason"])
            yield writer.words(
                "{about_key}, since version {version}: {reason}", **{**one, "reason": reason}
            )


# Documents.


def _answer_document(answer: Answer, writer: Writer, row: Record) -> None:
    """Fill an answer about a document."""
    words = writer.words
    if row["url"]:
        answer.under.append(row["url"])
    answer.add(words("What it is"), _document_described(writer, row))
    if writer.records.evidence(row):
        answer.add(words("Where the letter names or describes it"), writer.evidence(row))
    answer.add(words("Names"), writer.names(row))
    answer.add(words("Its passages"), _outline(writer, row))
    answer.add(words("Claims about it"), writer.lines(row))
    answer.add(words("What was taken from it"), _taken_from(writer, row))
    answer.add(words("Where a careful reader could differ"), writer.doubts(row))


def _document_described(writer: Writer, row: Record) -> Iterator[str]:
    words = writer.words
    yield writer.defined(row, "kind")
    yield writer.defined(row, "role")
    yield words("Language: {language}.", language=writer.code(row, "language"))
    if row["signatories"]:
        yield words("Signed by: {names}.", names=writer.marked(row["signatories"]))
    if row["date"]:
        certainty = writer.defined(row, "date_certainty")
        yield words("Dated {date}. {certainty}", date=writer.date(row, "date"), certainty=certainty)
        if row["date_source_id"] != row["id"]:
            title = writer.title_in(row, "date_source_id")
            yield words("The date was taken from: {title}.", title=title)
    if row["note"]:
        yield words("Note: {text}", text=writer.marked(row["note"]))


def _outline(writer: Writer, row: Record) -> Iterator[str]:
    """The headings of a coded document, and the seal of the whole."""
    words = writer.words
    passages = [one for one in writer.records.rows("passages") if one["document_id"] == row["id"]]
    if passages:
        yield words("{number} passages, sealed and coded. Its headings:", number=len(passages))
        for one in passages:
            if one["kind"] == "heading":
                yield f"{writer.sentence(one)} ({one['id']})"
    if row["seal"]:
        yield words(
            "SHA-256 of all passages joined, without spaces and hyphens: {seal}", seal=row["seal"]
        )


def _taken_from(writer: Writer, row: Record) -> Iterator[Paragraph]:
    """The rows and dates that were taken from a document, the first of each table by name."""
    shown = {row.place, *(claim.place for claim in claims_about(writer.records, row))}
    found: dict[str, list[Paragraph]] = {}
    for other, column in writer.records.referring(row):
        if column.endswith("source_id") and other.place not in shown:
            of_date = f" ({column})" if column != "source_id" else ""
            part = Paragraph(writer.sentence(other), (f"{other.place}{of_date}",))
            found.setdefault(other.table.name, []).append(part)
    for table, parts in found.items():
        yield from parts[:LISTED]
        if more := len(parts[LISTED:]):
            text = writer.words("And {number} more rows of {table}.", number=more, table=table)
            yield Paragraph(text)


# Passages.


def _answer_passage(answer: Answer, writer: Writer, row: Record) -> None:
    """Fill an answer about a passage."""
    words = writer.words
    answer.under += [f"{capital(writer.name(row))}.", *writer.own_words(row.key)]
    answer.under += writer.sources([row.key])
    if row["reason"]:
        answer.add(words("Why nothing is coded here"), [writer.defined(row, "reason")])
    answer.add(words("Evidence for"), _resting(writer, row))
    answer.add(words("Around it"), _around(writer, row))
    answer.add(words("Where a careful reader could differ"), writer.doubts(row))
    sealed = words(
        "SHA-256 of its {length} characters, without spaces and hyphens: {seal}",
        length=row["seal_length"],
        seal=row["seal"],
    )
    how = words("scripts/verify.py looks for it in a copy of the letter.")
    answer.add(words("Its seal"), [sealed, how])


def _resting(writer: Writer, passage: Record) -> Iterator[Paragraph]:
    """For what a passage is evidence: things in one paragraph, then each claim with its columns."""
    resting = writer.records.resting(passage.key)
    things = [
        writer.named(row)
        for row, columns in resting
        if not is_stated(row.table) and WHOLE_ROW in columns
    ]
    if things:
        yield Paragraph(writer.words("Names or describes: {things}.", things=", ".join(things)))
    for row, columns in resting:
        below = writer.for_columns(row, [column for column in columns if column != "parent_id"])
        if is_stated(row.table):
            yield writer.line(row, *below)
            continue
        if "parent_id" in columns:
            yield Paragraph(writer.claim(row), (str(row.place),))
        if below:
            yield Paragraph(writer.name(row), (str(row.place), *below))


def _around(writer: Writer, row: Record) -> Iterator[Paragraph]:
    """The heading above a passage, its neighbours, and the footnote or its place in the text."""
    for other in writer.records.rows("passages"):
        same = other["document_id"] == row["document_id"]
        how = _stands(writer, other, row) if same else ""
        if how:
            yield Paragraph(f"{how}: {writer.sentence(other)}", (writer.where(other["id"]),))


def _stands(writer: Writer, other: Record, row: Record) -> str:
    """The relation of another passage of the letter to this one; empty if it is not near."""
    words, step = writer.words, int(other["position"]) - int(row["position"])
    sections = {row["section"], row["under_section"]} - {""}
    if other["kind"] == "heading" and other["section"] in sections and step < 0:
        return words("Above it")
    if other["id"] == row["note_to"]:
        return words("Footnote to")
    if other["note_to"] == row["id"]:
        return words("With the footnote")
    if "footnote" in {row["kind"], other["kind"]}:
        return ""
    return {-1: words("Before it"), 1: words("After it")}.get(step, "")
