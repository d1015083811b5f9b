// @ts-check
// All findings.
import { el, link } from './dom.js';
import { count, number, words } from './format.js';
import { SEVERITIES } from './rows.js';
import { costMark, costWords, severityMark } from './marks.js';
import { sortedTable } from './table.js';
import { filterBar } from './filters.js';
import { STATUSES, hasNotes, noteMark, noteOf, saveButton } from './triage.js';
import { matches } from './principals.js';

const COST_ORDER = ['nothing', 'part', 'unknown', 'notMeasured', 'inUse'];

/**
 * @param {any} report
 * @param {URLSearchParams} query
 * @param {(query: URLSearchParams) => void} remember
 */
export function findings(report, query, remember) {
  const total = el('span', { class: 'total', role: 'status' });

  const table = sortedTable({
    caption: 'Findings', rows: report.findings, columns: findingColumns(report), sort: query.get('sort') ?? 'severity',
    none: report.findings.length === 0 ? 'None of the risks that Leastwise knows is present.' : undefined,
    onsort: sort => { query.set('sort', sort); remember(query); },
  });

  function draw() {
    const wanted = (query.get('q') ?? '').toLowerCase();
    const asked = ['severity', 'kind', 'account', 'cost', 'principal'].filter(id => query.get(id));
    const status = query.get('status');
    const shown = table.show(finding => asked.every(id => finding[id] === query.get(id)) && matches(status, noteOf(finding.id).status) && (!wanted || textOf(finding).includes(wanted)));
    total.textContent = shown === report.findings.length ? count(shown, 'finding') : `${number(shown)} of ${count(report.findings.length, 'finding')}`;
  }

  const distinct = (/** @type {string} */ id) => [...new Set(report.findings.map((/** @type {any} */ finding) => finding[id]))].sort();
  const choices = [
    { id: 'severity', title: 'Severity', options: SEVERITIES },
    { id: 'kind', title: 'Kind', options: distinct('kind'), label: words },
    { id: 'account', title: 'Account', options: distinct('account'), label: report.accountName },
    { id: 'cost', title: 'Removal', options: COST_ORDER, label: costWords },
    { id: 'status', title: 'Status', options: STATUSES },
    ...query.has('principal') ? [{ id: 'principal', title: 'Principal', options: [query.get('principal') ?? ''], label: report.principalName }] : [],
  ];
  const head = filterBar(query, choices, 'Title, principal or id', () => { remember(query); draw(); });
  draw();
  prepareTexts(report.findings, 0);
  return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Findings'), el('div', { class: 'filters' }, head, total), table.element, hasNotes() && saveButton());
}

/** @type {WeakMap<object, string>} what is looked through, in small letters; made when a finding is first looked at */
const texts = new WeakMap();

/** @param {any} finding */
function textOf(finding) {
  let text = texts.get(finding);
  if (text === undefined) texts.set(finding, text = `${finding.title} ${finding.principal} ${finding.id} ${finding.pathId ?? ''}`.toLowerCase());
  return text;
}

/**
 * Makes the texts while nobody types, so that the first key need not wait for a hundred thousand of them.
 * @param {any[]} findings
 * @param {number} at
 */
function prepareTexts(findings, at) {
  if (at === findings.length || !('requestIdleCallback' in window)) return;
  requestIdleCallback(deadline => {
    let done = at;
    while (done < findings.length && deadline.timeRemaining() > 0) textOf(findings[done++]);
    prepareTexts(findings, done);
  });
}

/** @param {any} report */
function findingColumns(report) {
  return [
    { id: 'title', title: 'Finding', value: (/** @type {any} */ row) => row.title, cell: (/** @type {any} */ row) => link(`#/findings/${encodeURIComponent(row.id)}`, row.title) },
    { id: 'severity', title: 'Severity', value: (/** @type {any} */ row) => SEVERITIES.indexOf(row.severity), cell: (/** @type {any} */ row) => severityMark(row.severity), text: (/** @type {any} */ row) => row.severity },
    { id: 'kind', title: 'Kind', secondary: true, value: (/** @type {any} */ row) => row.kind, cell: (/** @type {any} */ row) => words(row.kind) },
    { id: 'principal', title: 'Principal', secondary: true, value: (/** @type {any} */ row) => report.principalName(row.principal).toLowerCase(),
      cell: (/** @type {any} */ row) => [principalLink(report, row.principal), el('span', { class: 'sub' }, report.accountName(row.account))], text: (/** @type {any} */ row) => row.principal },
    { id: 'cost', title: 'Removal', value: (/** @type {any} */ row) => COST_ORDER.indexOf(row.cost), cell: (/** @type {any} */ row) => costMark(row.cost), text: (/** @type {any} */ row) => costWords(row.cost) },
    { id: 'status', title: 'Status', secondary: true, value: (/** @type {any} */ row) => STATUSES.indexOf(noteOf(row.id).status), cell: (/** @type {any} */ row) => noteMark(row.id),
      text: (/** @type {any} */ row) => [noteOf(row.id).status, noteOf(row.id).owner, noteOf(row.id).note].filter(Boolean).join('; ') },
  ];
}

/**
 * A link to a principal, or its bare ARN where the report has no page for it.
 * @param {any} report
 * @param {string} arn
 */
export function principalLink(report, arn) {
  return report.principal(arn) ? link(`#/principals/${encodeURIComponent(arn)}`, report.principalName(arn)) : el('span', null, arn);
}
