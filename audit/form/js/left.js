/** Lists of links: what is left to answer, and where problems are. */

/** Return a list of links to questions, headed by their section. */
function linkGroups(groups, most = Infinity) {
  return groups
    .filter((group) => group.links.length)
    .map(({ title, links }) => [
      h('h4', {}, title, h('span', { class: 'muted' }, ` ${links.length}`)),
      h(
        'ul',
        { class: 'links' },
        links
          .slice(0, most)
          .map(({ place, text, mark, note }) =>
            h(
              'li',
              {},
              h('a', { href: `#${place}` }, text),
              mark ? h('span', { class: 'mark' }, mark) : null,
              note ? h('p', {}, note) : null,
            ),
          ),
        links.length > most
          ? h('li', { class: 'muted' }, t('and_more', { count: links.length - most }))
          : null,
      ),
    ])
    .flat();
}

function questionLink(question, mark = '') {
  const id = question.link_id;
  return { place: `q-${id}`, text: [`${app.form.numberOf[id]} `, say(question.text)], mark };
}

function leftLists() {
  const progress = progressOf(app);
  const { left } = totalOf(progress);
  const marks = { open: '', confirm: t('mark_confirm'), mend: t('mark_mend') };
  const groups = progress.map(({ section, left: questions }) => ({
    title: say(section.title),
    links: questions.map(({ question, how }) =>
      questionLink(
        question,
        [marks[how], (question.required ?? true) ? '' : t('optional')].filter(Boolean).join(', '),
      ),
    ),
  }));
  const bare = withoutEvidence(app).map((question) => questionLink(question));
  return [
    h('p', {}, left ? t('left_text', { count: left }) : t('left_none')),
    ...(left
      ? [h('details', { open: left <= 40 }, h('summary', {}, t('left_show')), linkGroups(groups))]
      : []),
    ...(bare.length
      ? [
          h(
            'details',
            {},
            h('summary', {}, t('bare', { count: bare.length })),
            linkGroups([{ title: t('bare_title'), links: bare }]),
          ),
        ]
      : []),
  ];
}
