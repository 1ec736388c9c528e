/**
 * The oldest crypt(3): DES with a salt that swaps bits of the expansion, 25 times over a block of zeros, eight
 * characters of password. Owns the algorithm for checking hashes that other hubs left; nothing new is made with it.
 * Bits are kept one per byte: it runs a few times a day and takes about a millisecond.
 *
 * @module
 */
import { ITOA64 } from "./itoa64.ts";

const table = (text: string): Uint8Array =>
  Uint8Array.from(text.trim().split(/\s+/), (entry) => Number(entry) - 1);

/** Tables of the standard, counted from 1. */
const IP = table(`58 50 42 34 26 18 10 2 60 52 44 36 28 20 12 4 62 54 46 38 30 22 14 6 64 56 48 40 32 24 16 8
  57 49 41 33 25 17 9 1 59 51 43 35 27 19 11 3 61 53 45 37 29 21 13 5 63 55 47 39 31 23 15 7`);
const FP = table(`40 8 48 16 56 24 64 32 39 7 47 15 55 23 63 31 38 6 46 14 54 22 62 30 37 5 45 13 53 21 61 29
  36 4 44 12 52 20 60 28 35 3 43 11 51 19 59 27 34 2 42 10 50 18 58 26 33 1 41 9 49 17 57 25`);
const EXPANSION = table(`32 1 2 3 4 5 4 5 6 7 8 9 8 9 10 11 12 13 12 13 14 15 16 17
  16 17 18 19 20 21 20 21 22 23 24 25 24 25 26 27 28 29 28 29 30 31 32 1`);
const P = table("16 7 20 21 29 12 28 17 1 15 23 26 5 18 31 10 2 8 24 14 32 27 3 9 19 13 30 6 22 11 4 25");
const PC1 = table(`57 49 41 33 25 17 9 1 58 50 42 34 26 18 10 2 59 51 43 35 27 19 11 3 60 52 44 36
  63 55 47 39 31 23 15 7 62 54 46 38 30 22 14 6 61 53 45 37 29 21 13 5 28 20 12 4`);
const PC2 = table(`14 17 11 24 1 5 3 28 15 6 21 10 23 19 12 4 26 8 16 7 27 20 13 2
  41 52 31 37 47 55 30 40 51 45 33 48 44 49 39 56 34 53 46 42 50 36 29 32`);
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** The eight boxes, four rows of 16 hexadecimal digits each. */
const BOXES = [
  "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
  "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
  "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
  "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
  "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
  "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
  "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
  "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b",
].map((digits) => Uint8Array.from(digits, (digit) => parseInt(digit, 16)));

const pick = (bits: Uint8Array, places: Uint8Array): Uint8Array => places.map((place) => bits[place]!);

/** Sixteen round keys of 48 bits. */
function schedule(key: Uint8Array): Uint8Array[] {
  let halves = pick(key, PC1);
  return SHIFTS.map((shift) => {
    const turned = new Uint8Array(56);
    for (let i = 0; i < 28; i++) {
      turned[i] = halves[(i + shift) % 28]!;
      turned[28 + i] = halves[28 + (i + shift) % 28]!;
    }
    halves = turned;
    return pick(halves, PC2);
  });
}

/** The expansion with the bits swapped that the two characters of salt name. */
function salted(salt: string): Uint8Array {
  const places = EXPANSION.slice();
  [...salt].forEach((char, which) => {
    const value = ITOA64.indexOf(char);
    for (let bit = 0; bit < 6; bit++) {
      if ((value >> bit & 1) === 0) continue;
      const at = which * 6 + bit;
      [places[at], places[at + 24]] = [places[at + 24]!, places[at]!];
    }
  });
  return places;
}

/** The round function: 32 bits in, 32 bits out. */
function mix(right: Uint8Array, key: Uint8Array, expansion: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  for (let box = 0; box < 8; box++) {
    let six = 0;
    for (let i = box * 6; i < box * 6 + 6; i++) six = six << 1 | (right[expansion[i]!]! ^ key[i]!);
    const value = BOXES[box]![(six >> 5 << 1 | six & 1) * 16 + (six >> 1 & 15)]!;
    for (let i = 0; i < 4; i++) out[box * 4 + i] = value >> (3 - i) & 1;
  }
  return pick(out, P);
}

function encrypt(block: Uint8Array, keys: readonly Uint8Array[], expansion: Uint8Array): Uint8Array {
  const start = pick(block, IP);
  let left = start.subarray(0, 32);
  let right = start.subarray(32);
  for (const key of keys) {
    const mixed = mix(right, key, expansion);
    [left, right] = [right, mixed.map((bit, i) => bit ^ left[i]!)];
  }
  const end = new Uint8Array(64);
  end.set(right);
  end.set(left, 32);
  return pick(end, FP);
}

/** The whole hash, 13 characters. `salt`: two characters of {@linkcode ITOA64}. */
export function desCrypt(password: Uint8Array, salt: string): string {
  const key = new Uint8Array(64);
  const end = password.indexOf(0);
  const used = password.subarray(0, Math.min(8, end < 0 ? 8 : end));
  used.forEach((byte, i) => {
    for (let bit = 0; bit < 7; bit++) key[i * 8 + bit] = byte >> (6 - bit) & 1;
  });
  const keys = schedule(key);
  const expansion = salted(salt);
  let block: Uint8Array = new Uint8Array(66);
  for (let i = 0; i < 25; i++) block = encrypt(block, keys, expansion);
  let text = salt;
  for (let i = 0; i < 66; i += 6) {
    let six = 0;
    for (let bit = 0; bit < 6; bit++) six = six << 1 | (block[i + bit] ?? 0);
    text += ITOA64[six];
  }
  return text;
}
