// @ts-check
// Building elements. Text only ever enters the page as text nodes, so nothing of a policy or log can become markup.

/** What a terminal or a page could mistake: control characters, direction marks, line separators. Line feeds and tabs are layout and stay. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The text with everything invisible written out, as \u202E.
 * @param {string} text
 */
export function plain(text) {
  return text.replace(UNSAFE, c => c === '\n' || c === '\t' ? c : '\\u' + (c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0'));
}

/**
 * An element. Attributes named on... are listeners; null, undefined and false leave an attribute or a child out.
 * @param {string} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {...any} children
 * @returns {any}
 */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'width') element.style.width = value;
    else element.setAttribute(name, value === true ? '' : plain(String(value)));
  }
  add(element, children);
  return element;
}

/**
 * An element of a drawing. Attributes are written as they are, without the invisible.
 * @param {string} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {...any} children
 * @returns {any}
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http:' + '//www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, plain(String(value)));
  }
  add(element, children);
  return element;
}

/**
 * @param {Element} parent
 * @param {any} child
 */
export function add(parent, child) {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) child.forEach(each => add(parent, each));
  else if (child instanceof Node) parent.append(child);
  else parent.append(plain(String(child)));
}

/**
 * A link to a view of this page.
 * @param {string} hash
 * @param {...any} children
 */
export function link(hash, ...children) {
  return el('a', { href: hash }, ...children);
}

/**
 * A section of a page with its heading and a remark in the margin.
 * @param {string} title
 * @param {any} remark
 * @param {...any} children
 */
export function section(title, remark, ...children) {
  return el('section', { class: 'chapter' },
    el('div', { class: 'margin' }, el('h2', null, title), remark && el('p', { class: 'note' }, remark)),
    el('div', { class: 'body' }, ...children));
}

/**
 * A button that copies a text, and says so.
 * @param {string} text
 * @param {string} [label]
 */
export function copyButton(text, label = 'Copy') {
  const button = el('button', {
    type: 'button', class: 'plain small', onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Select and copy';
      }
      setTimeout(() => { button.textContent = label; }, 1600);
    },
  }, label);
  return button;
}

/**
 * A command to copy.
 * @param {string} command
 */
export function commandLine(command) {
  return el('p', { class: 'command' }, el('code', null, command), ' ', copyButton(command, 'Copy command'));
}
