// @ts-check
// What to do with a report: from the first look to the proof that it is done. A company's own pages take its place.
import { el, section } from './dom.js';

const CHAPTERS = [
  ['Triage', [
    'Begin with the first lines of the overview: a root user that acted, and roles that anybody may enter, come before all else.',
    'Then take "Fix first" from the top. It is ordered by severity, then by what removal costs; what nobody used goes first because nobody has to be asked for long.',
    'Look at Escalation: a handful of grants often opens all paths. The cut names the fewest to take away, unused ones first.',
    'Give each finding an owner and a status on its page, and save the page. Sort the table by status the next time.',
  ]],
  ['False positives', [
    'A finding is about what policies allow. It is true even if nobody ever did it. Ask not whether it happened but whether it may.',
    'Conditions stand beside a finding where policies have them. Leastwise judges those that the account files decide; whether the office\'s addresses are the right ones is for you to say.',
    'Some accounts are meant to be powerful: the pipeline that deploys roles, the door for emergencies. Accept these by name, with a reason, an owner and a last day, in the exclusions file of "leastwise scan".',
    'If a finding looks wrong, ask with "leastwise simulate" for the single request: it names the statement, file and line that decide. If the answer is wrong too, it is a bug; report it with the policy.',
  ]],
  ['Remediation', [
    'Unused privileges first: take the action out of the statement that the finding names, or detach the policy where nothing of it is used.',
    'Replace wildcards by the actions that were used; the principal\'s page lists them with dates. Add what happens more rarely than the window is long: restores, certificates, audits.',
    'Narrow resources next. iam:PassRole and sts:AssumeRole need the ARNs of roles, never a star.',
    'For trust policies name roles, not whole accounts; for other companies ask for an external id; for pipelines limit the subject to the repository and branch.',
    'AWS\'s own policies cannot be changed: copy what is needed into one of yours, attach it, detach theirs.',
  ]],
  ['Validation', [
    'Before: "leastwise compare OLD NEW" proves that a new policy allows nothing more, and shows what it no longer allows.',
    'After: download the account\'s details again, assess again, and let "leastwise report diff" show which findings are gone and whether any are new.',
    'Watch denied calls for some days. A principal whose denied calls rise misses something that the window did not show.',
    'Unknown is not unused. Settle it as the page says, most often by a trail that selects data events, before you take it away.',
  ]],
];

/** @param {any} report */
export function guidancePage(report) {
  const own = report.custom?.guidance;
  return el('div', { class: 'view' }, el('h1', { tabindex: '-1' }, 'Guidance'),
    own ? foreign('Guidance', own) : CHAPTERS.map(([title, points]) => section(String(title), null,
      el('ul', { class: 'bullets lede' }, /** @type {string[]} */ (points).map(point => el('li', null, point))))));
}

/**
 * A company's own page. The frame may run nothing, ask for nothing and reach nothing of this page; it inherits the page's content security policy.
 * @param {string} title
 * @param {string} markup
 */
export function foreign(title, markup) {
  const frame = document.createElement('iframe');
  frame.className = 'foreign';
  frame.title = title;
  frame.setAttribute('sandbox', '');
  frame.srcdoc = `<meta name="color-scheme" content="light dark">${markup}`;
  return frame;
}
