-- missions_with_commitments: Every mission, with the Dutch part in it where a letter states one.
SELECT
  m.id AS mission_id, m.label_en, m.label_nl, m.kind, m.kind_en, m.kind_nl,
  c.document_id, c.status, c.status_en, c.status_nl, c.mention, c.mention_en, c.mention_nl,
  c.starts, c.starts_earliest, c.starts_latest, c.starts_precision,
  c.ends, c.ends_earliest, c.ends_latest, c.ends_precision,
  c.basis, c.basis_en, c.basis_nl
FROM missions_labelled AS m
LEFT JOIN commitments_labelled AS c ON c.mission_id = m.id

-- evidence_with_passages: Every row of evidence, with the place and paraphrase of its passage.
SELECT
  e.about_table, e.about_key, e.about_field, e.passage_id,
  p.document_id, p."position", p.kind, p.section, p.paragraph, p.page,
  p.paraphrase_en, p.paraphrase_nl
FROM evidence AS e
JOIN passages AS p ON p.id = e.passage_id

-- claims_with_passages: Every claim as often as there are passages that it rests on.
SELECT DISTINCT
  c.document_id, c."table", c."key",
  c.subject_en, c.relation_en, c.object_en, c.subject_nl, c.relation_nl, c.object_nl,
  c.basis, e.passage_id, p."position", p.section, p.paragraph, p.page,
  p.paraphrase_en, p.paraphrase_nl
FROM claims AS c
JOIN evidence AS e ON e.about_table = c."table" AND e.about_key = c."key"
JOIN passages AS p ON p.id = e.passage_id AND p.document_id = c.document_id
WHERE e.about_field = 'parent_id' OR c."table" NOT IN (:trees)
