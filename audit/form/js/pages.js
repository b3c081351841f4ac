/** The pages by name; those of the sections, and what pages share. */

/** Return the page of a name, built when it is first wanted. */
function pageOf(name) {
  if (!app.pages.has(name)) {
    const page = buildPage(name);
    page.element.id = `page-${name}`;
    page.element.hidden = true;
    const later = pageNames().slice(pageNames().indexOf(name) + 1);
    const next = later.map((other) => app.pages.get(other)).find(Boolean);
    app.pages.set(name, page);
    // In their own order, because all are printed one after the other.
    document.getElementById('pages').insertBefore(page.element, next?.element ?? null);
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
      focusOn(document.getElementById(`title-s-${section.id}`));
    },
    { class: 'plain' },
  );
  const notice = h('div', { class: 'notice' }, h('span', {}, t('carried_section')), confirm);
  const element = h(
    'section',
    { class: 'page', 'aria-labelledby': `title-s-${section.id}` },
    h('h2', { id: `title-s-${section.id}`, tabindex: -1 }, say(section.title)),
    section.intro ? h('p', { class: 'lead' }, say(section.intro)) : null,
    notice,
    sectionRespondent(section),
    cards.map((card) => card.element),
    pager(`s-${section.id}`),
  );
  const redraw = () => {
    cards.forEach((card) => card.refresh());
    const count = carried().length;
    notice.hidden = !count;
    write(confirm, t('confirm_all', { count }));
  };
  return { element, refresh: redraw };
}

/** Return a select that names one person beside every answer of a section. */
function sectionRespondent(section) {
  const people = app.draft.respondents.map((person) => [person.id, person.name ?? person.id]);
  if (!people.length) return null;
  const select = selectOne(
    people,
    app.draft.answering?.[section.id],
    (who) => nameRespondent(section, who),
    { id: `who-${section.id}` },
  );
  const part = line(t('section_respondent'), select, { hint: t('section_respondent_help') });
  part.classList.add('who');
  return part;
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

/** Return a labelled control of a page; `hint` stands below the label. */
function line(label, control, { hint = null, optional = false } = {}) {
  const note = hint ? h('p', { class: 'muted', id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute('aria-describedby', note.id);
  const text = h('label', { for: control.id }, label, optional ? optionalMark() : null);
  return h('div', { class: 'part' }, text, note, control);
}

const optionalMark = () => h('span', { class: 'optional' }, t('optional'));
