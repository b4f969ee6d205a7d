// The demo's users, and the one-time codes their fixed secrets yield.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface User {
  /** What is typed as the user name. */
  account: string;
  password: string;
  /** The secret of the one-time codes, in base32; absent where none is asked. */
  secret?: string;
  /** The fixed code of a demonstration, which has no secret. */
  code?: string;
}

/** What the user types as one-time code now; empty where none is asked. */
export function codeOf(user: User): string {
  return user.code ?? (user.secret ? code(user.secret) : "");
}

const here = dirname(fileURLToPath(import.meta.url));

/**
 * The demo's users by the name of their duty. The file is an object of users;
 * CASTELLAN_USERS names another one.
 */
export function users(): Record<string, User> {
  const file = process.env.CASTELLAN_USERS ?? join(here, "../demo-users.json");
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Seconds a one-time code lives. */
export const STEP = 30;

function base32(text: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text.toUpperCase().replace(/[\s=]/g, "")) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) throw new Error("a secret is not base32");
    value = (value << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
      value &= (1 << bits) - 1;
    }
  }
  return Buffer.from(bytes);
}

/** The one-time code of a moment (RFC 6238: SHA-1, six digits, 30 seconds). */
export function code(secret: string, milliseconds: number = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(milliseconds / 1000 / STEP)));
  const mac = createHmac("sha1", base32(secret)).update(counter).digest();
  const at = mac[19]! & 15;
  const number = mac.readUInt32BE(at) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
