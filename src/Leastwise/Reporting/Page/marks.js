// @ts-check
// The few signs that carry meaning all over the page: bars of verdicts, severities, what a fix costs, days of logs.
import { el } from './dom.js';
import { count, day, dayAfter, dayRange, number, words } from './format.js';
import { SEVERITIES } from './rows.js';

export const VERDICTS = ['used', 'unused', 'unknown'];

/**
 * Used, unused, unknown as one bar; what exists shows, however small.
 * @param {any} counts
 * @param {string} [size]
 */
export function bar(counts, size) {
  const label = `${number(counts.granted)} granted: ` + VERDICTS.map(verdict => `${number(counts[verdict])} ${verdict}`).join(', ');
  return el('div', { class: `bar ${size ?? ''}`, role: 'img', 'aria-label': label, title: label },
    counts.granted === 0 ? null : VERDICTS.map(verdict => counts[verdict] > 0
      && el('span', { class: verdict, width: `${100 * counts[verdict] / counts.granted}%` })));
}

/** @param {string} severity */
export function severityMark(severity) {
  return el('span', { class: `severity ${severity}` }, words(severity));
}

/**
 * Small squares with a number for each severity that occurs.
 * @param {any[]} findings
 */
export function severityCounts(findings) {
  const parts = SEVERITIES
    .map(severity => [severity, findings.filter(finding => finding.severity === severity).length])
    .filter(([, many]) => Number(many) > 0);
  if (parts.length === 0) return el('span', { class: 'quiet' }, '–');
  return el('span', { class: 'severities', title: parts.map(([severity, many]) => `${many} ${severity}`).join(', ') },
    parts.map(([severity, many]) => el('span', { class: `severity only ${severity}` }, many, el('span', { class: 'unseen' }, ` ${severity}`))));
}

const COSTS = { nothing: 'Can go', part: 'A part can go', unknown: 'Cannot be known', inUse: 'In use', notMeasured: 'Not measured' };

/** @param {string} cost */
export function costWords(cost) {
  return /** @type {any} */ (COSTS)[cost] ?? cost;
}

/** @param {string} cost */
export function costMark(cost) {
  return el('span', { class: `cost ${cost}` }, costWords(cost));
}

/** What the colours mean. */
export function legend() {
  return el('p', { class: 'legend' },
    [...VERDICTS, 'ungranted'].map(verdict => el('span', { class: `key ${verdict}` }, verdict)));
}

// More cells than this no screen shows and no browser draws at once: of a longer window, each cell is several days.
const MOST_CELLS = 1100;

/** @param {any} report */
function cellsOf(report) {
  const step = Math.max(1, Math.ceil(report.days / MOST_CELLS));
  return { step, cells: Math.ceil(report.days / step), columns: `repeat(${Math.ceil(report.days / step)}, minmax(2px, 1fr))` };
}

/**
 * Days as cells, the darker the more events; a day without events is a gap.
 * @param {any} report
 * @param {Record<string, number>} days
 * @param {string} name
 * @param {boolean} [gaps] whether an empty day is a gap, or only quiet
 */
export function heatStrip(report, days, name, gaps) {
  const { step, cells, columns } = cellsOf(report);
  const first = Date.parse(report.firstDay);
  const sums = new Array(cells).fill(0);
  for (const [date, events] of Object.entries(days)) sums[Math.floor((Date.parse(date) - first) / 86400000 / step)] += events;
  const most = Math.max(1, ...sums);
  const strip = el('div', { class: `heat ${gaps ? 'gaps' : ''}`, role: 'img', 'aria-label': `${name}: events on ${number(Object.keys(days).length)} of ${count(report.days, 'day')}` });
  strip.style.gridTemplateColumns = columns;
  sums.forEach((events, i) => {
    const level = events === 0 ? 0 : Math.min(4, 1 + Math.floor(4 * Math.sqrt(events / (most + 1))));
    const span = dayRange(dayAfter(report.firstDay, i * step), dayAfter(report.firstDay, Math.min(report.days, (i + 1) * step) - 1));
    strip.append(el('i', { class: `l${level}`, title: `${span}: ${events === 0 ? 'no events' : count(events, 'event')}` }));
  });
  return strip;
}

/**
 * The months under a strip of days; the years where a cell is several days.
 * @param {any} report
 */
export function monthScale(report) {
  const { step, cells, columns } = cellsOf(report);
  const scale = el('div', { class: 'months', 'aria-hidden': 'true' });
  scale.style.gridTemplateColumns = columns;
  for (let i = 0; i < cells; i++) {
    const date = dayAfter(report.firstDay, i * step);
    if (step > 1 ? i % 110 > 0 : i > 0 && !date.endsWith('-01')) continue;
    if (step === 1 && i === 0 && Number(date.slice(8)) > 22 && report.days > 10) continue;
    const label = el('span', null, step > 1 ? date.slice(0, 4) : day(date).slice(0, -5));
    label.style.gridColumnStart = String(i + 1);
    scale.append(label);
  }
  return scale;
}

/**
 * Events of an account by day, over all its regions.
 * @param {any} coverage
 */
export function daysOf(coverage) {
  /** @type {Record<string, number>} */
  const days = {};
  for (const region of coverage.regions) {
    for (const [date, events] of Object.entries(region.days)) days[date] = (days[date] ?? 0) + Number(events);
  }
  return days;
}
