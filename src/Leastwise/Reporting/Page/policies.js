// @ts-check
// All policies: who holds them and which risks rest on them.
import { el, link } from './dom.js';
import { count, number } from './format.js';
import { severityCounts } from './marks.js';
import { sortedTable } from './table.js';
import { filterBar } from './filters.js';
import { matches, weight } from './principals.js';

const POLICY_KINDS = /** @type {Record<string, string>} */ ({
  customerManaged: 'customer', inline: 'inline', awsManaged: 'AWS managed', trust: 'trust', serviceControl: 'service control', resourceControl: 'resource control', resource: 'of a resource',
});

/** @param {string} kind */
export function policyKind(kind) {
  return POLICY_KINDS[kind] ?? kind;
}

/**
 * @param {any} report
 * @param {URLSearchParams} query
 * @param {(query: URLSearchParams) => void} remember
 */
export function policiesPage(report, query, remember) {
  const total = el('span', { class: 'total', role: 'status' });
  const table = sortedTable({
    caption: 'Policies', rows: report.policies, columns: policyColumns(report), sort: query.get('sort') ?? 'findings',
    none: report.policies.length === 0 ? 'The report holds no policies.' : undefined, onsort: sort => { query.set('sort', sort); remember(query); },
  });

  function draw() {
    const wanted = (query.get('q') ?? '').toLowerCase();
    const shown = table.show(policy =>
      (!wanted || `${policy.name} ${policy.id}`.toLowerCase().includes(wanted))
      && matches(query.get('kind'), policy.kind) && matches(query.get('account'), policy.account)
      && matches(query.get('risk'), report.findingsByPolicy(policy.id).length > 0 ? 'yes' : 'no'));
    total.textContent = shown === report.policies.length ? count(shown, 'policy', 'policies') : `${number(shown)} of ${count(report.policies.length, 'policy', 'policies')}`;
  }

  const distinct = (/** @type {string} */ id) => [...new Set(report.policies.map((/** @type {any} */ policy) => policy[id]))].filter(Boolean).sort();
  const head = filterBar(query, [
    { id: 'kind', title: 'Kind', options: distinct('kind'), label: policyKind },
    { id: 'account', title: 'Account', options: distinct('account'), label: report.accountName },
    { id: 'risk', title: 'With findings', options: ['yes', 'no'] },
  ], 'Name or ARN', () => { remember(query); draw(); });
  draw();
  return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Policies'), el('div', { class: 'filters' }, head, total), table.element);
}

/** @param {any} report */
function policyColumns(report) {
  return [
    { id: 'name', title: 'Policy', value: (/** @type {any} */ row) => row.name.toLowerCase(), cell: (/** @type {any} */ row) => [
      link(`#/policies/${encodeURIComponent(row.id)}`, row.name), el('span', { class: 'sub' }, row.owner ? `of ${report.principalName(row.owner)}` : row.account ? report.accountName(row.account) : [row.arn, row.id !== row.arn && `, as in ${row.file}`])],
      text: (/** @type {any} */ row) => row.arn ?? row.id },
    { id: 'kind', title: 'Kind', value: (/** @type {any} */ row) => policyKind(row.kind), cell: (/** @type {any} */ row) => policyKind(row.kind) },
    { id: 'versions', title: 'Versions', numeric: true, secondary: true, value: (/** @type {any} */ row) => row.otherVersions.length + 1, cell: (/** @type {any} */ row) => number(row.otherVersions.length + 1) },
    { id: 'holders', title: 'Held by', numeric: true, value: (/** @type {any} */ row) => row.holders.length, cell: (/** @type {any} */ row) => number(row.holders.length) },
    { id: 'findings', title: 'Findings', value: (/** @type {any} */ row) => -weight(report.findingsByPolicy(row.id)), cell: (/** @type {any} */ row) => severityCounts(report.findingsByPolicy(row.id)),
      text: (/** @type {any} */ row) => report.findingsByPolicy(row.id).length },
  ];
}
