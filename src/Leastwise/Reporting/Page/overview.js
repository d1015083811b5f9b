// @ts-check
// What is wrong and what to do, in ten seconds.
import { el, link, section } from './dom.js';
import { count, day, number, percent, words } from './format.js';
import { SEVERITIES } from './rows.js';
import { tableCsv } from './csv.js';
import { bar, costMark, daysOf, heatStrip, legend, monthScale, severityMark } from './marks.js';

/** @param {any} report */
export function overview(report) {
  return el('div', { class: 'view' },
    el('p', { class: 'kicker' }, `${report.name}, ${count(report.accounts.length, 'account')}, ${count(report.sums.principals, 'principal')}, `
      + report.span),
    headline(report),
    rootUse(report),
    section('Granted and used', 'A privilege is one IAM action that a principal holds. Unused means that the logs would have shown it. Unknown means that they need not have.',
      accountBars(report), legend()),
    report.sums.findings > 0 && section('Fix first', 'By severity, then by what it costs: what nobody used goes first. Findings with the same remedy are one step.', fixes(report)),
    section('Findings', null, findingsMatrix(report)),
    section('Evidence', 'Verdicts are as good as the logs behind them.', evidenceSummary(report)));
}

/** @param {any} report */
function headline(report) {
  const { counts, sums } = report;
  const { findings, free } = sums;
  return el('h1', { class: 'headline', tabindex: '-1' },
    `Of ${count(counts.granted, 'privilege')} granted, `, el('em', { class: 'used' }, percent(counts.used, counts.granted)), ' was used. ',
    findings === 0 ? 'None of the risks that Leastwise knows is present.'
      : free > 0 ? [el('em', { class: 'unused' }, free === findings ? `All ${number(free)}` : `${number(free)}\u00A0of\u00A0${number(findings)}`), ' findings can be closed without breaking anything that the logs show.']
        : `${count(findings, 'finding')} to look at.`);
}

/** @param {any} report */
function rootUse(report) {
  const used = report.accounts.filter((/** @type {any} */ account) => account.root);
  if (used.length === 0) {
    return el('p', { class: 'root calm' }, 'The logs show no use of any root user.');
  }
  return used.map((/** @type {any} */ account) => el('p', { class: 'root alarm' },
    el('strong', null, `Root of ${account.name ?? account.id} was used. `),
    `${count(account.root.events, 'event')}, last on ${day(account.root.lastUsed)}: ${account.root.eventNames.slice(0, 4).join(', ')}`,
    account.root.eventNames.length > 4 ? ` and ${account.root.eventNames.length - 4} more. ` : '. ', 'Find out who and why; daily work needs no root.'));
}

/** @param {any} report */
function accountBars(report) {
  const table = el('table', { class: 'accounts' },
    el('caption', { class: 'unseen' }, 'Privileges by account and verdict'),
    el('thead', null, el('tr', null, ['Account', '', 'Granted', 'Used', 'Unused', 'Unknown', 'Ungranted'].map((title, i) =>
      i === 1 ? el('td') : el('th', { scope: 'col', class: i > 1 ? 'num' : null }, title)))),
    el('tbody', null, report.accounts.map((/** @type {any} */ account) => el('tr', null,
      el('th', { scope: 'row' }, link(`#/principals?account=${encodeURIComponent(account.id)}`, account.name ?? account.id),
        el('span', { class: 'sub' }, account.name ? `${account.id}, ` : '', count(account.principals, 'principal'))),
      el('td', { class: 'wide' }, bar(account.counts, 'large')),
      ['granted', 'used', 'unused', 'unknown', 'ungranted'].map(verdict =>
        el('td', { class: `num ${account.counts[verdict] > 0 ? verdict : 'unknown'}-ink`, 'data-label': words(verdict) }, number(account.counts[verdict])))))));
  return [table, el('p', { class: 'under' }, tableCsv('Privileges by account', table))];
}

/** @param {any} report */
function fixes(report) {
  return [
    el('ol', { class: 'fixes' }, report.priorities.slice(0, 10).map((/** @type {any} */ finding) => {
      const { others, principals, kinds } = finding;
      return el('li', null,
        severityMark(finding.severity),
        el('div', null,
          el('p', { class: 'what' }, link(`#/findings/${encodeURIComponent(finding.id)}`, finding.title)),
          el('p', { class: 'do' }, finding.recommendation,
            others > 0 && [' ', link(alike(finding, principals, kinds), `${number(others)} more alike`), principals > 1 && ` over ${count(principals, 'principal')}`])),
        el('p', { class: 'costs' }, costMark(finding.cost), el('span', { class: 'sub' }, withoutLead(finding.sentence))));
    })),
    report.priorities.length > 10 && el('p', { class: 'more' }, link('#/findings', `All ${count(report.sums.findings, 'finding')}`)),
  ];
}

