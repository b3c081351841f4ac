/** Exact quantities and what is wrong with a value: the twin of questionnaire/types. */

const MAX_NUMBER = 2 ** 53;
const MINUTES = { min: 1n, h: 60n, d: 1440n, wk: 10080n, mo: 43200n, a: 525600n };
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
/** Codes that a schema lists once for all questions; set when the form opens. */
const codes = { country: [], currency: [] };

/** Return a decimal as a fraction of big integers; null for any other text. */
function exact(value) {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value));
  if (!found) return null;
  const [, sign, whole, part = '', power = '0'] = found;
  const digits = BigInt(`${sign}${whole}${part}`);
  const scale = Number(power) - part.length;
  return scale >= 0
    ? { n: digits * 10n ** BigInt(scale), d: 1n }
    : { n: digits, d: 10n ** BigInt(-scale) };
}

/** Return less than, equal to or greater than 0n, as a lies below, at or above b. */
function compareExact(a, b) {
  return a.n * b.d - b.n * a.d;
}

/** Return a number with a unit as minutes; null when it is no duration. */
function minutes(number, unit) {
  const amount = exact(number);
  return amount && unit in MINUTES ? { n: amount.n * MINUTES[unit], d: amount.d } : null;
}

/** Read `24 h`; null for another form. */
function parseQuantity(text) {
  const found = /^(\d{1,12}(?:\.\d{1,6})?) ([A-Za-z%]{1,8})$/.exec(text);
  return found ? { number: found[1], unit: found[2] } : null;
}

function parseMinutes(text) {
  const found = parseQuantity(text);
  return found && minutes(found.number, found.unit);
}

