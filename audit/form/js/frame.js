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

/** Bring what is shown up to date with the draft; other pages follow when they are shown. */
function refresh() {
  const progress = progressOf(app);
  const { asked, done, left } = totalOf(progress);
  write(document.getElementById('total-text'), t('total', { done, asked }));
  const bar = document.getElementById('total');
  bar.max = asked || 1;
  bar.value = done;
  write(document.getElementById('left-link'), t('left_link', { count: left }));
  for (const part of progress) {
    const count = document.getElementById(`count-s-${part.section.id}`);
    const full = part.asked > 0 && part.done === part.asked;
    const label = t('count', { done: part.done, asked: part.asked });
    if (count.getAttribute('aria-label') === label) continue;
    count.textContent = full ? '✓' : part.asked ? `${part.done}/${part.asked}` : '–';
    count.className = full ? 'count full' : 'count';
    count.setAttribute('aria-label', label);
    count.setAttribute('role', 'img');
  }
  write(document.getElementById('count-evidence'), String(app.draft.evidence.length || ''));
  app.pages.get(app.page)?.refresh?.();
  showProblems();
}

/** Show the problems of a page's parts that are no questions: those show their own. */
function showProblems() {
  const { element } = app.pages.get(app.page);
  for (const line of element.querySelectorAll('[data-problems]'))
    showProblemsIn(line.parentElement, line, app.problems.get(line.dataset.problems) ?? []);
}

/** Return the line for the problems of a place. */
function problemLine(place) {
  return h('p', { class: 'error', id: `problems-${place}`, 'data-problems': place, hidden: true });
}

function showProblemsIn(element, line, problems) {
  if (line.hidden && !problems.length) return;
  line.textContent = problems.map((one) => one.text).join('\n');
  line.hidden = !problems.length;
  markInvalid(element, problems);
}

/** Mark the controls that problems are about, each with its parts. */
function markInvalid(element, problems) {
  const places = problems.flatMap((one) => [one.at, ...(one.also ?? [])]);
  for (const control of element.querySelectorAll(
    'input:not([type=radio], [type=checkbox], [type=file], [type=search]), select, textarea',
  )) {
    const wrong = places.some((at) => control.id === at || control.id.startsWith(`${at}-`));
    if (wrong) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
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
