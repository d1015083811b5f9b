// @ts-check
// One finding: why it holds, from which statement, what taking it away costs, what to do.
import { copyButton, el, link, section } from './dom.js';
import { count, words } from './format.js';
import { costMark, severityMark } from './marks.js';
import { principalLink } from './findings.js';
import { triageForm } from './triage.js';
import { withoutLead } from './overview.js';

const USES = /** @type {Record<string, string>} */ ({ u: 'used', n: 'unused', k: 'unknown', '-': 'not measured' });

/**
 * @param {any} report
 * @param {string} id
 */
export function findingPage(report, id) {
  const finding = report.finding(id);
  if (!finding) {
    return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Not in this report'), el('p', null, `No finding has the id ${id}. `, link('#/findings', 'All findings')));
  }
  const alike = report.findingsOf(finding.principal).filter((/** @type {any} */ other) => other.kind === finding.kind && other !== finding);
  return el('div', { class: 'view' },
    el('p', { class: 'kicker' }, link('#/findings', 'Findings'), ` / ${words(finding.kind)} / ${finding.id}`),
    el('h1', { tabindex: '-1' }, finding.title),
    el('p', { class: 'facts' }, severityMark(finding.severity), el('span', null, principalLink(report, finding.principal), ` in ${report.accountName(finding.account)}`),
      finding.pathId && el('span', null, `known path ${finding.pathId}`)),
    section('Why', null, el('p', { class: 'lede' }, report.text(finding.explanation)),
      finding.conditions.length > 0 && [el('p', null, 'What still limits it, for you to judge:'), el('ul', { class: 'bullets' }, finding.conditions.map((/** @type {number} */ condition) => el('li', null, report.text(condition))))]),
    section('Triage', null, triageForm(finding)),
    section('What to do', null, el('p', { class: 'lede' }, report.text(finding.recommendation)),
      el('p', { class: 'facts' }, costMark(finding.cost), el('span', null, withoutLead(report.text(finding.sentence)))),
      finding.actions.length > 0 && uses(report, finding), finding.unlisted > 0 && el('p', { class: 'note' }, `${count(finding.unlisted, 'more privilege')}, not listed here.`)),
    finding.statements.length > 0 && section('Where it is written', count(finding.statements.length, 'statement'), finding.statements.map((/** @type {number} */ place) => statement(report.statements[place]))),
    alike.length > 0 && section('Alike', 'Of the same kind, of the same principal.', el('ul', { class: 'plainlist' }, alike.map((/** @type {any} */ other) =>
      el('li', { class: 'line' }, severityMark(other.severity), link(`#/findings/${encodeURIComponent(other.id)}`, other.title), costMark(other.cost))))));
}

/** @param {any} report @param {any} finding */
function uses(report, finding) {
  const evidence = new Map((report.principal(finding.principal)?.used ?? []).map((/** @type {any[]} */ entry) => [entry[0], entry]));
  return el('ul', { class: 'plainlist' }, finding.actions.map((/** @type {number} */ action, /** @type {number} */ i) => {
    const use = USES[finding.use[i]];
    const seen = evidence.get(action);
    return el('li', { class: 'hit' }, el('code', null, report.actionName(action)), el('span', { class: `key ${use.replace(' ', '')}` }, use),
      seen && el('span', { class: 'sub inline' }, `${count(seen[1], 'time')}, last on ${new Date(seen[3] * 1000).toISOString().slice(0, 10)}`));
  }));
}

/** @param {any} source */
function statement(source) {
  const layers = /** @type {any} */ ({ identity: '', boundary: 'permissions boundary, ', serviceControl: 'service control policy, ' });
  const kinds = /** @type {any} */ ({ awsManaged: 'managed by AWS', customerManaged: 'managed by the account', inline: 'inline', trust: 'trust policy', serviceControl: 'of the organization', resourceControl: 'of the organization' });
  return el('figure', { class: 'statement' },
    el('figcaption', null, source.policyId ? link(`#/policies/${encodeURIComponent(source.policyId)}`, source.policy) : el('strong', null, source.policy), ` ${layers[source.layer] ?? ''}${kinds[source.policyKind] ?? source.policyKind}`,
      source.viaGroup && `, through group ${source.viaGroup}`, `, statement ${source.sid ? `"${source.sid}"` : `#${source.index + 1}`}`,
      el('span', { class: 'sub' }, source.line > 0 ? `${source.file}, line ${source.line}` : source.file)),
    source.json ? [copyButton(source.json), el('pre', { tabindex: '0' }, source.json)] : el('p', { class: 'quiet' }, 'The statement cannot be shown: the policy is not valid JSON.'));
}
