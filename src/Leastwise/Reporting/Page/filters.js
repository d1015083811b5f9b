// @ts-check
// A line of filters over a table; their state is part of the address.
import { el } from './dom.js';

/**
 * @param {URLSearchParams} query
 * @param {{ id: string, title: string, options: string[], label?: (option: string) => string }[]} choices
 * @param {string} hint
 * @param {() => void} changed
 */
export function filterBar(query, choices, hint, changed) {
  const change = (/** @type {string} */ id, /** @type {string} */ value) => {
    if (value) query.set(id, value);
    else query.delete(id);
    changed();
  };
  return el('form', { class: 'filter', role: 'search', onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    el('label', null, el('span', { class: 'unseen' }, `Filter by ${hint.toLowerCase()}`),
      el('input', { type: 'search', placeholder: hint, value: query.get('q') ?? '', autocomplete: 'off', oninput: (/** @type {any} */ event) => change('q', event.target.value) })),
    choices.filter(choice => choice.options.length > 1 || query.has(choice.id)).map(choice => el('label', null, el('span', null, choice.title),
      el('select', { onchange: (/** @type {any} */ event) => change(choice.id, event.target.value) },
        el('option', { value: '' }, 'all'),
        [...new Set([...choice.options, ...query.has(choice.id) ? [query.get(choice.id) ?? ''] : []])].map(option =>
          el('option', { value: option, selected: query.get(choice.id) === option }, choice.label ? choice.label(option) : option))))));
}
