/** The data block: base 85 of gzip of JSON in windows-1251. */

const LANGUAGES = ['en', 'uk', 'ru'];
const DIGITS =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_/{|}~';

/** Return the bytes of a text in base 85: five digits stand for four of them. */
function readDigits(text) {
  const view = new DataView(new ArrayBuffer((text.length / 5) * 4));
  for (let at = 0; at < text.length; at += 5) {
    let value = 0;
    for (const digit of text.slice(at, at + 5)) value = value * 85 + DIGITS.indexOf(digit);
    view.setUint32((at / 5) * 4, value);
  }
  return view.buffer;
}

/** Return the form's data: questionnaire, digest, schema, words, prefill. */
async function readPayload() {
  const block = document.getElementById('data');
  const packed = readDigits(block.textContent.replace(/\s/g, '')).slice(0, block.dataset.size);
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
