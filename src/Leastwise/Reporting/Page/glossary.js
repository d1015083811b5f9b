// @ts-check
// What the words mean.
import { el, section } from './dom.js';
import { foreign } from './guidance.js';

export const GLOSSARY = [
  ['Privilege', 'One IAM action as it is authorised, such as s3:ListBucket. It is not the API operation and not the CloudTrail event; one event can prove several privileges, and some prove none.'],
  ['Granted', 'Held by the principal on some resource, under some condition, after every Deny, boundary and service control policy.'],
  ['Used', 'Granted, and exercised in the window: at least one event proves it. A call that a policy denied proves nothing.'],
  ['Unused', 'Granted, not exercised, and the logs would have shown it. It can go without breaking anything that happened in the window.'],
  ['Unknown', 'Granted, no use seen, but the logs need not have shown it: a data event that no trail selects, a call that CloudTrail never records, days without logs, a principal younger than the window. Each says what would settle it.'],
  ['Ungranted', 'Used in the window, and not granted by the account file: the rights changed since, or a resource policy gives them.'],
  ['Finding', 'A risk in a principal\'s effective rights or trust, with the statements that cause it and what to do.'],
  ['Can go', 'What has to go was not used in the window, and the logs would have shown it. Work that happens less often than the window is long is not seen: look at the days that the evidence covers.'],
  ['A part can go', 'Some of the privileges were not used and can go; the finding stays as far as the others are needed.'],
  ['Cannot be known', 'No use was seen, but the logs need not show these privileges. Settle it first, as the principal\'s page says.'],
  ['Escalation path', 'Steps by which somebody who is no administrator can become one, each possible by policy. Nobody has to have taken it.'],
  ['Cut', 'The cheapest set of grants whose removal breaks the escalation paths, unused grants before used ones; proved by evaluating the accounts without them.'],
  ['Flow', 'All sessions that went the same way, from the same person or machine over the same roles.'],
  ['Window', 'The time that verdicts speak of. A quarterly job in a window of a month looks unused.'],
];

/** @param {any} report @returns {HTMLElement} */
export function glossary(report) {
  return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Glossary'),
    el('dl', { class: 'glossary' }, GLOSSARY.map(([word, meaning]) => [el('dt', null, word), el('dd', null, meaning)])),
    report.custom?.appendices && section('Appendices', null, foreign('Appendices', report.custom.appendices)));
}
