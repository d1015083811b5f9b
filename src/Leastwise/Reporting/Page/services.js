// @ts-check
// A principal's privileges: a line for each service, opened to the single privileges, or found by name.
import { el } from './dom.js';
import { count, day, number } from './format.js';
import { bar } from './marks.js';
import { tableCsv } from './csv.js';

const SHOWN = 14;
const FOUND = 200;

/** @param {any[]} services as privilegesByService gives them */
export function serviceList(services) {
  if (services.length === 0) return el('p', { class: 'quiet' }, 'It holds no privilege.');
  const place = el('div', { class: 'services' });
  const input = el('input', { type: 'search', placeholder: 'Find a privilege', autocomplete: 'off', oninput: draw });

  function draw() {
    const wanted = input.value.trim().toLowerCase();
    place.replaceChildren(...wanted ? found(services, wanted) : listed(services.slice(0, SHOWN), services.slice(SHOWN)));
  }

  /** @param {any[]} shown @param {any[]} hidden */
  function listed(shown, hidden) {
    const all = el('button', { type: 'button', class: 'plain', onclick: () => place.replaceChildren(...listed(services, [])) }, `Show all ${count(services.length, 'service')}`);
    return [...shown.map(serviceLine), ...hidden.length > 0 ? [all] : []];
  }

  draw();
  return [el('label', null, el('span', { class: 'unseen' }, 'Find a privilege by name'), input), place];
}

/** @param {any} service */
function serviceLine(service) {
  const counts = { used: service.used.length, unused: service.unused.length, unknown: service.unknown.length, granted: service.used.length + service.unused.length + service.unknown.length };
  const line = el('details', { class: 'service', ontoggle: () => {
    if (line.open && line.childElementCount === 1) line.append(detail(service));
  } }, el('summary', null, el('code', null, service.prefix), bar(counts),
    el('span', { class: 'sub inline' }, ['used', 'unused', 'unknown'].filter(verdict => service[verdict].length > 0).map(verdict => `${number(service[verdict].length)} ${verdict}`).join(', '),
      service.ungranted.length > 0 && `, ${number(service.ungranted.length)} ungranted`)));
  return line;
}

/** @param {any} service */
function detail(service) {
  return el('div', { class: 'verdicts' },
    evidenceTable('Used', 'used', service.used),
    evidenceTable('Used, not granted now', 'ungranted', service.ungranted),
    byReason('Unused', 'unused', service.unused),
    byReason('Unknown', 'unknown', service.unknown));
}

/** @param {string} title @param {string} verdict @param {any[]} privileges */
function evidenceTable(title, verdict, privileges) {
  if (privileges.length === 0) return null;
  const table = el('table', { class: 'data compact' },
    el('caption', { class: `key ${verdict}` }, title),
    el('thead', null, el('tr', null, ['Privilege', 'Times', 'First', 'Last', 'Regions', 'Proved by'].map((head, i) => el('th', { scope: 'col', class: i === 1 ? 'num' : null }, head)))),
    el('tbody', null, privileges.map(privilege => el('tr', null,
      el('th', { scope: 'row' }, el('code', null, privilege.name)), el('td', { class: 'num' }, number(privilege.times)),
      el('td', null, day(privilege.first)), el('td', null, day(privilege.last)), el('td', null, privilege.regions),
      el('td', null, privilege.events, privilege.inferred && ' (read from request parameters)', privilege.cause && el('span', { class: 'sub' }, privilege.cause))))));
  return [el('div', { class: 'scroll' }, table), el('p', { class: 'under' }, tableCsv(title, table))];
}

/** @param {string} title @param {string} verdict @param {any[]} privileges */
function byReason(title, verdict, privileges) {
  if (privileges.length === 0) return null;
  const groups = Map.groupBy(privileges, privilege => privilege.reason);
  return el('div', { class: 'reasons' }, el('p', { class: `key ${verdict}` }, title),
    [...groups].map(([reason, members]) => el('div', { class: 'reason' },
      el('p', { class: 'because' }, said(reason.reason), reason.settle && [' ', el('span', { class: 'settle' }, 'To settle it: ', said(reason.settle))]),
      el('p', { class: 'names' }, members.map((member, i) => [i > 0 && ' ', el('code', null, member.name.slice(member.name.indexOf(':') + 1))])))));
}

/** @param {string} sentence */
function said(sentence) {
  const text = sentence.replaceAll('{action}', 'it');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {any[]} services @param {string} wanted */
function found(services, wanted) {
  const hits = services.flatMap(service => ['used', 'ungranted', 'unused', 'unknown'].flatMap(verdict =>
    service[verdict].filter((/** @type {any} */ privilege) => privilege.name.toLowerCase().includes(wanted)).map((/** @type {any} */ privilege) => ({ ...privilege, verdict }))));
  if (hits.length === 0) return [el('p', { class: 'quiet' }, 'It holds no such privilege.')];
  return [
    el('p', { class: 'note', role: 'status' }, count(hits.length, 'privilege'), hits.length > FOUND ? `, the first ${FOUND}` : ''),
    el('ul', { class: 'plainlist' }, hits.slice(0, FOUND).map(hit => el('li', { class: 'hit' }, el('code', null, hit.name), el('span', { class: `key ${hit.verdict}` }, hit.verdict),
      el('span', { class: 'sub inline' }, hit.reason ? said(hit.reason.reason) : `${count(hit.times, 'time')}, last on ${day(hit.last)}`)))),
  ];
}