/**
 * Where the findings stand that go with this one.
 * @param {any} finding
 * @param {number} principals
 * @param {number} kinds
 */
function alike(finding, principals, kinds) {
  if (principals === 1 && kinds > 1) return `#/findings?principal=${encodeURIComponent(finding.principal)}`;
  const kind = `kind=${encodeURIComponent(finding.kind)}`;
  return principals > 1 ? `#/findings?${kind}&severity=${finding.severity}` : `#/findings?${kind}&principal=${encodeURIComponent(finding.principal)}`;
}

/**
 * The sentence without the words that the mark before it says already.
 * @param {string} sentence
 */
export function withoutLead(sentence) {
  const rest = sentence.replace(/^(Can go|In use): /, '');
  return /^\S*:/.test(rest) ? rest : rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** @param {any} report */
function findingsMatrix(report) {
  /** @type {[string, ...number[]][]} a kind, how many of each severity, how many can go */
  const kinds = report.sums.kinds;
  if (kinds.length === 0) return el('p', null, 'No findings.');
  const all = (/** @type {number} */ column) => kinds.reduce((sum, row) => sum + Number(row[column]), 0);
  const cell = (/** @type {number} */ value, /** @type {string} */ query, /** @type {string} */ severity) =>
    el('td', { class: 'num' }, value > 0 ? link(`#/findings?${query}`, el('span', { class: `tally ${severity}` }, number(value))) : el('span', { class: 'quiet' }, '·'));
  const table = el('table', { class: 'matrix' },
    el('caption', { class: 'unseen' }, 'Findings by kind and severity'),
    el('thead', null, el('tr', null, el('th', { scope: 'col' }, 'Kind'), SEVERITIES.map(severity => el('th', { scope: 'col', class: 'num' }, words(severity))),
      el('th', { scope: 'col', class: 'num' }, 'Can go'))),
    el('tbody', null, kinds.map(([kind, ...sums]) => el('tr', null,
      el('th', { scope: 'row' }, link(`#/findings?kind=${encodeURIComponent(kind)}`, words(kind))),
      SEVERITIES.map((severity, i) => cell(sums[i], `kind=${encodeURIComponent(kind)}&severity=${severity}`, severity)),
      cell(sums[SEVERITIES.length], `kind=${encodeURIComponent(kind)}&cost=nothing`, 'free')))),
    el('tfoot', null, el('tr', null, el('th', { scope: 'row' }, 'All'),
      SEVERITIES.map((severity, i) => cell(all(i + 1), `severity=${severity}`, severity)),
      cell(all(SEVERITIES.length + 1), 'cost=nothing', 'free'))));
  return [table, el('p', { class: 'under' }, tableCsv('Findings by kind', table))];
}

/** @param {any} report */
function evidenceSummary(report) {
  const { evidence } = report;
  const lacks = [
    evidence.filesNotRead.length > 0 && `${count(evidence.filesNotRead.length, 'log file')} could not be read`,
    evidence.badRecords > 0 && `${count(evidence.badRecords, 'record')} could not be read`,
    evidence.unresolvedEvents.length > 0 && `${count(evidence.unresolvedEvents.length, 'event name')} not in the catalogue`,
    report.strangers.length > 0 && `${count(report.strangers.length, 'caller')} that the account files do not know`,
  ].filter(Boolean);
  return [
    evidence.coverage.map((/** @type {any} */ coverage) => el('div', { class: 'reach' },
      el('p', null, el('strong', null, report.accountName(coverage.account)), ' ',
        el('span', { class: 'sub' }, report.accounts.find((/** @type {any} */ account) => account.id === coverage.account)?.reach)),
      report.days > 0 && heatStrip(report, daysOf(coverage), report.accountName(coverage.account), true))),
    report.days > 0 && monthScale(report),
    el('p', { class: 'note' }, `${count(evidence.events, 'event')} from ${count(evidence.filesRead, 'file')}. `,
      lacks.length > 0 ? `${lacks.join('; ')}. ` : 'Everything that was given could be read. ', link('#/evidence', 'All of the evidence')),
  ];
}
