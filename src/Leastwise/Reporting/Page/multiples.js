// @ts-check
// Usage by service as small multiples: the same small picture for each service, so that the eye compares them.
import { el, svg } from './dom.js';
import { count, day, number } from './format.js';
import { bar } from './marks.js';

const WIDTH = 180;
const ROW = 3;
const MOST_LINES = 9;
const FIRST_SHOWN = 12;

/**
 * @param {any} report
 * @param {any[]} services as privilegesByService gives them
 */
export function serviceMultiples(report, services) {
  const used = services.filter(service => service.used.length + service.ungranted.length > 0)
    .sort((a, b) => total(b) - total(a) || (a.prefix < b.prefix ? -1 : 1));
  if (used.length === 0) return el('p', { class: 'quiet' }, 'It used no service in the window.');
  const grid = el('ul', { class: 'multiples' });
  const draw = (/** @type {number} */ most) => grid.replaceChildren(...used.slice(0, most).map(service => multiple(report, service)));
  const more = el('button', { type: 'button', class: 'plain', onclick: () => {
    draw(used.length);
    more.remove();
  } }, `Show all ${count(used.length, 'service')} that it used`);
  draw(FIRST_SHOWN);
  const silent = services.length - used.length;
  return [grid, used.length > FIRST_SHOWN && more, silent > 0 && el('p', { class: 'note' }, `${count(silent, 'service')} more ${silent === 1 ? 'is' : 'are'} granted, and none of ${silent === 1 ? 'its' : 'their'} privileges was used.`)];
}

/** @param {any} service */
function total(service) {
  return [...service.used, ...service.ungranted].reduce((sum, privilege) => sum + privilege.times, 0);
}

/** @param {any} report @param {any} service */
function multiple(report, service) {
  const granted = service.used.length + service.unused.length + service.unknown.length;
  const privileges = [...service.used, ...service.ungranted].sort((a, b) => a.first - b.first || b.last - a.last);
  const last = Math.max(...privileges.map(privilege => privilege.last));
  return el('li', null,
    el('p', null, el('code', null, service.prefix), el('span', { class: 'sub inline' }, ` ${number(service.used.length)} of ${number(granted)} used`)),
    bar({ granted, used: service.used.length, unused: service.unused.length, unknown: service.unknown.length }),
    spans(report, service.prefix, privileges),
    el('p', { class: 'sub' }, `${count(total(service), 'time')}, last on ${day(last)}`));
}

/** A line for each privilege from its first to its last use, over the days of the window. @param {any} report @param {string} prefix @param {any[]} privileges */
function spans(report, prefix, privileges) {
  const begin = Date.parse(report.firstDay) / 1000;
  const scale = WIDTH / (report.days * 86400);
  const shown = privileges.slice(0, MOST_LINES);
  const height = MOST_LINES * ROW;
  const x = (/** @type {number} */ time) => Math.max(0, Math.min(WIDTH, (time - begin) * scale));
  return svg('svg', { class: 'spans', viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: 'none', role: 'img',
    'aria-label': `${prefix}: ${count(privileges.length, 'privilege')} used between ${day(Math.min(...privileges.map(each => each.first)))} and ${day(Math.max(...privileges.map(each => each.last)))}` },
  shown.map((privilege, i) => svg('line', { class: privilege.cause ? 'ungranted' : 'used', x1: x(privilege.first), x2: Math.max(x(privilege.last), x(privilege.first) + 2), y1: height - ROW * i - 1.5, y2: height - ROW * i - 1.5 },
    svg('title', null, `${privilege.name}: ${count(privilege.times, 'time')}, ${day(privilege.first)} to ${day(privilege.last)}`))));
}
