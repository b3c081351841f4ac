/** Open the form: read the data, take up where the reader stopped, listen. */

async function main() {
  const payload = await readPayload();
  words.all = payload.words;
  words.language = payload.language;
  app.form = openForm(payload);
  app.store = openStore(app.form, tellSaved);
  const kept = app.store.keeps ? app.store.load() : null;
  if (kept && app.form.languages.includes(kept.language)) words.language = kept.language;
  app.draft = kept ? kept.draft : draftFrom(app.form.prefill);
  buildFrame();
  const place = decodeURIComponent(location.hash.slice(1));
  showWhere('start');
  if (pageOfPlace(place)) go(place);
  if (kept) announce('status-load', t('restored', { count: Object.keys(app.draft.answers).length }));
  listen();
}

function listen() {
  window.addEventListener('hashchange', () => go(decodeURIComponent(location.hash.slice(1))));
  // A link to the place in the address bar changes no hash, yet should still lead there.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.hash === location.hash && !event.defaultPrevented) {
      event.preventDefault();
      go(decodeURIComponent(link.hash.slice(1)));
    }
  });
  window.addEventListener('pagehide', () => app.store.now());
  document.addEventListener('visibilitychange', () => app.store.now());
  window.addEventListener('beforeunload', (event) => {
    app.store.now();
    if (app.store.unsaved) event.preventDefault();
  });
  window.addEventListener('storage', (event) => {
    if (event.key === app.store.key && event.newValue !== null) announce('status-load', t('other_window'));
  });
  window.addEventListener('beforeprint', () => {
    pageNames().forEach(pageOf);
    for (const details of document.querySelectorAll('.extra')) details.open ||= Boolean(details.querySelector('summary .muted')?.textContent);
  });
}

main().catch((error) => {
  console.error(error);
  document.getElementById('broken').hidden = false;
});
