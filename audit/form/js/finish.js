/** The last page: what is left, the attestation, the check, and the files to send. */

function finishPage() {
  const left = h('div', { id: 'left' });
  const summary = h('div', { id: 'errors', class: 'errors', tabindex: -1, hidden: true });
  const missing = h('div');
  const element = h(
    'section',
    { class: 'page', 'aria-labelledby': 'title-finish' },
    h('h2', { id: 'title-finish', tabindex: -1 }, t('finish')),
    summary,
    h(
      'section',
      { 'aria-labelledby': 'title-left' },
      h('h3', { id: 'title-left', tabindex: -1 }, t('left')),
      left,
    ),
    attestationPart(),
    h(
      'section',
      { class: 'panel', 'aria-labelledby': 'title-send' },
      h('h3', { id: 'title-send' }, t('send')),
      h('p', {}, t('send_text')),
      missing,
      h(
        'div',
        { class: 'actions' },
        button(t('download_zip'), downloadZip, { class: 'primary', id: 'download-zip' }),
        button(t('check'), () => checkAll(), { class: 'plain', id: 'check' }),
        button(t('download_response'), downloadResponse, {
          class: 'plain',
          id: 'download-response',
        }),
      ),
      h('p', { id: 'status-send', role: 'status' }),
    ),
    h(
      'section',
      { 'aria-labelledby': 'title-copies' },
      h('h3', { id: 'title-copies' }, t('copies')),
      h('p', {}, t('copies_text')),
      h(
        'div',
        { class: 'actions' },
        button(t('download_draft'), downloadDraft, { class: 'plain', id: 'download-draft' }),
        button(t('print'), () => window.print(), { class: 'plain' }),
      ),
      partDetails(),
    ),
    pager('finish'),
  );
  const redraw = () => {
    left.replaceChildren(...leftLists());
    missing.replaceChildren(...missingPart());
  };
  redraw();
  return { element, refresh: redraw, summary };
}

function attestationPart() {
  const given = app.draft.attestation;
  const put = (key) => (value) => {
    if (value === undefined) delete given[key];
    else given[key] = value;
    changed();
  };
  return h(
    'fieldset',
    { class: 'group' },
    h('legend', {}, t('attestation')),
    h('p', { class: 'help' }, t('attestation_help')),
    problemLine('attest'),
    h(
      'div',
      { class: 'cells' },
      line(t('person_name'), textInput(given.name, put('name'), { id: 'attest-name' })),
      line(t('person_role'), textInput(given.role, put('role'), { id: 'attest-role' })),
      line(t('attest_date'), dateInput(given.date ?? today(), put('date'), { id: 'attest-date' })),
      line(
        t('authored'),
        dateInput(
          app.draft.authored ?? today(),
          (day) => {
            app.draft.authored = day;
            changed();
          },
          { id: 'authored' },
        ),
      ),
    ),
    line(
      t('attest_statement'),
      textArea(given.statement ?? t('attest_default'), put('statement'), {
        id: 'attest-statement',
      }),
    ),
  );
}

/** Ask for files that a reload has lost; each must be the very one listed. */
function missingPart() {
  const missing = missingFiles();
  if (!missing.length) return [];
  const [open, input] = fileButton(t('choose_again'), chooseAgain, {
    class: 'plain',
    id: 'choose-again',
  });
  return [
    h(
      'div',
      { class: 'notice tall' },
      h('p', {}, t('missing_files', { count: missing.length })),
      h(
        'ul',
        {},
        missing.map((item) => h('li', {}, h('bdi', {}, shownFile(item)))),
      ),
      open,
      input,
    ),
  ];
}

async function chooseAgain(files) {
  const strangers = [];
  for (const file of files) {
    const read = await readFile(file);
    const items = read.refused
      ? []
      : app.draft.evidence.filter((item) => item.sha256 === read.sha256);
    if (items.length) app.files.set(read.sha256, file);
    if (!items.length) strangers.push(file.name);
  }
  evidenceChanged();
  focusOn(document.getElementById('title-send'));
  if (strangers.length)
    await ask(
      t('not_the_files'),
      [['', t('close')]],
      h(
        'ul',
        {},
        strangers.map((name) => h('li', {}, h('bdi', {}, name))),
      ),
    );
}

/** Check the whole response; on problems the summary takes the focus. */
function checkAll({ quiet = false, sections = null } = {}) {
  const found = problemsOf(app, responseFrom(app, { sections }));
  app.problems = byPlace(found);
  const { summary } = pageOf('finish');
  summary.hidden = !found.length;
  summary.replaceChildren(...(found.length ? summaryOf(found) : []));
  refresh();
  if (found.length) {
    go('finish');
    focusOn(summary);
  } else if (!quiet) announce('status-send', t('no_problems'));
  return !found.length;
}

function summaryOf(found) {
  const groups = pageNames().map((page) => ({
    title: pageTitle(page),
    links: found
      .filter((one) => one.page === page)
      .map(({ place, at, about, text }) => {
        const question = app.form.questions[place.slice(2)];
        if (place.startsWith('q-')) return { ...questionLink(question), place: at, note: text };
        return about ? { place: at, text: about, note: text } : { place: at, text };
      }),
  }));
  return [h('h3', {}, t('problems', { count: found.length })), ...linkGroups(groups, 10)];
}

/** A part of the answers, for several people to fill in one form each. */
function partDetails() {
  const chosen = new Set();
  const sections = app.form.questionnaire.sections.map((section) => [
    section.id,
    say(section.title),
  ]);
  const list = optionList(
    'checkbox',
    sections,
    () => false,
    (id, on) => (on ? chosen.add(id) : chosen.delete(id)),
    { id: 'part' },
  );
  const label = h('p', { id: 'part-label' }, t('part_text'));
  return h(
    'details',
    {},
    h('summary', {}, t('part')),
    label,
    h('div', { role: 'group', 'aria-labelledby': label.id }, list),
    h(
      'div',
      { class: 'actions' },
      button(t('download_part'), () => downloadPart([...chosen]), {
        class: 'plain',
        id: 'download-part',
      }),
    ),
  );
}
