// @ts-check
// What the page carries, unpacked.

/**
 * The value that stands in an element of the page as gzip in base64.
 * @param {string} id
 * @returns {Promise<any>}
 */
export async function unpack(id) {
  const binary = atob(document.getElementById(id)?.textContent?.trim() ?? '');
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}
