/** Elements. Texts only ever become text nodes, so no text is read as HTML. */

const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden', 'open', 'max']);

/** Build an element; `on…` attributes are listeners, null and false ones are left out. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) continue;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(
    ...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false),
  );
  // A select takes its value only once its options are there.
  for (const name of PROPERTIES)
    if (attributes[name] !== undefined && attributes[name] !== null)
      element[name] = attributes[name];
  return element;
}

function button(text, onclick, attributes = {}) {
  return h('button', { type: 'button', onclick, ...attributes }, text);
}

let lastId = 0;

/** Return an id that stands once in the page. */
function freshId(start) {
  lastId += 1;
  return `${start}-${lastId}`;
}

/** Return a button that opens the file dialog and hands the chosen files on. */
function fileButton(text, take, attributes = {}, accept = '', multiple = true) {
  const input = h('input', { type: 'file', hidden: true, accept, multiple, tabindex: -1 });
  input.addEventListener('change', () => {
    const files = [...input.files];
    input.value = '';
    if (files.length) take(files);
  });
  return [button(text, () => input.click(), attributes), input];
}

/** Focus an element, also one that is no control, and bring it with its card into view. */
function focusOn(element) {
  if (!element) return;
  const own = 'a[href], button, input:not([hidden]), select, textarea, summary';
  if (!element.matches(own) && !element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  (element.closest('.question, .row') ?? element).scrollIntoView({ block: 'start' });
  element.scrollIntoView({ block: 'nearest' });
}

let pressed = false;
for (const [name, now] of [
  ['pointerdown', true],
  ['pointerup', false],
  ['pointercancel', false],
]) {
  document.addEventListener(name, () => (pressed = now), true);
}

/** Run once no button is pressed: a page that moves under the pointer misses the click. */
function whenReleased(work) {
  if (!pressed) work();
  else document.addEventListener('pointerup', () => setTimeout(work), { once: true });
}

/** Ask with a dialog; resolves to the chosen answer's key, '' when it was closed. */
function ask(text, answers, details = []) {
  return new Promise((resolve) => {
    const title = freshId('dialog');
    const before = document.activeElement;
    const dialog = h(
      'dialog',
      { 'aria-labelledby': title },
      h('p', { id: title, class: 'question-text' }, text),
      details,
      h(
        'div',
        { class: 'actions' },
        answers.map(([key, label, look]) =>
          button(label, () => dialog.close(key), { class: look ?? 'plain' }),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Set a text unless it stands there already: whatever is set is drawn again. */
function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Say something in a live region; saving and everything else have one each. */
function announce(region, text) {
  write(document.getElementById(region), text);
}
