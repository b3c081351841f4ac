/** The way between pages, and to a place on one of them. */

/** Show the page of a place (`start`, `s-…`, `q-…`, `evidence-…`) and focus the place. */
function go(place) {
  const page = pageOfPlace(place);
  if (!page) return;
  show(page);
  toggleMenu(false);
  announce('status-load', '');
  window.scrollTo(0, 0);
  if (place === page) pageOf(page).element.querySelector('h2').focus({ preventScroll: true });
  else focusOn(controlAt(place));
}

/** Show a page without moving the focus to it. */
function show(name) {
  const { element } = pageOf(name);
  for (const page of app.pages.values()) page.element.hidden = page.element !== element;
  for (const link of document.querySelectorAll('.sections a')) link.removeAttribute('aria-current');
  const link = document.getElementById(`nav-${name}`);
  link.setAttribute('aria-current', 'page');
  link.scrollIntoView({ block: 'nearest' });
  app.page = name;
  refresh();
}

/** Show a page of a frame that was built anew. */
function showWhere(page) {
  settleAll();
  show(page);
  tellSaved(app.store);
}

const CONTROL = ':is(input:not([hidden]), select, textarea, button):not(:disabled)';

/**
 * Return what takes the focus at a place. In a question this is the control that is named
 * (`q-…_input-0-city`), or the first one of what is named, so that one can type at once.
 */
function controlAt(place) {
  for (let at = place; at.includes('_'); at = at.slice(0, at.lastIndexOf('-'))) {
    const own = CSS.escape(at);
    const control = document.querySelector(`#${own}${CONTROL}, [id^="${own}-"]${CONTROL}`);
    if (control) return control;
  }
  if (place === 'left') return document.getElementById('title-left');
  if (!place.startsWith('q-')) return document.getElementById(place);
  const question = document.getElementById(place.split('_')[0]);
  return question.querySelector(`.bare ${CONTROL}, .instead input:checked`) ?? question;
}

function pageOfPlace(place) {
  if (pageNames().includes(place)) return place;
  const [question] = place.slice(2).split('_');
  if (place.startsWith('q-') && app.form.questions[question])
    return placeOfQuestion(app, question).page;
  if (/^evidence[-_]/.test(place) || place === 'title-evidence') return 'evidence';
  if (place === 'left' || place.startsWith('attest-')) return 'finish';
  return /^(vendor-|respondent[-_])/.test(place) ? 'start' : null;
}

/** Forget the built sections, because what they offer has changed. */
function rebuildSections() {
  for (const [name, { element }] of app.pages) {
    if (!name.startsWith('s-')) continue;
    element.remove();
    app.pages.delete(name);
  }
}
