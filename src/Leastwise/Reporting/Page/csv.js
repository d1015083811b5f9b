// @ts-check
// Tables as CSV, safe to open in a spreadsheet.
import { el, plain } from './dom.js';

/**
 * A value as RFC 4180 has it. A spreadsheet takes what begins with some signs for a formula; names are for anybody to choose.
 * @param {any} value
 */
export function csvValue(value) {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = plain(/^\s*[=+@-]|^[\t\r\n]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A button that saves rows as a file; the rows are asked for when it is pressed.
 * @param {string} name
 * @param {() => any[][]} rows the first has the headings
 */
export function csvButton(name, rows) {
  return el('button', { type: 'button', class: 'plain small csv', 'aria-label': `CSV of ${name}`, onclick: () => {
    saveFile(`${name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60) || 'table'}.csv`, 'text/csv', rows().map(row => row.map(csvValue).join(',') + '\r\n').join(''));
  } }, 'CSV');
}

/**
 * A button for a table that stands in the page as a whole.
 * @param {string} name
 * @param {HTMLTableElement} table
 */
export function tableCsv(name, table) {
  return csvButton(name, () => [...table.rows].map(row => [...row.cells].map(cell => cell.querySelector('.bar') ? '' : cell.textContent)));
}

/**
 * Hands a file to the reader; it never leaves this computer.
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function saveFile(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const anchor = el('a', { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
