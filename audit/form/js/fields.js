/**
 * One widget a question type. Each takes the field, its present value, `set` for a new
 * one (undefined when emptied) and `aria`: `id`, `label` (id of the visible text) and
 * `describe`. What cannot be read as a value yet is kept as typed, so nothing is lost.
 */

const named = (aria, part = '') => ({
  'aria-labelledby': part ? `${aria.label} ${aria.id}-${part}-label` : aria.label,
  'aria-describedby': aria.describe,
});

/** Return typed text without invisible characters, which pasted texts often carry. */
function cleaned(text) {
  return [...text].filter((c) => '\n\t'.includes(c) || !HIDDEN.test(c)).join('');
}

/** Return the value of a typed text; undefined when there is nothing in it. */
function readText(text) {
  const plain = cleaned(text);
  return plain.trim() ? plain : undefined;
}

/** Return a typed number; text that is none, or may mean two numbers, stays text. */
function readNumber(text, whole) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '');
  if (!plain) return undefined;
  const ambiguous = words.language === 'en' && /,\d{3}$/.test(plain);
  const form = whole ? /^-?\d+$/ : /^-?\d+(?:[.,]\d+)?$/;
  if (!form.test(plain) || ambiguous) return text;
  const digits = plain.replace(',', '.');
  const number = Number(digits);
  const kept =
    Math.abs(number) <= MAX_NUMBER && compareExact(exact(String(number)), exact(digits)) === 0n;
  return kept ? number : text;
}

function textInput(value, set, attributes) {
  const input = h('input', {
    type: 'text',
    autocomplete: 'off',
    ...attributes,
    value: value ?? '',
  });
  input.addEventListener('input', () => set(readText(input.value)));
  input.addEventListener('change', () => {
    if (cleaned(input.value) !== input.value) input.value = cleaned(input.value);
  });
  return input;
}

function textArea(value, set, attributes) {
  const area = h('textarea', { rows: 3, ...attributes, value: value ?? '' });
  area.addEventListener('input', () => set(readText(area.value)));
  area.addEventListener('change', () => {
    if (cleaned(area.value) !== area.value) area.value = cleaned(area.value);
  });
  return area;
}

function numberInput(value, set, attributes, whole) {
  const shown = typeof value === 'number' ? shownNumber(value) : isText(value) ? value : '';
  const input = h('input', {
    type: 'text',
    inputmode: whole ? 'numeric' : 'decimal',
    autocomplete: 'off',
    class: 'number',
    ...attributes,
    value: shown,
  });
  input.addEventListener('input', () => set(readNumber(input.value, whole)));
  return input;
}

function dateInput(value, set, attributes) {
  const input = h('input', { type: 'date', ...attributes, value: isText(value) ? value : '' });
  const mark = () => input.toggleAttribute('data-empty', !input.value);
  const read = () => {
    mark();
    set(input.value || undefined);
  };
  input.addEventListener('input', read);
  input.addEventListener('change', read);
  mark();
  return input;
}

/** Return a select; the first, empty choice says that nothing is chosen. */
function selectOne(choices, value, set, attributes) {
  const options = choices.map(([code, label]) => h('option', { value: code }, label));
  const select = h('select', attributes, h('option', { value: '' }, t('choose')), options);
  select.value = choices.some(([code]) => code === value) ? value : '';
  select.addEventListener('change', () => set(select.value || undefined));
  return select;
}

/** Return radio buttons or checkboxes with their labels. */
function optionList(kind, choices, chosen, changed, aria) {
  return h(
    'div',
    { class: `options ${aria.small ? 'inline' : ''}` },
    choices.map(([code, label]) => {
      const id = freshId(aria.id);
      const input = h('input', {
        type: kind,
        id,
        name: aria.id,
        value: String(code),
        checked: chosen(code),
        'aria-describedby': aria.describe,
      });
      input.addEventListener('change', () => changed(code, input.checked));
      return h('label', { class: 'option', for: id }, input, h('span', {}, label));
    }),
  );
}

