// The questions of a call's script or of a survey, as fields of the form that takes the answers.

const kinds = {
  scale: ({ most }) => ({ type: 'integer', minimum: 1, maximum: most }),
  yes_no: () => ({ type: 'boolean' }),
  text: () => ({ type: 'string', maxLength: 2000 }),
};

/** From the best down, so that the first of the list is not the worst. */
const scaleOf = (most) =>
  Array.from({ length: most }, (_, i) => String(most - i)).map((value) => ({ value, title: { zh: value, en: value } }));

/**
 * The form with these questions in place of its `answers`; without a question it asks for none. `wanted` says which must
 * be answered: of a call that reached nobody none is.
 */
export function withQuestions(form, questions, wanted = () => false) {
  const { answers: _, ...others } = form.payload.properties;
  const asked = Object.fromEntries(questions.map((q) => [q.id, kinds[q.kind](q)]));
  const answers = { type: 'object', properties: asked, required: questions.filter(wanted).map(({ id }) => id) };
  const worded = questions.map((q) => [
    `answers.${q.id}`,
    { title: q.title, ...(q.kind === 'scale' && { values: scaleOf(q.most) }) },
  ]);
  return {
    ...form,
    payload: { ...form.payload, properties: { ...others, ...(questions.length > 0 && { answers }) } },
    fields: { ...form.fields, ...Object.fromEntries(worded) },
  };
}
