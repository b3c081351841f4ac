/** How far the form is filled in, and what is left. */

/** Tell how an asked question stands: `done`, `confirm`, `mend` or `open`. */
function standing(question, answer) {
  const state = stateOf(answer);
  if (state === 'unanswered') return 'open';
  if (answer.carried) return 'confirm';
  if (state === 'answered') return faultsOf(question, answer.value).length ? 'mend' : 'done';
  if (state === 'not_applicable') return (answer.justification ?? '').trim() ? 'done' : 'mend';
  return 'done';
}

/** Return one entry a section: how many are asked and done, and which are left. */
function progressOf({ form, draft, asked }) {
  return form.questionnaire.sections.map((section) => {
    const questions = section.questions.filter((question) => asked[question.link_id] === 'asked');
    const left = questions.flatMap((question) => {
      const how = standing(question, draft.answers[question.link_id]);
      return how === 'done' ? [] : [{ question, how }];
    });
    return { section, asked: questions.length, done: questions.length - left.length, left };
  });
}

/** Return the sums of all sections. */
function totalOf(progress) {
  const asked = progress.reduce((sum, part) => sum + part.asked, 0);
  const done = progress.reduce((sum, part) => sum + part.done, 0);
  return { asked, done, left: asked - done };
}

/** Return asked questions that expect evidence and name none. */
function withoutEvidence({ form, draft, asked }) {
  return Object.values(form.questions).filter((question) => {
    const answer = draft.answers[question.link_id];
    const given = asked[question.link_id] === 'asked' && stateOf(answer) === 'answered';
    return (
      given &&
      question.evidence === 'expected' &&
      question.type !== 'attachment' &&
      !(answer.evidence ?? []).length
    );
  });
}
