// @ts-check
// What the logs cover and what could not be read.
import { el, section } from './dom.js';
import { csvButton } from './csv.js';
import { count, day, dayRange, number, size } from './format.js';
import { daysOf, heatStrip, monthScale } from './marks.js';

/** @param {any} report */
export function evidencePage(report) {
  const { evidence } = report;
  return el('div', { class: 'view' },
    el('h1', { tabindex: '-1' }, 'Evidence'),
    el('p', { class: 'lede' }, `${count(evidence.events, 'event')} from ${count(evidence.filesRead, 'file')} (${size(evidence.bytes)}, ${size(evidence.bytesUncompressed)} unpacked), `
      + `${report.span}. `,
      evidence.duplicates > 0 && `${count(evidence.duplicates, 'event')} came more than once and counted once. `,
      evidence.filesSkipped > 0 && `${count(evidence.filesSkipped, 'file')} had been read before.`),
    section('Days covered', 'Darker is more events. A crossed day has none at all.', report.days === 0 ? el('p', { class: 'quiet' }, 'There are no logs, so no day is covered.') : evidence.coverage.map((/** @type {any} */ coverage) => coverageOf(report, coverage))),
    list('Files not read', 'file', evidence.filesNotRead, ['File', 'Why'], file => [el('code', null, file.path), file.reason], 'Every file that was given could be read.'),
    evidence.badRecords > 0 && list('Records not read', 'file', evidence.firstBadRecords, ['Place', 'The first of the file'], placed, '', `${count(evidence.badRecords, 'record')} in all.`),
    list('Unresolved events', 'name', evidence.unresolvedEvents, ['Event', '#Times'], event => [el('code', null, `${event.eventSource}:${event.eventName}`), number(event.count)],
      'The catalogue knows every event that occurred.', 'The catalogue does not say which privilege they prove. They count for no verdict.'),
    list('Unknown callers', 'caller', report.strangers, ['Caller', 'Why', '#Events', 'Last'], stranger => [el('code', null, stranger.arn), stranger.why, number(stranger.events), day(stranger.lastUsed)],
      'Every caller is in the account files.', 'In the logs, not in the account files.'),
    list('Remarks', 'remark', report.diagnostics, ['Place', 'Remark'], placed,
      'Account files and policies were read without a remark.', 'On account files and policies.'));
}

/** @param {any} remark */
function placed(remark) {
  return [el('code', null, remark.line > 0 ? `${remark.file}:${remark.line}:${remark.column}` : remark.file), remark.message];
}

/** @param {any} report @param {any} coverage */
function coverageOf(report, coverage) {
  const account = report.accounts.find((/** @type {any} */ each) => each.id === coverage.account);
  const name = report.accountName(coverage.account);
  return el('div', { class: 'coverage' },
    el('h3', null, name, name !== coverage.account && el('span', { class: 'sub inline' }, ` ${coverage.account}`)),
    el('p', { class: 'note' }, account?.reach ?? 'Not among the account files.', ' ',
      coverage.dataResourceTypes.length > 0 ? `Data events seen for ${coverage.dataResourceTypes.join(', ')}.` : 'No data events were seen.'),
    strip('All regions', daysOf(coverage), true),
    coverage.regions.length > 1 && coverage.regions.map((/** @type {any} */ region) => strip(region.region, region.days, false)),
    el('div', { class: 'strip' }, el('span'), monthScale(report)),
    el('p', { class: 'under' }, csvButton(`Days of ${name}`, () => [['Region', 'Day', 'Events'], ...coverage.regions.flatMap((/** @type {any} */ region) => Object.entries(region.days).map(([date, events]) => [region.region, date, events]))])),
    coverage.gaps.length > 0 && el('p', { class: 'note' }, 'No events: ', coverage.gaps.map((/** @type {any} */ gap) => dayRange(gap.from, gap.to)).join('; '), '.'));

  /** @param {string} label @param {Record<string, number>} days @param {boolean} gaps */
  function strip(label, days, gaps) {
    return el('div', { class: 'strip' }, el('span', { class: 'sub inline' }, label), heatStrip(report, days, `${name}, ${label}`, gaps));
  }
}

/**
 * @param {string} title
 * @param {string} one what a row is
 * @param {any[]} rows
 * @param {string[]} heads a number sign before one marks a column of numbers
 * @param {(row: any) => any[]} cells
 * @param {string} none
 * @param {string} [remark]
 */
function list(title, one, rows, heads, cells, none, remark) {
  return section(title, rows.length > 0 ? [count(rows.length, one), remark && `. ${remark}`] : null, rows.length === 0 ? el('p', { class: 'quiet' }, none)
    : el('div', { class: 'scroll' }, el('table', { class: 'data compact' }, el('caption', { class: 'unseen' }, title),
      el('thead', null, el('tr', null, heads.map(head => el('th', { scope: 'col', class: numeric(head) }, head.replace('#', ''))))),
      el('tbody', null, rows.slice(0, 500).map(row => el('tr', null, cells(row).map((cell, i) => el('td', { class: numeric(heads[i]) }, cell)))))),
    el('p', { class: 'under' }, csvButton(title, () => [heads.map(head => head.replace('#', '')), ...rows.map(row => cells(row).map(cell => el('td', null, cell).textContent))])),
    rows.length > 500 && el('p', { class: 'note' }, `The first 500; report.json has all ${number(rows.length)}.`)));
}

/** @param {string} head */
function numeric(head) {
  return head.startsWith('#') ? 'num' : null;
}
