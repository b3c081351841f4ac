// Checks a proof as docs/log.md words it, with nothing of ours: proof, key, document.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const [proofFile, keyFile, documentFile] = process.argv.slice(2);
const sha256 = (...parts) =>
  createHash("sha256").update(Buffer.concat(parts)).digest();
const refuse = (reason) => {
  console.log(`NOT PROVED: ${reason}`);
  process.exit(1);
};

const proof = JSON.parse(readFileSync(proofFile, "utf8"));
const { payload, payloadType, signatures } = proof.head;
const said = Buffer.from(payload, "base64");
const pae = `DSSEv1 ${payloadType.length} ${payloadType} ${said.length} `;
const signed = Buffer.concat([Buffer.from(pae), said]);
const signature = Buffer.from(signatures[0].sig, "base64");
const key = createPublicKey(readFileSync(keyFile));
const digest = key.asymmetricKeyType === "ed25519" ? null : "sha256";
if (!verify(digest, signed, key, signature)) refuse("signature");

const [, size, root] = JSON.parse(said).checkpoint.split("\n");
let node = sha256(Buffer.from([0]), Buffer.from(proof.record, "utf8"));
const { number, address, size: bytes } = JSON.parse(proof.record);
let [i, last] = [number, Number(size) - 1];
if (i > last) refuse("number");
for (const h of proof.path.map((hex) => Buffer.from(hex, "hex"))) {
  if (last === 0) refuse("length");
  if (i % 2 === 1 || i === last) {
    node = sha256(Buffer.from([1]), h, node);
    while (i % 2 === 0 && i !== 0) [i, last] = [i >> 1, last >> 1];
  } else {
    node = sha256(Buffer.from([1]), node, h);
  }
  [i, last] = [i >> 1, last >> 1];
}
if (last !== 0 || node.toString("base64") !== root) refuse("inclusion");
const document = readFileSync(documentFile);
const found = sha256(Buffer.from(proof.salt, "hex"), document).toString("hex");
if (found !== address || document.length !== bytes) refuse("document");
console.log("PROVED");
