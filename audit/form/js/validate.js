/** Every problem of the response, each with its place: the twin of response/check.py. */

/** Return a problem; `place` is a page and what to focus on it. */
function problem(place, text) {
  return { ...place, text };
}

/** Return all problems: our own checks first, then what the schema refuses beside. */
function problemsOf(app, document) {
  const found = [
    ...vendorProblems(document),
    ...Object.entries(document.answers).flatMap(([id, answer]) => answerProblems(app, id, answer)),
    ...document.evidence.flatMap((item) => evidenceProblems(item)),
    ...submissionProblems(document.evidence),
    ...attestationProblems(document),
  ];
  return [
    ...found,
    ...schemaProblems(app, document, new Set(found.map((one) => topic(one.place)))),
  ];
}

/** Return what one message of the schema can stand for: a question, an item, a form part. */
function topic(place) {
  return /^(attest|vendor|respondent)-/.exec(place)?.[1] ?? place;
}

const placeOfQuestion = (app, id) => ({ page: `s-${app.form.sectionOf[id].id}`, place: `q-${id}` });

function vendorProblems({ vendor, respondents = [] }) {
  const found = [];
  const at = (place, key, values) => found.push(problem({ page: 'start', place }, t(key, values)));
  if (!vendor.name) at('vendor-name', 'need_vendor');
  else if (hiddenCharacters(vendor.name))
    at('vendor-name', 'hidden', { found: hiddenCharacters(vendor.name) });
  if (!vendor.country) at('vendor-country', 'need_country');
  if (vendor.contact && !vendor.contact.name) at('vendor-contact-name', 'need_contact_name');
  for (const person of respondents)
    if (!person.name) at(`respondent-${person.id}`, 'need_respondent');
  return found;
}

function answerProblems(app, id, answer) {
  const question = app.form.questions[id];
  const place = placeOfQuestion(app, id);
  const found = answerFaults(question, answer).map((one) =>
    problem(place, faultText(question, one)),
  );
  for (const key of ['comment', 'justification']) {
    const bad = hiddenCharacters(answer[key] ?? '');
    if (bad) found.push(problem(place, t('hidden', { found: bad })));
  }
  const known = new Set(app.draft.evidence.map((item) => item.id));
  const named = [
    ...(answer.evidence ?? []),
    ...(question.type === 'attachment' && Array.isArray(answer.value) ? answer.value : []),
  ];
  for (const name of named)
    if (!known.has(name)) found.push(problem(place, t('evidence_gone', { id: name })));
  if (answer.respondent && !app.draft.respondents.some((person) => person.id === answer.respondent))
    found.push(problem(place, t('respondent_gone')));
  return found;
}

function answerFaults(question, answer) {
  const state = stateOf(answer);
  if (state === 'answered') return faultsOf(question, answer.value);
  if (state !== 'not_applicable') return [];
  if (!question.allow_not_applicable) return [fault('always_applies')];
  return (answer.justification ?? '').trim() ? [] : [fault('need_justification')];
}

/** Return the words of a fault, with row and column where it lies in a table. */
function faultText(question, { code, values, path }) {
  const text = t(code, values);
  if (question.type !== 'table' || !path.length) return text;
  const column = question.columns.find((one) => one.id === path[1]);
  const row = t('row', { number: path[0] + 1 });
  return column ? `${row}, “${pick(column.text)}”: ${text}` : `${row}: ${text}`;
}

function evidenceProblems(item) {
  const found = [];
  const at = (part, text) =>
    found.push(
      problem({ page: 'evidence', place: `evidence-${item.id}` }, `${item.file}: ${text}`),
    );
  if (!item.title) at('title', t('need_title'));
  if (!item.kind) at('kind', t('need_kind'));
  for (const key of ['title', 'issuer', 'scope'])
    if (hiddenCharacters(item[key] ?? ''))
      at(key, t('hidden', { found: hiddenCharacters(item[key]) }));
  for (const key of ['issued', 'expires'])
    if (item[key] && !isDay(item[key])) at(key, t('wrong_date'));
  if (item.issued && item.expires && item.expires < item.issued) at('expires', t('expires_early'));
  return found;
}

/** What a zip cannot hold: unsafe or equal names, too many files, too many bytes. */
function submissionProblems(items) {
  const at = (item, text) =>
    problem({ page: 'evidence', place: `evidence-${item.id}` }, `${item.file}: ${text}`);
  const names = items.map((item) => item.file.normalize('NFC').toLowerCase());
  const found = items.flatMap((item, index) => {
    if (!isSafePath(item.file)) return [at(item, t('file_name'))];
    return names.indexOf(names[index]) < index ? [at(item, t('file_twice'))] : [];
  });
  const bytes = items.reduce((sum, item) => sum + item.size, 0);
  const fits = items.length <= MAX_FILES && bytes <= MAX_TOTAL_BYTES;
  return fits
    ? found
    : [
        ...found,
        problem(
          { page: 'evidence', place: 'title-evidence' },
          t('too_much', { files: MAX_FILES, size: shownSize(MAX_TOTAL_BYTES) }),
        ),
      ];
}

function attestationProblems({ attestation }) {
  if (!attestation) return [];
  const bad = ['name', 'role', 'statement']
    .map((key) => hiddenCharacters(attestation[key]))
    .find(Boolean);
  const missing = ['name', 'role', 'statement'].filter((key) => !attestation[key].trim());
  const found = missing.map((key) =>
    problem({ page: 'finish', place: `attest-${key}` }, t(`need_attest_${key}`)),
  );
  return bad
    ? [...found, problem({ page: 'finish', place: 'attest-name' }, t('hidden', { found: bad }))]
    : found;
}

/** Return one problem for each place that the schema refuses and we found no fault with. */
function schemaProblems(app, document, told) {
  app.validator ??= new CfworkerJsonSchema.Validator(app.form.schema, '2020-12', false);
  const { errors } = app.validator.validate(document);
  const found = new Map();
  for (const { instanceLocation, keyword } of errors) {
    const place = placeOfPointer(app, document, instanceLocation);
    if (!place || told.has(topic(place.place)) || found.has(topic(place.place))) continue;
    found.set(
      topic(place.place),
      problem(place, t('schema_refuses', { where: instanceLocation.slice(1), rule: keyword })),
    );
  }
  return [...found.values()];
}

function placeOfPointer(app, document, location) {
  const [, part, name] = location.split('/');
  if (part === 'answers') return name ? placeOfQuestion(app, name) : null;
  if (part === 'evidence')
    return name ? { page: 'evidence', place: `evidence-${document.evidence[name].id}` } : null;
  if (part === 'attestation') return { page: 'finish', place: 'attest-name' };
  return part ? { page: 'start', place: 'vendor-name' } : null;
}
