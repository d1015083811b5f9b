// @ts-check
// One user or role: verdicts with their evidence, findings, who was behind it, what it holds.
import { commandLine, copyButton, el, link, section } from './dom.js';
import { count, day, number, pretty, words } from './format.js';
import { privilegesByService } from './data.js';
import { serviceMultiples } from './multiples.js';
import { trimmedSection } from './trimmed.js';
import { bar, costMark, legend, severityMark } from './marks.js';
import { serviceList } from './services.js';

/**
 * @param {any} report
 * @param {string} arn
 */
export function principalPage(report, arn) {
  const principal = report.principal(arn);
  if (!principal) {
    return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Not in this report'), el('p', null, `No principal has the ARN ${arn}. `, link('#/principals', 'All principals')));
  }
  const findings = report.findingsOf(arn);
  const { counts } = principal;
  const services = privilegesByService(report, principal);
  return el('div', { class: 'view' },
    el('p', { class: 'kicker' }, link('#/principals', 'Principals'), ` / ${principal.type} of ${report.accountName(principal.account)}`),
    el('h1', { tabindex: '-1' }, principal.name),
    el('p', { class: 'arn' }, el('code', null, principal.arn), ' ', copyButton(principal.arn, 'Copy ARN')),
    principal.permissionSet && el('p', null, `Made by the permission set ${principal.permissionSet.name} of IAM Identity Center: change it there. `, el('code', null, principal.permissionSet.arn)),
    el('p', { class: 'lede' }, activity(principal)),
    section('Verdicts', null, bar(counts, 'large'), figures(counts), counts.ungranted > 0 && el('p', { class: 'note' },
      'Ungranted privileges were used in the window, and the account file does not grant them now: the rights changed since, or a resource policy gives them.'), legend()),
    findings.length > 0 && section('Findings', count(findings.length, 'finding'), el('ul', { class: 'plainlist' }, findings.map((/** @type {any} */ finding) =>
      el('li', { class: 'line' }, severityMark(finding.severity), link(`#/findings/${encodeURIComponent(finding.id)}`, finding.title), costMark(finding.cost))))),
    report.reaches(arn) && section('Escalation', null, el('p', null, link(`#/escalation/${encodeURIComponent(arn)}`, 'A path to administrator'), ' begins here.')),
    principal.events > 0 && section('Usage by service', `Each line is a privilege from its first to its last use, ${report.span}. The busiest service comes first.`, serviceMultiples(report, services)),
    section('Privileges by service', 'Open a service to see each privilege with its evidence.', serviceList(services)),
    trimmedSection(report, principal, shellQuoted(principal.name)),
    (principal.origins.length > 0 || principal.type === 'role') && section('Who was behind it', 'Sessions traced back over any number of roles.', origins(principal)),
    section('Ask further', null, commandLine(`leastwise usage FOLDER --${principal.type} ${shellQuoted(principal.name)}`), commandLine(`leastwise paths FOLDER --from ${shellQuoted(principal.arn)}`)),
    section('Policies held', null, policies(report, principal)),
    principal.trust && section('Trust', ['Who may assume the role. ', copyButton(pretty(principal.trust), 'Copy trust policy')], el('pre', { tabindex: '0', role: 'region', 'aria-label': 'Trust policy' }, pretty(principal.trust))),
    principal.unresolvedEvents.length > 0 && section('Unresolved events', 'The catalogue has no answer for these; they prove nothing here.', el('ul', { class: 'plainlist' },
      principal.unresolvedEvents.map((/** @type {any} */ event) => el('li', null, el('code', null, `${event.eventSource}:${event.eventName}`), ` ${count(event.count, 'time')}`)))));
}

/**
 * A word that no shell takes for more than a word.
 * @param {string} word
 */
function shellQuoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** @param {any} principal */
function activity(principal) {
  const made = principal.created ? `Made on ${day(principal.created)}. ` : '';
  if (principal.events === 0) return `${made}No activity in the window.`;
  const denied = principal.deniedCalls > 0 ? ` ${count(principal.deniedCalls, 'call')} denied.` : '';
  return `${made}${count(principal.events, 'event')} from ${day(principal.firstUsed)} to ${day(principal.lastUsed)}.${denied}`;
}

/** @param {any} counts */
export function figures(counts) {
  return el('dl', { class: 'figures' }, ['granted', 'used', 'unused', 'unknown', 'ungranted'].map(verdict =>
    el('div', null, el('dt', null, words(verdict)), el('dd', { class: `${counts[verdict] > 0 ? verdict : 'unknown'}-ink` }, number(counts[verdict])))));
}

/** @param {any} principal */
function origins(principal) {
  if (principal.origins.length === 0) return el('p', { class: 'quiet' }, 'The logs show no session of this role.');
  return el('ul', { class: 'origins' }, principal.origins.map((/** @type {any} */ origin) => el('li', null,
    el('p', { class: 'chain' }, origin.chain.map((/** @type {string} */ step, /** @type {number} */ i) => [i > 0 && el('span', { class: 'arrow' }, ' → '), el('span', null, step)])),
    el('p', { class: 'sub' }, `${count(origin.sessions, 'session')}, ${count(origin.events, 'event')}`,
      origin.firstUsed && `, ${day(origin.firstUsed)} to ${day(origin.lastUsed)}`, '.', origin.note && ` ${origin.note}`))));
}

/** @param {any} report @param {any} principal */
function policies(report, principal) {
  if (principal.policies.length === 0) return el('p', { class: 'quiet' }, 'None.');
  return el('ul', { class: 'plainlist' }, principal.policies.map((/** @type {any} */ policy) => el('li', { class: 'line' },
    report.policyOf(principal.arn, policy) ? link(`#/policies/${encodeURIComponent(report.policyOf(principal.arn, policy).id)}`, policy.name) : el('strong', null, policy.name),
    el('span', { class: 'sub inline' }, [policy.how === 'boundary' ? 'permissions boundary' : policy.how, policy.arn && (policy.managedByAws ? 'managed by AWS' : 'managed by the account'), policy.viaGroup && `through group ${policy.viaGroup}`].filter(Boolean).join(', ')))));
}
