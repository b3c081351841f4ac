/** The draft: what was typed so far, and the response document that it makes. */

const DOCUMENT_KEYS = [
  '$schema',
  'response_id',
  'questionnaire',
  'request',
  'sequence',
  'vendor',
  'authored',
  'respondents',
  'language',
  'answers',
  'evidence',
  'attestation',
  'amends',
];
const IDENTITY_KEYS = ['$schema', 'response_id', 'request', 'sequence', 'amends'];
const VENDOR_KEYS = ['name', 'registration_no', 'country', 'contact'];
const PERSON_KEYS = ['name', 'role', 'email', 'phone'];
const RESPONDENT_KEYS = ['id', 'name', 'role', 'email'];
const ANSWER_KEYS = [
  'state',
  'value',
  'justification',
  'comment',
  'evidence',
  'respondent',
  'carried',
];
const EVIDENCE_KEYS = [
  'id',
  'title',
  'kind',
  'issuer',
  'issued',
  'expires',
  'scope',
  'file',
  'media_type',
  'size',
  'sha256',
  'assurance_claimed',
];
const ATTESTATION_KEYS = ['name', 'role', 'date', 'statement'];
/** What a blank response has where the vendor is to write. */
const PLACEHOLDER = '?';

/** Return the named keys of a map, in this order, without those that say nothing. */
function ordered(map, keys) {
  const said = keys.filter((key) => ![undefined, null, ''].includes(map[key]));
  return Object.fromEntries(said.map((key) => [key, map[key]]));
}

/** Return the draft that a response document, or nothing, starts. */
function draftFrom(document) {
  const vendor = document.vendor ?? {};
  const answers = draftAnswers(document.answers ?? {});
  const named = Object.fromEntries(
    Object.entries(vendor).filter(([, text]) => text !== PLACEHOLDER),
  );
  // A blank response has a country and a day only because the schema demands them.
  const blank = vendor.registration_no === PLACEHOLDER && !Object.keys(answers).length;
  if (blank) delete named.country;
  return {
    ...ordered(document, IDENTITY_KEYS),
    vendor: {
      ...ordered(named, VENDOR_KEYS.slice(0, 3)),
      contact: ordered(vendor.contact ?? {}, PERSON_KEYS),
    },
    authored: blank ? undefined : document.authored,
    respondents: (document.respondents ?? []).map((person) => ordered(person, RESPONDENT_KEYS)),
    answers,
    evidence: (document.evidence ?? []).map((item) => ordered(item, EVIDENCE_KEYS)),
    attestation: ordered(document.attestation ?? {}, ATTESTATION_KEYS),
  };
}

/** Return a map that has nothing but its own keys, so that any id can be looked up. */
function bare(map) {
  return Object.assign(Object.create(null), map);
}

function draftAnswers(answers) {
  const found = bare({});
  for (const [id, answer] of Object.entries(answers)) {
    const kept = ordered(answer, ANSWER_KEYS);
    if (!WAIVERS.includes(kept.state)) delete kept.state;
    if (!kept.carried) delete kept.carried;
    if (!(kept.evidence ?? []).length) delete kept.evidence;
    if (Object.keys(kept).length) found[id] = kept;
  }
  return found;
}

/**
 * Return the response document.
 *
 * `sections` limits it to a part; `hidden` keeps answers to questions that are not
 * asked, for a working copy. Answers that say nothing are left out.
 */
function responseFrom(app, { sections = null, hidden = false } = {}) {
  const { draft, form } = app;
  const answers = exportedAnswers(app, sections, hidden);
  const named = evidenceNamed(answers, form.questions);
  const people = new Set(Object.values(answers).map((answer) => answer.respondent));
  const contact = ordered(draft.vendor.contact ?? {}, PERSON_KEYS);
  const vendor = { ...draft.vendor, contact: Object.keys(contact).length ? contact : null };
  const document = {
    ...draft,
    response_id: draft.response_id ?? `${form.questionnaire.id}-response-1`,
    questionnaire: {
      id: form.questionnaire.id,
      version: form.questionnaire.version,
      digest: form.digest,
    },
    vendor: { name: '', country: '', ...ordered(vendor, VENDOR_KEYS) },
    authored: draft.authored || today(),
    respondents: draft.respondents
      .filter((person) => !sections || people.has(person.id))
      .map((person) => ordered(person, RESPONDENT_KEYS)),
    language: words.language,
    answers,
    evidence: draft.evidence
      .filter((item) => !sections || named.has(item.id))
      .map((item) => ordered(item, EVIDENCE_KEYS)),
    attestation: sections ? null : attestationOf(draft),
  };
  if (!document.respondents.length) delete document.respondents;
  return ordered(document, DOCUMENT_KEYS);
}

function exportedAnswers({ draft, form, asked }, sections, hidden) {
  const found = {};
  for (const section of form.questionnaire.sections) {
    if (sections && !sections.includes(section.id)) continue;
    for (const { link_id: id } of section.questions) {
      const answer = draft.answers[id];
      const kept = hidden || asked[id] === 'asked' || (asked[id] === 'withheld' && answer?.carried);
      const said = answer && kept ? exportedAnswer(answer) : null;
      if (said) found[id] = said;
    }
  }
  return found;
}

function exportedAnswer(answer) {
  const state = stateOf(answer);
  const plain = { ...answer, state, evidence: answer.evidence?.length ? answer.evidence : null };
  if (state !== 'answered') delete plain.value;
  if (state !== 'not_applicable') delete plain.justification;
  const said = ordered(plain, ANSWER_KEYS);
  return state === 'unanswered' && !said.comment && !said.evidence ? null : said;
}

function evidenceNamed(answers, questions) {
  const named = Object.entries(answers).flatMap(([id, answer]) => [
    ...(answer.evidence ?? []),
    ...(questions[id].type === 'attachment' && Array.isArray(answer.value) ? answer.value : []),
  ]);
  return new Set(named);
}

/** An attestation is given once somebody put a name or an office under it. */
function attestationOf(draft) {
  const { name, role, date, statement } = draft.attestation;
  if (!name && !role) return null;
  return {
    name: name ?? '',
    role: role ?? '',
    date: date || today(),
    statement: statement ?? t('attest_default'),
  };
}

/** Return the JSON text of a document as it is written everywhere: two spaces. */
function jsonText(document) {
  return `${JSON.stringify(document, null, 2)}\n`;
}
