/** Files in and out: the response, a part of it, a working copy, the submission. */

const MAX_JSON_BYTES = 8 * 1024 * 1024;

function download(name, content, type = 'application/json') {
  const url = URL.createObjectURL(
    content instanceof Blob ? content : new Blob([content], { type }),
  );
  const link = h('a', { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  announce('status-send', t('downloaded', { name }));
}

/** Save all answers to a file; where the browser keeps nothing, they are safe now. */
function downloadWhole(name, content) {
  download(name, content);
  if (!app.store.keeps) app.store.unsaved = false;
}

/** Return the text to send; when it was sent before and is changed, its number rises. */
async function textToSend() {
  const { draft } = app;
  if (draft.sent && draft.sent !== (await digestNow())) draft.sequence = (draft.sequence ?? 1) + 1;
  draft.sent = await digestNow();
  app.store.later(snapshot);
  return jsonText(responseFrom(app));
}

const digestNow = () => sha256(new TextEncoder().encode(jsonText(responseFrom(app))));

async function downloadResponse() {
  if (checkAll({ quiet: true })) downloadWhole('response.json', await textToSend());
}

/** Save everything as it stands, also what is hidden, half typed or wrong. */
function downloadDraft() {
  downloadWhole('response.draft.json', jsonText(responseFrom(app, { hidden: true })));
}

async function downloadPart(sections) {
  if (!sections.length) await ask(t('part_none'), [['', t('close')]]);
  else if (checkAll({ quiet: true, sections }))
    download('response.part.json', jsonText(responseFrom(app, { sections })));
}

async function downloadZip() {
  if (!checkAll({ quiet: true })) return;
  if (missingFiles().length) {
    focusOn(document.getElementById('choose-again'));
    return;
  }
  if (!(await sendsOpen())) return;
  announce('status-send', t('packing'));
  const files = [];
  for (const item of app.draft.evidence) {
    const file = app.files.get(item.sha256);
    if ((await readFile(file)).sha256 !== item.sha256) {
      await tellChanged(item, file);
      return;
    }
    files.push([item.file, file]);
  }
  const text = await textToSend();
  const name = `${responseFrom(app).response_id}.zip`;
  downloadWhole(name, await submission(text, files));
}

/** Ask whether the submission is made with questions still open. */
async function sendsOpen() {
  const { left } = totalOf(progressOf(app));
  if (!left) return true;
  const how = await ask(t('send_open', { count: left }), [
    ['send', t('send_anyway'), 'primary'],
    ['show', t('left')],
    ['', t('cancel')],
  ]);
  if (how === 'show') go('left');
  return how === 'send';
}

/** Tell that a file is not what was listed any more, and lead to where it is replaced. */
async function tellChanged(item, file) {
  app.files.delete(item.sha256);
  evidenceChanged();
  announce('status-send', '');
  await ask(t('file_changed', { name: file.name }), [['', t('close')]]);
  go(`evidence-${item.id}`);
}

/** Return why a document is no response to this questionnaire; empty when it is one. */
function refusal(document) {
  const { questionnaire, digest } = app.form;
  if (!isMap(document) || !isMap(document.questionnaire) || !isMap(document.answers))
    return t('import_no_response');
  const asked = document.questionnaire;
  if (asked.id !== questionnaire.id)
    return t('import_other', { id: asked.id, title: pick(questionnaire.title) });
  if (asked.version !== questionnaire.version)
    return t('import_version', { version: asked.version, own: questionnaire.version });
  if (asked.digest && asked.digest !== digest) return t('import_digest');
  const unknown = unknownKeys(document);
  if (unknown.length) return t('import_unknown', { keys: unknown.slice(0, 10).join(', ') });
  return wellFormed(document) ? '' : t('import_no_response');
}

function unknownKeys(document) {
  const strange = (map, keys, where) =>
    isMap(map)
      ? Object.keys(map)
          .filter((key) => !keys.includes(key))
          .map((key) => where + key)
      : [];
  const each = (list, keys, where) =>
    Array.isArray(list)
      ? list.flatMap((map, index) => strange(map, keys, `${where}/${index}/`))
      : [];
  return [
    ...strange(document, DOCUMENT_KEYS, '/'),
    ...strange(document.questionnaire, ['id', 'version', 'digest'], '/questionnaire/'),
    ...strange(document.request, ['id', 'nonce'], '/request/'),
    ...strange(document.vendor, VENDOR_KEYS, '/vendor/'),
    ...strange(document.vendor?.contact, PERSON_KEYS, '/vendor/contact/'),
    ...strange(document.attestation, ATTESTATION_KEYS, '/attestation/'),
    ...each(document.respondents, RESPONDENT_KEYS, '/respondents'),
    ...each(document.evidence, EVIDENCE_KEYS, '/evidence'),
    ...strange(document.answers, Object.keys(app.form.questions), '/answers/'),
    ...Object.entries(document.answers).flatMap(([id, answer]) =>
      strange(answer, ANSWER_KEYS, `/answers/${id}/`),
    ),
  ];
}

/** Tell whether the frame is sound; single values are for the check to judge. */
function wellFormed(document) {
  const absent = (value) => value === undefined || value === null;
  const texts = (map, keys) => keys.every((key) => absent(map[key]) || isText(map[key]));
  const maps = (list) => absent(list) || (Array.isArray(list) && list.every(isMap));
  const { vendor, respondents, evidence, attestation, request, sequence } = document;
  const answers = Object.values(document.answers);
  return (
    maps(respondents) &&
    maps(evidence) &&
    [vendor, vendor?.contact, attestation, request].every((map) => absent(map) || isMap(map)) &&
    texts(document, ['$schema', 'response_id', 'authored', 'language', 'amends']) &&
    texts(vendor ?? {}, VENDOR_KEYS.slice(0, 3)) &&
    texts(vendor?.contact ?? {}, PERSON_KEYS) &&
    texts(attestation ?? {}, ATTESTATION_KEYS) &&
    (respondents ?? []).every((person) => isText(person.id) && texts(person, RESPONDENT_KEYS)) &&
    (evidence ?? []).every(
      (item) =>
        isText(item.id) &&
        isText(item.file) &&
        texts(
          item,
          EVIDENCE_KEYS.filter((key) => key !== 'size'),
        ),
    ) &&
    new Set((evidence ?? []).map((item) => item.id)).size === (evidence ?? []).length &&
    (absent(sequence) || Number.isInteger(sequence)) &&
    answers.every(
      (answer) =>
        isMap(answer) &&
        ['answered', 'unanswered', ...WAIVERS].includes(answer.state) &&
        texts(answer, ['justification', 'comment', 'respondent']) &&
        (absent(answer.evidence) ||
          (Array.isArray(answer.evidence) && answer.evidence.every(isText))),
    )
  );
}

/** Return the document of a response file or submission with the files beside it. */
async function readResponse(file) {
  const entries = /\.zip$/i.test(file.name) ? await unzipped(file) : new Map();
  const response = entries.get('response.json') ?? file;
  if (response.size > MAX_JSON_BYTES) throw new Error('too large');
  return { document: JSON.parse(await response.text()), entries };
}

/** Take the files of a submission that are what the evidence list says. */
async function takeEntries(items, entries) {
  for (const item of items) {
    const entry = entries.get(item.file);
    const file = entry && new File([entry], shownFile(item));
    if (file && (await readFile(file)).sha256 === item.sha256) app.files.set(item.sha256, file);
  }
}

/** Take a response in: instead of the present answers, or added to them. */
async function importResponse(file) {
  const opened = await readResponse(file).catch(() => null);
  if (!opened) {
    await ask(t('import_no_json', { name: file.name }), [['', t('close')]]);
    return;
  }
  const { document } = opened;
  const reason = refusal(document);
  if (reason) {
    await ask(`${t('import_refused', { name: file.name })} ${reason}`, [['', t('close')]]);
    return;
  }
  const incoming = draftFrom(document);
  await takeEntries(incoming.evidence, opened.entries);
  const mine = Object.keys(app.draft.answers).length;
  let how = 'replace';
  if (mine)
    how = await ask(t('import_how', { theirs: Object.keys(incoming.answers).length, mine }), [
      ['replace', t('replace'), 'primary'],
      ['add', t('add')],
      ['', t('cancel')],
    ]);
  if (!how) return;
  if (mine && !app.store.copy(app.draft))
    download('response.before-import.json', jsonText(responseFrom(app, { hidden: true })));
  app.undo = mine ? { draft: structuredClone(app.draft), language: words.language } : null;
  if (how === 'replace' && app.form.languages.includes(document.language))
    words.language = document.language;
  startAgain(how === 'add' ? joined(app.draft, incoming) : withIdentity(incoming));
  // A working copy or a part was not sent to anybody yet.
  if (how === 'replace' && !/draft|part/.test(file.name)) app.draft.sent = await digestNow();
  announce('status-load', t('loaded', { count: Object.keys(incoming.answers).length }));
}

/** A form made for one request stays with it, whatever response its answers come from. */
function withIdentity(incoming) {
  const issued = draftFrom(app.form.prefill);
  if (!issued.request || issued.request.nonce === incoming.request?.nonce) return incoming;
  const rest = Object.fromEntries(
    Object.entries(incoming).filter(([key]) => !IDENTITY_KEYS.includes(key)),
  );
  return { ...rest, ...ordered(issued, IDENTITY_KEYS) };
}

/** Return a draft with another's answers and evidence added; theirs count where both speak. */
function joined(mine, theirs) {
  const byId = (list, more) => [
    ...new Map([...list, ...more].map((one) => [one.id, one])).values(),
  ];
  return {
    ...mine,
    vendor: { ...theirs.vendor, ...mine.vendor },
    respondents: byId(mine.respondents, theirs.respondents),
    answers: bare({ ...mine.answers, ...theirs.answers }),
    evidence: byId(mine.evidence, theirs.evidence),
  };
}
