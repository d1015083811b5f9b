// @ts-check
// A table that sorts by its headings and draws its rows as the reader comes to them.
import { el } from './dom.js';
import { csvButton } from './csv.js';

const CHUNK = 120;

/** @typedef {{ id: string, title: string, value: (row: any) => any, cell: (row: any) => any, numeric?: boolean, secondary?: boolean, fixed?: boolean, text?: (row: any) => any }} Column
 *   text is what a CSV says, where that is neither what is sorted by nor what is shown. */

/**
 * @param {{ caption: string, columns: Column[], rows: any[], sort: string, onsort?: (sort: string) => void }} options
 *   sort is a column's id, with a minus before it for the largest first.
 */
export function sortedTable(options) {
  const { caption, columns, rows } = options;
  let sort = columns.some(column => column.id === options.sort.replace(/^-/, '')) ? options.sort : columns[0].id;
  const body = el('tbody');
  const heads = columns.map(column => el('th', { scope: 'col', class: classOf(column) },
    column.fixed ? column.title : el('button', { type: 'button', onclick: () => turn(column) }, column.title)));
  const table = el('table', { class: 'data' }, el('caption', { class: 'unseen' }, caption), el('thead', null, el('tr', null, heads)), body);

  /** @param {Column} column */
  function turn(column) {
    const first = column.numeric ? `-${column.id}` : column.id;
    const second = column.numeric ? column.id : `-${column.id}`;
    sort = sort === first ? second : first;
    options.onsort?.(sort);
    draw();
  }

  function draw() {
    const falling = sort.startsWith('-');
    const column = columns.find(each => each.id === sort.replace(/^-/, '')) ?? columns[0];
    heads.forEach((head, i) => {
      if (columns[i] === column) head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    const keyed = rows.map((row, place) => ({ row, place, key: column.value(row) }));
    keyed.sort((a, b) => (falling ? -1 : 1) * compare(a.key, b.key) || a.place - b.place);
    fill(body, keyed.map(each => each.row), row => el('tr', null, columns.map((each, i) =>
      el(i === 0 ? 'th' : 'td', { class: classOf(each), scope: i === 0 ? 'row' : null }, each.cell(row)))));
  }

  draw();
  const csv = csvButton(caption, () => [columns.map(column => column.title), ...rows.map(row => columns.map(column => column.text ? column.text(row) : column.value(row)))]);
  return el('div', null, el('div', { class: 'scroll' }, table), el('p', { class: 'under' }, csv));
}

/**
 * Draws rows a chunk at a time, the next one when the last comes into view.
 * @param {HTMLElement} body
 * @param {any[]} rows
 * @param {(row: any) => HTMLElement} rowOf
 */
export function fill(body, rows, rowOf) {
  let drawn = 0;
  const more = () => {
    body.append(...rows.slice(drawn, drawn += CHUNK).map(rowOf));
    if (drawn < rows.length && body.lastElementChild) watch.observe(body.lastElementChild);
  };
  const watch = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    watch.disconnect();
    more();
  }, { rootMargin: '800px' });
  body.replaceChildren();
  more();
  rest.set(body, () => {
    while (drawn < Math.min(rows.length, MOST_PRINTED)) more();
  });
}

// On paper nothing comes into view: what is not drawn yet is drawn before, as far as anybody would read it.
const MOST_PRINTED = 2000;
/** @type {WeakMap<HTMLElement, () => void>} */
const rest = new WeakMap();
addEventListener('beforeprint', () => {
  document.querySelectorAll('tbody, ol').forEach(body => rest.get(/** @type {HTMLElement} */ (body))?.());
});

/** @param {any} a @param {any} b */
function compare(a, b) {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** @param {Column} column */
function classOf(column) {
  return [column.numeric && 'num', column.secondary && 'secondary'].filter(Boolean).join(' ') || null;
}
