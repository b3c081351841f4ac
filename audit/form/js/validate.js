/**
 * Every problem of the response, the twin of response/check.py. `place` is what it belongs
 * to (a question, a document, a part of a page), `at` the control that mends it, `also`
 * further ones, `about` what a list of problems calls the place.
 */

const LINE = 300;
const PARAGRAPH = 2000;
const SCOPE = 1000;
const STATEMENT = 4000;

/** Return all problems: our own checks first, then what the schema refuses beside. */
function problemsOf(app, document) {
  const found = [
    ...frameProblems(document),
    ...Object.entries(document.answers).flatMap(([id, answer]) => answerProblems(app, id, answer)),
  ];
  return [...found, ...schemaProblems(app, document, new Set(found.map((one) => one.place)))];
}

/** Return the problems of everything but the answers. */
function frameProblems(document) {
  return [
    ...vendorProblems(document),
    ...(document.respondents ?? []).flatMap(respondentProblems),
    ...document.evidence.flatMap(evidenceProblems),
    ...submissionProblems(document.evidence),
    ...attestationProblems(document),
  ];
}

/** Return the problems by the place they belong to. */
function byPlace(problems) {
  const found = new Map();
  for (const one of problems) found.set(one.place, [...(found.get(one.place) ?? []), one]);
  return found;
}

const placeOfQuestion = (app, id) => ({ page: `s-${app.form.sectionOf[id].id}`, place: `q-${id}` });

/** Return what is wrong with a text that may be left out. */
function textFaults(text = '', most = LINE) {
  const length = [...text].length;
  const found = hiddenCharacters(text);
  return [
    ...(length > most ? [t('text_long', { length, most })] : []),
    ...(found ? [t('hidden', { found })] : []),
  ];
}

function vendorProblems({ vendor }) {
  const { contact } = vendor;
  const at = (key) => (text) => ({ page: 'start', place: 'vendor', at: `vendor-${key}`, text });
  return [
    ...(vendor.name ? textFaults(vendor.name) : [t('need_vendor')]).map(at('name')),
    ...textFaults(vendor.registration_no).map(at('registration')),
    ...(vendor.country ? [] : [t('need_country')]).map(at('country')),
    ...(contact && !contact.name ? [t('need_contact_name')] : []).map(at('contact-name')),
    ...PERSON_KEYS.flatMap((key) => textFaults(contact?.[key]).map(at(`contact-${key}`))),
  ];
}

function respondentProblems(person) {
  const at = (key) => (text) => ({
    page: 'start',
    place: `respondent-${person.id}`,
    at: `respondent_${key}-${person.id}`,
    text,
  });
  return [
    ...(person.name ? [] : [t('need_respondent')]).map(at('name')),
    ...['name', 'role', 'email'].flatMap((key) => textFaults(person[key]).map(at(key))),
  ];
}

function answerProblems(app, id, answer) {
  const question = app.form.questions[id];
  const at = (part) => (text) => ({ ...placeOfQuestion(app, id), at: `q-${id}_${part}`, text });
  const known = new Set(app.draft.evidence.map((item) => item.id));
  const named = [
    ...(answer.evidence ?? []),
    ...(question.type === 'attachment' && Array.isArray(answer.value) ? answer.value : []),
  ];
  const gone = named
    .filter((name) => !known.has(name))
    .map((name) => t('evidence_gone', { id: name }));
  const { respondent } = answer;
  const stranger = respondent && !app.draft.respondents.some((person) => person.id === respondent);
  const faults = answerFaults(question, answer);
  return [
    ...faults
      .filter((one) => one.code !== 'cell_missing')
      .flatMap((one) => [faultText(question, one)].map(at(partOf(question, one)))),
    ...emptyCells(question, faults).map(({ text, parts }) => ({
      ...at(parts[0])(text),
      also: parts.map((part) => `q-${id}_${part}`),
    })),
    ...textFaults(answer.justification, PARAGRAPH).map(at('reason')),
    ...textFaults(answer.comment, PARAGRAPH).map(at('comment')),
    ...gone.map(at('evidence')),
    ...(stranger ? [t('respondent_gone')] : []).map(at('respondent')),
  ];
}

function answerFaults(question, answer) {
  const state = stateOf(answer);
  if (state === 'answered') return faultsOf(question, answer.value);
  if (state !== 'not_applicable') return [];
  if (!question.allow_not_applicable) return [fault('always_applies')];
  return (answer.justification ?? '').trim() ? [] : [fault('need_justification')];
}

