// @ts-check
// A drawing of boxes in columns from left to right, with lines between them.
import { svg } from './dom.js';

/** @typedef {{ id: string, label: string, title?: string, column: number, href?: string | null, kind?: string }} Box */
/** @typedef {{ from: string, to: string, label?: string, title?: string, kind?: string, weight?: number, cut?: boolean }} Line */

const BOX = { width: 176, height: 26, down: 12 };
const WIDEST = 880;

/**
 * @param {string} name what it shows, for those who do not see it
 * @param {Box[]} boxes
 * @param {Line[]} lines
 */
export function layeredDrawing(name, boxes, lines) {
  const columns = columnsOf(boxes, lines);
  const tallest = Math.max(1, ...columns.map(column => column.length));
  // As wide as the page, as long as there is room for the lines and what they are called.
  const across = Math.max(60, Math.min(110, (WIDEST - columns.length * BOX.width) / Math.max(1, columns.length - 1)));
  const width = columns.length * BOX.width + (columns.length - 1) * across;
  const height = tallest * (BOX.height + BOX.down);
  /** @type {Map<string, { x: number, y: number }>} */
  const places = new Map();
  columns.forEach((column, x) => column.forEach((box, y) => places.set(box.id, {
    x: x * (BOX.width + across),
    y: (y + 0.5) * height / column.length,
  })));
  const drawing = svg('svg', { class: 'drawing', viewBox: `0 0 ${width} ${height}`, width, height, role: 'group', 'aria-label': name });
  lines.forEach(line => drawing.append(...lineOf(line, places)));
  boxes.forEach(box => drawing.append(boxOf(box, places)));
  return drawing;
}

/**
 * The boxes column by column; within one, each near those that lead to it, so that few lines cross.
 * @param {Box[]} boxes
 * @param {Line[]} lines
 */
function columnsOf(boxes, lines) {
  /** @type {Box[][]} */
  const columns = [];
  for (const box of boxes) (columns[box.column] ??= []).push(box);
  for (let i = 0; i < columns.length; i++) columns[i] ??= [];
  for (let round = 0; round < 4; round++) {
    const forth = round % 2 === 0;
    /** @type {Map<string, number>} */
    const at = new Map();
    columns.forEach(column => column.forEach((box, y) => at.set(box.id, y / Math.max(1, column.length - 1))));
    for (const column of columns) {
      const wish = new Map(column.map((box, y) => {
        const near = lines.filter(line => (forth ? line.to : line.from) === box.id).map(line => at.get(forth ? line.from : line.to) ?? 0);
        return [box.id, near.length > 0 ? near.reduce((sum, each) => sum + each, 0) / near.length : at.get(box.id) ?? y];
      }));
      column.sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0));
    }
  }
  return columns;
}

/** @param {Box} box @param {Map<string, { x: number, y: number }>} places */
function boxOf(box, places) {
  const { x, y } = places.get(box.id) ?? { x: 0, y: 0 };
  const shown = box.label.length > 23 ? `${box.label.slice(0, 22)}…` : box.label;
  const parts = [
    svg('title', null, box.title ?? box.label),
    svg('rect', { x: x + 0.5, y: y - BOX.height / 2, width: BOX.width - 1, height: BOX.height, rx: 3 }),
    svg('text', { x: x + 9, y: y + 4 }, shown),
  ];
  return box.href ? svg('a', { class: `box ${box.kind ?? ''}`, href: box.href }, parts) : svg('g', { class: `box ${box.kind ?? ''}` }, parts);
}

/** @param {Line} line @param {Map<string, { x: number, y: number }>} places */
function lineOf(line, places) {
  const from = places.get(line.from), to = places.get(line.to);
  if (!from || !to) return [];
  const back = to.x <= from.x;
  const x1 = from.x + BOX.width, x2 = back ? to.x + BOX.width : to.x;
  const bend = back ? 60 : (x2 - x1) / 2;
  const middle = { x: back ? Math.max(x1, x2) + 30 : (x1 + x2) / 2, y: (from.y + to.y) / 2 };
  const path = svg('path', {
    class: `line ${line.kind ?? ''} ${line.cut ? 'cut' : ''}`, 'stroke-width': line.weight ?? 1.4,
    d: `M${x1} ${from.y}C${x1 + bend} ${from.y} ${back ? x2 + bend : x2 - bend} ${to.y} ${x2} ${to.y}`,
  }, svg('title', null, line.title ?? line.label ?? ''));
  const point = svg('path', { class: `point ${line.cut ? 'cut' : ''}`, d: back ? `M${x2 + 7} ${to.y - 4}L${x2} ${to.y}L${x2 + 7} ${to.y + 4}` : `M${x2 - 7} ${to.y - 4}L${x2} ${to.y}L${x2 - 7} ${to.y + 4}` });
  return [path, point,
    line.label && svg('text', { class: `label ${line.cut ? 'cut' : ''}`, x: middle.x, y: middle.y - 4, 'text-anchor': 'middle' }, line.cut ? `✂ ${line.label}` : line.label),
  ].filter(Boolean);
}
