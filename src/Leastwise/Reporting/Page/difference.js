// @ts-check
// What changed between two assessments: one page, one table, its filters in the address.
import { el, link, section } from './dom.js';
import { count, number } from './format.js';
import { unpack } from './unpack.js';
import { SEVERITIES } from './rows.js';
import { severityMark } from './marks.js';
import { sortedTable } from './table.js';
import { filterBar } from './filters.js';
import { themeButton } from './theme.js';

/** @typedef {{ kind: string, subject: string, severity: string | null, title: string, detail: string | null, id: string }} Change */

const KINDS = ['new', 'worse', 'better', 'gone'];
const SUBJECTS = /** @type {Record<string, string>} */ ({ finding: 'finding', principal: 'principal', escalation: 'way to administrator' });
const SIGNS = /** @type {Record<string, string>} */ ({ new: '+', worse: '▲', better: '▼', gone: '−' });

const difference = await unpack('data');
const stage = /** @type {HTMLElement} */ (document.getElementById('main'));

/** The filters that the address holds. */
function asked() {
  return new URLSearchParams(location.hash.replace(/^#\/?\??/, ''));
}

function show() {
  const query = asked();
  stage.replaceChildren(el('div', { class: 'view' },
    el('p', { class: 'kicker' }, 'What changed'),
    el('h1', { class: 'headline', tabindex: '-1' }, difference.changes.length === 0 ? difference.headline
      : KINDS.map((kind, i) => [i > 0 && ', ', el('em', { class: `change ${kind}` }, `${number(many(kind))} ${kind}`)])),
    el('p', { class: 'lede' }, difference.worse ? 'There is a new or worse finding or way to administrator.' : 'No finding and no way to administrator is new or worse.'),
    difference.cautions.map((/** @type {string} */ caution) => el('p', { class: 'root alarm' }, el('strong', null, 'Compare with care. '), caution)),
    section('Before and now', null, sums()),
    difference.changes.length > 0 && changes(query)));
}

/** @param {string} kind */
function many(kind) {
  return difference.changes.filter((/** @type {Change} */ change) => change.kind === kind).length;
}

function sums() {
  const { old, new: now } = difference;
  const line = (/** @type {any} */ title, /** @type {string} */ member) => old[member] === null || now[member] === null ? null : el('tr', null, el('th', { scope: 'row' }, title),
    el('td', { class: 'num' }, number(old[member])), el('td', { class: 'num' }, number(now[member])), el('td', { class: 'num' }, signed(now[member] - old[member])));
  return el('div', { class: 'scroll' }, el('table', { class: 'matrix' }, el('caption', { class: 'unseen' }, 'Before and now'),
    el('thead', null, el('tr', null, el('td'), [old, now].map((side, i) => el('th', { scope: 'col', class: 'num' }, i === 0 ? 'Before' : 'Now', el('span', { class: 'sub' }, side.name), el('span', { class: 'sub' }, side.span))),
      el('th', { scope: 'col', class: 'num' }, 'Change'))),
    el('tbody', null, line('Findings', 'findings'), SEVERITIES.map(severity => line(severityMark(severity), severity)), line('Users and roles', 'principals'),
      line('Privileges granted', 'granted'), line('of these unused', 'unused'), line('Can become administrator', 'reaching'))));
}

/** @param {number} value */
function signed(value) {
  return value === 0 ? '–' : `${value > 0 ? '+' : '−'}${number(Math.abs(value))}`;
}

/** @param {URLSearchParams} query */
function changes(query) {
  const remember = () => history.replaceState(null, '', `#/${query.size > 0 ? `?${query}` : ''}`);
  const total = el('span', { class: 'total', role: 'status' });
  const table = sortedTable({
    caption: 'Changes', rows: difference.changes, columns: COLUMNS, sort: query.get('sort') ?? 'kind', onsort: sort => { query.set('sort', sort); remember(); },
  });
  const draw = () => {
    const wanted = (query.get('q') ?? '').toLowerCase();
    const shown = table.show(change => ['kind', 'subject', 'severity'].every(id => !query.get(id) || change[id] === query.get(id))
      && (!wanted || `${change.title} ${change.id} ${change.detail ?? ''}`.toLowerCase().includes(wanted)));
    total.textContent = shown === difference.changes.length ? count(shown, 'change') : `${number(shown)} of ${count(difference.changes.length, 'change')}`;
  };
  const of = (/** @type {string} */ id, /** @type {string[]} */ order) => order.filter(option => difference.changes.some((/** @type {any} */ change) => change[id] === option));
  const bar = filterBar(query, [
    { id: 'kind', title: 'Change', options: of('kind', KINDS) },
    { id: 'subject', title: 'Of', options: of('subject', Object.keys(SUBJECTS)), label: option => SUBJECTS[option] ?? option },
    { id: 'severity', title: 'Severity', options: of('severity', SEVERITIES) },
  ], 'Title, ARN or id', () => { remember(); draw(); });
  draw();
  return [
    el('h2', null, 'Changes'),
    el('p', { class: 'note' }, 'A finding is worse where it is graver or rests on more privileges, a principal where more is granted to it, a way where it has fewer steps.'),
    el('p', { class: 'facts' }, link('#/', 'All'), of('kind', KINDS).map(kind => link(`#/?kind=${kind}`, `${number(many(kind))} ${kind}`))),
    el('div', { class: 'filters' }, bar, total), table.element,
  ];
}

const COLUMNS = [
  { id: 'title', title: 'What', value: (/** @type {Change} */ row) => row.title.toLowerCase(), cell: (/** @type {Change} */ row) => [el('span', null, row.title), row.detail && el('span', { class: 'sub' }, row.detail)], text: (/** @type {Change} */ row) => row.title },
  { id: 'kind', title: 'Change', value: (/** @type {Change} */ row) => KINDS.indexOf(row.kind), cell: (/** @type {Change} */ row) => el('span', { class: `change ${row.kind}` }, `${SIGNS[row.kind] ?? ''} ${row.kind}`), text: (/** @type {Change} */ row) => row.kind },
  { id: 'severity', title: 'Severity', value: (/** @type {Change} */ row) => row.severity === null ? SEVERITIES.length : SEVERITIES.indexOf(row.severity), cell: (/** @type {Change} */ row) => row.severity === null ? '' : severityMark(row.severity), text: (/** @type {Change} */ row) => row.severity ?? '' },
  { id: 'detail', title: 'Of', secondary: true, value: (/** @type {Change} */ row) => row.subject, cell: (/** @type {Change} */ row) => el('span', { class: 'change' }, SUBJECTS[row.subject] ?? row.subject), text: (/** @type {Change} */ row) => [SUBJECTS[row.subject] ?? row.subject, row.detail].filter(Boolean).join(': ') },
  { id: 'id', title: 'Id', secondary: true, value: (/** @type {Change} */ row) => row.id, cell: (/** @type {Change} */ row) => el('code', null, row.id) },
];

document.getElementById('nav')?.remove();
document.getElementById('search')?.remove();
document.getElementById('colophon')?.append(el('p', null, `Leastwise ${difference.new.version}, catalogue ${difference.new.catalogVersion}. This file makes no request to anywhere.`));
document.addEventListener('click', event => {
  if (!(event.target instanceof Element) || event.target.closest('a')?.getAttribute('href') !== '#main') return;
  event.preventDefault();
  stage.focus();
});
addEventListener('hashchange', show);
themeButton();
show();
