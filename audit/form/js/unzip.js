/** Read a submission back. Only stored entries, which is how it is written, are read. */

/** Return the entries of a zip as blobs by their name; throws when it is no such zip. */
async function unzipped(file) {
  const view = async (from, length) =>
    new DataView(await file.slice(from, from + length).arrayBuffer());
  const end = await view(Math.max(file.size - 22, 0), 22);
  if (end.getUint32(0, true) !== 0x06054b50) throw new Error('no end of a directory');
  const directory = await view(end.getUint32(16, true), end.getUint32(12, true));
  const entries = new Map();
  let at = 0;
  while (at < directory.byteLength) {
    const short = (offset) => directory.getUint16(at + offset, true);
    const long = (offset) => directory.getUint32(at + offset, true);
    if (long(0) !== 0x02014b50 || short(10) !== 0) throw new Error('no stored entry');
    const name = new Uint8Array(directory.buffer, at + 46, short(28));
    const local = await view(long(42), 30);
    const start = long(42) + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    entries.set(new TextDecoder().decode(name), file.slice(start, start + long(20)));
    at += 46 + short(28) + short(30) + short(32);
  }
  return entries;
}
