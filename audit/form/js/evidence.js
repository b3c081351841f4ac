/** Evidence: files chosen from the disk and named beside answers. */

/** Take files into the list; returns the ids of those taken, old or new. */
async function takeFiles(files) {
  const taken = [];
  for (const file of files) {
    const read = await readOrTell(file);
    if (!read) continue;
    const known = app.draft.evidence.find((item) => item.sha256 === read.sha256);
    const item = known ?? newItem(file, read);
    if (!known) app.draft.evidence.push(item);
    app.files.set(item.sha256, file);
    taken.push(item.id);
  }
  if (taken.length) {
    evidenceChanged();
    announce('status-flow', t('files_taken', { count: taken.length }));
  }
  return taken;
}

/** Return size and digest of a file; null once the reader was told why it is not taken. */
async function readOrTell(file) {
  announce('status-flow', t('reading', { name: file.name }));
  const read = await readFile(file);
  if (!read.refused) return read;
  await ask(t(read.refused, { name: file.name }), [['', t('close')]]);
  return null;
}

const shownFile = (item) => item.file.replace(/^evidence\//, '');

function newItem(file, read) {
  const listed = app.draft.evidence;
  const facts = fileFacts(file, read, listed);
  const name = shownFile(facts);
  return {
    id: evidenceId(
      name,
      listed.map((item) => item.id),
    ),
    title: [...cleaned(split(file.name)[0]).trim()].slice(0, LINE).join('') || name,
    ...facts,
  };
}

/** Return what an item says of its file, under a name that no other item has. */
function fileFacts(file, { size, sha256: digest }, others) {
  const name = freeName(safeName(file.name), others.map(shownFile));
  const type = mediaType(name, app.form.mediaTypes);
  return { file: `evidence/${name}`, media_type: type, size, sha256: digest };
}

/** Redraw what shows the list. */
function evidenceChanged() {
  drawPickers();
  app.pages.get('evidence')?.redraw();
  changed();
}

function drawPickers() {
  for (const picker of app.pickers) {
    if (picker.element.isConnected) picker.draw();
    else app.pickers.delete(picker);
  }
}

/** Return items whose file must be chosen again before a zip can be made. */
function missingFiles() {
  return app.draft.evidence.filter((item) => !app.files.has(item.sha256));
}

/** Documents beyond which a list is searched. */
const MANY = 6;

/** Return checkboxes of all items and a button that adds files straight away. */
function evidencePicker(ids, set, aria) {
  let chosen = [...ids];
  const list = h('div');
  const find = h('input', { type: 'search', id: `${aria.id}-find`, autocomplete: 'off' });
  const search = h(
    'div',
    { class: 'part search' },
    h('label', { for: find.id }, t('find_file')),
    find,
  );
  let whole = false;
  const few = () => app.draft.evidence.length <= MANY;
  const all = button(
    '',
    () => {
      whole = true;
      sift();
      list.querySelector('input').focus();
    },
    { class: 'link' },
  );
  // Of a long list only what was searched or chosen is shown: it stands at every question.
  const sift = () => {
    const wanted = find.value.trim().toLowerCase();
    for (const label of list.querySelectorAll('label')) {
      const found = wanted ? label.textContent.toLowerCase().includes(wanted) : whole || few();
      label.hidden = !found && !label.querySelector('input').checked;
    }
    all.hidden = whole || few() || Boolean(wanted);
    search.hidden = few();
  };
  find.addEventListener('input', sift);
  const [add, input] = fileButton(
    t('add_files'),
    async (files) => {
      const taken = await takeFiles(files);
      chosen = [...new Set([...chosen, ...taken])];
      set(chosen);
      draw();
      add.focus();
    },
    { class: 'plain', id: aria.id, 'aria-describedby': aria.describe },
  );
  const draw = () => {
    const known = app.draft.evidence;
    chosen = chosen.filter((id) => known.some((item) => item.id === id));
    const choices = known.map((item) => [
      item.id,
      [
        h('bdi', {}, item.title ?? shownFile(item)),
        h('span', { class: 'muted' }, ' ', h('bdi', {}, shownFile(item))),
      ],
    ]);
    list.replaceChildren(
      optionList(
        'checkbox',
        choices,
        (id) => chosen.includes(id),
        (id, on) => {
          chosen = on ? [...chosen, id] : chosen.filter((one) => one !== id);
          set(chosen);
        },
        { ...aria, id: `${aria.id}-item`, small: false },
      ),
    );
    list.hidden = !known.length;
    write(all, t('show_files', { count: known.length }));
    sift();
  };
  draw();
  const element = h(
    'div',
    { class: 'picker' },
    search,
    list,
    h('div', { class: 'actions' }, add, input, all),
  );
  app.pickers.add({ element, draw });
  return element;
}
