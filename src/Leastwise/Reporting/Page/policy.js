// @ts-check
// One policy: its text with the statements marked on which findings rest, who holds it.
import { copyButton, el, link, section } from './dom.js';
import { count } from './format.js';
import { costMark, severityMark } from './marks.js';
import { policyKind } from './policies.js';
import { principalLink } from './findings.js';
import { versionsSection } from './versions.js';

const MOST_LISTED = 100;

/**
 * @param {any} report
 * @param {string} id
 */
export function policyPage(report, id) {
  const policy = report.policy(id);
  if (!policy) {
    return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Not in this report'), el('p', null, `No policy has the ARN or id ${id}. `, link('#/policies', 'All policies')));
  }
  const findings = report.findingsByPolicy(policy.id);
  return el('div', { class: 'view' },
    el('p', { class: 'kicker' }, link('#/policies', 'Policies'), ` / ${policyKind(policy.kind)}${policy.account ? ` in ${report.accountName(policy.account)}` : ''}`),
    el('h1', { tabindex: '-1' }, policy.name),
    policy.arn && el('p', { class: 'arn' }, el('code', null, policy.arn), ' ', copyButton(policy.arn, 'Copy ARN')),
    policy.owner && el('p', { class: 'arn' }, policy.kind === 'trust' ? 'Who may become ' : 'Inline in ', principalLink(report, policy.owner)),
    section('Text', [policy.file, policy.version !== null && `, ${policy.version}`, '. ', copyButton(policy.document, 'Copy policy')], documentOf(report, policy, findings)),
    findings.length > 0 && section('Findings', count(findings.length, 'finding'), findingList(report, findings)),
    versionsSection(policy),
    section('Held by', policy.holders.length > 0 && count(policy.holders.length, 'holder'), policy.holders.length === 0
      ? el('p', { class: 'quiet' }, policy.kind === 'customerManaged' ? 'Nobody. A policy that nobody holds can be deleted.' : 'It is not attached to users, roles or groups.')
      : el('ul', { class: 'plainlist' }, policy.holders.slice(0, MOST_LISTED).map((/** @type {any} */ holder) => el('li', { class: 'line' },
        report.principal(holder.arn) ? principalLink(report, holder.arn) : el('strong', null, holder.name),
        el('span', { class: 'sub inline' }, `${holder.arn.includes(':group/') ? 'group, ' : ''}${holder.how === 'boundary' ? 'as permissions boundary' : holder.how}`)))),
      policy.holders.length > MOST_LISTED && el('p', { class: 'note' }, `The first ${MOST_LISTED}; report.json has all.`)));
}

/** @param {any} report @param {any[]} findings */
function findingList(report, findings) {
  return [el('ul', { class: 'plainlist' }, findings.slice(0, MOST_LISTED).map(finding => el('li', { class: 'line' }, severityMark(finding.severity),
    link(`#/findings/${encodeURIComponent(finding.id)}`, finding.title), el('span', { class: 'sub inline' }, report.principalName(finding.principal)), costMark(finding.cost)))),
  findings.length > MOST_LISTED && el('p', { class: 'note' }, `The first ${MOST_LISTED}; the table of findings has all.`)];
}

/** @param {any} report @param {any} policy @param {any[]} findings */
function documentOf(report, policy, findings) {
  /** @type {any} */
  let parsed;
  try {
    parsed = JSON.parse(policy.document);
  } catch {
    return el('pre', { tabindex: '0' }, policy.document);
  }
  const key = Object.keys(parsed ?? {}).find(each => each.toLowerCase() === 'statement');
  const statements = key === undefined ? [] : [parsed[key]].flat();
  if (key === undefined || statements.length === 0) return el('pre', { tabindex: '0' }, JSON.stringify(parsed, null, 2));
  /** @type {Map<number, any[]>} */
  const guilty = new Map();
  for (const finding of findings) {
    for (const place of finding.statements) {
      const source = report.statements[place];
      if (source.policyId !== policy.id) continue;
      const list = guilty.get(source.index) ?? [];
      if (!list.includes(finding)) list.push(finding);
      guilty.set(source.index, list);
    }
  }
  const head = Object.entries(parsed).filter(([name]) => name !== key).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`).join('');
  return el('div', { class: 'document' }, el('pre', null, `{\n${head}  ${JSON.stringify(key)}: [`),
    statements.map((statement, i) => el('div', { class: guilty.has(i) ? 'clause guilty' : 'clause' },
      el('pre', { tabindex: '0' }, JSON.stringify(statement, null, 2).replace(/^/gm, '    ') + (i < statements.length - 1 ? ',' : '')),
      guilty.has(i) && el('p', { class: 'charges' }, [...new Map((guilty.get(i) ?? []).map(finding => [finding.kind + finding.severity, finding])).values()].slice(0, 5).map(finding =>
        el('span', null, severityMark(finding.severity), ' ', link(`#/findings/${encodeURIComponent(finding.id)}`, finding.title)))))),
    el('pre', null, '  ]\n}'));
}
