/** Evidence files: SHA-256, safe names, media types. */

const MAX_FILE_BYTES = 100 * 1024 * 1024;
/** Of one submission: response and manifest come on top. */
const MAX_FILES = 490;
const MAX_TOTAL_BYTES = 1000 * 1024 * 1024;
/** Devices of Windows, whatever suffix follows. */
const RESERVED = /^(con|prn|aux|nul|(com|lpt)[0-9¹²³]) *(\.|$)/i;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const byteLength = (text) => new TextEncoder().encode(text).length;

/** Return the SHA-256 of bytes in hex. */
async function sha256(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function split(name) {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

/** Return a file name like the original without anything hidden or special. */
function safeName(original) {
  const plain = original
    .normalize('NFC')
    .replace(/[\s<>:"/\\|?*]+/gu, '-')
    .replace(INVISIBLE, '');
  let [stem, suffix] = split(plain.replace(/^[ .-]+|[ .-]+$/g, '') || 'evidence');
  if (byteLength(suffix) > 20) [stem, suffix] = [stem + suffix, ''];
  while (byteLength(stem + suffix) > 200) stem = [...stem].slice(0, -1).join('');
  if (!suffix) stem = stem.replace(/[ .-]+$/, '');
  return (RESERVED.test(stem) ? `file-${stem}` : stem) + suffix;
}

/** Tell whether a listed name stays in its folder on every system. */
function isSafePath(name) {
  const parts = name.split('/');
  return (
    name.length <= 300 &&
    !/[<>:"\\|?*]/.test(name) &&
    !name.match(INVISIBLE) &&
    !parts.some((part) => !part || /[. ]$/.test(part) || RESERVED.test(part)) &&
    !parts.some((part) => byteLength(part) > 255)
  );
}

/** Return the name with a number that makes it free; case does not tell names apart. */
function freeName(name, taken) {
  const [stem, suffix] = split(name);
  const used = new Set(taken.map((one) => one.normalize('NFC').toLowerCase()));
  let found = name;
  for (let number = 2; used.has(found.toLowerCase()); number += 1)
    found = `${stem}-${number}${suffix}`;
  return found;
}

/** Return a free evidence id made from a file name. */
function evidenceId(name, taken) {
  const plain = split(name)[0]
    .normalize('NFKD')
    .replace(/[^\x00-\x7f]/g, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-');
  const stem =
    plain
      .replace(/^[._-]+|[._-]+$/g, '')
      .slice(0, 60)
      .toLowerCase() || 'evidence';
  let found = stem;
  for (let number = 2; taken.includes(found); number += 1) found = `${stem}-${number}`;
  return found;
}

/** Return the media type by the suffix: what a browser says depends on the computer. */
function mediaType(name, bySuffix) {
  return bySuffix[split(name)[1].toLowerCase()] ?? 'application/octet-stream';
}

/** Return size and digest of a file, or the key of the reason why it is not taken. */
async function readFile(file) {
  if (file.size > MAX_FILE_BYTES) return { refused: 'file_large' };
  if (!file.size) return { refused: 'file_empty' };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { bytes, size: bytes.length, sha256: await sha256(bytes) };
  } catch {
    return { refused: 'file_unreadable' };
  }
}
