/** A zip file of stored entries: no compression, no extra fields, one fixed date. */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1)
    crc = CRC_TABLE[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Pack numbers little-endian: pairs of bytes (2 or 4) and value. */
function packed(...pairs) {
  const view = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of pairs) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

/** What local header and directory say alike of an entry (version 2.0, UTF-8, 1980). */
function common(entry) {
  return [
    [2, 20],
    [2, 0x800],
    [2, 0],
    [2, 0],
    [2, 0x21],
    [4, entry.crc],
    [4, entry.size],
    [4, entry.size],
    [2, entry.name.length],
    [2, 0],
  ];
}

/** Return one zip of entries `{name, crc, size, content}`; content is a blob or bytes. */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, crc, size, content } of entries) {
    const raw = new TextEncoder().encode(name);
    const entry = { name: raw, crc, size };
    parts.push(packed([4, 0x04034b50], ...common(entry)), raw, content);
    const rights = 0o100644 * 0x10000;
    directory.push(
      packed(
        [4, 0x02014b50],
        [2, 0x0314],
        ...common(entry),
        [2, 0],
        [2, 0],
        [2, 0],
        [4, rights],
        [4, offset],
      ),
      raw,
    );
    offset += 30 + raw.length + size;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = packed(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, length],
    [4, offset],
    [2, 0],
  );
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

/**
 * Return the submission: response, evidence and a manifest with their digests.
 * `files` are evidence files by their name in the response.
 */
async function submission(responseText, files) {
  const entries = [];
  const listed = {};
  const add = async (name, bytes, content) => {
    listed[name] = { size: bytes.length, sha256: await sha256(bytes) };
    entries.push({ name, crc: crc32(bytes), size: bytes.length, content });
  };
  const response = new TextEncoder().encode(responseText);
  await add('response.json', response, response);
  for (const [name, file] of files) await add(name, new Uint8Array(await file.arrayBuffer()), file);
  const names = Object.keys(listed).sort();
  const manifest = {
    files: Object.fromEntries(names.map((name) => [name, listed[name]])),
    format: 'audit-submission/1',
  };
  const bytes = new TextEncoder().encode(jsonText(manifest));
  entries.push({ name: 'manifest.json', crc: crc32(bytes), size: bytes.length, content: bytes });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return zip(entries);
}
