// @ts-check
// A table that sorts by its headings, narrows to what is looked for, and holds only the rows that are near the reader.
import { el } from './dom.js';
import { csvButton } from './csv.js';
import { rollingRows } from './rolling.js';
import { number } from './format.js';

/** @typedef {{ id: string, title: string, value: (row: any) => any, cell: (row: any) => any, numeric?: boolean, secondary?: boolean, fixed?: boolean, text?: (row: any) => any }} Column
 *   text is what a CSV says, where that is neither what is sorted by nor what is shown. */

/**
 * @param {{ caption: string, columns: Column[], rows: any[], sort: string, none?: string, onsort?: (sort: string) => void }} options
 *   sort is a column's id, with a minus before it for the largest first; none is said where no row is left.
 * @returns {{ element: HTMLElement, show: (test: (row: any) => boolean) => number }}
 *   show narrows the table and tells how many rows are left. Sorting is done once and not again while somebody types.
 */
export function sortedTable(options) {
  const { caption, columns, rows } = options;
  let sort = columns.some(column => column.id === options.sort.replace(/^-/, '')) ? options.sort : columns[0].id;
  let test = (/** @type {any} */ _) => true;
  let ordered = rows;
  let left = rows;
  const heads = columns.map(column => el('th', { scope: 'col', class: classOf(column) },
    column.fixed ? column.title : el('button', { type: 'button', onclick: () => turn(column) }, column.title)));
  const table = el('table', { class: 'data' }, el('caption', { class: 'unseen' }, caption), el('thead', null, el('tr', { 'aria-rowindex': '1' }, heads)));
  const printed = el('p', { class: 'note printed' });
  const empty = el('p', { class: 'quiet', hidden: true }, options.none ?? 'Nothing matches these filters.');
  const rolling = rollingRows(table, (row, place) => el('tr', { 'aria-rowindex': String(place + 2) }, columns.map((each, i) =>
    el(i === 0 ? 'th' : 'td', { class: classOf(each), scope: i === 0 ? 'row' : null }, each.cell(row)))), (drawn, all) => {
    printed.textContent = drawn < all ? `The first ${number(drawn)} of ${number(all)} rows are printed; the CSV has all.` : '';
  });

  /** @param {Column} column */
  function turn(column) {
    const first = column.numeric ? `-${column.id}` : column.id;
    const second = column.numeric ? column.id : `-${column.id}`;
    sort = sort === first ? second : first;
    options.onsort?.(sort);
    order();
    narrow();
  }

  function order() {
    const falling = sort.startsWith('-');
    const column = columns.find(each => each.id === sort.replace(/^-/, '')) ?? columns[0];
    heads.forEach((head, i) => {
      if (columns[i] === column) head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    const keyed = rows.map((row, place) => ({ row, place, key: column.value(row) }));
    keyed.sort((a, b) => (falling ? -1 : 1) * compare(a.key, b.key) || a.place - b.place);
    ordered = keyed.map(each => each.row);
  }

  function narrow() {
    left = ordered.filter(test);
    table.hidden = left.length === 0;
    empty.hidden = !table.hidden;
    table.setAttribute('aria-rowcount', String(left.length + 1));
    rolling(left);
  }

  order();
  narrow();
  const csv = csvButton(caption, () => [columns.map(column => column.title), ...left.map(row => columns.map(column => column.text ? column.text(row) : column.value(row)))]);
  return {
    element: el('div', null, el('div', { class: 'scroll' }, table), empty, el('p', { class: 'under' }, csv), printed),
    show: wanted => {
      test = wanted;
      narrow();
      return left.length;
    },
  };
}

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
