/** Open the form: read the data, take up where the reader stopped, listen. */

async function main() {
  const payload = await readPayload();
  words.all = payload.words;
  words.language = payload.language;
  app.form = openForm(payload);
  app.store = openStore(app.form, tellSaved);
  const kept = app.store.keeps ? takenUp(app.store.load()) : null;
  if (kept && app.form.languages.includes(kept.language)) words.language = kept.language;
  app.draft = kept ? kept.draft : draftFrom(app.form.prefill);
  buildFrame();
  const place = placeInAddress();
  showWhere('start');
  if (pageOfPlace(place)) go(place);
  if (kept)
    announce('status-load', t('restored', { count: Object.keys(app.draft.answers).length }));
  listen();
}

/** Return what was kept when it is a draft of this form; other pages could write there. */
function takenUp(kept) {
  const { draft } = isMap(kept) ? kept : {};
  const sound =
    isMap(draft) &&
    [draft.vendor, draft.answers, draft.attestation, draft.answering ?? {}].every(isMap) &&
    [draft.respondents, draft.evidence].every(
      (list) => Array.isArray(list) && list.every((one) => isMap(one) && isText(one.id)),
    ) &&
    draft.evidence.every((item) => isText(item.file)) &&
    Object.entries(draft.answers).every(([id, answer]) => app.form.questions[id] && isMap(answer));
  return sound ? { ...kept, draft: { ...draft, answers: bare(draft.answers) } } : null;
}

function placeInAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

function listen() {
  window.addEventListener('hashchange', () => go(placeInAddress()));
  // A link to the place in the address bar changes no hash, yet should still lead there.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.hash === location.hash && !event.defaultPrevented) {
      event.preventDefault();
      go(placeInAddress());
    }
  });
  window.addEventListener('pagehide', () => app.store.now());
  document.addEventListener('visibilitychange', () => app.store.now());
  window.addEventListener('beforeunload', (event) => {
    app.store.now();
    if (app.store.unsaved) event.preventDefault();
  });
  window.addEventListener('storage', (event) => {
    if (event.key === app.store.key && event.newValue !== null)
      announce('status-load', t('other_window'));
  });
  window.addEventListener('beforeprint', () => {
    const refreshAll = () => pageNames().forEach((name) => pageOf(name).refresh?.());
    refreshAll();
    for (const details of document.querySelectorAll('.extra:has(.tag:not(.wanted, [hidden]))'))
      details.open = true;
    refreshAll();
  });
}

main().catch((error) => {
  console.error(error);
  document.getElementById('broken').hidden = false;
});
