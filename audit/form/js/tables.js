/** Tables: one card a row, so that they can be filled in on any screen. */

function tableWidget(field, value, set, aria) {
  const most = field.max_rows ?? 500;
  const least = field.min_rows ?? 0;
  let rows = Array.isArray(value) ? value.filter(isMap).map((row) => ({ ...row })) : [];
  let none = Array.isArray(value) && !value.length;
  const list = h('div', { class: 'rows' });
  const tell = () => set(rows.length ? rows.map((row) => ({ ...row })) : none ? [] : undefined);

  const insert = (at, row) => {
    none = false;
    rows.splice(at, 0, row);
    tell();
    draw();
    announce('status-flow', t('row_added', { number: at + 1 }));
    list.children[at].querySelector('input, select, textarea')?.focus();
  };

  const remove = async (at) => {
    const filled = Object.keys(rows[at]).length > 0;
    const answers = [
      ['yes', t('remove_row'), 'danger'],
      ['', t('cancel')],
    ];
    if (filled && (await ask(t('remove_row_sure', { number: at + 1 }), answers)) !== 'yes') return;
    rows.splice(at, 1);
    tell();
    draw();
    announce('status-flow', t('row_removed', { number: at + 1 }));
    (
      list.children[Math.min(at, rows.length - 1)]?.querySelector('input, select, textarea') ?? add
    ).focus();
  };

  const add = button(t('add_row'), () => insert(rows.length, {}), { class: 'plain', id: aria.id });
  const noneBox = h('input', {
    type: 'checkbox',
    id: `${aria.id}-none`,
    checked: none,
    'aria-describedby': aria.describe,
  });
  const noneLabel = h(
    'label',
    { class: 'option', for: noneBox.id },
    noneBox,
    h('span', {}, t('no_rows')),
  );
  noneBox.addEventListener('change', () => {
    none = noneBox.checked;
    tell();
    draw();
  });

  const draw = () => {
    list.replaceChildren(
      ...rows.map((row, index) =>
        rowCard(field, row, index, tell, aria, {
          duplicate: rows.length < most ? () => insert(index + 1, structuredClone(row)) : null,
          remove: () => remove(index),
        }),
      ),
    );
    add.disabled = none || rows.length >= most;
    noneBox.checked = none;
    noneLabel.hidden = least > 0 || rows.length > 0;
  };
  draw();
  return h('div', { class: 'table' }, list, h('div', { class: 'actions' }, add, noneLabel));
}

/** Return one row as a group of labelled cells with its own buttons. */
function rowCard(field, row, index, tell, aria, { duplicate, remove }) {
  const number = index + 1;
  const cells = field.columns.map((column) => cell(column, row, index, tell, aria));
  return h(
    'fieldset',
    { class: 'row' },
    h('legend', {}, t('row', { number })),
    h('div', { class: 'cells' }, cells),
    h(
      'div',
      { class: 'actions' },
      duplicate
        ? button(t('duplicate'), duplicate, {
            class: 'link',
            'aria-label': t('duplicate_row', { number }),
          })
        : null,
      button(t('remove'), remove, {
        class: 'link danger',
        'aria-label': t('remove_row_number', { number }),
      }),
    ),
  );
}

function cell(column, row, index, tell, aria) {
  const id = `${aria.id}-${index}-${column.id}`;
  const label = `${id}-label`;
  const required = column.required ?? true;
  const put = (value) => {
    if (value === undefined) delete row[column.id];
    else row[column.id] = value;
    tell();
  };
  const control = widget(column, own(row, column.id), put, {
    id,
    label,
    describe: aria.describe,
    small: true,
  });
  const long =
    column.type === 'choice' && column.options.some((option) => pick(option.label).length > 28);
  const wide = long || ['multi_choice', 'contact'].includes(column.type) ? 'cell wide' : 'cell';
  const tag = isSingle(column)
    ? h('label', { id: label, for: id, class: 'cell-label' })
    : h('span', { id: label, class: 'cell-label' });
  tag.append(say(column.text), ...(required ? [] : [optionalMark()]));
  const clear = required ? null : clearButton(control, () => put(undefined));
  if (clear) control.addEventListener('input', () => (clear.hidden = !clear.wanted()));
  return h('div', { class: wide, 'data-column': column.id }, tag, h('div', {}, control, clear));
}
