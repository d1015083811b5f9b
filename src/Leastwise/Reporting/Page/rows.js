// @ts-check
// Rows again of what the page holds by column.

/** @typedef {{ arn: string, name: string, type: string, account: string, created: string | null, events: number, deniedCalls: number,
 *   firstUsed: string | null, lastUsed: string | null, counts: Counts, used: any[][], rest: number[][], policies: any[], origins: any[],
 *   trust: string | null, permissionSet?: { name: string, arn: string }, trim?: any, unresolvedEvents: any[] }} Principal */
/** @typedef {{ granted: number, used: number, unused: number, unknown: number, ungranted: number }} Counts */
/** @typedef {{ id: string, name: string, arn: string | null, kind: string, owner: string | null, account: string | null, file: string,
 *   version: string | null, document: string, otherVersions: { id: string, created: string | null, document: string }[],
 *   holders: { arn: string, name: string, how: string }[] }} Policy */

export const SEVERITIES = ['critical', 'high', 'medium', 'low'];

/** @param {any} part @returns {Principal[]} */
export function principalRows({ columns, words, held, lists, more }) {
  const policies = held.map((/** @type {any[]} */ [name, arn, how, managedByAws, viaGroup]) => ({ name, arn, how, managedByAws, viaGroup }));
  const others = new Map(more.map((/** @type {any} */ each) => [each.at, each]));
  /** @type {any[]} */
  const none = [];
  return columns.arn.map((/** @type {string} */ arn, /** @type {number} */ i) => {
    const other = others.get(i);
    return {
      arn,
      name: columns.name[i],
      type: words[columns.type[i]],
      account: words[columns.account[i]],
      created: words[columns.created[i]] ?? null,
      events: columns.events[i],
      deniedCalls: columns.deniedCalls[i],
      firstUsed: columns.firstUsed[i],
      lastUsed: columns.lastUsed[i],
      counts: { granted: columns.granted[i], used: columns.used[i], unused: columns.unused[i], unknown: columns.unknown[i], ungranted: columns.ungranted[i] },
      used: columns.evidence[i],
      rest: columns.rest[i],
      policies: columns.policies[i].map((/** @type {number} */ number) => policies[number]),
      trust: lists[columns.trust[i]] ?? null,
      origins: other?.origins ?? none,
      permissionSet: other?.permissionSet,
      trim: other?.trim,
      unresolvedEvents: other?.unresolvedEvents ?? none,
    };
  });
}

/**
 * Policies without their texts, which come later.
 * @param {any} part
 * @param {Principal[]} principals
 * @returns {Policy[]}
 */
export function policyRows({ columns, words, others }, principals) {
  const person = (/** @type {number} */ number) => number < principals.length ? principals[number] : { arn: others[number - principals.length][0], name: others[number - principals.length][1] };
  return columns.name.map((/** @type {string} */ name, /** @type {number} */ i) => {
    const arn = columns.arn[i];
    const kind = words[columns.kind[i]];
    const owner = columns.owner[i] === null ? null : person(columns.owner[i]).arn;
    const holders = [];
    for (let at = 0; at < columns.holders[i].length; at += 2) {
      const { arn: holder, name: called } = person(columns.holders[i][at]);
      holders.push({ arn: holder, name: called, how: words[columns.holders[i][at + 1]] });
    }
    return {
      id: columns.id[i] ?? arn ?? `${owner ?? ''}|${kind}|${name}`,
      name,
      arn,
      kind,
      owner,
      account: words[columns.account[i]] ?? null,
      file: words[columns.file[i]],
      version: words[columns.version[i]] ?? null,
      document: '',
      otherVersions: Array.from({ length: columns.otherVersions[i] }, () => ({ id: '', created: null, document: '' })),
      holders,
    };
  });
}

/** A finding: what tables show is at hand, the rest is looked up in what findings share. */
export class Finding {
  /**
   * @param {any} part
   * @param {number} at
   * @param {string} principal
   */
  constructor(part, at, principal) {
    const { columns, words } = part;
    this.part = part;
    this.at = at;
    /** @type {string} */
    this.id = columns.id[at];
    this.severity = SEVERITIES[columns.severity[at]];
    /** @type {string} */
    this.kind = words[columns.kind[at]];
    /** @type {string} */
    this.account = words[columns.account[at]];
    this.principal = principal;
    /** @type {string | null} */
    this.pathId = words[columns.pathId[at]] ?? null;
    /** @type {any[]} cost, sentence, how many are not listed, a letter for the use of each that is listed, and these */
    this.usage = part.usages[columns.usage[at]];
    /** @type {string} */
    this.cost = this.usage[0];
  }

  /** @returns {string} */
  get title() {
    const [before, after] = this.part.titles[this.part.columns.title[this.at]];
    return after === undefined ? before : before + this.principal.slice(Math.max(this.principal.lastIndexOf('/'), this.principal.lastIndexOf(':')) + 1) + after;
  }

  /** @returns {number} */
  get sentence() {
    return this.usage[1];
  }

  /** @returns {number} */
  get unlisted() {
    return this.usage[2];
  }

  /** @returns {string} */
  get use() {
    return this.usage[3];
  }

  /** @returns {number[]} */
  get actions() {
    return this.usage.slice(4);
  }

  /** @returns {number} */
  get explanation() {
    return this.part.columns.explanation[this.at];
  }

  /** @returns {number} */
  get recommendation() {
    return this.part.columns.recommendation[this.at];
  }

  /** @returns {number[]} */
  get statements() {
    return this.part.lists[this.part.columns.statements[this.at]];
  }

  /** @returns {number[]} */
  get conditions() {
    return this.part.lists[this.part.columns.conditions[this.at]];
  }
}

/**
 * @param {any} part
 * @param {Principal[]} principals
 */
export function findingRows(part, principals) {
  const who = part.columns.principal;
  const arn = (/** @type {number} */ number) => number < principals.length ? principals[number].arn : part.others[number - principals.length][0];
  return who.map((/** @type {number} */ number, /** @type {number} */ at) => new Finding(part, at, arn(number)));
}

/**
 * @param {any} texts
 * @param {any} part of the findings
 * @param {Policy[]} policies
 */
export function statementRows({ statements, said }, part, policies) {
  return part.policies.map((/** @type {number | null} */ policy, /** @type {number} */ i) => ({
    policyId: policy === null ? null : policies[policy].id,
    index: part.places[i],
    line: statements.line[i],
    ...Object.fromEntries(['policy', 'policyKind', 'layer', 'viaGroup', 'sid', 'file', 'json'].map(name => [name, said[statements[name][i]] ?? null])),
  }));
}
