// @ts-check
// The versions of a policy that are not the default, each beside the default.
import { copyButton, el, section } from './dom.js';
import { count, day, pretty } from './format.js';

// Longer texts than IAM takes are not compared line by line.
const LONGEST = 1500;

/** @param {any} policy */
export function versionsSection(policy) {
  const others = policy.otherVersions;
  if (others.length === 0) return null;
  return section('Versions', 'They grant nothing while they are not the default. Whoever may do iam:SetDefaultPolicyVersion can make one of them count.',
    el('p', null, `${policy.version ?? 'The one above'} is the default; ${others.length === 1 ? 'one other is' : `${count(others.length, 'other')} are`} kept. Lines with a minus are only in the default, lines with a plus only in the other.`),
    others.map((/** @type {any} */ other) => {
      const lines = differing(pretty(policy.document).split('\n'), pretty(other.document).split('\n'));
      const changed = lines?.filter(line => line.mark !== ' ').length ?? 0;
      return el('details', null,
        el('summary', null, el('strong', null, other.id || 'without a number'), other.created !== null && ` of ${day(other.created)}`,
          el('span', { class: 'sub inline' }, lines === null ? ', too long to be compared' : changed === 0 ? ', the same text' : `, ${count(changed, 'line')} differ`)),
        copyButton(pretty(other.document), 'Copy version'),
        el('pre', { tabindex: '0', role: 'region', 'aria-label': `Version ${other.id}`, class: 'tall' }, lines === null ? pretty(other.document)
          : lines.map(line => el('span', { class: line.mark === '+' ? 'added' : line.mark === '-' ? 'taken' : null }, `${line.mark} ${line.text}\n`))));
    }));
}

/**
 * Two texts as one list of lines, by their longest common part; null where they are too long.
 * @param {string[]} old
 * @param {string[]} now
 * @returns {{ mark: string, text: string }[] | null}
 */
function differing(old, now) {
  if (old.length > LONGEST || now.length > LONGEST) return null;
  const longest = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i][j] = old[i] === now[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const lines = [];
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ mark: ' ', text: old[i++] });
      j++;
    } else if (j >= now.length || (i < old.length && longest[i + 1][j] >= longest[i][j + 1])) {
      lines.push({ mark: '-', text: old[i++] });
    } else {
      lines.push({ mark: '+', text: now[j++] });
    }
  }
  return lines;
}
