/** Evidence: files chosen from the disk, described, and named beside answers. */

/** Take files into the list; returns the ids of those taken, old or new. */
async function takeFiles(files) {
  const taken = [];
  for (const file of files) {
    announce('status-flow', t('reading', { name: file.name }));
    const read = await readFile(file);
    if (read.refused) {
      await ask(t(read.refused, { name: file.name }), [['', t('close')]]);
      continue;
    }
    const known = app.draft.evidence.find((item) => item.sha256 === read.sha256);
    const item = known ?? newItem(file, read);
    if (!known) app.draft.evidence.push(item);
    app.files.set(item.id, file);
    taken.push(item.id);
  }
  if (taken.length) {
    announce('status-flow', t('files_taken', { count: taken.length }));
    evidenceChanged();
  }
  return taken;
}

function newItem(file, { size, sha256: digest }) {
  const listed = app.draft.evidence;
  const name = freeName(
    safeName(file.name),
    listed.map((item) => item.file.replace(/^evidence\//, '')),
  );
  return {
    id: evidenceId(
      name,
      listed.map((item) => item.id),
    ),
    title: cleaned(split(file.name)[0]).trim().slice(0, 300) || name,
    file: `evidence/${name}`,
    media_type: mediaType(name, app.form.mediaTypes),
    size,
    sha256: digest,
  };
}

/** Redraw what shows the list. */
function evidenceChanged() {
  for (const picker of app.pickers) {
    if (picker.element.isConnected) picker.draw();
    else app.pickers.delete(picker);
  }
  app.pages.get('evidence')?.redraw();
  changed();
}

/** Return items whose file must be chosen again before a zip can be made. */
function missingFiles() {
  return app.draft.evidence.filter((item) => !app.files.has(item.id));
}

/** Return checkboxes of all items and a button that adds files straight away. */
function evidencePicker(ids, set, aria) {
  let chosen = [...ids];
  const list = h('div');
  const [add, input] = fileButton(
    t('add_files'),
    async (files) => {
      const taken = await takeFiles(files);
      chosen = [...new Set([...chosen, ...taken])];
      set(chosen);
      draw();
      add.focus();
    },
    { class: 'plain', id: aria.id, 'aria-describedby': aria.describe },
  );
  const draw = () => {
    const known = app.draft.evidence;
    chosen = chosen.filter((id) => known.some((item) => item.id === id));
    const choices = known.map((item) => [
      item.id,
      [
        h('bdi', {}, item.title ?? item.id),
        h('span', { class: 'muted' }, ' ', h('bdi', {}, item.file.replace(/^evidence\//, ''))),
      ],
    ]);
    list.replaceChildren(
      optionList(
        'checkbox',
        choices,
        (id) => chosen.includes(id),
        (id, on) => {
          chosen = on ? [...chosen, id] : chosen.filter((one) => one !== id);
          set(chosen);
        },
        { ...aria, id: `${aria.id}-item`, small: false },
      ),
    );
    list.hidden = !known.length;
  };
  draw();
  const element = h('div', { class: 'picker' }, list, h('div', { class: 'actions' }, add, input));
  app.pickers.add({ element, draw });
  return element;
}

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
    h('div', { class: 'actions' }, add, input),
    body,
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
  const id = `evidence-${item.id}`;
  const line = (key, control) =>
    h('div', { class: 'part' }, h('label', { for: control.id }, t(`evidence_${key}`)), control);
  const kinds = app.form.kinds.map((kind) => [kind, t(`kind_${kind}`)]);
  const fields = [
    line(
      'title',
      textArea(item.title, put('title'), { id: `${id}-title`, rows: 1, class: 'line' }),
    ),
    line('kind', selectOne(kinds, item.kind, put('kind'), { id: `${id}-kind` })),
    line('issuer', textInput(item.issuer, put('issuer'), { id: `${id}-issuer` })),
    line('issued', dateInput(item.issued, put('issued'), { id: `${id}-issued` })),
    line('expires', dateInput(item.expires, put('expires'), { id: `${id}-expires` })),
    line('scope', textArea(item.scope, put('scope'), { id: `${id}-scope`, rows: 2 })),
  ];
  return h(
    'fieldset',
    { class: 'row', id },
    h('legend', {}, h('bdi', {}, item.file.replace(/^evidence\//, ''))),
    h(
      'p',
      { class: 'muted' },
      `${shownSize(item.size)} · ${item.media_type ?? ''} · SHA-256 `,
      h('span', { class: 'mono' }, item.sha256),
    ),
    app.files.has(item.id) ? null : h('p', { class: 'notice' }, t('file_gone')),
    h('p', { class: 'error', id: `${id}-error`, hidden: true }),
    h('div', { class: 'cells' }, fields),
    h(
      'div',
      { class: 'actions' },
      button(t('remove'), () => removeItem(item), {
        class: 'link danger',
        'aria-label': t('remove_name', { name: item.title ?? item.id }),
      }),
    ),
  );
}

async function removeItem(item) {
  const users = Object.entries(app.draft.answers).filter(([id, answer]) =>
    evidenceNamed({ [id]: answer }, app.form.questions).has(item.id),
  );
  const question = t(users.length ? 'remove_used' : 'remove_unused', {
    name: item.title ?? item.id,
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
  app.files.delete(item.id);
  evidenceChanged();
  focusOn(document.getElementById('title-evidence'));
}
