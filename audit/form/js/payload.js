/** The data block: base64 of gzip of JSON in windows-1251, all read by the browser itself. */

const LANGUAGES = ['en', 'uk', 'ru'];

/** Return the form's data: questionnaire, digest, schema, words, prefill. */
async function readPayload() {
  const text = document.getElementById('data').textContent;
  const packed = Uint8Array.from(atob(text.replace(/\s/g, '')), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const raw = await new Response(stream).arrayBuffer();
  const data = JSON.parse(new TextDecoder('windows-1251').decode(raw));
  const next = { at: 0 };
  data.questionnaire = unfold(data.questionnaire, data.texts, next);
  return data;
}

/**
 * Put the texts back. They are stored by language, because that packs better: each
 * `{"$": 0}` stands for the next text of every list.
 */
function unfold(node, texts, next) {
  if (Array.isArray(node)) return node.map((part) => unfold(part, texts, next));
  if (node === null || typeof node !== 'object') return node;
  if ('$' in node) {
    const at = next.at++;
    const found = LANGUAGES.map((language) => [language, texts[language][at]]);
    return Object.fromEntries(found.filter(([, text]) => text !== null));
  }
  const entries = Object.entries(node);
  return Object.fromEntries(entries.map(([key, part]) => [key, unfold(part, texts, next)]));
}
