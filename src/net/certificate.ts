/**
 * Making a self-signed certificate: a P-256 key and the X.509 around it, written as DER by hand because the
 * runtime can sign but not assemble one. Owns these few structures and the keyprint; knows no file and no socket.
 *
 * @module
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { concatBytes } from "../core/bytes.ts";

/** A certificate and its key, both as PEM. */
export interface KeyPair {
  /** One or more certificates, the hub's own first. */
  readonly cert: string;
  /** The private key. */
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** How long a new certificate is valid. Clients pin the key, so replacing it early only costs trust. */
const VALID_DAYS = 3650;

/** DER tags. */
const Tag = {
  Boolean: 0x01,
  Integer: 0x02,
  BitString: 0x03,
  OctetString: 0x04,
  Oid: 0x06,
  Utf8: 0x0c,
  UtcTime: 0x17,
  GeneralizedTime: 0x18,
  Sequence: 0x30,
  Set: 0x31,
  DnsName: 0x82,
  Version: 0xa0,
  Extensions: 0xa3,
} as const;

/** Object identifiers, encoded. */
const Oid = {
  ecdsaSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  commonName: [0x55, 0x04, 0x03],
  altName: [0x55, 0x1d, 0x11],
  basicConstraints: [0x55, 0x1d, 0x13],
} as const;

const bytesOf = (numbers: readonly number[]): Uint8Array => Uint8Array.from(numbers);
const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One element: tag, length (below 64 KiB, which no certificate made here reaches), content. */
function der(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return concatBytes([bytesOf([tag, ...size]), content]);
}

const oid = (numbers: readonly number[]): Uint8Array => der(Tag.Oid, bytesOf(numbers));

/** X.509: years before 2050 have two digits. */
function time(ms: number): Uint8Array {
  const date = new Date(ms);
  const text = `${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;
  return date.getUTCFullYear() < 2050
    ? der(Tag.UtcTime, textBytes(text.slice(2)))
    : der(Tag.GeneralizedTime, textBytes(text));
}

function pem(label: string, content: Uint8Array): string {
  const lines = content.toBase64().match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** Positive, not zero, without a needless leading zero byte. */
function serialNumber(): Uint8Array {
  const serial = new Uint8Array(randomBytes(16));
  serial[0] = serial[0]! & 0x3f | 0x40;
  return serial;
}

/**
 * Makes a key and a certificate for it, valid for ten years.
 *
 * @param host the name it is for; cut to the 64 bytes that X.509 allows
 * @param now Unix milliseconds
 */
export function selfSigned(host: string, now: number): KeyPair {
  const name = textBytes(host.replace(/[^\x21-\x7e]/g, "").slice(0, 64) || "localhost");
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(Tag.Sequence, oid(Oid.ecdsaSha256));
  const subject = der(
    Tag.Sequence,
    der(Tag.Set, der(Tag.Sequence, oid(Oid.commonName), der(Tag.Utf8, name))),
  );
  const extensions = der(
    Tag.Sequence,
    der(
      Tag.Sequence,
      oid(Oid.basicConstraints),
      der(Tag.Boolean, bytesOf([0xff])),
      der(Tag.OctetString, der(Tag.Sequence)),
    ),
    der(
      Tag.Sequence,
      oid(Oid.altName),
      der(Tag.OctetString, der(Tag.Sequence, der(Tag.DnsName, name))),
    ),
  );
  const body = der(
    Tag.Sequence,
    der(Tag.Version, der(Tag.Integer, bytesOf([2]))),
    der(Tag.Integer, serialNumber()),
    algorithm,
    subject,
    // A day back: a client whose clock is slow would refuse a certificate from the future.
    der(Tag.Sequence, time(now - DAY_MS), time(now + VALID_DAYS * DAY_MS)),
    subject,
    new Uint8Array(publicKey.export({ type: "spki", format: "der" })),
    der(Tag.Extensions, extensions),
  );
  const signature = new Uint8Array(sign("sha256", body, privateKey));
  const certificate = der(
    Tag.Sequence,
    body,
    algorithm,
    der(Tag.BitString, bytesOf([0]), signature),
  );
  return {
    cert: pem("CERTIFICATE", certificate),
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The `SHA256/…` by which clients pin a certificate (`?kp=`): base32 of its digest, without padding. */
export function keyprintOf(certificate: Uint8Array): string {
  const digest = createHash("sha256").update(certificate).digest();
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of digest) {
    value = (value << 8 | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[value >> bits & 31];
    }
  }
  if (bits > 0) text += BASE32[value << (5 - bits) & 31];
  return `SHA256/${text}`;
}
