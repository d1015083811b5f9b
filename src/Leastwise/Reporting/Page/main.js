// @ts-check
// Which view the address names, and what stays the same around all of them.
import { el, link } from './dom.js';
import { count } from './format.js';
import { unpack } from './unpack.js';
import { OVERVIEW, TABLES, TEXTS, addTables, addTexts, overviewOf } from './data.js';
import { themeButton } from './theme.js';
import { overview } from './overview.js';
import { principals } from './principals.js';
import { principalPage } from './principal.js';
import { findings } from './findings.js';
import { findingPage } from './finding.js';
import { policiesPage } from './policies.js';
import { policyPage } from './policy.js';
import { escalationPage } from './escalation.js';
import { sessionsPage } from './sessions.js';
import { evidencePage } from './evidence.js';
import { guidancePage } from './guidance.js';
import { searchDialog } from './search.js';
import { glossary } from './glossary.js';

const VIEWS = [['', 'Overview'], ['principals', 'Principals'], ['policies', 'Policies'], ['findings', 'Findings'], ['escalation', 'Escalation'], ['sessions', 'Sessions'], ['evidence', 'Evidence'], ['guidance', 'Guidance'], ['glossary', 'Glossary']];
const report = overviewOf(await unpack('data-overview'));
// An empty page of a company's own means that it wants none.
const SHOWN_VIEWS = report.custom.guidance === '' ? VIEWS.filter(([id]) => id !== 'guidance') : VIEWS;
const stage = /** @type {HTMLElement} */ (document.getElementById('main'));

/** Where the reader was on each page, for the way back. */
const scrolls = new Map();
let shown = '';
/** How a view is to be shown whose part of the report is not unpacked yet. @type {{ back: boolean } | null} */
let waiting = null;

/** The parts of an address such as #/findings/PE-1?severity=high. A part that is not well formed stands for itself. */
function address() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [view, ...rest] = path.split('/');
  let item = rest.join('/');
  try {
    item = decodeURIComponent(item);
  } catch {
    // An address cut short in a mail is shown as "not in this report".
  }
  return { view, item, query: new URLSearchParams(query ?? '') };
}

/**
 * What a view needs of the report.
 * @param {string} view
 * @param {string} item
 */
function needOf(view, item) {
  if (!SHOWN_VIEWS.some(([id]) => id === view) || ['', 'evidence', 'guidance', 'glossary'].includes(view)) return OVERVIEW;
  return item && (view === 'findings' || view === 'policies') ? TEXTS : TABLES;
}

/** @param {boolean} back */
function show(back) {
  const { view, item, query } = address();
  if (report.unpacked < needOf(view, item)) {
    waiting = { back };
    stage.replaceChildren(el('p', { class: 'note', role: 'status' }, 'Unpacking the report.'));
    navigation(view);
    return;
  }
  waiting = null;
  const remember = (/** @type {URLSearchParams} */ state) => {
    const text = state.toString();
    history.replaceState(null, '', `#/${view}${text ? `?${text}` : ''}`);
    shown = location.hash;
  };
  const views = /** @type {Record<string, () => HTMLElement>} */ ({
    principals: () => item ? principalPage(report, item) : principals(report, query, remember),
    policies: () => item ? policyPage(report, item) : policiesPage(report, query, remember),
    findings: () => item ? findingPage(report, item) : findings(report, query, remember),
    escalation: () => escalationPage(report, item),
    sessions: () => sessionsPage(report, query, remember),
    evidence: () => evidencePage(report),
    guidance: () => guidancePage(report),
    glossary: () => glossary(report),
  });
  const page = Object.hasOwn(views, view) && SHOWN_VIEWS.some(([id]) => id === view) ? views[view]() : overview(report);
  const first = shown === '';
  shown = location.hash || '#/';
  stage.replaceChildren(page);
  navigation(view);
  document.title = `${page.querySelector('h1')?.textContent ?? ''} - ${report.name} - Leastwise`;
  if (first) return;
  page.querySelector('h1')?.focus({ preventScroll: true });
  scrollTo(0, back ? scrolls.get(shown) ?? 0 : 0);
}

/** @param {string} current */
function navigation(current) {
  const known = SHOWN_VIEWS.some(([id]) => id === current) ? current : '';
  document.getElementById('nav')?.replaceChildren(el('ul', null, SHOWN_VIEWS.map(([id, title]) => {
    const entry = link(`#/${id}`, title);
    if (id === known) entry.setAttribute('aria-current', 'page');
    return el('li', null, entry);
  })));
}

function searchButton() {
  const search = searchDialog(report, SHOWN_VIEWS, hash => {
    clicked = location.hash !== hash;
    location.hash = hash;
  });
  document.body.append(search.dialog);
  const open = () => {
    void tables.then(search.show);
  };
  const button = /** @type {HTMLElement} */ (document.getElementById('search'));
  button.append('Search ', el('kbd', null, '/'));
  button.addEventListener('click', open);
  document.addEventListener('keydown', event => {
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open();
  });
}

let clicked = false;
document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target.closest('a') : null;
  if (target?.getAttribute('href') === '#main') {
    event.preventDefault();
    stage.focus();
  } else if (target) {
    clicked = true;
  }
});
addEventListener('scroll', () => scrolls.set(shown, scrollY), { passive: true });
addEventListener('hashchange', () => {
  show(!clicked);
  clicked = false;
});
if ('scrollRestoration' in history) history.scrollRestoration = 'manual';
document.getElementById('colophon')?.append(el('p', null, `Leastwise ${report.version}, catalogue ${report.catalogVersion}. `
  + `${count(report.evidence.events, 'event')} in the window. This file makes no request to anywhere.`));
themeButton();
show(false);

/** Lets the browser draw and answer before the next part. */
const pause = () => new Promise(resolve => setTimeout(resolve));

async function unpackTables() {
  await pause();
  addTables(report, await unpack('data-principals'), await unpack('data-findings'), await unpack('data-policies'));
  if (waiting) show(waiting.back);
}

async function unpackTexts() {
  await tables;
  await pause();
  addTexts(report, await unpack('data-texts'), await unpack('data-documents'));
  if (waiting) show(waiting.back);
  document.documentElement.dataset.unpacked = 'all';
}

const tables = unpackTables();
searchButton();
await unpackTexts();
