// @ts-check
// What a principal would hold if only what it needs were left.
import { commandLine, copyButton, el, section } from './dom.js';
import { count, pretty } from './format.js';

/**
 * @param {any} report
 * @param {any} principal
 * @param {string} name the principal's name as a shell takes it
 */
export function trimmedSection(report, principal, name) {
  const { trim } = principal;
  if (!trim && report.trimRule === null) return null;
  return section('Trimmed policy', report.trimRule,
    !trim ? el('p', { class: 'quiet' }, principal.counts.unused > 0 ? 'None was worked out here.' : 'None was worked out here; nothing that it holds is unused.')
      : trim.untouched !== null ? el('p', null, 'Nothing is trimmed. ', trim.untouched)
        : [
          el('p', { class: 'lede' }, trim.summary, ' ', trim.keptBack === null && trim.replayed > 0 && `${count(trim.replayed, 'event')} of the window ${trim.replayed === 1 ? 'was' : 'were'} replayed under it, and ${trim.replayed === 1 ? 'is' : 'all are'} allowed as before.`),
          trim.keptBack !== null && el('p', { class: 'root alarm' }, el('strong', null, 'No policy is shown. '), trim.keptBack),
          trim.policies.map((/** @type {any} */ policy) => el('figure', { class: 'statement' },
            el('figcaption', null, el('strong', null, policy.name)), copyButton(pretty(policy.document), 'Copy policy'),
            el('pre', { tabindex: '0', role: 'region', 'aria-label': policy.name, class: 'tall' }, pretty(policy.document)))),
          trim.keptBack === null && trim.policies.length === 0 && el('p', null, 'Nothing is left: its own policies can all be taken away.'),
          trim.remarks.length > 0 && el('ul', { class: 'bullets note' }, trim.remarks.map((/** @type {string} */ remark) => el('li', null, remark))),
        ],
    commandLine(`leastwise trim FOLDER --${principal.type} ${name}`));
}
