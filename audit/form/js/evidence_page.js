/** The page of evidence: every document with its description and its file. */

/** Return the page that lists and describes all evidence. */
function evidencePage() {
  const body = h('div');
  const redraw = () => body.replaceChildren(...evidenceCards());
  redraw();
  const [add, input] = fileButton(
    t('add_files'),
    (files) =>
      takeFiles(files).then((ids) => focusOn(document.getElementById(`evidence-${ids[0]}`))),
    { class: 'primary' },
  );
  const element = h(
    'section',
    { class: 'page', 'aria-labelledby': 'title-evidence' },
    h('h2', { id: 'title-evidence', tabindex: -1 }, t('evidence')),
    h('p', { class: 'lead' }, t('evidence_intro')),
    h('p', {}, t('evidence_local')),
    problemLine('evidence'),
    h('div', { class: 'actions' }, add, input),
    body,
    pager('evidence'),
  );
  return { element, redraw };
}

function evidenceCards() {
  const items = app.draft.evidence;
  if (!items.length) return [h('p', { class: 'muted' }, t('evidence_none'))];
  return items.map((item) => evidenceCard(item));
}

function evidenceCard(item) {
  const put = (key) => (value) => {
    if (value === undefined) delete item[key];
    else item[key] = value;
    changed();
  };
  // No id of an item stands before the underscore, so no field is taken for another item.
  const id = (key) => `evidence_${key}-${item.id}`;
  const field = (key, control) => line(t(`evidence_${key}`), control);
  const wide = (part) => h('div', { class: 'wide' }, part);
  const kinds = app.form.kinds.map((kind) => [kind, t(`kind_${kind}`)]);
  const origins = ['documented', 'independent'].map((level) => [level, t(`origin_${level}`)]);
  const title = textArea(item.title, put('title'), { id: id('title'), rows: 1, class: 'line' });
  const origin = selectOne(origins, item.assurance_claimed, put('assurance_claimed'), {
    id: id('origin'),
  });
  title.addEventListener('change', drawPickers);
  const there = app.files.has(item.sha256);
  const [replace, input] = fileButton(
    t(there ? 'replace_file' : 'choose_file'),
    ([file]) => replaceFile(item, file),
    there ? { class: 'link', 'aria-describedby': id('name') } : { class: 'plain' },
    '',
    false,
  );
  return h(
    'fieldset',
    { class: 'row', id: `evidence-${item.id}` },
    h('legend', { id: id('name') }, h('bdi', {}, shownFile(item))),
    problemLine(`evidence-${item.id}`),
    there ? null : h('div', { class: 'notice' }, h('p', {}, t('file_gone')), replace),
    h(
      'div',
      { class: 'cells' },
      wide(field('title', title)),
      field('kind', selectOne(kinds, item.kind, put('kind'), { id: id('kind') })),
      field('origin', origin),
      wide(field('issuer', textInput(item.issuer, put('issuer'), { id: id('issuer') }))),
      field('issued', dateInput(item.issued, put('issued'), { id: id('issued') })),
      field('expires', dateInput(item.expires, put('expires'), { id: id('expires') })),
      wide(field('scope', textArea(item.scope, put('scope'), { id: id('scope'), rows: 2 }))),
    ),
    h(
      'div',
      { class: 'actions' },
      there ? replace : null,
      input,
      button(t('remove'), () => removeItem(item), {
        class: 'link danger',
        'aria-label': t('remove_name', { name: item.title ?? shownFile(item) }),
      }),
    ),
    h(
      'p',
      { class: 'muted' },
      `${shownSize(item.size)} · SHA-256 `,
      h('span', { class: 'mono' }, item.sha256),
    ),
  );
}

/** Take another file for a listed document; its title and the answers it backs stay. */
async function replaceFile(item, file) {
  const read = await readOrTell(file);
  if (!read) return;
  const others = app.draft.evidence.filter((one) => one !== item);
  const twin = others.find((one) => one.sha256 === read.sha256);
  if (twin) {
    const names = { name: file.name, title: twin.title ?? shownFile(twin) };
    await ask(t('file_listed', names), [['', t('close')]]);
    return;
  }
  const answers = [
    ['yes', t('replace'), 'primary'],
    ['', t('cancel')],
  ];
  const same = read.sha256 === item.sha256;
  const names = { name: file.name, title: item.title ?? shownFile(item) };
  if (!same && (await ask(t('replace_sure', names), answers)) !== 'yes') return;
  if (!same) Object.assign(item, fileFacts(file, read, others));
  app.files.set(item.sha256, file);
  evidenceChanged();
  go(`evidence-${item.id}`);
}

async function removeItem(item) {
  const users = Object.entries(app.draft.answers).filter(([id, answer]) =>
    evidenceNamed({ [id]: answer }, app.form.questions).has(item.id),
  );
  const question = t(users.length ? 'remove_used' : 'remove_unused', {
    name: item.title ?? shownFile(item),
    count: users.length,
  });
  if (
    (await ask(question, [
      ['yes', t('remove'), 'danger'],
      ['', t('cancel')],
    ])) !== 'yes'
  )
    return;
  for (const [id, answer] of users) {
    answer.evidence = (answer.evidence ?? []).filter((one) => one !== item.id);
    if (app.form.questions[id].type === 'attachment' && Array.isArray(answer.value))
      answer.value = answer.value.filter((one) => one !== item.id);
    if (
      Array.isArray(answer.value) &&
      app.form.questions[id].type === 'attachment' &&
      !answer.value.length
    )
      delete answer.value;
  }
  app.draft.evidence = app.draft.evidence.filter((one) => one !== item);
  evidenceChanged();
  focusOn(document.getElementById('title-evidence'));
}