function radios(choices, value, set, aria) {
  const list = optionList(
    'radio',
    choices,
    (code) => code === value,
    (code) => set(code),
    aria,
  );
  return aria.small
    ? h('div', { class: 'radios', role: 'group', 'aria-labelledby': aria.label }, list)
    : list;
}

/** Return a button that takes the choice among radio buttons back; `wanted` tells if any is. */
function clearButton(element, clear) {
  const chosen = () => element.querySelector('input[type=radio]:checked');
  const take = button(
    t('clear'),
    () => {
      const choice = chosen();
      choice.checked = false;
      take.hidden = true;
      clear();
      choice.focus();
    },
    { class: 'link clear', hidden: !chosen() },
  );
  take.wanted = () => Boolean(chosen());
  return take;
}

const optionChoices = (field) => field.options.map((option) => [option.code, say(option.label)]);
const optionTexts = (field) => field.options.map((option) => [option.code, pick(option.label)]);

function multiChoice(field, value, set, aria) {
  const chosen = new Set(Array.isArray(value) ? value : []);
  const exclusive = new Set(
    field.options.filter((option) => option.exclusive).map((option) => option.code),
  );
  const list = optionList(
    'checkbox',
    optionChoices(field),
    (code) => chosen.has(code),
    (code, on) => {
      if (on && exclusive.has(code)) chosen.clear();
      if (on) for (const one of exclusive) chosen.delete(one);
      if (on) chosen.add(code);
      else chosen.delete(code);
      for (const input of list.querySelectorAll('input')) input.checked = chosen.has(input.value);
      const codesInOrder = optionCodes(field).filter((one) => chosen.has(one));
      set(codesInOrder.length ? codesInOrder : undefined);
    },
    { ...aria, small: false },
  );
  return h(
    'div',
    { role: aria.small ? 'group' : null, 'aria-labelledby': aria.small ? aria.label : null },
    list,
  );
}

const withUnit = (input, unit) =>
  unit ? h('div', { class: 'with-unit' }, input, h('span', { class: 'unit' }, unit)) : input;

const WIDGETS = {
  boolean: (field, value, set, aria) =>
    radios(
      [
        [true, t('yes')],
        [false, t('no')],
      ],
      value,
      set,
      { ...aria },
    ),
  choice: (field, value, set, aria) =>
    aria.small || field.options.length > 15
      ? selectOne(optionTexts(field), value, set, { id: aria.id, ...named(aria) })
      : radios(optionChoices(field), value, set, aria),
  multi_choice: multiChoice,
  integer: (field, value, set, aria) =>
    withUnit(numberInput(value, set, { id: aria.id, ...named(aria) }, true), field.unit),
  decimal: (field, value, set, aria) =>
    withUnit(numberInput(value, set, { id: aria.id, ...named(aria) }, false), field.unit),
  date: (field, value, set, aria) => dateInput(value, set, { id: aria.id, ...named(aria) }),
  text: (field, value, set, aria) =>
    textArea(value, set, {
      id: aria.id,
      ...named(aria),
      ...(aria.small || field.max_length <= 200 ? { rows: 1, class: 'line' } : {}),
    }),
  duration,
  money,
  contact,
  country: (field, value, set, aria) =>
    field.multiple
      ? countries(value, set, aria)
      : selectOne(countryChoices(), value, set, { id: aria.id, ...named(aria) }),
  table: tableWidget,
  attachment: (field, value, set, aria) =>
    evidencePicker(
      Array.isArray(value) ? value : [],
      (ids) => set(ids.length ? ids : undefined),
      aria,
    ),
};

/** Tell whether the widget of a small field is one control that a label can name. */
function isSingle(field) {
  return (
    ['choice', 'integer', 'decimal', 'date', 'text'].includes(field.type) ||
    (field.type === 'country' && !field.multiple)
  );
}

function widget(field, value, set, aria) {
  return WIDGETS[field.type](field, value, set, aria);
}
