// What is shared stands in the address behind the `#`, which browsers send to no server.

/** The largest text that is taken from an address: as much as samc reads. */
const LARGEST = 16 * 1024 * 1024;
const MARK = '#t=';

/** A value as the end of an address. */
export async function toHash(value) {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return MARK + btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The value of an address; null where it has none that can be read. */
export async function fromHash(hash) {
  if (!hash.startsWith(MARK)) {
    return null;
  }
  try {
    const text = atob(hash.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (it) => it.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    const parts = [];
    let length = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > LARGEST) {
        await reader.cancel();
        return null;
      }
      parts.push(part.value);
    }
    const value = JSON.parse(await new Blob(parts).text());
    return typeof value?.text === 'string' ? value : null;
  } catch {
    return null;
  }
}
