// @ts-check
// The report's value: unpacked once, indexed for the questions that the views ask.

/** @typedef {{ arn: string, name: string, type: string, account: string, created: string | null, events: number, deniedCalls: number,
 *   firstUsed: string | null, lastUsed: string | null, counts: Counts, used: any[][], rest: number[][], policies: any[], origins: any[],
 *   trust: string | null, unresolvedEvents: any[] }} Principal */
/** @typedef {{ granted: number, used: number, unused: number, unknown: number, ungranted: number }} Counts */
/** @typedef {{ id: string, kind: string, severity: string, account: string, principal: string, title: string, explanation: number,
 *   recommendation: number, actions: number[], use: string, cost: string, sentence: number, statements: number[], conditions: number[],
 *   pathId: string | null }} Finding */

export const SEVERITIES = ['critical', 'high', 'medium', 'low'];

/** @param {any} value */
export function index(value) {
  /** @type {string[]} */
  const names = [];
  for (const [prefix, actions] of value.services) {
    for (const action of actions) names.push(`${prefix}:${action}`);
  }
  const byArn = new Map(value.principals.map((/** @type {Principal} */ principal) => [principal.arn, principal]));
  const byId = new Map(value.findings.map((/** @type {Finding} */ finding) => [finding.id, finding]));
  /** @type {Map<string, Finding[]>} */
  const ofPrincipal = new Map();
  for (const finding of value.findings) {
    const list = ofPrincipal.get(finding.principal);
    if (list) list.push(finding);
    else ofPrincipal.set(finding.principal, [finding]);
  }
  const policies = new Map(value.policies.map((/** @type {any} */ policy) => [policy.id, policy]));
  /** @type {Map<string, any>} */
  const held = new Map();
  for (const policy of value.policies) {
    for (const holder of policy.holders) held.set(`${holder.arn} ${policy.arn ?? ''} ${policy.name}`, policy);
    if (policy.arn && !held.has(policy.arn)) held.set(policy.arn, policy);
    else if (policy.kind === 'inline' && policy.owner?.includes(':group/')) held.set(`${policy.owner.split(':')[4]} ${policy.owner.split('/').at(-1)} ${policy.name}`, policy);
  }
  const begins = new Set((value.paths?.routes ?? []).map((/** @type {number[]} */ route) => value.paths.places[value.paths.hops[route[0]].from].arn));
  return {
    ...value,
    policy: (/** @type {string} */ id) => policies.get(id),
    policyOf: (/** @type {string} */ arn, /** @type {any} */ policy) => held.get(`${arn} ${policy.arn ?? ''} ${policy.name}`)
      ?? held.get(policy.arn ?? `${arn.split(':')[4]} ${policy.viaGroup} ${policy.name}`),
    reaches: (/** @type {string} */ arn) => begins.has(arn),
    findingsByPolicy: lazily(() => byPolicy(value)),
    lastDay: new Date(Date.parse(value.firstDay) + (value.days - 1) * 86400000).toISOString().slice(0, 10),
    actionName: (/** @type {number} */ number) => names[number],
    text: (/** @type {number} */ number) => value.texts[number],
    principal: (/** @type {string} */ arn) => byArn.get(arn),
    finding: (/** @type {string} */ id) => byId.get(id),
    findingsOf: (/** @type {string} */ arn) => ofPrincipal.get(arn) ?? [],
    accountName: (/** @type {string} */ id) => value.accounts.find((/** @type {any} */ account) => account.id === id)?.name ?? id,
    principalName: (/** @type {string} */ arn) => byArn.get(arn)?.name ?? arn,
  };
}

/**
 * A question whose index is made when it is first asked.
 * @param {() => Map<string, Finding[]>} make
 * @returns {(key: string) => Finding[]}
 */
function lazily(make) {
  /** @type {Map<string, Finding[]> | null} */
  let made = null;
  return key => (made ??= make()).get(key) ?? [];
}

/** @param {any} value */
function byPolicy(value) {
  /** @type {Map<string, Finding[]>} */
  const found = new Map();
  for (const finding of value.findings) {
    for (const id of new Set(finding.statements.map((/** @type {number} */ place) => value.statements[place].policyId))) {
      if (id === null) continue;
      const list = found.get(String(id));
      if (list) list.push(finding);
      else found.set(String(id), [finding]);
    }
  }
  return found;
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
