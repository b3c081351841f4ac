/** Words of the form in the chosen language; texts of the questionnaire likewise. */

const words = { all: {}, language: 'en' };

/** Return the text of a key, with `{name}` filled in. */
function t(key, values = {}) {
  const text = words.all[words.language][key];
  if (text === undefined) throw new Error(`no text '${key}'`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Return a questionnaire text: in the language, else in English, else in any. */
function pick(text) {
  return text[words.language] || text.en || Object.values(text)[0];
}

/** Return a span with a questionnaire text; it tells its language when it is another. */
function say(text) {
  const own = text[words.language] ? words.language : text.en ? 'en' : Object.keys(text)[0];
  return h('span', { class: 'said', lang: own === words.language ? null : own }, pick(text));
}

function countryName(code) {
  return new Intl.DisplayNames([words.language], { type: 'region' }).of(code) ?? code;
}

function currencyName(code) {
  return new Intl.DisplayNames([words.language], { type: 'currency' }).of(code) ?? code;
}

/** Return a day as the language writes it. */
function shownDay(day) {
  const [year, month, date] = day.split('-');
  return words.language === 'en' ? day : `${date}.${month}.${year}`;
}

/** Return a number as the language writes it, without grouping. */
function shownNumber(number) {
  return words.language === 'en' ? String(number) : String(number).replace('.', ',');
}

function shownSize(bytes) {
  const format = new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 });
  if (bytes < 1024) return `${format.format(bytes)} ${t('bytes')}`;
  if (bytes < 1024 ** 2) return `${format.format(bytes / 1024)} ${t('kib')}`;
  return `${format.format(bytes / 1024 ** 2)} ${t('mib')}`;
}

/** The units of durations as browsers call them. */
const UNITS = { min: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' };

/** Return a bound such as `24 h` in words. */
function shownBound(text) {
  const { number, unit } = parseQuantity(text);
  const format = { style: 'unit', unit: UNITS[unit], unitDisplay: 'long' };
  return new Intl.NumberFormat(words.language, format).format(number);
}

/** Return today in the reader's own calendar as YYYY-MM-DD. */
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}