/** Tell whether a text is an existing day, YYYY-MM-DD. */
function isDay(text) {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001') return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/** Return the invisible characters of a text that could disguise it. */
function hiddenCharacters(text) {
  const found = [...text].filter((c) => !'\n\t\r'.includes(c) && HIDDEN.test(c));
  return [...new Set(found)]
    .slice(0, 5)
    .map((c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(', ');
}

const isText = (value) => typeof value === 'string';
const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isNumber = (value) => typeof value === 'number' && Math.abs(value) <= MAX_NUMBER;

/** Return a map's own value; ids such as `constructor` are names like any other. */
function own(map, key) {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Build a problem: a text key, what to fill in, and the place within the value. */
function fault(code, values = {}, path = []) {
  return { code, values, path };
}

function numberFaults(field, value, wanted) {
  if (!isNumber(value) || (wanted === 'integer' && !Number.isInteger(value)))
    return [fault(`wrong_${wanted}`)];
  if (field.min !== undefined && field.min !== null && value < field.min)
    return [fault('too_small', { bound: shownNumber(field.min) })];
  if (field.max !== undefined && field.max !== null && value > field.max)
    return [fault('too_large', { bound: shownNumber(field.max) })];
  return [];
}

function listFaults(value, known, wrong) {
  if (!Array.isArray(value) || !value.length) return [fault('wrong_list')];
  return value.flatMap((code, index) => {
    if (!isText(code) || !known.includes(code)) return [fault(wrong, {}, [index])];
    return value.indexOf(code) < index ? [fault('twice', {}, [index])] : [];
  });
}

const optionCodes = (field) => field.options.map((option) => option.code);

/** One function a type: a value in, its faults out. */
const FAULTS = {
  boolean: (_, value) => (typeof value === 'boolean' ? [] : [fault('wrong_boolean')]),
  choice: (field, value) => (optionCodes(field).includes(value) ? [] : [fault('wrong_choice')]),
  multi_choice(field, value) {
    const found = listFaults(value, optionCodes(field), 'wrong_choice');
    const alone = field.options.some(
      (o) =>
        o.exclusive &&
        Array.isArray(value) &&
        value.includes(o.code) &&
        value.some((code) => code !== o.code),
    );
    return alone ? [...found, fault('not_alone')] : found;
  },
  integer: (field, value) => numberFaults(field, value, 'integer'),
  decimal: (field, value) => numberFaults(field, value, 'decimal'),
  duration(field, value) {
    if (!isMap(value) || Object.keys(value).sort().join() !== 'unit,value')
      return [fault('wrong_duration')];
    const length =
      isNumber(value.value) && isText(value.unit) ? minutes(value.value, value.unit) : null;
    if (!length) return [fault('wrong_duration')];
    if (length.n < 0n) return [fault('negative')];
    if (field.min && compareExact(length, parseMinutes(field.min)) < 0n)
      return [fault('too_short', { bound: shownBound(field.min) })];
    if (field.max && compareExact(length, parseMinutes(field.max)) > 0n)
      return [fault('too_long', { bound: shownBound(field.max) })];
    return [];
  },
  date(field, value) {
    if (!isDay(value)) return [fault('wrong_date')];
    if (field.min && value < field.min) return [fault('too_early', { bound: shownDay(field.min) })];
    return field.max && value > field.max
      ? [fault('too_late', { bound: shownDay(field.max) })]
      : [];
  },
  text(field, value) {
    if (!isText(value) || !value.trim()) return [fault('wrong_text')];
    const most = field.max_length ?? 2000;
    const length = [...value].length;
    if (length > most) return [fault('text_long', { length, most })];
    return hiddenCharacters(value) ? [fault('hidden', { found: hiddenCharacters(value) })] : [];
  },
  contact(_, value) {
    if (!isMap(value)) return [fault('wrong_contact')];
    const found = Object.entries(value).flatMap(([key, part]) => contactFaults(key, part));
    if (!('name' in value)) found.push(fault('contact_name', {}, ['name']));
    if (!('email' in value) && !('phone' in value)) found.push(fault('contact_way', {}, ['email']));
    return found;
  },
  country(field, value) {
    if (field.multiple) return listFaults(value, codes.country, 'wrong_country');
    return codes.country.includes(value) ? [] : [fault('wrong_country')];
  },
  money(_, value) {
    if (!isMap(value) || Object.keys(value).sort().join() !== 'amount,currency')
      return [fault('wrong_money')];
    const found =
      isText(value.amount) && /^[0-9]{1,15}(\.[0-9]{1,4})?$/.test(value.amount)
        ? []
        : [fault('wrong_amount')];
    return codes.currency.includes(value.currency) ? found : [...found, fault('wrong_currency')];
  },
  table(field, value) {
    if (!Array.isArray(value)) return [fault('wrong_table')];
    const least = field.min_rows ?? 0;
    const most = field.max_rows ?? 500;
    const found = value.flatMap((row, index) => rowFaults(field.columns, row, index));
    if (value.length < least || value.length > most)
      found.unshift(fault('wrong_rows', { rows: value.length, least, most }));
    return found;
  },
  attachment(_, value) {
    const fine = Array.isArray(value) && value.length && value.every((id) => isText(id) && id);
    return fine && new Set(value).size === value.length ? [] : [fault('wrong_attachment')];
  },
};

function contactFaults(key, part) {
  if (!['name', 'role', 'email', 'phone'].includes(key)) return [fault('unknown_key', { key })];
  if (!isText(part) || !part || [...part].length > 200) return [fault('contact_part', {}, [key])];
  if (hiddenCharacters(part)) return [fault('hidden', { found: hiddenCharacters(part) }, [key])];
  return key === 'email' && !looksLikeEmail(part) ? [fault('wrong_email', {}, [key])] : [];
}

function looksLikeEmail(text) {
  const at = text.lastIndexOf('@');
  return at > 0 && text.slice(at + 1).includes('.') && !text.includes(' ');
}

function rowFaults(columns, row, index) {
  if (!isMap(row)) return [fault('wrong_row', {}, [index])];
  const known = columns.map((column) => column.id);
  const found = Object.keys(row)
    .filter((key) => !known.includes(key))
    .map((key) => fault('unknown_key', { key }, [index]));
  for (const column of columns) {
    const value = own(row, column.id);
    if (value !== undefined)
      for (const one of faultsOf(column, value))
        found.push({ ...one, path: [index, column.id, ...one.path] });
    else if (column.required ?? true) found.push(fault('cell_missing', {}, [index, column.id]));
  }
  return found;
}

/** Return what is wrong with the value of a question or column. */
function faultsOf(field, value) {
  return FAULTS[field.type](field, value);
}

/** Return a checked value in the form that conditions compare. */
function comparable(field, value) {
  if (field.type === 'integer' || field.type === 'decimal') return exact(value);
  if (field.type === 'duration') return minutes(value.value, value.unit);
  if (field.type === 'money') return { ...exact(value.amount), currency: value.currency };
  if (field.type !== 'table') return value;
  const columns = Object.fromEntries(field.columns.map((column) => [column.id, column]));
  return value.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([id, part]) => [id, comparable(columns[id], part)]),
    ),
  );
}
