/** The first page: the company, who answers, and where the answers are kept. */

function startPage() {
  const { vendor } = app.draft;
  const put = (map, key) => (value) => {
    if (value === undefined) delete map[key];
    else map[key] = value;
    changed();
  };
  vendor.contact ??= {};
  const contacts = PERSON_KEYS.map((key) =>
    line(
      t(`person_${key}`),
      textInput(vendor.contact[key], put(vendor.contact, key), { id: `vendor-contact-${key}` }),
    ),
  );
  const element = h(
    'section',
    { class: 'page', 'aria-labelledby': 'title-start' },
    h('h2', { id: 'title-start', tabindex: -1 }, t('start')),
    h('p', { class: 'lead' }, t('start_intro')),
    keepingPanel(),
    h(
      'fieldset',
      { class: 'group' },
      h('legend', {}, t('vendor')),
      problemLine('vendor'),
      line(t('vendor_name'), textInput(vendor.name, put(vendor, 'name'), { id: 'vendor-name' }), {
        hint: app.form.prefill.request ? t('vendor_asked') : null,
      }),
      line(
        t('vendor_registration'),
        textInput(vendor.registration_no, put(vendor, 'registration_no'), {
          id: 'vendor-registration',
        }),
        { optional: true },
      ),
      line(
        t('vendor_country'),
        selectOne(countryChoices(), vendor.country, put(vendor, 'country'), {
          id: 'vendor-country',
        }),
      ),
      h(
        'fieldset',
        { class: 'sub' },
        h('legend', {}, t('vendor_contact'), optionalMark()),
        h('div', { class: 'cells' }, contacts),
      ),
    ),
    respondentsPart(),
    pager('start'),
  );
  return { element };
}

/** Who answers; each person can be named beside answers. */
function respondentsPart() {
  const list = h('div', { class: 'rows' });
  const draw = () =>
    list.replaceChildren(
      ...app.draft.respondents.map((person, index) => {
        const put = (key) => (value) => {
          if (value === undefined) delete person[key];
          else person[key] = value;
          if (key === 'name') rebuildSections();
          changed();
        };
        const cells = ['name', 'role', 'email'].map((key) =>
          line(
            t(`person_${key}`),
            textInput(person[key], put(key), { id: `respondent_${key}-${person.id}` }),
            { optional: key !== 'name' },
          ),
        );
        const remove = button(
          t('remove'),
          () => {
            app.draft.respondents.splice(index, 1);
            for (const answer of Object.values(app.draft.answers))
              if (answer.respondent === person.id) delete answer.respondent;
            for (const [section, who] of Object.entries(app.draft.answering ?? {}))
              if (who === person.id) delete app.draft.answering[section];
            rebuildSections();
            draw();
            add.focus();
            changed();
          },
          {
            class: 'link danger',
            'aria-label': t('remove_name', { name: person.name ?? `${index + 1}` }),
          },
        );
        return h(
          'fieldset',
          { class: 'row', id: `respondent-${person.id}` },
          h('legend', {}, t('respondent_number', { number: index + 1 })),
          problemLine(`respondent-${person.id}`),
          h('div', { class: 'cells' }, cells),
          h('div', { class: 'actions' }, remove),
        );
      }),
    );
  const add = button(
    t('add_respondent'),
    () => {
      const taken = app.draft.respondents.map((person) => person.id);
      app.draft.respondents.push({ id: evidenceId('person', taken) });
      rebuildSections();
      draw();
      list.lastElementChild.querySelector('input').focus();
      changed();
    },
    { class: 'plain', id: 'add-respondent' },
  );
  draw();
  return h(
    'fieldset',
    { class: 'group' },
    h('legend', {}, t('respondents')),
    h('p', { class: 'help' }, t('respondents_help')),
    list,
    h('div', { class: 'actions' }, add),
  );
}

/** Where answers are kept, in plain sight, with the way to stop and to erase. */
function keepingPanel() {
  const box = h('input', { type: 'checkbox', id: 'do-not-keep', checked: !app.store.keeps });
  box.addEventListener('change', () => {
    app.store.keep(!box.checked, snapshot);
    refresh();
  });
  const [open, input] = fileButton(
    t('import'),
    ([file]) => importResponse(file),
    { class: 'plain', id: 'import' },
    '.json,.zip,application/json,application/zip',
    false,
  );
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'title-keeping' },
    h('h3', { id: 'title-keeping' }, t('keeping')),
    h('p', {}, t('keeping_text')),
    h('label', { class: 'option', for: box.id }, box, h('span', {}, t('do_not_keep'))),
    h(
      'div',
      { class: 'actions' },
      open,
      input,
      button(t('erase'), eraseAll, { class: 'plain danger', id: 'erase' }),
    ),
  );
}

async function eraseAll() {
  if (
    (await ask(t('erase_sure'), [
      ['yes', t('erase'), 'danger'],
      ['', t('cancel')],
    ])) !== 'yes'
  )
    return;
  app.store.forget();
  app.files.clear();
  app.undo = null;
  startAgain(draftFrom(app.form.prefill));
  announce('status-load', t('erased'));
}
