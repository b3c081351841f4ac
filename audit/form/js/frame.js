/** The frame: header with progress, list of sections, and the way between pages. */

function buildFrame() {
  document.documentElement.lang = words.language;
  document.title = pick(app.form.questionnaire.title);
  app.pages.clear();
  app.pickers.clear();
  const languages = app.form.languages.map((code) =>
    h('option', { value: code, lang: code }, words.all[code].language_name),
  );
  const language = h('select', { id: 'language', value: words.language }, languages);
  language.addEventListener('change', () => switchLanguage(language.value));
  const menu = button(t('menu'), () => toggleMenu(), {
    class: 'plain menu-button',
    'aria-expanded': 'false',
    'aria-controls': 'sections',
    id: 'menu',
  });
  const progress = h('progress', {
    id: 'total',
    max: 1,
    value: 0,
    'aria-labelledby': 'total-text',
  });
  document.getElementById('app').replaceChildren(
    h(
      'a',
      {
        href: '#main',
        class: 'skip',
        onclick: (event) => {
          event.preventDefault();
          focusOn(document.getElementById('main'));
        },
      },
      t('skip'),
    ),
    h(
      'header',
      { class: 'top' },
      h(
        'div',
        { class: 'top-row' },
        h('h1', {}, say(app.form.questionnaire.title)),
        h(
          'div',
          { class: 'language' },
          h('label', { for: 'language', class: 'visually-hidden' }, t('language')),
          language,
        ),
      ),
      h(
        'div',
        { class: 'top-row' },
        menu,
        h('div', { class: 'total' }, h('span', { id: 'total-text' }), progress),
        h('a', { href: '#left', class: 'left-link', id: 'left-link' }),
        h('p', { id: 'status-save', role: 'status', class: 'save' }),
      ),
    ),
    h('p', { id: 'status-load', role: 'status', class: 'load' }),
    h('p', { id: 'status-flow', role: 'status', class: 'visually-hidden' }),
    h(
      'div',
      { class: 'body' },
      h(
        'nav',
        { id: 'sections', class: 'sections', 'aria-label': t('sections') },
        h('ol', {}, pageNames().map(navItem)),
      ),
      h(
        'main',
        { id: 'main', tabindex: -1 },
        h('div', { id: 'undo-place' }),
        h('div', { id: 'pages' }),
      ),
    ),
  );
  drawUndo();
}

function navItem(name) {
  return h(
    'li',
    {},
    h(
      'a',
      { href: `#${name}`, id: `nav-${name}` },
      h('span', { class: 'nav-title' }, pageTitle(name)),
      h('span', { class: 'count', id: `count-${name}` }),
    ),
  );
}

function toggleMenu(open = !document.getElementById('sections').classList.contains('open')) {
  document.getElementById('sections').classList.toggle('open', open);
  document.getElementById('menu').setAttribute('aria-expanded', String(open));
}

/** Bring everything that follows from the draft up to date. */
function refresh() {
  const progress = progressOf(app);
  const { asked, done, left } = totalOf(progress);
  document.getElementById('total-text').textContent = t('total', { done, asked });
  const bar = document.getElementById('total');
  bar.max = asked || 1;
  bar.value = done;
  document.getElementById('left-link').textContent = t('left_link', { count: left });
  for (const part of progress) {
    const count = document.getElementById(`count-s-${part.section.id}`);
    const full = part.asked > 0 && part.done === part.asked;
    count.textContent = full ? '✓' : part.asked ? `${part.done}/${part.asked}` : '–';
    count.className = full ? 'count full' : 'count';
    count.setAttribute('aria-label', t('count', { done: part.done, asked: part.asked }));
    count.setAttribute('role', 'img');
  }
  document.getElementById('count-evidence').textContent = app.draft.evidence.length || '';
  for (const page of app.pages.values()) page.refresh?.();
  showPlaceErrors();
}

/** Show problems of the start page, the evidence and the attestation at their places. */
function showPlaceErrors() {
  const groups = {
    'vendor-error': (place) => place.startsWith('vendor-') || place.startsWith('respondent-'),
    'attest-error': (place) => place.startsWith('attest-'),
  };
  for (const item of app.draft.evidence)
    groups[`evidence-${item.id}-error`] = (place) => place === `evidence-${item.id}`;
  for (const [id, belongs] of Object.entries(groups)) {
    const element = document.getElementById(id);
    if (!element) continue;
    const texts = [...app.problems]
      .filter(([place]) => belongs(place))
      .flatMap(([, found]) => found.map((one) => one.text));
    element.textContent = texts.join('\n');
    element.hidden = !texts.length;
  }
}

/** Tell how the answers are kept. */
function tellSaved(store) {
  const key = !store.keeps
    ? 'save_off'
    : !store.works
      ? 'save_failed'
      : store.unsaved
        ? 'save_soon'
        : 'save_done';
  announce('status-save', t(key));
}

function switchLanguage(language) {
  words.language = language;
  app.problems = new Map();
  buildFrame();
  showWhere(app.page);
  document.getElementById('language').focus();
  app.store.later(snapshot);
}

/** Start over with another draft. */
function startAgain(draft) {
  app.draft = draft;
  app.asked = {};
  app.problems = new Map();
  buildFrame();
  showWhere('start');
  app.page = 'start';
  focusOn(document.getElementById('title-start'));
  app.store.later(snapshot);
}

/** Offer to take an import back, as long as the page stays open. */
function drawUndo() {
  const place = document.getElementById('undo-place');
  if (!app.undo) return;
  const { draft, language } = app.undo;
  place.append(
    h(
      'div',
      { class: 'notice' },
      h('span', {}, t('undo_text')),
      button(
        t('undo'),
        () => {
          app.undo = null;
          words.language = language;
          startAgain({ ...draft, answers: bare(draft.answers) });
          announce('status-load', t('undone'));
        },
        { class: 'plain', id: 'undo' },
      ),
    ),
  );
}
