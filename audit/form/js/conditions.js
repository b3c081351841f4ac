/** The condition language, three-valued: true, false or null (unknown). */

/** Kleene's conjunction: one false refutes, else one unknown leaves it open. */
function conjunction(truths) {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

const negated = (truth) => (truth === null ? null : !truth);
const disjunction = (truths) => negated(conjunction(truths.map(negated)));

const QUANTITY = {
  at_least: (order) => order >= 0n,
  at_most: (order) => order <= 0n,
  above: (order) => order > 0n,
  below: (order) => order < 0n,
};
/** Operators on codes: what was answered, what the condition lists. */
const CODES = {
  in: (value, listed) => listed.includes(value),
  not_in: (value, listed) => !listed.includes(value),
  includes_all: (value, listed) => listed.every((code) => value.includes(code)),
  includes_any: (value, listed) => listed.some((code) => value.includes(code)),
  excludes: (value, listed) => !listed.some((code) => value.includes(code)),
  only: (value, listed) => value.every((code) => listed.includes(code)),
};
const TIME = {
  within: (day, window, asOf) => windowStart(asOf, window) <= day && day <= asOf,
  older_than: (day, window, asOf) => day < windowStart(asOf, window),
  valid_on: (day, _, asOf) => day >= asOf,
};
const ROWS = {
  every_row: conjunction,
  any_row: disjunction,
  no_row: (truths) => negated(disjunction(truths)),
};
const isNumeric = (field) => field.type === 'integer' || field.type === 'decimal';

/** Return the first day of a calendar window such as `12 mo` that ends on a day. */
function windowStart(asOf, text) {
  const { number, unit } = parseQuantity(text);
  const count = Number(number);
  if (unit === 'd' || unit === 'wk') {
    const days = count * (unit === 'wk' ? 7 : 1);
    const ordinal =
      (Date.parse(`${asOf}T00:00:00Z`) - Date.parse('0001-01-01T00:00:00Z')) / 864e5 + 1;
    return days >= ordinal
      ? '0001-01-01'
      : isoDay(new Date(Date.parse(`${asOf}T00:00:00Z`) - days * 864e5));
  }
  const [year, month, day] = asOf.split('-').map(Number);
  const months = year * 12 + month - 1 - count * (unit === 'a' ? 12 : 1);
  if (months < 12) return '0001-01-01';
  const start = new Date(0);
  start.setUTCFullYear(Math.floor(months / 12), (months % 12) + 1, 0);
  start.setUTCDate(Math.min(day, start.getUTCDate()));
  return isoDay(start);
}

const isoDay = (date) => date.toISOString().slice(0, 10);

/** Return the truth of a condition; facts hold values, notApplicable and asOf. */
function truthOf(condition, fields, facts) {
  if (condition.all) return conjunction(condition.all.map((part) => truthOf(part, fields, facts)));
  if (condition.any) return disjunction(condition.any.map((part) => truthOf(part, fields, facts)));
  if (condition.none)
    return negated(disjunction(condition.none.map((part) => truthOf(part, fields, facts))));
  // Questions are asked before any evidence is looked at: not shown is unknown.
  if (condition.evidence) return null;
  return leafTruth(condition, fields, facts);
}

function leafTruth(condition, fields, facts) {
  const subject = condition.answer ?? condition.column;
  const [op] = Object.keys(condition).filter((key) => key !== 'answer' && key !== 'column');
  if (op === 'not_applicable' && facts.notApplicable.has(subject)) return true;
  if (!Object.hasOwn(facts.values, subject)) return null;
  const field = fields[subject];
  const value = facts.values[subject];
  if (op === 'rows_at_least' || op in ROWS)
    return rowsTruth(op, condition[op], field, value, facts.asOf);
  return test(op, value, condition[op], field, facts.asOf);
}

/** Return the truth of one operator on one known value. */
function test(op, value, constant, field, asOf) {
  if (op === 'answered') return true;
  if (op === 'not_applicable') return false;
  if (op === 'is') return same(value, constant, field);
  if (op === 'is_not') return !same(value, constant, field);
  if (op === 'count_at_least') return value.length >= constant;
  if (op in CODES) {
    return isNumeric(field)
      ? CODES[op](
          0n,
          constant.map((one) => compareExact(value, exact(one))),
        )
      : CODES[op](value, constant);
  }
  if (op in TIME) return TIME[op](value, constant, asOf);
  if (op in QUANTITY) return quantityTruth(op, value, constant, field);
  throw new Error(`unknown operator '${op}'`);
}

function same(value, constant, field) {
  return isNumeric(field) ? compareExact(value, exact(constant)) === 0n : value === constant;
}

function quantityTruth(op, value, constant, field) {
  if (isNumeric(field)) return QUANTITY[op](compareExact(value, exact(constant)));
  if (field.type === 'duration') return QUANTITY[op](compareExact(value, parseMinutes(constant)));
  const { number, unit } = parseQuantity(constant);
  // Another currency cannot be compared without a rate.
  return value.currency === unit ? QUANTITY[op](compareExact(value, exact(number))) : null;
}

function rowsTruth(op, wanted, field, rows, asOf) {
  const counted = op === 'rows_at_least';
  const where = counted ? wanted.where : wanted;
  const columns = Object.fromEntries(field.columns.map((column) => [column.id, column]));
  const truths = rows.map((values) =>
    where ? truthOf(where, columns, { values, notApplicable: new Set(), asOf }) : true,
  );
  if (!counted) return ROWS[op](truths);
  const count = wanted.count ?? wanted;
  const sure = truths.filter((truth) => truth === true).length;
  if (sure >= count) return true;
  return truths.filter((truth) => truth !== false).length >= count ? null : false;
}

/** Return the questions that a condition reads, each once; columns are no questions. */
function fieldsRead(condition) {
  const parts = condition.all ?? condition.any ?? condition.none;
  if (parts) return [...new Set(parts.flatMap(fieldsRead))];
  const subject = condition.evidence ? condition.evidence.answer : condition.answer;
  return subject === undefined || subject === null ? [] : [subject];
}
