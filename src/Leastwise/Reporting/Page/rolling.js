// @ts-check
// Rows of a long table: those near what is on the screen are in the document, the others are room of their height.
import { el } from './dom.js';

const CHUNK = 40;
// So much above and below the screen is drawn already when the reader comes to it.
const AHEAD = 900;
const MOST_PRINTED = 2000;
// A row's height until one has been seen.
const GUESS = 46;

/** @typedef {{ update: () => void, print: (on: boolean) => void, connected: () => boolean }} Rolling */

/** @type {Set<Rolling>} */
const rolling = new Set();

/** @param {(table: Rolling) => void} what */
function each(what) {
  for (const table of rolling) {
    if (table.connected()) what(table);
    else rolling.delete(table);
  }
}

addEventListener('scroll', () => each(table => table.update()), { passive: true });
addEventListener('beforeprint', () => each(table => table.print(true)));
addEventListener('afterprint', () => each(table => table.print(false)));

/**
 * Fills a table with rows, a body for each chunk of them.
 * @param {HTMLTableElement} table
 * @param {(row: any, place: number) => HTMLElement} rowOf
 * @param {(drawn: number, all: number) => void} onprint how many rows a print has, of how many
 * @returns {(rows: any[]) => void} shows other rows from the first one on
 */
export function rollingRows(table, rowOf, onprint) {
  /** @type {any[]} */
  let rows = [];
  /** @type {Map<number, HTMLElement>} the chunks that are in the document */
  const drawn = new Map();
  /** @type {Map<number, number>} heights as they were when a chunk was last seen */
  let heights = new Map();
  let perRow = GUESS;
  let learnt = false;
  let width = 0;
  let printing = false;
  const chunks = () => Math.ceil(rows.length / CHUNK);
  const sizeOf = (/** @type {number} */ chunk) => Math.min(CHUNK, rows.length - chunk * CHUNK);
  const heightOf = (/** @type {number} */ chunk) => heights.get(chunk) ?? sizeOf(chunk) * perRow;

  /** The chunks near the screen, and the one that has the focus: a key pressed next is for that one. */
  function wanted() {
    if (printing) return new Set(Array(Math.min(chunks(), MOST_PRINTED / CHUNK)).keys());
    const near = new Set();
    let y = table.isConnected ? table.getBoundingClientRect().top : 0;
    for (let chunk = 0; chunk < chunks(); chunk++) {
      const bottom = y + heightOf(chunk);
      if (bottom > -AHEAD && y < innerHeight + AHEAD) near.add(chunk);
      y = bottom;
    }
    if (near.size === 0 && rows.length > 0) near.add(y < 0 ? chunks() - 1 : 0);
    const focus = document.activeElement?.closest('tbody');
    for (const [chunk, body] of drawn) {
      if (body === focus) near.add(chunk);
    }
    return near;
  }

  /** Learns the heights of what is drawn. The first that is seen says how much room the others are given, so that nothing moves later. */
  function measure() {
    let sum = 0;
    let many = 0;
    for (const [chunk, body] of drawn) {
      const height = body.getBoundingClientRect().height;
      if (height === 0) continue;
      heights.set(chunk, height);
      sum += height;
      many += sizeOf(chunk);
    }
    if (learnt || many === 0) return;
    learnt = true;
    perRow = sum / many;
    place([...drawn.keys()].sort((a, b) => a - b));
  }

  function update() {
    if (table.isConnected) measure();
    const near = wanted();
    if (near.size === drawn.size && [...near].every(chunk => drawn.has(chunk))) return;
    for (const chunk of drawn.keys()) {
      if (!near.has(chunk)) drawn.delete(chunk);
    }
    for (const chunk of near) {
      if (!drawn.has(chunk)) drawn.set(chunk, el('tbody', null, rows.slice(chunk * CHUNK, (chunk + 1) * CHUNK).map((row, i) => rowOf(row, chunk * CHUNK + i))));
    }
    place([...near].sort((a, b) => a - b));
  }

  /** Puts the chunks into the table with room for what is missing between them. What stays is never moved: moving would take the focus from it. @param {number[]} order */
  function place(order) {
    /** @type {HTMLElement[]} */
    const bodies = [];
    let next = 0;
    const room = (/** @type {number} */ until) => {
      let height = 0;
      for (let chunk = next; chunk < until; chunk++) height += heightOf(chunk);
      if (height > 0) bodies.push(roomOf(height));
    };
    for (const chunk of order) {
      room(chunk);
      bodies.push(/** @type {HTMLElement} */ (drawn.get(chunk)));
      next = chunk + 1;
    }
    if (!printing) room(chunks());
    const stay = new Set(bodies);
    for (const body of [...table.tBodies]) {
      if (!stay.has(body)) body.remove();
    }
    /** @type {ChildNode | null} */
    let at = table.tBodies[0] ?? null;
    for (const body of bodies) {
      if (body === at) at = at.nextSibling;
      else table.insertBefore(body, at);
    }
  }

  // Not within the observer itself, which must not change what it observes.
  new ResizeObserver(() => requestAnimationFrame(() => {
    if (!table.isConnected) return;
    if (table.clientWidth !== width) {
      width = table.clientWidth;
      heights = new Map();
      learnt = false;
      steady(table, rows.length > CHUNK);
    }
    update();
  })).observe(table);

  rolling.add({
    update,
    connected: () => table.isConnected,
    print: on => {
      printing = on;
      onprint(Math.min(rows.length, MOST_PRINTED), rows.length);
      update();
    },
  });

  return shown => {
    rows = shown;
    heights = new Map();
    learnt = false;
    drawn.clear();
    if (rows.length === 0) place([]);
    else update();
    steady(table, table.isConnected && rows.length > CHUNK);
  };
}

/**
 * Keeps the columns as wide as the first rows made them, so that the table does not breathe while it rolls.
 * @param {HTMLTableElement} table
 * @param {boolean} on
 */
function steady(table, on) {
  const heads = /** @type {HTMLElement[]} */ ([...table.tHead?.rows[0].cells ?? []]);
  table.style.tableLayout = '';
  heads.forEach(head => { head.style.width = ''; });
  if (!on) return;
  const widths = heads.map(head => head.getBoundingClientRect().width);
  const all = widths.reduce((sum, each) => sum + each, 0);
  if (all === 0) return;
  heads.forEach((head, i) => { head.style.width = widths[i] > 0 ? `${100 * widths[i] / all}%` : ''; });
  table.style.tableLayout = 'fixed';
}

/** @param {number} height */
function roomOf(height) {
  const cell = el('td', { colspan: '99' });
  cell.style.height = `${Math.round(height)}px`;
  return el('tbody', { class: 'room', 'aria-hidden': 'true' }, el('tr', null, cell));
}