/** Return which part of a question mends a fault. */
function partOf({ type }, { code, path }) {
  if (code === 'need_justification') return 'reason';
  if (code === 'always_applies') return 'state';
  return ['input', ...(['table', 'contact'].includes(type) ? path : [])].join('-');
}

/** Return the words of a fault, with row and column where it lies in a table. */
function faultText(question, { code, values, path }) {
  const text = t(code, values);
  if (question.type !== 'table' || !path.length) return text;
  const row = t('row', { number: path[0] + 1 });
  const column = columnOf(question, path[1]);
  return column ? t('in_cell', { row, column: pick(column.text), text }) : `${row}: ${text}`;
}

/** Return one fault a row for the cells that are left empty in it. */
function emptyCells(question, faults) {
  const rows = new Map();
  for (const { code, path } of faults)
    if (code === 'cell_missing') rows.set(path[0], [...(rows.get(path[0]) ?? []), path[1]]);
  return [...rows].map(([index, ids]) => ({
    text: t('cells_missing', {
      row: t('row', { number: index + 1 }),
      columns: ids.map((id) => pick(columnOf(question, id).text)).join('; '),
    }),
    parts: ids.map((id) => `input-${index}-${id}`),
  }));
}

const columnOf = (question, id) => question.columns.find((one) => one.id === id);

function evidenceProblems(item) {
  const at = (key) => (text) => ({
    page: 'evidence',
    place: `evidence-${item.id}`,
    at: `evidence_${key}-${item.id}`,
    about: shownFile(item),
    text,
  });
  const early = item.issued && item.expires && item.expires < item.issued;
  const wrong = (key) => item[key] && !isDay(item[key]);
  return [
    ...(item.title ? [] : [t('need_title')]).map(at('title')),
    ...(item.kind ? [] : [t('need_kind')]).map(at('kind')),
    ...['title', 'issuer'].flatMap((key) => textFaults(item[key]).map(at(key))),
    ...textFaults(item.scope, SCOPE).map(at('scope')),
    ...['issued', 'expires'].filter(wrong).flatMap((key) => [t('wrong_date')].map(at(key))),
    ...(early ? [t('expires_early')] : []).map(at('expires')),
  ];
}

/** What a zip cannot hold: unsafe or equal names, too many files, too many bytes. */
function submissionProblems(items) {
  const at = (item, text) => {
    const place = `evidence-${item.id}`;
    return { page: 'evidence', place, at: place, about: shownFile(item), text };
  };
  const names = items.map((item) => item.file.normalize('NFC').toLowerCase());
  const found = items.flatMap((item, index) => {
    if (!isSafePath(item.file)) return [at(item, t('file_name'))];
    return names.indexOf(names[index]) < index ? [at(item, t('file_twice'))] : [];
  });
  const bytes = items.reduce((sum, item) => sum + item.size, 0);
  if (items.length <= MAX_FILES && bytes <= MAX_TOTAL_BYTES) return found;
  const text = t('too_much', { files: MAX_FILES, size: shownSize(MAX_TOTAL_BYTES) });
  return [...found, { page: 'evidence', place: 'evidence', at: 'title-evidence', text }];
}

function attestationProblems({ attestation }) {
  if (!attestation) return [];
  const at = (key) => (text) => ({ page: 'finish', place: 'attest', at: `attest-${key}`, text });
  return ['name', 'role', 'statement'].flatMap((key) => [
    ...(attestation[key].trim() ? [] : [t(`need_attest_${key}`)]).map(at(key)),
    ...textFaults(attestation[key], key === 'statement' ? STATEMENT : LINE).map(at(key)),
  ]);
}

/** Return one problem for each place that the schema refuses and we found no fault with. */
function schemaProblems(app, document, told) {
  app.validator ??= new CfworkerJsonSchema.Validator(app.form.schema, '2020-12', false);
  const { errors } = app.validator.validate(document);
  const found = new Map();
  for (const { instanceLocation, keyword } of errors) {
    const place = placeOfPointer(app, document, instanceLocation);
    if (!place || told.has(place.place) || found.has(place.place)) continue;
    const text = t('schema_refuses', { where: instanceLocation.slice(1), rule: keyword });
    found.set(place.place, { at: place.place, ...place, text });
  }
  return [...found.values()];
}

function placeOfPointer(app, document, location) {
  const [, part, name] = location.split('/');
  if (part === 'answers') return name ? placeOfQuestion(app, name) : null;
  if (part === 'evidence')
    return name ? { page: 'evidence', place: `evidence-${document.evidence[name].id}` } : null;
  if (part === 'attestation') return { page: 'finish', place: 'attest', at: 'attest-name' };
  return part ? { page: 'start', place: 'vendor', at: 'vendor-name' } : null;
}
