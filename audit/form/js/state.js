/** What all pages share: the form, the draft, and what follows from the answers. */

const app = {
  form: null,
  draft: null,
  store: null,
  /** `asked`, `not_asked` or `withheld` by link id. */
  asked: {},
  /** Evidence files of this session by evidence id; a reload loses them. */
  files: new Map(),
  /** Problems of the last check by the place they belong to. */
  problems: new Map(),
  pages: new Map(),
  pickers: new Set(),
  page: 'start',
};

/** Return the form's fixed parts, looked up once. */
function openForm(payload) {
  const { questionnaire, schema } = payload;
  const form = { ...payload, questions: bare({}), sectionOf: bare({}), numberOf: bare({}) };
  questionnaire.sections.forEach((section, index) =>
    section.questions.forEach((question, place) => {
      form.questions[question.link_id] = question;
      form.sectionOf[question.link_id] = section;
      form.numberOf[question.link_id] = `${index + 1}.${place + 1}`;
    }),
  );
  form.order = gateOrder(form.questions);
  form.kinds = schema.$defs.EvidenceItem.properties.kind.enum;
  codes.country = schema.$defs.country.enum;
  codes.currency = schema.$defs.currency.enum;
  const declared = new Set([...(questionnaire.languages ?? ['en']), payload.language]);
  form.languages = LANGUAGES.filter((language) => declared.has(language));
  return form;
}

/** Return what the browser keeps. */
function snapshot() {
  return { draft: app.draft, language: words.language };
}

/** Settle which questions are asked; returns how many came up. */
function settleAll() {
  const before = app.asked;
  app.asked = settle(app.form.questions, app.form.order, app.draft.answers, today()).asked;
  return Object.keys(app.asked).filter(
    (id) => app.asked[id] === 'asked' && before[id] && before[id] !== 'asked',
  ).length;
}

/** Follow up a change of the draft; with a link id, of that answer. */
function changed(id = null) {
  const more = settleAll();
  const place = id && `q-${id}`;
  if (place && app.problems.has(place)) {
    const found = answerProblems(app, id, app.draft.answers[id] ?? {});
    if (found.length) app.problems.set(place, found);
    else app.problems.delete(place);
  }
  refresh();
  if (more) announce('status-flow', t('more_questions', { count: more }));
  app.store.later(snapshot);
}

/** Change parts of an answer; one with a new value or state is no longer carried. */
function putAnswer(id, patch) {
  const answer = { ...app.draft.answers[id], ...patch };
  if ('value' in patch || 'state' in patch) delete answer.carried;
  for (const key of Object.keys(answer)) {
    const value = answer[key];
    const empty = value === undefined || value === '' || (key === 'evidence' && !value.length);
    if (empty) delete answer[key];
  }
  if (Object.keys(answer).length) app.draft.answers[id] = answer;
  else delete app.draft.answers[id];
  changed(id);
}

/** Confirm carried answers to these questions. */
function confirmAnswers(ids) {
  for (const id of ids) delete app.draft.answers[id].carried;
  changed();
}
