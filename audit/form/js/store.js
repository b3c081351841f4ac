/** Where the draft is kept: this browser's localStorage, unless the reader says no. */

/**
 * Return the keeper of one form's draft. All pages opened from this computer's disk may
 * share one store, so its key names the questionnaire, its version and the request.
 */
function openStore(form, tell) {
  const { id, version } = form.questionnaire;
  const key = [
    'audit-form',
    id,
    version,
    form.prefill.request?.id ?? form.prefill.response_id ?? form.digest,
  ].join('/');
  const store = { key, keeps: true, works: true, unsaved: false, timer: 0 };

  const guarded = (work, fallback) => {
    try {
      return work();
    } catch {
      store.works = false;
      return fallback;
    }
  };
  store.keeps = guarded(() => localStorage.getItem(`${key}/off`) === null, false);

  /** Return the kept draft and language, or null. */
  store.load = () => guarded(() => JSON.parse(localStorage.getItem(key)), null);

  /** Write soon; a burst of key strokes is written once. */
  store.later = (snapshot) => {
    store.unsaved = true;
    clearTimeout(store.timer);
    store.snapshot = snapshot;
    if (store.keeps && store.works) store.timer = setTimeout(store.now, 400);
    tell(store);
  };

  store.now = () => {
    clearTimeout(store.timer);
    if (!store.keeps || !store.unsaved || !store.snapshot) return;
    guarded(() => {
      localStorage.setItem(key, JSON.stringify(store.snapshot()));
      store.works = true;
      store.unsaved = false;
    });
    tell(store);
  };

  /** Keep what is about to be replaced; false when there is no room for it. */
  store.copy = (snapshot) =>
    store.keeps &&
    guarded(() => {
      localStorage.setItem(`${key}/before-import`, JSON.stringify(snapshot));
      return true;
    }, false);

  store.forget = () =>
    guarded(() => {
      clearTimeout(store.timer);
      localStorage.removeItem(key);
      localStorage.removeItem(`${key}/before-import`);
      return true;
    }, false);

  /** Keep or stop keeping; the choice itself is remembered, the answers are not. */
  store.keep = (wanted, snapshot) => {
    store.keeps = wanted;
    if (wanted) {
      store.works = true;
      guarded(() => localStorage.removeItem(`${key}/off`));
      store.later(snapshot);
      store.now();
    } else {
      store.forget();
      guarded(() => localStorage.setItem(`${key}/off`, '1'));
      store.unsaved = true;
    }
    tell(store);
  };
  return store;
}
