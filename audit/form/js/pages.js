/** The pages by name; those of the sections, and what pages share. */

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
  return [
    'start',
    ...app.form.questionnaire.sections.map((section) => `s-${section.id}`),
    'evidence',
    'finish',
  ];
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
  const carried = () =>
    ids.filter((id) => app.asked[id] === 'asked' && app.draft.answers[id]?.carried);
  const confirm = button(
    '',
    () => {
      confirmAnswers(carried());
      focusOn(document.getElementById(`title-${section.id}`));
    },
    { class: 'plain' },
  );
  const notice = h('div', { class: 'notice' }, h('span', {}, t('carried_section')), confirm);
  const element = h(
    'section',
    { class: 'page', 'aria-labelledby': `title-${section.id}` },
    h('h2', { id: `title-${section.id}`, tabindex: -1 }, say(section.title)),
    section.intro ? h('p', { class: 'lead' }, say(section.intro)) : null,
    notice,
    cards.map((card) => card.element),
    pager(`s-${section.id}`),
  );
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
  const link = (to, look, text) =>
    to
      ? h(
          'a',
          { href: `#${to}`, class: look },
          h('span', { class: 'muted' }, text),
          ' ',
          pageTitle(to),
        )
      : h('span');
  return h(
    'nav',
    { class: 'pager', 'aria-label': t('pager') },
    link(names[at - 1], 'before', t('before')),
    link(names[at + 1], 'after', t('after')),
  );
}

/** Return a labelled text line of a page. */
function line(label, control, hint = null) {
  const note = hint ? h('p', { class: 'help', id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute('aria-describedby', note.id);
  return h('div', { class: 'part' }, h('label', { for: control.id }, label), note, control);
}
