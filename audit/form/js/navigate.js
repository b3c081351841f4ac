/** The way between pages, and to a place on one of them. */

/** Show the page of a place (`start`, `s-…`, `q-…`, `evidence-…`) and focus the place. */
function go(place) {
  const page = pageOfPlace(place);
  if (!page) return;
  const shown = pageOf(page);
  for (const [name, { element }] of app.pages) element.hidden = name !== page;
  for (const link of document.querySelectorAll('.sections a')) link.removeAttribute('aria-current');
  document.getElementById(`nav-${page}`).setAttribute('aria-current', 'page');
  app.page = page;
  toggleMenu(false);
  announce('status-load', '');
  window.scrollTo(0, 0);
  if (place === page) shown.element.querySelector('h2').focus({ preventScroll: true });
  else
    focusOn(firstControl(document.getElementById(place === 'left' ? 'title-left' : place), place));
}

/** A question gets the focus on its first control, so that one can type at once. */
function firstControl(target, place) {
  if (!place.startsWith('q-')) return target;
  return (
    target?.querySelector(
      '.bare:not([disabled]) :is(input:not([hidden]), select, textarea, button)',
    ) ?? target
  );
}

function pageOfPlace(place) {
  if (pageNames().includes(place)) return place;
  if (place.startsWith('q-') && app.form.questions[place.slice(2)])
    return placeOfQuestion(app, place.slice(2)).page;
  if (place.startsWith('evidence-') || place === 'title-evidence') return 'evidence';
  if (place === 'left' || place.startsWith('attest-')) return 'finish';
  return place.startsWith('vendor-') || place.startsWith('respondent-') ? 'start' : null;
}

/** Build the frame anew and show a page without moving the focus to it. */
function showWhere(page) {
  settleAll();
  const { element } = pageOf(page);
  element.hidden = false;
  document.getElementById(`nav-${page}`).setAttribute('aria-current', 'page');
  refresh();
  tellSaved(app.store);
}

/** Forget the built sections, because what they offer has changed. */
function rebuildSections() {
  for (const [name, { element }] of app.pages) {
    if (!name.startsWith('s-')) continue;
    element.remove();
    app.pages.delete(name);
  }
}
