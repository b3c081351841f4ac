/** The pages: start, one a section, evidence (in evidence.js), finish (in finish.js). */

/** Return the page of a name, built when it is first wanted. */
function pageOf(name) {
  if (!app.pages.has(name)) {
    const page = buildPage(name);
    page.element.id = `page-${name}`;
    page.element.hidden = true;
    app.pages.set(name, page);
    document.getElementById('pages').append(page.element);
  }
  return app.pages.get(name);
}

function pageNames() {
  return ['start', ...app.form.questionnaire.sections.map((section) => `s-${section.id}`), 'evidence', 'finish'];
}

function pageTitle(name) {
  if (!name.startsWith('s-')) return t(name);
  return pick(app.form.questionnaire.sections.find((section) => `s-${section.id}` === name).title);
}

function buildPage(name) {
  if (name === 'start') return startPage();
  if (name === 'evidence') return evidencePage();
  if (name === 'finish') return finishPage();
  return sectionPage(app.form.questionnaire.sections.find((section) => `s-${section.id}` === name));
}

function sectionPage(section) {
  const cards = section.questions.map((question) => questionCard(question));
  const ids = section.questions.map((question) => question.link_id);
  const carried = () => ids.filter((id) => app.asked[id] === 'asked' && app.draft.answers[id]?.carried);
  const confirm = button('', () => {
    confirmAnswers(carried());
    focusOn(document.getElementById(`title-${section.id}`));
  }, { class: 'plain' });
  const notice = h('div', { class: 'notice' }, h('span', {}, t('carried_section')), confirm);
  const element = h('section', { class: 'page', 'aria-labelledby': `title-${section.id}` },
    h('h2', { id: `title-${section.id}`, tabindex: -1 }, say(section.title)),
    section.intro ? h('p', { class: 'lead' }, say(section.intro)) : null,
    notice, cards.map((card) => card.element), pager(`s-${section.id}`));
  const redraw = () => {
    cards.forEach((card) => card.refresh());
    const count = carried().length;
    notice.hidden = !count;
    confirm.textContent = t('confirm_all', { count });
  };
  redraw();
  return { element, refresh: redraw };
}

/** Links to the page before and after. */
function pager(name) {
  const names = pageNames();
  const at = names.indexOf(name);
  const link = (to, look, text) => (to ? h('a', { href: `#${to}`, class: look }, h('span', { class: 'muted' }, text), ' ', pageTitle(to)) : h('span'));
  return h('nav', { class: 'pager', 'aria-label': t('pager') }, link(names[at - 1], 'before', t('before')), link(names[at + 1], 'after', t('after')));
}

/** Return a labelled text line of a page. */
function line(label, control, hint = null) {
  const note = hint ? h('p', { class: 'help', id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute('aria-describedby', note.id);
  return h('div', { class: 'part' }, h('label', { for: control.id }, label), note, control);
}

function startPage() {
  const { vendor } = app.draft;
  const put = (map, key) => (value) => {
    if (value === undefined) delete map[key];
    else map[key] = value;
    changed();
  };
  vendor.contact ??= {};
  const contacts = PERSON_KEYS.map((key) => line(t(`person_${key}`), textInput(vendor.contact[key], put(vendor.contact, key), { id: `vendor-contact-${key}` })));
  const element = h('section', { class: 'page', 'aria-labelledby': 'title-start' },
    h('h2', { id: 'title-start', tabindex: -1 }, t('start')),
    h('p', { class: 'lead' }, t('start_intro')),
    keepingPanel(),
    h('fieldset', { class: 'group' }, h('legend', {}, t('vendor')),
      h('p', { class: 'error', id: 'vendor-error', hidden: true }),
      line(t('vendor_name'), textInput(vendor.name, put(vendor, 'name'), { id: 'vendor-name' })),
      line(t('vendor_registration'), textInput(vendor.registration_no, put(vendor, 'registration_no'), { id: 'vendor-registration' })),
      line(t('vendor_country'), selectOne(countryChoices(), vendor.country, put(vendor, 'country'), { id: 'vendor-country' })),
      h('fieldset', { class: 'sub' }, h('legend', {}, t('vendor_contact')), h('div', { class: 'cells' }, contacts))),
    respondentsPart(), pager('start'));
  return { element };
}

/** Who answers; each person can be named beside answers. */
function respondentsPart() {
  const list = h('div', { class: 'rows' });
  const draw = () => list.replaceChildren(...app.draft.respondents.map((person, index) => {
    const put = (key) => (value) => {
      if (value === undefined) delete person[key];
      else person[key] = value;
      if (key === 'name') rebuildSections();
      changed();
    };
    const cells = ['name', 'role', 'email'].map((key) => line(t(`person_${key}`), textInput(person[key], put(key), { id: `respondent-${person.id}-${key}` })));
    const remove = button(t('remove'), () => {
      app.draft.respondents.splice(index, 1);
      for (const answer of Object.values(app.draft.answers)) if (answer.respondent === person.id) delete answer.respondent;
      rebuildSections();
      draw();
      add.focus();
      changed();
    }, { class: 'link danger', 'aria-label': t('remove_name', { name: person.name ?? `${index + 1}` }) });
    return h('fieldset', { class: 'row', id: `respondent-${person.id}` }, h('legend', {}, t('respondent_number', { number: index + 1 })), h('div', { class: 'cells' }, cells), h('div', { class: 'actions' }, remove));
  }));
  const add = button(t('add_respondent'), () => {
    const taken = app.draft.respondents.map((person) => person.id);
    app.draft.respondents.push({ id: evidenceId('person', taken) });
    rebuildSections();
    draw();
    list.lastElementChild.querySelector('input').focus();
    changed();
  }, { class: 'plain' });
  draw();
  return h('fieldset', { class: 'group' }, h('legend', {}, t('respondents')), h('p', { class: 'help' }, t('respondents_help')), list, h('div', { class: 'actions' }, add));
}

/** Where answers are kept, in plain sight, with the way to stop and to erase. */
function keepingPanel() {
  const box = h('input', { type: 'checkbox', id: 'do-not-keep', checked: !app.store.keeps });
  box.addEventListener('change', () => {
    app.store.keep(!box.checked, snapshot);
    refresh();
  });
  const [open, input] = fileButton(t('import'), ([file]) => importResponse(file), { class: 'plain', id: 'import' }, '.json,application/json', false);
  return h('section', { class: 'panel', 'aria-labelledby': 'title-keeping' },
    h('h3', { id: 'title-keeping' }, t('keeping')),
    h('p', {}, t('keeping_text')),
    h('label', { class: 'option', for: box.id }, box, h('span', {}, t('do_not_keep'))),
    h('div', { class: 'actions' }, open, input, button(t('erase'), eraseAll, { class: 'plain danger', id: 'erase' })));
}

async function eraseAll() {
  if ((await ask(t('erase_sure'), [['yes', t('erase'), 'danger'], ['', t('cancel')]])) !== 'yes') return;
  app.store.forget();
  app.files.clear();
  app.undo = null;
  startAgain(draftFrom(app.form.prefill));
  announce('status-load', t('erased'));
}
