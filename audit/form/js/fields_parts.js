/** Widgets of several controls: duration, money, contact, countries. */

/** Return a control with its own small label; the label adds to the question's text. */
function part(aria, key, text, control) {
  control.id = `${aria.id}-${key}`;
  control.setAttribute('aria-labelledby', `${aria.label} ${aria.id}-${key}-label`);
  if (aria.describe) control.setAttribute('aria-describedby', aria.describe);
  return h(
    'div',
    { class: 'part' },
    h('label', { id: `${aria.id}-${key}-label`, for: control.id }, text),
    control,
  );
}

/** Return a setter of one key of a map; an emptied map becomes undefined. */
function keySetter(start, set) {
  const map = isMap(start) ? { ...start } : {};
  return (key, value) => {
    if (value === undefined) delete map[key];
    else map[key] = value;
    set(Object.keys(map).length ? { ...map } : undefined, map);
  };
}

function duration(field, value, set, aria) {
  const given = isMap(value) ? value : {};
  const unit = field.unit ?? 'h';
  // A unit alone is no answer: it is set together with the number.
  let chosen = given.unit ?? unit;
  let number = given.value;
  const tell = () => set(number === undefined ? undefined : { value: number, unit: chosen });
  const input = numberInput(
    number,
    (typed) => {
      number = typed;
      tell();
    },
    {},
    false,
  );
  const units = Object.keys(MINUTES).map((code) => h('option', { value: code }, t(`unit_${code}`)));
  const select = h('select', { value: chosen }, units);
  select.addEventListener('change', () => {
    chosen = select.value;
    tell();
  });
  return h(
    'div',
    {
      class: 'parts pair',
      role: aria.small ? 'group' : null,
      'aria-labelledby': aria.small ? aria.label : null,
    },
    part(aria, 'value', t('amount'), input),
    part(aria, 'unit', t('unit'), select),
  );
}

function money(field, value, set, aria) {
  const given = isMap(value) ? value : {};
  const put = keySetter(given, set);
  const amount = h('input', {
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    class: 'number',
    value: given.amount ?? '',
  });
  amount.addEventListener('input', () => {
    const plain = amount.value.replace(/[\s\u00a0\u202f]/g, '');
    const ambiguous = words.language === 'en' && /,\d{3}$/.test(plain);
    put('amount', plain ? (ambiguous ? plain : plain.replace(',', '.')) : undefined);
  });
  const select = selectOne(currencyChoices(), given.currency, (code) => put('currency', code), {});
  return h(
    'div',
    {
      class: 'parts pair',
      role: aria.small ? 'group' : null,
      'aria-labelledby': aria.small ? aria.label : null,
    },
    part(aria, 'amount', t('sum'), amount),
    part(aria, 'currency', t('currency'), select),
  );
}

function contact(field, value, set, aria) {
  const put = keySetter(value, set);
  const given = isMap(value) ? value : {};
  const input = (key) =>
    part(
      aria,
      key,
      t(`person_${key}`),
      textInput(given[key], (text) => put(key, text?.trim()), {
        type: key === 'email' ? 'email' : key === 'phone' ? 'tel' : 'text',
      }),
    );
  return h(
    'div',
    {
      class: 'parts',
      role: aria.small ? 'group' : null,
      'aria-labelledby': aria.small ? aria.label : null,
    },
    PERSON_KEYS.map(input),
  );
}

const sortedChoices = (list, name) =>
  list.map((code) => [code, name(code)]).sort((a, b) => a[1].localeCompare(b[1], words.language));
const countryChoices = () => sortedChoices(codes.country, countryName);

/** Currencies with the common ones of this trade first. */
function currencyChoices() {
  const first = ['EUR', 'UAH', 'USD', 'GBP', 'PLN'].filter((code) => codes.currency.includes(code));
  const rest = codes.currency.filter((code) => !first.includes(code));
  return [...first, ...rest].map((code) => [code, `${code} – ${currencyName(code)}`]);
}

/**
 * Several countries: chosen ones as removable marks, a select and a button to add another.
 * The arrow keys walk through a select, so one is added only once it is left.
 */
function countries(value, set, aria) {
  let chosen = Array.isArray(value) ? [...value] : [];
  const marks = h('ul', { class: 'marks' });
  const select = selectOne(countryChoices(), '', () => {}, {});
  const add = button(t('add'), () => put(), { class: 'plain', id: `${aria.id}-put` });
  const put = () => {
    if (select.value && !chosen.includes(select.value)) tell([...chosen, select.value]);
    select.value = '';
  };
  select.addEventListener('keydown', (event) => event.key === 'Enter' && put());
  select.addEventListener('focusout', (event) => event.relatedTarget !== add && whenReleased(put));
  const tell = (codes) => {
    chosen = codes;
    set(chosen.length ? chosen : undefined);
    draw();
  };
  const draw = () =>
    marks.replaceChildren(
      ...chosen.map((code) =>
        h(
          'li',
          {},
          h('span', {}, countryName(code)),
          button(
            '×',
            () => {
              tell(chosen.filter((one) => one !== code));
              select.focus();
            },
            { class: 'icon', 'aria-label': t('remove_name', { name: countryName(code) }) },
          ),
        ),
      ),
    );
  draw();
  return h(
    'div',
    {
      class: 'countries',
      role: aria.small ? 'group' : null,
      'aria-labelledby': aria.small ? aria.label : null,
    },
    marks,
    h('div', { class: 'with-button' }, part(aria, 'add', t('add_country'), select), add),
  );
}
