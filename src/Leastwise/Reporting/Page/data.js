// @ts-check
// The report's value: unpacked part by part, indexed for the questions that the views ask.
import { findingRows, policyRows, principalRows, statementRows } from './rows.js';

/** @typedef {import('./rows.js').Principal} Principal */

/** How much of the report has been unpacked. */
export const OVERVIEW = 0, TABLES = 1, TEXTS = 2;

/**
 * What the Overview shows, as the report that the rest is added to.
 * @param {any} head
 */
export function overviewOf(head) {
  return {
    ...head,
    unpacked: OVERVIEW,
    lastDay: new Date(Date.parse(head.firstDay) + (head.days - 1) * 86400000).toISOString().slice(0, 10),
    accountName: (/** @type {string} */ id) => head.accounts.find((/** @type {any} */ account) => account.id === id)?.name ?? id,
  };
}

/**
 * Adds what the tables show, indexed for the questions that the views ask.
 * @param {any} report
 * @param {any} ofPrincipals
 * @param {any} ofFindings
 * @param {any} ofPolicies
 */
export function addTables(report, ofPrincipals, ofFindings, ofPolicies) {
  const principals = principalRows(ofPrincipals);
  const findings = findingRows(ofFindings, principals);
  const policies = policyRows(ofPolicies, principals);
  const { paths } = ofPolicies;
  /** @type {string[]} */
  const names = [];
  for (const [prefix, actions] of ofPrincipals.services) {
    for (const action of actions) names.push(`${prefix}:${action}`);
  }
  const byArn = new Map(principals.map(principal => [principal.arn, principal]));
  const byId = once(() => new Map(findings.map((/** @type {any} */ finding) => [finding.id, finding])));
  const ofPrincipal = once(() => Map.groupBy(findings, (/** @type {any} */ finding) => finding.principal));
  const policyById = new Map(policies.map(policy => [policy.id, policy]));
  const held = once(() => heldPolicies(policies));
  const begins = new Set((paths?.routes ?? []).map((/** @type {number[]} */ route) => paths.places[paths.hops[route[0]].from].arn));
  const ofPolicy = once(() => byPolicy(findings, ofFindings, policies));
  Object.assign(report, {
    unpacked: TABLES,
    principals,
    findings,
    policies,
    paths,
    reasons: ofPrincipals.reasons,
    lists: ofPrincipals.lists,
    ofFindings,
    policy: (/** @type {string} */ id) => policyById.get(id),
    policyOf: (/** @type {string} */ arn, /** @type {any} */ policy) => held().get(`${arn} ${policy.arn ?? ''} ${policy.name}`)
      ?? held().get(policy.arn ?? `${arn.split(':')[4]} ${policy.viaGroup} ${policy.name}`),
    reaches: (/** @type {string} */ arn) => begins.has(arn),
    findingsByPolicy: (/** @type {string} */ id) => ofPolicy().get(id) ?? [],
    actionName: (/** @type {number} */ number) => names[number],
    principal: (/** @type {string} */ arn) => byArn.get(arn),
    finding: (/** @type {string} */ id) => byId().get(id),
    findingsOf: (/** @type {string} */ arn) => ofPrincipal().get(arn) ?? [],
    principalName: (/** @type {string} */ arn) => byArn.get(arn)?.name ?? arn,
  });
}

/**
 * Adds long texts: explanations, statements, the policies' own.
 * @param {any} report
 * @param {any} texts
 * @param {any} ofPolicies
 */
export function addTexts(report, texts, ofPolicies) {
  ofPolicies.documents.forEach((/** @type {string} */ document, /** @type {number} */ i) => {
    report.policies[i].document = document;
    report.policies[i].otherVersions = [];
  });
  for (const [place, id, created, document] of ofPolicies.versions) report.policies[place].otherVersions.push({ id, created, document });
  Object.assign(report, {
    unpacked: TEXTS,
    statements: statementRows(texts, report.ofFindings, report.policies),
    text: (/** @type {number} */ number) => texts.texts[number],
  });
}

/** @param {import('./rows.js').Policy[]} policies */
function heldPolicies(policies) {
  /** @type {Map<string, any>} */
  const held = new Map();
  for (const policy of policies) {
    for (const holder of policy.holders) held.set(`${holder.arn} ${policy.arn ?? ''} ${policy.name}`, policy);
    if (policy.arn && !held.has(policy.arn)) held.set(policy.arn, policy);
    else if (policy.kind === 'inline' && policy.owner?.includes(':group/')) held.set(`${policy.owner.split(':')[4]} ${policy.owner.split('/').at(-1)} ${policy.name}`, policy);
  }
  return held;
}

/**
 * An answer that is worked out when it is first asked for.
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
function once(make) {
  /** @type {{ value: T } | null} */
  let made = null;
  return () => (made ??= { value: make() }).value;
}

/**
 * @param {import('./rows.js').Finding[]} findings
 * @param {any} part
 * @param {import('./rows.js').Policy[]} policies
 */
function byPolicy(findings, part, policies) {
  // Many findings rest on the same statements, so the policies of a list are looked up once.
  const those = part.lists.map(() => null);
  /** @type {any[][]} */
  const found = policies.map(() => []);
  for (const finding of findings) {
    const list = part.columns.statements[finding.at];
    those[list] ??= [...new Set(finding.statements.map(place => part.policies[place]))].filter(policy => policy !== null);
    for (const policy of those[list]) found[policy].push(finding);
  }
  return new Map(policies.map((policy, i) => [policy.id, found[i]]));
}
/**
 * All privileges of a principal with their verdicts, by service. Evidence comes with the used, a reason's number with the rest.
 * @param {any} report
 * @param {Principal} principal
 */
export function privilegesByService(report, principal) {
  /** @type {Map<string, { prefix: string, used: any[], ungranted: any[], unused: any[], unknown: any[] }>} */
  const services = new Map();
  const of = (/** @type {string} */ name) => {
    const prefix = name.slice(0, name.indexOf(':'));
    let service = services.get(prefix);
    if (!service) services.set(prefix, service = { prefix, used: [], ungranted: [], unused: [], unknown: [] });
    return service;
  };
  for (const [action, times, first, last, regions, events, inferred, cause] of principal.used) {
    const name = report.actionName(action);
    of(name)[cause === null ? 'used' : 'ungranted'].push({
      name, times, first, last, regions: report.lists[regions], events: report.lists[events], inferred, cause,
    });
  }
  for (const [reasonNumber, ...runs] of principal.rest) {
    const reason = report.reasons[reasonNumber];
    let at = 0;
    for (let i = 0; i < runs.length; i += 2) {
      at += runs[i];
      for (const end = at + runs[i + 1]; at < end; at++) {
        const name = report.actionName(at);
        of(name)[/** @type {'unused' | 'unknown'} */ (reason.verdict)].push({ name, reason });
      }
    }
  }
  return [...services.values()].sort((a, b) =>
    b.ungranted.length - a.ungranted.length || b.used.length - a.used.length || (a.prefix < b.prefix ? -1 : 1));
}
