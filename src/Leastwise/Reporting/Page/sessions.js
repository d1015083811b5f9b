// @ts-check
// Who became whom: from the person or machine at the origin, over roles, to the role that acted.
import { el, section } from './dom.js';
import { count, day, number, words } from './format.js';
import { layeredDrawing } from './layered.js';
import { sortedTable } from './table.js';
import { filterBar } from './filters.js';
import { matches } from './principals.js';
import { principalLink } from './findings.js';

// The busiest; the table has all.
const MOST_FLOWS = 24;

/**
 * @param {any} report
 * @param {URLSearchParams} query
 * @param {(query: URLSearchParams) => void} remember
 */
export function sessionsPage(report, query, remember) {
  /** @type {any[]} */
  const flows = report.principals.flatMap((/** @type {any} */ principal) => principal.origins.map((/** @type {any} */ origin) => ({ ...origin, arn: principal.arn, account: principal.account })));
  const head = el('h1', { tabindex: '-1' }, 'Sessions');
  if (flows.length === 0) {
    return el('div', { class: 'view' }, head, el('p', { class: 'lede' }, 'The logs show no session of a role.'));
  }
  const table = sortedTable({
    caption: 'Sessions', rows: flows, columns: sessionColumns(report), sort: query.get('sort') ?? '-events', none: '',
    onsort: sort => { query.set('sort', sort); remember(query); },
  });
  const total = el('span', { class: 'total', role: 'status' });
  const drawing = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Sessions, drawn' });
  const remark = el('span');

  function draw() {
    const wanted = (query.get('q') ?? '').toLowerCase();
    /** @type {any[]} */
    const rows = flows.filter(flow => (!wanted || `${flow.chain.join(' ')} ${flow.arn}`.toLowerCase().includes(wanted))
      && matches(query.get('kind'), flow.kind) && matches(query.get('account'), flow.account) && matches(query.get('principal'), flow.arn));
    total.textContent = rows.length === flows.length ? count(rows.length, 'flow') : `${number(rows.length)} of ${count(flows.length, 'flow')}`;
    const busiest = rows.toSorted((a, b) => b.events - a.events || (a.arn < b.arn ? -1 : 1)).slice(0, MOST_FLOWS);
    remark.textContent = busiest.length < rows.length ? `The ${MOST_FLOWS} with the most events; the table has all. Thicker is more sessions.` : 'Thicker is more sessions.';
    drawing.replaceChildren(rows.length === 0 ? el('p', { class: 'quiet' }, 'Nothing matches these filters.') : flowDrawing(busiest));
    const shown = new Set(rows);
    table.show(flow => shown.has(flow));
  }

  const distinct = (/** @type {string} */ id) => [...new Set(flows.map(flow => flow[id]))].sort();
  const bar = filterBar(query, [
    { id: 'kind', title: 'Origin', options: distinct('kind'), label: words },
    { id: 'account', title: 'Account', options: distinct('account'), label: report.accountName },
    ...query.has('principal') ? [{ id: 'principal', title: 'Principal', options: [query.get('principal') ?? ''], label: report.principalName }] : [],
  ], 'Name or ARN', () => { remember(query); draw(); });
  draw();
  return el('div', { class: 'view' }, head,
    el('p', { class: 'lede' }, 'Who became whom. A session is traced back over any number of roles to the person or machine that began it, as far as the logs reach.'),
    el('div', { class: 'filters' }, bar, total),
    section('Flow', remark, drawing), table.element);
}

/** @param {any[]} flows */
function flowDrawing(flows) {
  /** @type {Map<string, any>} */
  const boxes = new Map();
  /** @type {Map<string, any>} */
  const lines = new Map();
  const longest = Math.max(...flows.map(flow => flow.chain.length));
  for (const flow of flows) {
    // Origins on the left, the roles that acted on the right.
    const column = (/** @type {number} */ i) => i === 0 ? 0 : longest - flow.chain.length + i;
    const id = (/** @type {number} */ i) => i === 0 ? `0 ${flow.kind} ${flow.chain[0]}` : `${column(i)} ${flow.chain[i]}`;
    flow.chain.forEach((/** @type {string} */ name, /** @type {number} */ i) => boxes.set(id(i), { id: id(i), label: name, column: column(i), kind: i === 0 ? `origin ${flow.kind}` : 'role' }));
    for (let i = 1; i < flow.chain.length; i++) {
      const key = `${id(i - 1)}\n${id(i)}`;
      const line = lines.get(key) ?? { from: id(i - 1), to: id(i), sessions: 0 };
      line.sessions += flow.sessions;
      lines.set(key, line);
    }
  }
  const most = Math.max(1, ...[...lines.values()].map(line => line.sessions));
  return layeredDrawing(`${count(lines.size, 'flow')} of sessions; the table says the same`, [...boxes.values()], [...lines.values()].map(line => ({
    ...line, title: count(line.sessions, 'session'), weight: 1.2 + 7 * Math.log(1 + line.sessions) / Math.log(1 + most), kind: 'flow',
  })));
}

/** @param {any} report */
function sessionColumns(report) {
  return [
    { id: 'from', title: 'Who', value: (/** @type {any} */ row) => row.chain[0].toLowerCase(), cell: (/** @type {any} */ row) => [row.chain.slice(0, -1).join(' → ') || row.chain[0], el('span', { class: 'sub' }, words(row.kind), row.note && `. ${row.note}`)],
      text: (/** @type {any} */ row) => row.chain.join(' > ') },
    { id: 'to', title: 'Became', value: (/** @type {any} */ row) => report.principalName(row.arn).toLowerCase(), cell: (/** @type {any} */ row) => principalLink(report, row.arn), text: (/** @type {any} */ row) => row.arn },
    { id: 'sessions', title: 'Sessions', numeric: true, value: (/** @type {any} */ row) => row.sessions, cell: (/** @type {any} */ row) => number(row.sessions) },
    { id: 'events', title: 'Events', numeric: true, value: (/** @type {any} */ row) => row.events, cell: (/** @type {any} */ row) => number(row.events) },
    { id: 'last', title: 'Last', numeric: true, secondary: true, value: (/** @type {any} */ row) => row.lastUsed, cell: (/** @type {any} */ row) => day(row.lastUsed) },
  ];
}
