// @ts-check
// Who can become administrator, by which steps, and what to take away.
import { commandLine, el, link, section } from './dom.js';
import { count, number } from './format.js';
import { layeredDrawing } from './layered.js';

// More boxes than this nobody reads at once; the list below has all.
const MOST_DRAWN = 60;
const SURE = /** @type {Record<string, string>} */ ({ high: 'sure', medium: 'under conditions', low: 'only if more exists than was given' });

/**
 * @param {any} report
 * @param {string} from the ARN of one of whom all is shown; empty for everybody
 */
export function escalationPage(report, from) {
  const { paths } = report;
  const head = el('h1', { tabindex: '-1' }, from ? `Escalation from ${report.principalName(from)}` : 'Escalation');
  if (!paths || paths.notComputed) {
    return el('div', { class: 'view' }, head, el('p', { class: 'lede' }, paths?.notComputed ?? 'This report was made without escalation paths; \'leastwise assess\' and \'leastwise paths\' look for them.'));
  }
  /** @type {number[][]} */
  const all = paths.routes;
  const routes = from ? all.filter(route => paths.places[paths.hops[route[0]].from].arn === from) : all;
  if (routes.length === 0) {
    return el('div', { class: 'view' }, from && el('p', { class: 'kicker' }, link('#/escalation', 'Escalation')), head, el('p', { class: 'lede' }, from
      ? `The report knows no path from ${from} to administrator.`
      : `None of the ${count(paths.actors, 'user or role', 'users and roles')} that is not an administrator can become one by a known path.`));
  }
  const { shown, hops } = drawn(paths, routes);
  return el('div', { class: 'view' },
    from && el('p', { class: 'kicker' }, link('#/escalation', 'Escalation'), ` / ${from}`),
    head,
    el('p', { class: 'lede' }, from ? '' : [
      `${number(paths.reaching)} of ${count(paths.actors, 'user or role', 'users and roles')} can become administrator without being one; ${number(paths.administrators.length)} are already. `,
      paths.cut && paths.cut.grants.length > 0 && `Taking away ${count(paths.cut.grants.length, 'grant')} leaves ${number(paths.cut.after)} who can. `,
      paths.cutNotComputed]),
    el('p', { class: 'note' }, 'Each step is possible by policy. Nobody has to have taken it.'),
    section('Drawn', shown < routes.length ? `The first ${number(shown)} of ${count(routes.length, 'path')}; the list below has all.` : 'From left to right. Scissors mark what the cut takes away; dashed steps hang on conditions.',
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Escalation paths, drawn' }, graphOf(report, hops))),
    !from && paths.cut && paths.cut.grants.length > 0 && section('Cut', cutRemark(paths.cut), cutList(report, paths)),
    section('Ask further', 'With FOLDER as the folder of account files and logs.', commandLine(from ? `leastwise paths FOLDER --from ${from}` : 'leastwise paths FOLDER --cut --trail FOLDER')),
    section('Path by path', [count(routes.length, 'path'), paths.unlisted > 0 && !from && `; ${number(paths.unlisted)} more are not listed here, 'leastwise paths' has them`, '. The shortest of each.'], routeList(report, routes)));
}

/** @param {any} paths @param {number[][]} routes */
function drawn(paths, routes) {
  const places = new Set();
  const hops = new Set();
  let shown = 0;
  for (const route of routes) {
    const more = route.flatMap(hop => [paths.hops[hop].from, paths.hops[hop].to]).filter(place => !places.has(place));
    if (places.size + more.length > MOST_DRAWN) break;
    more.forEach(place => places.add(place));
    route.forEach(hop => hops.add(hop));
    shown++;
  }
  return { shown, hops: [...hops].sort((a, b) => a - b) };
}

/** @param {any} report @param {number[]} hops */
function graphOf(report, hops) {
  const { places } = report.paths;
  const steps = hops.map(hop => report.paths.hops[hop]);
  const used = [...new Set(steps.flatMap(step => [step.from, step.to]))];
  // How many steps are left to the end says the column, so that all arrive on the right.
  const left = new Map(used.filter(place => !steps.some(step => step.from === place)).map(place => [place, 0]));
  for (let round = 0; round < used.length; round++) {
    for (const step of steps) {
      const after = left.get(step.to);
      if (after !== undefined && (left.get(step.from) ?? Infinity) > after + 1) left.set(step.from, after + 1);
    }
  }
  const most = Math.max(...left.values());
  const boxes = used.map(place => ({
    id: String(place), label: places[place].label, title: `${places[place].label}\n${places[place].arn ?? places[place].account}`, column: most - (left.get(place) ?? most),
    kind: places[place].administrator ? 'administrator' : places[place].kind,
    href: places[place].arn && report.principal(places[place].arn) ? `#/principals/${encodeURIComponent(places[place].arn)}` : null,
  }));
  const lines = [...Map.groupBy(steps, step => `${step.from} ${step.to}`).values()].map(alike => ({
    from: String(alike[0].from), to: String(alike[0].to), label: alike.map(step => step.pathId).join(', '), title: alike.map(step => step.how).join('\n'),
    kind: alike.some(step => step.confidence === 'high') ? 'sure' : 'unsure', cut: alike.every(step => step.cut.length > 0),
  }));
  return layeredDrawing(`${count(boxes.length, 'place')} and ${count(lines.length, 'step')} between them; the list below says the same in words`, boxes, lines);
}

/** @param {any} cut */
function cutRemark(cut) {
  return `${cut.cheapest ? 'The cheapest set that breaks them, unused grants before used ones.' : 'The best set that was found.'} Proved by evaluating the accounts without it: ${number(cut.after)} of ${number(cut.before)} can still become administrator.`;
}

const USES_OF_GRANT = /** @type {Record<string, string>} */ ({ unused: 'Unused: nobody will miss it', unknown: 'Whether it is used is not known', used: 'Used: replace it by something narrower first' });

/** @param {any} report @param {any} paths */
function cutList(report, paths) {
  return el('ol', { class: 'numbered' }, paths.cut.grants.map((/** @type {any} */ grant, /** @type {number} */ place) => {
    const broken = paths.routes.filter((/** @type {number[]} */ route) => route.some(hop => paths.hops[hop].cut.includes(place))).length;
    return el('li', null, el('p', null, el('strong', null, grant.sentence), '.'),
      el('p', { class: 'sub' }, `${USES_OF_GRANT[grant.use]}. On ${count(broken, 'path')} below. `, grant.policyId && link(`#/policies/${encodeURIComponent(grant.policyId)}`, 'The policy'),
        grant.holders.length > 0 && [' Held by ', grant.holders.slice(0, 6).map((/** @type {string} */ arn, /** @type {number} */ i) => [i > 0 && ', ', report.principal(arn) ? link(`#/principals/${encodeURIComponent(arn)}`, report.principalName(arn)) : arn]),
          grant.holders.length > 6 && ` and ${number(grant.holders.length - 6)} more`, '.']));
  }));
}

/** @param {any} report @param {number[][]} routes */
function routeList(report, routes) {
  return el('ol', { class: 'routes' }, routes.map(route => {
    const steps = route.map((/** @type {number} */ hop) => report.paths.hops[hop]);
    const { places } = report.paths;
    const details = el('details', { ontoggle: () => {
      if (details.open && details.childElementCount === 1) details.append(...steps.map((/** @type {any} */ step) => stepOf(step)));
    } }, el('summary', null, el('strong', null, places[steps[0].from].label),
        steps.map((/** @type {any} */ step) => [el('span', { class: `arrow ${step.cut.length > 0 ? 'cut' : ''}` }, ` ${step.cut.length > 0 ? '✂' : '→'} `), places[step.to].label])));
    return el('li', null, details);
  }));
}

/** @param {any} step */
function stepOf(step) {
  return el('div', { class: 'step' },
    el('p', null, step.how, '. ', el('span', { class: 'sub inline' }, `Confidence: ${SURE[step.confidence] ?? step.confidence}.`)),
    step.privileges.length > 0 && el('p', { class: 'names' }, step.privileges.map((/** @type {string} */ name, /** @type {number} */ i) => [i > 0 && ' ', el('code', null, name)])),
    step.conditions.length > 0 && el('ul', { class: 'bullets' }, step.conditions.map((/** @type {string} */ condition) => el('li', null, condition))),
    step.statements.length > 0 && el('ul', { class: 'plainlist' }, step.statements.map((/** @type {any} */ source) => el('li', { class: 'line' },
      source.policyId ? link(`#/policies/${encodeURIComponent(source.policyId)}`, source.policy) : el('strong', null, source.policy),
      el('span', { class: 'sub inline' }, `statement ${source.statement}${source.viaGroup ? `, through group ${source.viaGroup}` : ''}, ${source.line > 0 ? `${source.file}:${source.line}` : source.file}`)))),
    step.cut.length > 0 && el('p', { class: 'sub cut' }, `✂ The cut takes ${step.cut.length === 1 ? 'a grant' : `${step.cut.length} grants`} of this step away.`));
}
