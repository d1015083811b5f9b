// @ts-check
// Search over everything: the slash key opens it, arrows choose, Enter goes there, Escape closes.
import { el } from './dom.js';
import { count, number, words } from './format.js';
import { GLOSSARY } from './glossary.js';
import { policyKind } from './policies.js';

const MOST_OF_A_KIND = 8;

/** @typedef {{ kind: string, label: string, sub: string, hash: string, text: string }} Entry */

/**
 * The dialog; show() opens it.
 * @param {any} report
 * @param {string[][]} views
 * @param {(hash: string) => void} go
 */
export function searchDialog(report, views, go) {
  /** @type {Entry[] | null} */
  let entries = null;
  /** @type {Entry[]} */
  let hits = [];
  let chosen = 0;
  const list = el('div', { role: 'listbox', id: 'hits', 'aria-label': 'What was found' });
  const said = el('p', { class: 'note', role: 'status' });
  const input = el('input', {
    type: 'search', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'hits', 'aria-autocomplete': 'list', 'aria-label': 'Search principals, policies, findings and words',
    placeholder: 'Principal, policy, finding, event, word', autocomplete: 'off', oninput: look, onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0 && hits.length > 0) {
        event.preventDefault();
        choose((chosen + step + hits.length) % hits.length);
      } else if (event.key === 'Escape') {
        // A search field would take the first Escape for itself, to empty it.
        event.preventDefault();
        dialog.close();
      } else if (event.key === 'Enter') {
        event.preventDefault();
        if (hits[chosen]) leave(hits[chosen].hash);
      }
    },
  });
  const dialog = el('dialog', { class: 'search', 'aria-label': 'Search', onclick: (/** @type {Event} */ event) => {
    if (event.target === dialog) dialog.close();
  } }, input, list, said);

  function look() {
    const parts = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    entries ??= entriesOf(report, views);
    const all = parts.length === 0 ? [] : entries.filter(entry => parts.every((/** @type {string} */ part) => entry.text.includes(part)));
    const kinds = Map.groupBy(all, entry => entry.kind);
    // Where the name itself has what is looked for, it comes first.
    const rank = (/** @type {Entry} */ entry) => entry.label.toLowerCase().startsWith(parts[0]) ? 0 : entry.label.toLowerCase().includes(parts[0]) ? 1 : 2;
    hits = [...kinds.values()].flatMap(of => of.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_OF_A_KIND));
    said.textContent = parts.length === 0 ? 'Arrows choose, Enter opens, Escape closes.'
      : all.length === 0 ? 'Nothing of that name.' : [...kinds].map(([kind, of]) => `${number(of.length)} ${kind.toLowerCase()}${of.length > MOST_OF_A_KIND ? ` (the first ${MOST_OF_A_KIND})` : ''}`).join(', ');
    list.replaceChildren(...hits.map((hit, i) => el('div', { role: 'option', id: `hit${i}`, 'aria-selected': 'false', onclick: () => leave(hit.hash) },
      el('span', { class: 'kind' }, hit.kind), ' ', el('strong', null, hit.label), ' ', el('span', { class: 'sub inline' }, hit.sub))));
    choose(0);
  }

  /** @param {number} next */
  function choose(next) {
    list.children[chosen]?.setAttribute('aria-selected', 'false');
    chosen = next;
    const option = list.children[chosen];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  }

  /** @param {string} hash */
  function leave(hash) {
    dialog.close();
    go(hash);
  }

  return { dialog, show: () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    look();
  } };
}

/** @param {any} report @param {string[][]} views @returns {Entry[]} */
function entriesOf(report, views) {
  const of = (/** @type {string} */ kind, /** @type {string} */ label, /** @type {string} */ sub, /** @type {string} */ hash, /** @type {string} */ more) =>
    ({ kind, label, sub, hash, text: `${label} ${sub} ${more}`.toLowerCase() });
  return [
    ...views.map(([id, title]) => of('Views', title, '', `#/${id}`, '')),
    ...report.principals.map((/** @type {any} */ each) => of('Principals', each.name, `${each.type}, ${report.accountName(each.account)}`, `#/principals/${encodeURIComponent(each.arn)}`, each.arn)),
    ...report.policies.map((/** @type {any} */ each) => of('Policies', each.name, `${policyKind(each.kind)}${each.owner ? `, of ${report.principalName(each.owner)}` : ''}`, `#/policies/${encodeURIComponent(each.id)}`, each.id)),
    ...report.findings.map((/** @type {any} */ each) => of('Findings', each.title, `${words(each.severity)}, ${each.id}`, `#/findings/${encodeURIComponent(each.id)}`, `${each.principal} ${words(each.kind)} ${each.pathId ?? ''}`)),
    ...report.strangers.map((/** @type {any} */ each) => of('Unknown callers', each.arn, count(each.events, 'event'), '#/evidence', '')),
    ...report.evidence.unresolvedEvents.map((/** @type {any} */ each) => of('Events', `${each.eventSource}:${each.eventName}`, 'unresolved', '#/evidence', '')),
    ...GLOSSARY.map(([word, meaning]) => of('Words', word, meaning.length > 90 ? `${meaning.slice(0, 88)}…` : meaning, '#/glossary', meaning)),
  ];
}
