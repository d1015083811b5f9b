// @ts-check
// All users and roles.
import { el, link } from './dom.js';
import { count, day, number, words } from './format.js';
import { bar, legend, severityCounts } from './marks.js';
import { sortedTable } from './table.js';
import { filterBar } from './filters.js';

/**
 * @param {any} report
 * @param {URLSearchParams} query
 * @param {(query: URLSearchParams) => void} remember
 */
export function principals(report, query, remember) {
  const total = el('span', { class: 'total', role: 'status' });
  const table = sortedTable({
    caption: 'Principals with their privileges by verdict', rows: report.principals, columns: principalColumns(report), sort: query.get('sort') ?? '-unused',
    onsort: sort => { query.set('sort', sort); remember(query); },
  });

  function draw() {
    const wanted = (query.get('q') ?? '').toLowerCase();
    const shown = table.show(principal =>
      (!wanted || principal.arn.toLowerCase().includes(wanted))
      && matches(query.get('type'), principal.type)
      && matches(query.get('account'), principal.account)
      && matches(query.get('active'), principal.events > 0 ? 'yes' : 'no'));
    total.textContent = shown === report.principals.length ? count(shown, 'principal') : `${number(shown)} of ${count(report.principals.length, 'principal')}`;
  }

  const choices = [
    { id: 'type', title: 'Type', options: ['user', 'role'] },
    { id: 'account', title: 'Account', options: report.accounts.map((/** @type {any} */ account) => account.id), label: report.accountName },
    { id: 'active', title: 'Active', options: ['yes', 'no'] },
  ];
  const head = filterBar(query, choices, 'Name or ARN', () => { remember(query); draw(); });
  draw();
  return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Principals'), el('div', { class: 'filters' }, head, total), legend(), table.element);
}

/** @param {string | null} wanted @param {string} actual */
export function matches(wanted, actual) {
  return !wanted || wanted === actual;
}

/** @param {any} report */
function principalColumns(report) {
  const verdict = (/** @type {string} */ id, /** @type {boolean} */ secondary) => ({
    id, title: words(id), numeric: true, secondary,
    value: (/** @type {any} */ row) => row.counts[id],
    cell: (/** @type {any} */ row) => row.counts[id] === 0 ? el('span', { class: 'quiet' }, '0') : el('span', { class: `${id}-ink` }, number(row.counts[id])),
  });
  return [
    { id: 'name', title: 'Principal', value: (/** @type {any} */ row) => row.name.toLowerCase(), cell: (/** @type {any} */ row) => [
      link(`#/principals/${encodeURIComponent(row.arn)}`, row.name), el('span', { class: 'sub' }, `${row.type}, ${report.accountName(row.account)}`)], text: (/** @type {any} */ row) => row.arn },
    { id: 'share', title: 'Share used', secondary: true, numeric: true, value: (/** @type {any} */ row) => row.counts.granted ? row.counts.used / row.counts.granted : 0, cell: (/** @type {any} */ row) => bar(row.counts) },
    verdict('granted', false), verdict('used', true), verdict('unused', false), verdict('unknown', true), verdict('ungranted', true),
    { id: 'findings', title: 'Findings', value: (/** @type {any} */ row) => -weight(report.findingsOf(row.arn)), cell: (/** @type {any} */ row) => severityCounts(report.findingsOf(row.arn)), text: (/** @type {any} */ row) => report.findingsOf(row.arn).length },
    { id: 'last', title: 'Last active', numeric: true, secondary: true, value: (/** @type {any} */ row) => row.lastUsed,
      cell: (/** @type {any} */ row) => row.lastUsed ? day(row.lastUsed) : el('span', { class: 'quiet' }, 'no activity') },
  ];
}

/** @param {any[]} findings */
export function weight(findings) {
  const worth = /** @type {any} */ ({ critical: 1e6, high: 1e4, medium: 100, low: 1 });
  return findings.reduce((sum, finding) => sum + worth[finding.severity], 0);
}
