"""The answer about a row, whatever its table: what it says first, then on what that rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.claims import claims_about, ends, is_stated, sentence_of
from validation.coding.records import WHOLE_ROW, RowKey
from validation.outputs.explain.text import Answer, Paragraph
from validation.outputs.explain.writer import capital, quoted, small
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.records import Row
    from validation.outputs.explain.near import Near
    from validation.outputs.explain.writer import Writer
    from validation.outputs.words import Words

IN_ENGLISH_ALONE = frozenset({"exceptions", "judgements", "retired_ids"})
# What the sentence, the source and the rows to read on with tell.
TOLD = frozenset(
    {
        "about_key",
        "about_table",
        "checked",
        "document_id",
        "question",
        "source_id",
    }
)
# The rule that checks a link on each basis; a conclusion has its reasoning instead.
CHECKED_BY = {"explicit": "explicit-ends", "contextual": "contextual-ends"}
ARRANGED = "arranged"
LISTED = 10  # rows of one table that are named before the rest is counted


def about_row(writer: Writer, place: RowKey) -> Answer:
    """The answer about one row."""
    answer = Answer(str(place), writer.sentence(place))
    if is_stated(writer.records.table(place.table)):
        _answer_claim(answer, writer, place)
    elif writer.records.table(place.table).is_thing:
        _answer_thing(answer, writer, place)
    elif place.table == "passages":
        _answer_passage(answer, writer, place)
    elif place.table == "documents":
        _answer_document(answer, writer, place)
    else:
        _answer_other(answer, writer, place)
    answer.add(writer.words("Excused from a rule"), writer.excuses(place))
    return answer


def _answer_other(answer: Answer, writer: Writer, place: RowKey) -> None:
    """A row that says something of another one, or a country: its cells, source and subject."""
    row, words = writer.records.at(place), writer.words
    if place.table in IN_ENGLISH_ALONE and words.language != "en":
        answer.under.append(words("(In English alone.)"))
    answer.add(words("What else the row holds"), map(Paragraph, writer.cells(place, TOLD)))
    if row.get("source_id"):
        source = map(Paragraph, writer.sourced(place.table, row, "").below)
        answer.add(words("Looked up outside the letter"), [*source, *writer.identifiers(place)])
    answer.add(words("To read on"), writer.pointers(dict.fromkeys(_spoken_of(writer, place))))


def _spoken_of(writer: Writer, place: RowKey) -> Iterator[RowKey]:
    """The rows that a row is about, that it names, and that name it."""
    row = writer.records.at(place)
    for column in ("about_key", "replaced_by", "matched_key"):
        keys = (row.get(column, ""), f"{row.get('document_id')}/{row.get(column)}")
        for about in (RowKey(row.get("about_table", ""), key) for key in keys):
            if writer.records.has(about):
                yield about
    for key in writer.records.table(place.table).schema.ends():
        column = key.fields[-1]
        if row[column] and column != "source_id":
            yield writer.records.named(place, column)
    for other, _ in writer.records.naming(place):
        yield other


# Claims.


def _answer_claim(answer: Answer, writer: Writer, place: RowKey) -> None:
    """Fill an answer about a statement, a link or a tie between documents."""
    row, words = writer.records.at(place), writer.words
    named = ends(writer.records, place)
    if row.get("origin") == "looked_up":
        answer.under.append(
            words(
                "No coded letter says this. It was looked up in: {title}.",
                title=writer.title_of(row["source_id"]),
            )
        )
    else:
        answer.under.append(words("Stated in: {title}.", title=writer.title_of(row["document_id"])))
        near = writer.neighbours.nearest(writer.records.carried(place), named)
        if "basis" in row:
            label = small(writer.code(place.table, "basis", row))
            answer.add(words("On what basis: {label}", label=label), _basis(writer, place, near))
        answer.add(words("The passages it rests on"), writer.carriers(place))
        answer.add(words("Close to them, what it leans on"), _leant_on(writer, place, near))
    sentence = sentence_of(writer.records.table(place.table))
    told = {"document_id", "source_id", "basis", "rationale", "label_en", "label_nl"}
    told |= {sentence.subject, *[column for column in sentence.objects if row[column]][:1]}
    answer.add(words("What else the row holds"), map(Paragraph, writer.cells(place, told)))
    answer.add(words("What is said of it"), writer.lines(place))
    answer.add(words("What two coders wrote, each alone"), writer.codings(place))
    answer.add(words("Where a careful reader could differ"), writer.doubts(place, *named))
    answer.add(words("To read on"), writer.pointers(named))


def _basis(writer: Writer, place: RowKey, near: list[Near]) -> Iterator[Paragraph]:
    """What the basis of a claim means, which rule checks it, and how it is met here."""
    words, row = writer.words, writer.records.at(place)
    is_link = writer.records.table(place.table).is_link
    yield Paragraph(writer.meaning(place.table, "basis", row))
    if is_link and row["basis"] in CHECKED_BY:
        yield Paragraph(words("The rule {rule} checks it.", rule=CHECKED_BY[row["basis"]]))
    if row["rationale"]:
        yield Paragraph(words("The reasoning: {text}", text=row["rationale"]))
    if near and len(writer.records.carried(place)) > 1:
        seen_from = writer.name(RowKey("passages", near[0].seen_from))
        yield Paragraph(words("Seen from {place}:", place=seen_from))
    for end in near:
        yield Paragraph(writer.end(end))
    if is_link and row["basis"] == "contextual" and all(end.is_here for end in near):
        yield Paragraph(
            words(
                "Contextual all the same: in doubt whether the words join them, the weaker basis "
                "is right."
            )
        )


def _leant_on(writer: Writer, place: RowKey, near: list[Near]) -> list[Paragraph]:
    """The passages near by that name an end which those that carry the claim do not."""
    carriers = writer.records.carried(place)
    named: dict[str, list[str]] = {}
    for end in near:
        if end.passage and end.passage not in carriers:
            named.setdefault(end.passage, []).append(quoted(writer.name(end.end)))
    return [
        writer.passage(
            passage, writer.words("Names or describes: {things}.", things=", ".join(named[passage]))
        )
        for passage in writer.records.ordered(named)
    ]


# Things.


def _answer_thing(answer: Answer, writer: Writer, place: RowKey) -> None:
    """Fill an answer about a thing."""
    row, words = writer.records.at(place), writer.words
    if "kind" in row:
        kind = writer.defined(place.table, "kind", row)
        answer.under.append(f"{kind} {words('(The kinds are ours, by such definitions.)')}")
    named_in = writer.records.carried(place, WHOLE_ROW)
    answer.add(
        words("Where the letter names or describes it"),
        [*map(writer.passage, named_in), *writer.whose_words(named_in)],
    )
    answer.add(words("Its place among the others"), _tree(writer, place))
    answer.add(words("Names it goes by"), writer.names(place))
    answer.add(words("What is said of it"), writer.lines(place))
    answer.add(words("Looked up outside the letter"), _looked_up(writer, place))
    answer.add(words("What two coders wrote, each alone"), writer.codings(place))
    answer.add(words("Where a careful reader could differ"), writer.doubts(place))
    answer.add(words("Identifiers it replaced"), _retired(writer, place))


def _tree(writer: Writer, place: RowKey) -> Iterator[Paragraph]:
    """What a thing stands under and on what that rests, and what stands under it."""
    if writer.records.at(place).get("parent_id"):
        yield _parent(writer, place)
    children = [
        f"{writer.name(other)} ({other})"
        for other, column in writer.records.naming(place)
        if (other.table, column) == (place.table, "parent_id")
    ]
    if children:
        yield Paragraph(writer.words("Below it: {things}.", things=", ".join(children)))


def _parent(writer: Writer, place: RowKey) -> Paragraph:
    row, parent = writer.records.at(place), writer.records.named(place, "parent_id")
    basis = small(writer.code(place.table, "parent_basis", row))
    below = [str(parent)]
    if row["parent_basis"] != ARRANGED:
        below.append(writer.meaning(place.table, "parent_basis", row))
        carriers = writer.records.carried(place, "parent_id")
        near = writer.neighbours.nearest(carriers, [place, parent])
        below += map(writer.end, near)
        told = writer.records.carried(place, WHOLE_ROW)  # their words stand above
        for passage in writer.records.ordered({*carriers, *(end.passage for end in near)} - {""}):
            words = "" if passage in told else f": {writer.paraphrase(passage)}"
            below.append(writer.where(passage) + words)
    return Paragraph(writer.claim(place, basis), tuple(below))


def _looked_up(writer: Writer, place: RowKey) -> Iterator[Paragraph]:
    """Facts, the country and identifiers, each with its source and how it was checked."""
    facts = [
        writer.records.at(other)
        for other, column in writer.records.naming(place)
        if (other.table, column) == ("mission_facts", "mission_id")
    ]
    in_order = [row["code"] for row in writer.records.rows(CODES) if row["list"] == "mission_fact"]
    for fact in sorted(facts, key=lambda fact: in_order.index(fact["fact"])):
        yield writer.sourced("mission_facts", fact, writer.fact(fact))
    if writer.records.at(place).get("country_id"):
        country = writer.records.named(place, "country_id")
        text = f"{writer.sentence(country)} ({country})"
        yield writer.sourced("countries", writer.records.at(country), text)
        yield from writer.identifiers(country)
    yield from writer.identifiers(place)


def _retired(writer: Writer, place: RowKey) -> list[Paragraph]:
    return [
        Paragraph(writer.words("{about_key}, since version {version}: {reason}", **row))
        for row in writer.records.rows("retired_ids")
        if RowKey(row["about_table"], row["replaced_by"]) == place
    ]


# Documents.


def _answer_document(answer: Answer, writer: Writer, place: RowKey) -> None:
    """Fill an answer about a document."""
    row, words = writer.records.at(place), writer.words
    if row["url"]:
        answer.under.append(row["url"])
    answer.add(words("What it is"), map(Paragraph, _document_described(writer, row)))
    if writer.records.carried(place):
        answer.add(words("Where the letter names or describes it"), writer.carriers(place))
    answer.add(words("Names it goes by"), writer.names(place))
    answer.add(words("Its passages"), _outline(writer, row))
    answer.add(words("What is said of it"), writer.lines(place))
    answer.add(words("What was taken from it"), _taken_from(writer, place))
    answer.add(words("Where a careful reader could differ"), writer.doubts(place))


def _document_described(writer: Writer, row: Row) -> Iterator[str]:
    words = writer.words
    yield writer.defined("documents", "kind", row)
    yield writer.defined("documents", "role", row)
    yield words("Language: {language}.", language=writer.code("documents", "language", row))
    if row["signatories"]:
        yield words("Signed by: {names}.", names=row["signatories"])
    if row["date"]:
        certainty = writer.defined("documents", "date_certainty", row)
        yield words(
            "Dated {date}. {certainty}",
            date=writer.date("documents", "date", row),
            certainty=certainty,
        )
        if row["date_source_id"] != row["id"]:
            yield words(
                "The date was taken from: {title}.", title=writer.title_of(row["date_source_id"])
            )
    if row["note"]:
        yield words("Note: {text}", text=row["note"])


def _outline(writer: Writer, row: Row) -> Iterator[Paragraph]:
    """The headings of a coded document, and the seal of the whole."""
    passages = [one for one in writer.records.rows("passages") if one["document_id"] == row["id"]]
    if passages:
        yield Paragraph(
            writer.words("{number} passages, sealed and coded. Its headings:", number=len(passages))
        )
        for one in passages:
            if one["kind"] == "heading":
                yield Paragraph(f"{writer.paraphrase(one['id'])} ({one['id']})")
    if row["seal"]:
        yield Paragraph(
            writer.words(
                "SHA-256 of all passages joined, without spaces and hyphens: {seal}",
                seal=row["seal"],
            )
        )


def _taken_from(writer: Writer, place: RowKey) -> Iterator[Paragraph]:
    """The rows and dates that were taken from a document, the first of each table by name."""
    told = {place, *claims_about(writer.records, place)}
    found: dict[str, list[Paragraph]] = {}
    for other, column in writer.records.naming(place):
        if column in {"source_id", "date_source_id"} and other not in told:
            of_date = f" ({column})" if column != "source_id" else ""
            part = Paragraph(writer.sentence(other), (f"{other}{of_date}",))
            found.setdefault(other.table, []).append(part)
    for table, parts in found.items():
        yield from parts[:LISTED]
        if parts[LISTED:]:
            yield Paragraph(
                writer.words(
                    "And {number} more rows of {table}.", number=len(parts) - LISTED, table=table
                )
            )


# Passages.


def _answer_passage(answer: Answer, writer: Writer, place: RowKey) -> None:
    """Fill an answer about a passage."""
    row, words = writer.records.at(place), writer.words
    answer.under += [f"{capital(writer.name(place))}.", *writer.own_words(place.key)]
    answer.under += [part.text for part in writer.whose_words([place.key])]
    if row["reason"]:
        answer.add(
            words("Why nothing is coded here"),
            [Paragraph(writer.defined("passages", "reason", row))],
        )
    answer.add(words("What rests on it"), _resting(writer, place.key))
    answer.add(words("Around it"), _around(writer, row))
    answer.add(words("Where a careful reader could differ"), writer.doubts(place))
    sealed = words(
        "SHA-256 of its {length} characters, without spaces and hyphens: {seal}",
        length=row["seal_length"],
        seal=row["seal"],
    )
    answer.add(
        words("Its seal"),
        [
            Paragraph(sealed),
            Paragraph(words("scripts/verify.py looks for it in a copy of the letter.")),
        ],
    )


def _resting(writer: Writer, passage: str) -> Iterator[Paragraph]:
    """What a passage carries: things in one paragraph, then each claim with its columns."""
    resting = writer.records.resting(passage)
    claims = {place for place in resting if is_stated(writer.records.table(place.table))}
    things = [
        f"{writer.name(place)} ({place})"
        for place, columns in resting.items()
        if place not in claims and WHOLE_ROW in columns
    ]
    if things:
        yield Paragraph(writer.words("Names or describes: {things}.", things=", ".join(things)))
    for place, columns in resting.items():
        told = writer.for_columns(
            writer.records.at(place), [c for c in columns if c != "parent_id"]
        )
        if place in claims:
            yield writer.line(place, *told)
            continue
        if "parent_id" in columns:
            yield Paragraph(writer.claim(place), (str(place),))
        if told:
            yield Paragraph(writer.name(place), (str(place), *told))


def _around(writer: Writer, row: Row) -> Iterator[Paragraph]:
    """The heading above a passage, its neighbours, and the footnote or what it hangs on."""
    for other in writer.records.rows("passages"):
        same = other["document_id"] == row["document_id"]
        how = _stands(writer.words, other, row) if same else ""
        if how:
            text = f"{how}: {writer.paraphrase(other['id'])}"
            yield Paragraph(text, (writer.where(other["id"]),))


def _stands(words: Words, other: Row, row: Row) -> str:
    """How another passage of the letter stands to this one; nothing if it is not near."""
    step = int(other["position"]) - int(row["position"])
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
