/** What all pages share: the form, the draft, and what follows from the answers. */

const app = {
  form: null,
  draft: null,
  store: null,
  /** `asked`, `not_asked` or `withheld` by link id. */
  asked: {},
  /** Evidence files of this session by their digest; a reload loses them. */
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
  checkAgain(id);
  refresh();
  if (more) announce('status-flow', t('more_questions', { count: more }));
  app.store.later(snapshot);
}

/** Look again at the problems that were told: of the answer, or of all that is no answer. */
function checkAgain(id) {
  const told = [...app.problems.keys()].filter((place) =>
    id ? place === `q-${id}` : !place.startsWith('q-'),
  );
  if (!told.length) return;
  const found = byPlace(
    id ? answerProblems(app, id, app.draft.answers[id] ?? {}) : frameProblems(responseFrom(app)),
  );
  for (const place of told) {
    if (found.has(place)) app.problems.set(place, found.get(place));
    else app.problems.delete(place);
  }
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
  const given = answer.value !== undefined || answer.state;
  const who = app.draft.answering?.[app.form.sectionOf[id].id];
  if (who && given && !('respondent' in patch)) answer.respondent ??= who;
  if (Object.keys(answer).join() === 'respondent') delete answer.respondent;
  if (Object.keys(answer).length) app.draft.answers[id] = answer;
  else delete app.draft.answers[id];
  changed(id);
}

/** Name who answers a section: beside answers that nobody else gave, now and from now on. */
function nameRespondent(section, who) {
  app.draft.answering ??= {};
  const before = app.draft.answering[section.id];
  app.draft.answering[section.id] = who;
  for (const { link_id: id } of section.questions) {
    const answer = app.draft.answers[id];
    if (!answer || (answer.respondent && answer.respondent !== before)) continue;
    if (who) answer.respondent = who;
    else delete answer.respondent;
  }
  changed();
}

/** Confirm carried answers to these questions. */
function confirmAnswers(ids) {
  for (const id of ids) delete app.draft.answers[id].carried;
  changed();
}
