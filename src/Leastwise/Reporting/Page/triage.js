// @ts-check
// Who looks after a finding and how far that is. The notes live in the page; saving writes the page anew with them in it.
import { copyButton, el, plain } from './dom.js';
import { saveFile } from './csv.js';

export const STATUSES = ['open', 'in work', 'fixed', 'accepted', 'false positive'];
const EMPTY = { status: 'open', owner: '', note: '' };

/** @typedef {{ status: string, owner: string, note: string }} Note */

/** @type {Map<string, Note>} */
const notes = new Map(Object.entries(storedNotes()).filter(([, note]) => note && STATUSES.includes(note.status)).map(([id, note]) => [id, {
  status: note.status, owner: String(note.owner ?? ''), note: String(note.note ?? ''),
}]));
let unsaved = false;

/** What an earlier reader saved with the page. @returns {Record<string, any>} */
function storedNotes() {
  const text = document.getElementById('triage')?.textContent?.trim();
  if (!text) return {};
  try {
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), c => c.charCodeAt(0)))) ?? {};
  } catch {
    return {};
  }
}

/** @param {string} id @returns {Note} */
export function noteOf(id) {
  return notes.get(id) ?? EMPTY;
}

/** Whether somebody wrote a note. */
export function hasNotes() {
  return notes.size > 0;
}

/**
 * @param {string} id
 * @param {Partial<Note>} change
 */
function setNote(id, change) {
  const note = { ...noteOf(id), ...change };
  if (note.status === EMPTY.status && !note.owner && !note.note) notes.delete(id);
  else notes.set(id, note);
  unsaved = true;
}

/**
 * The fields of a finding.
 * @param {any} finding
 */
export function triageForm(finding) {
  const snippet = el('pre', { tabindex: '0', role: 'region', 'aria-label': 'Exclusion' });
  const copy = el('div');
  const draw = () => {
    const text = exclusionOf(finding, noteOf(finding.id));
    snippet.textContent = text;
    copy.replaceChildren(copyButton(text, 'Copy exclusion'));
  };
  const set = (/** @type {Partial<Note>} */ change) => {
    setNote(finding.id, change);
    draw();
  };
  const note = noteOf(finding.id);
  draw();
  return [
    el('form', { class: 'filter triage', onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      el('label', null, el('span', null, 'Status'), el('select', { onchange: (/** @type {any} */ event) => set({ status: event.target.value }) },
        STATUSES.map(status => el('option', { value: status, selected: note.status === status }, status)))),
      el('label', null, el('span', null, 'Owner'), el('input', { type: 'text', value: note.owner, maxlength: '200', oninput: (/** @type {any} */ event) => set({ owner: event.target.value }) })),
      el('label', { class: 'whole' }, el('span', null, 'Notes'), textarea(note.note, value => set({ note: value })))),
    saveButton(),
    el('details', null, el('summary', null, 'Exclude it from scans'), el('p', { class: 'note' }, 'Put this into the exclusions file of leastwise scan, once the reason is true.'), snippet, copy),
  ];
}

/** @param {string} value @param {(value: string) => void} changed */
function textarea(value, changed) {
  const area = el('textarea', { rows: '3', maxlength: '4000', oninput: (/** @type {any} */ event) => changed(event.target.value) });
  area.value = value;
  return area;
}

/** Writes the page with the notes to a file of the reader's choice. */
export function saveButton() {
  return el('p', null, el('button', { type: 'button', class: 'plain', onclick: () => {
    saveFile('report.html', 'text/html', pageWithNotes());
    unsaved = false;
  } }, 'Save the page with all notes'), el('span', { class: 'sub inline' }, ' Notes are kept in the file that you save, and nowhere else.'));
}

/**
 * The finding as a rule of an exclusions file. Texts are written as JSON, which YAML reads, so that no text can become a key.
 * @param {any} finding
 * @param {Note} note
 */
function exclusionOf(finding, note) {
  const quoted = (/** @type {string} */ text) => JSON.stringify(text).replace(/[^\x20-\x7e]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  return `exclusions:\n  - id: ${quoted(finding.id)}\n    reason: ${quoted(note.note || 'Say here why this is accepted.')}\n${note.owner ? `    owner: ${quoted(note.owner)}\n` : ''}`;
}

/** The page as it came, without what the script drew, and with the notes. */
function pageWithNotes() {
  const root = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
  root.removeAttribute('data-theme');
  root.removeAttribute('data-unpacked');
  for (const id of ['main', 'nav', 'colophon', 'theme', 'search']) root.querySelector(`#${id}`)?.replaceChildren();
  root.querySelectorAll('dialog').forEach(dialog => dialog.remove());
  const place = root.querySelector('#triage');
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...notes].sort(([a], [b]) => a < b ? -1 : 1))));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  if (place) place.textContent = btoa(binary);
  return `<!doctype html>\n${root.outerHTML}\n`;
}

addEventListener('beforeunload', event => {
  if (unsaved) event.preventDefault();
});

/** A finding's note in a table. @param {string} id */
export function noteMark(id) {
  const note = noteOf(id);
  return [note.status === 'open' ? el('span', { class: 'quiet' }, 'open') : note.status, note.owner && el('span', { class: 'sub' }, plain(note.owner))];
}
