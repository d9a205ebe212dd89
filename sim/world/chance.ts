/** All chance of the simulation: functions of a seed, so that the same seed gives the same pixels on every machine. */

/** 32 well mixed bits from any number of integers (the finaliser of MurmurHash 3 over each in turn). */
export function hash(...parts: number[]): number {
  let mixed = 0x9e3779b9
  for (const part of parts) mixed = mix(mixed, part)
  return mixed >>> 0
}

function mix(before: number, part: number): number {
  let mixed = Math.imul(before ^ part, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** `hash` of four integers, without gathering them into a list: the ground asks for this some ten million times a picture. */
export function hashOfFour(a: number, b: number, c: number, d: number): number {
  return mix(mix(mix(mix(0x9e3779b9, a), b), c), d) >>> 0
}

/** A whole number for a text, to mix into `hash`. */
export function hashText(text: string): number {
  let mixed = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193)
  return mixed >>> 0
}

/** 0 ≤ u < 1 from integers. */
export function uniformAt(...parts: number[]): number {
  return hash(...parts) / 4_294_967_296
}

/** A stream of numbers (mulberry32). */
export class Chance {
  #state: number

  constructor(...seed: number[]) {
    this.#state = hash(...seed)
  }

  /** 0 ≤ u < 1. */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.uniform()
  }

  /** Mean 0, standard deviation 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform())
  }
}
