/** Which questions are asked: the twin of questionnaire/asked.py. */

const WAIVERS = ['unknown', 'declined', 'not_applicable'];

/** Return an answer's state; one without value or waiver is unanswered. */
function stateOf(answer) {
  if (!answer) return 'unanswered';
  if (WAIVERS.includes(answer.state)) return answer.state;
  return answer.value === undefined || answer.value === null ? 'unanswered' : 'answered';
}

/** Return the link ids so that each stands after those its condition reads. */
function gateOrder(questions) {
  const order = [];
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    const gate = questions[id].enable_when;
    if (gate) fieldsRead(gate).forEach(visit);
    order.push(id);
  };
  Object.keys(questions).forEach(visit);
  return order;
}

/**
 * Settle every question: `asked`, `not_asked` or `withheld`.
 *
 * Answers to hidden questions are inert. An answer carried over from an earlier response
 * counts only once it is confirmed, a half-typed one only once it is whole.
 */
function settle(questions, order, answers, asOf) {
  const facts = { values: {}, notApplicable: new Set(), asOf };
  const asked = {};
  for (const id of order) {
    const question = questions[id];
    asked[id] = question.enable_when
      ? judgeGate(question.enable_when, questions, facts, asked)
      : 'asked';
    const answer = own(answers, id);
    if (asked[id] !== 'asked' || !answer || answer.carried) continue;
    const state = stateOf(answer);
    if (state === 'not_applicable') facts.notApplicable.add(id);
    else if (state === 'answered' && !faultsOf(question, answer.value).length)
      facts.values[id] = comparable(question, answer.value);
  }
  return { asked, facts };
}

/** A gate that is undecided only because it waits for hidden questions stays shut. */
function judgeGate(gate, questions, facts, asked) {
  const truth = truthOf(gate, questions, facts);
  if (truth === null) {
    const unread = fieldsRead(gate).filter((id) => !Object.hasOwn(facts.values, id));
    if (unread.length && unread.every((id) => asked[id] === 'not_asked')) return 'not_asked';
    return 'withheld';
  }
  return truth ? 'asked' : 'not_asked';
}
