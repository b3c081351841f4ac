/** One question: its text, its widget, what stands instead of an answer, and more. */

/** Return the card of a question: `element`, and `refresh` to follow the draft. */
function questionCard(question) {
  const id = question.link_id;
  // No link id has an underscore, so no part of a question is taken for another question.
  const base = `q-${id}`;
  const answer = () => app.draft.answers[id] ?? {};
  const describe = [question.help ? `${base}_help` : '', `${base}_error`].filter(Boolean).join(' ');
  const aria = { id: `${base}_input`, label: `${base}_text`, describe };

  const error = h('p', { class: 'error', id: `${base}_error`, hidden: true });
  const carried = carriedMark(id);
  const input = h(
    'fieldset',
    { class: 'bare', 'aria-labelledby': aria.label },
    widget(question, answer().value, (value) => putAnswer(id, { value }), aria),
  );
  const clear = clearButton(input, () => putAnswer(id, { value: undefined }));
  const waivers = waiverChoices(question, answer, aria, clear);
  const extra = extraDetails(question, answer, base);
  const element = h(
    'fieldset',
    { class: 'question', id: base },
    h(
      'legend',
      {},
      h('span', { class: 'number-mark' }, app.form.numberOf[id]),
      h('span', { id: `${base}_text` }, say(question.text)),
      (question.required ?? true) ? null : optionalMark(),
    ),
    carried,
    question.help ? h('p', { class: 'help', id: `${base}_help` }, say(question.help)) : null,
    error,
    input,
    waivers.element,
    h('div', { class: 'more' }, whyDetails(question), extra.element),
  );

  element.addEventListener('focusout', (event) => {
    if (!element.contains(event.relatedTarget)) whenReleased(judge);
  });
  const judge = () => {
    if (element.contains(document.activeElement) || stateOf(answer()) === 'unanswered') return;
    const found = answerProblems(app, id, answer());
    if (found.length) app.problems.set(base, found);
    showError();
  };
  const showError = () => showProblemsIn(element, error, app.problems.get(base) ?? []);
  const refreshCard = () => {
    element.hidden = app.asked[id] !== 'asked';
    element.dataset.how = standing(question, app.draft.answers[id]);
    input.disabled = WAIVERS.includes(answer().state);
    carried.hidden = !answer().carried;
    clear.hidden = !clear.wanted();
    waivers.refresh();
    extra.refresh();
    showError();
  };
  return { element, refresh: refreshCard };
}

function carriedMark(id) {
  return h(
    'div',
    { class: 'notice carried', hidden: true },
    h('span', {}, t('carried')),
    button(
      t('confirm'),
      () => {
        confirmAnswers([id]);
        focusOn(document.getElementById(`q-${id}`));
      },
      { class: 'plain', 'aria-describedby': `q-${id}_text` },
    ),
  );
}

/** What may stand instead of an answer, at most one of them, and the reason for N/A. */
function waiverChoices(question, answer, aria, clear) {
  const id = question.link_id;
  const base = `q-${id}`;
  const states = WAIVERS.filter(
    (state) =>
      state !== 'not_applicable' || question.allow_not_applicable || answer().state === state,
  );
  const list = optionList(
    'checkbox',
    states.map((state) => [state, t(`state_${state}`)]),
    () => false,
    (state, on) => putAnswer(id, { state: on ? state : undefined }),
    { id: `${base}_state` },
  );
  const area = textArea(answer().justification, (text) => putAnswer(id, { justification: text }), {
    id: `${base}_reason`,
    rows: 2,
    'aria-describedby': aria.describe,
  });
  const reason = h(
    'div',
    { class: 'part', hidden: true },
    h('label', { for: area.id }, t('justification')),
    area,
  );
  const redraw = () => {
    for (const box of list.querySelectorAll('input')) box.checked = answer().state === box.value;
    reason.hidden = answer().state !== 'not_applicable';
  };
  list.classList.add('waivers');
  list.append(clear);
  return { element: h('div', { class: 'instead' }, list, reason), refresh: redraw };
}

function whyDetails(question) {
  const evidence = question.typical_evidence;
  return h(
    'details',
    { class: 'why' },
    h('summary', {}, t('why')),
    question.rationale ? h('p', {}, say(question.rationale)) : null,
    evidence ? h('p', {}, h('strong', {}, t('typical_evidence')), ' ', say(evidence)) : null,
    h(
      'p',
      { class: 'muted' },
      t('question_id'),
      ' ',
      h('span', { class: 'mono' }, question.link_id),
    ),
  );
}

/** Evidence, comment and who answered; built when it is first opened. */
function extraDetails(question, answer, base) {
  const id = question.link_id;
  const mark = h('span', { class: 'tag' });
  const body = h('div');
  const backed = question.type !== 'attachment';
  const expected = backed && question.evidence === 'expected';
  const label = backed ? 'comment_evidence' : 'comment_only';
  const element = h('details', { class: 'extra' }, h('summary', {}, t(label), ' ', mark), body);
  const build = () => {
    if (body.childElementCount) return;
    if (backed) {
      const title = h(
        'p',
        { class: 'part-title', id: `${base}_evidence-label` },
        t(expected ? 'evidence_expected' : 'evidence_optional'),
      );
      body.append(
        title,
        evidencePicker(answer().evidence ?? [], (ids) => putAnswer(id, { evidence: ids }), {
          id: `${base}_evidence`,
          label: title.id,
          describe: title.id,
        }),
      );
    }
    const area = textArea(answer().comment, (text) => putAnswer(id, { comment: text }), {
      id: `${base}_comment`,
      rows: 2,
      // So that the style can tell an empty one.
      placeholder: ' ',
    });
    body.append(
      h('div', { class: 'part' }, h('label', { for: area.id }, t('comment')), area),
      respondentPart(id, answer, base),
    );
  };
  const redraw = () => {
    const count = (answer().evidence ?? []).length;
    const marks = [
      count
        ? t('files_count', { count })
        : expected
          ? t('expected_mark')
          : '',
      answer().comment ? t('has_comment') : '',
      app.draft.respondents.find((person) => person.id === answer().respondent)?.name,
    ];
    write(mark, marks.filter(Boolean).join(' · '));
    mark.hidden = !mark.textContent;
    mark.classList.toggle('wanted', !count && marks.slice(1).every((text) => !text));
    if (element.open) build();
    const who = body.querySelector('select');
    if (who) who.value = answer().respondent ?? '';
  };
  element.addEventListener('toggle', redraw);
  return { element, refresh: redraw };
}

function respondentPart(id, answer, base) {
  const people = app.draft.respondents.map((person) => [person.id, person.name ?? person.id]);
  if (!people.length) return [];
  const select = selectOne(
    people,
    answer().respondent,
    (who) => putAnswer(id, { respondent: who }),
    { id: `${base}_respondent` },
  );
  return h('div', { class: 'part' }, h('label', { for: select.id }, t('respondent')), select);
}
