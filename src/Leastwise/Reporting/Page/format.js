// @ts-check
// Numbers, days and words as people read them. Always English, always UTC: the same file reads the same everywhere.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const GROUPED = new Intl.NumberFormat('en-US');

/** @param {number} value */
export function number(value) {
  return GROUPED.format(value);
}

/**
 * A count with its noun.
 * @param {number} value
 * @param {string} one
 * @param {string} [many]
 */
export function count(value, one, many) {
  return `${number(value)} ${value === 1 ? one : many ?? one + 's'}`;
}

/**
 * A share that never rounds something to nothing or a part to the whole.
 * @param {number} part
 * @param {number} whole
 */
export function percent(part, whole) {
  if (!whole) return '0%';
  const share = 100 * part / whole;
  if (share > 0 && share < 0.1) return 'less than 0.1%';
  if (share < 100 && share > 99.9) return 'more than 99.9%';
  return `${share < 10 ? Math.round(share * 10) / 10 : Math.round(share)}%`;
}

/**
 * A day from seconds since 1970, an ISO time or an ISO day.
 * @param {number | string | null} time
 */
export function day(time) {
  if (time === null) return '–';
  const date = new Date(typeof time === 'number' ? time * 1000 : time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/**
 * A run of days; the year once.
 * @param {string} from
 * @param {string} to
 */
export function dayRange(from, to) {
  if (from === to) return day(from);
  return `${from.slice(0, 4) === to.slice(0, 4) ? day(from).slice(0, -5) : day(from)} – ${day(to)}`;
}

/**
 * The ISO day so many days after another.
 * @param {string} first
 * @param {number} days
 */
export function dayAfter(first, days) {
  return new Date(Date.parse(first) + days * 86400000).toISOString().slice(0, 10);
}

/**
 * A kind's name as words: PrivilegeEscalation becomes "Privilege escalation".
 * @param {string} name
 */
export function words(name) {
  const split = name.replace(/([a-z])([A-Z])/g, '$1 $2');
  return split.charAt(0).toUpperCase() + split.slice(1).toLowerCase();
}

/** @param {number} bytes */
export function size(bytes) {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/**
 * JSON with a line for each value; what is none stays as it is.
 * @param {string} json
 */
export function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
