// @ts-check
// Light or dark, as the reader's system has it until the reader says otherwise.

/** Brings the button to life. */
export function themeButton() {
  const button = /** @type {HTMLElement} */ (document.getElementById('theme'));
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const label = () => { button.textContent = dark() ? 'Light' : 'Dark'; };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
    label();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', label);
  label();
}
