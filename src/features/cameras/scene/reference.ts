/**
 * What a camera usually sees, kept for the day it sees something else: edges, how strong and sharp they are, how well they usually
 * match. Written as a short text (about 3 kB), so that a camera that was turned while the power was off is noticed.
 */

export interface SceneReference {
  readonly gridWidth: number
  readonly gridHeight: number
  readonly bits: 8 | 16
  readonly field: Float32Array
  /** Contrast over noise; sharpness; spread of the coarse plane, counts; match of a single sample, 0…1, with and without rows. */
  contrast: number
  upper: number
  lower: number
  sharpness: number
  spread: number
  match: number
  detailMatch: number
  /** Samples that it was learnt from. */
  samples: number
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const levels = 31
const scalars = ['contrast', 'upper', 'lower', 'sharpness', 'spread', 'match', 'detailMatch', 'samples'] as const

/** A reference that knows nothing yet. */
export function emptyReference(gridWidth: number, gridHeight: number, bits: 8 | 16): SceneReference {
  return {
    gridWidth,
    gridHeight,
    bits,
    field: new Float32Array(gridWidth * gridHeight * 2),
    contrast: 0,
    upper: 0,
    lower: 0,
    sharpness: 0,
    spread: 0,
    match: 0,
    detailMatch: 0,
    samples: 0,
  }
}

/** As text of one line: `scene1 WIDTHxHEIGHTxBITS scalars scale cells`, each cell two digits of 63 levels. */
export function writeReference(reference: SceneReference): string {
  const { gridWidth, gridHeight, bits, field } = reference
  let square = 0
  for (const value of field) square += value * value
  // Strong edges are cut at four times the root mean square: they match by direction as well as by length.
  const scale = 4 * Math.sqrt(square / field.length) || 1
  let cells = ''
  for (const value of field) cells += digits[Math.round(Math.max(-1, Math.min(1, value / scale)) * levels) + levels]
  const numbers = scalars.map((name) => reference[name].toPrecision(5)).join(',')
  return `scene1 ${gridWidth}x${gridHeight}x${bits} ${numbers} ${scale.toPrecision(5)} ${cells}`
}

/** Reads what `writeReference` wrote. Null when it is of another size, another form or damaged: then the scene is learnt anew. */
export function readReference(text: string, gridWidth: number, gridHeight: number, bits: 8 | 16): SceneReference | null {
  const [form, size, numbers = '', scaleText = '', cells = ''] = text.split(' ')
  const reference = emptyReference(gridWidth, gridHeight, bits)
  if (form !== 'scene1' || size !== `${gridWidth}x${gridHeight}x${bits}` || cells.length !== reference.field.length) return null
  const values = numbers.split(',').map(Number)
  const scale = Number(scaleText)
  if (values.length !== scalars.length || !values.every((value) => Number.isFinite(value) && value >= 0) || !(scale > 0))
    return null
  for (const [at, name] of scalars.entries()) reference[name] = values[at] as number
  for (let at = 0; at < cells.length; at++) {
    const level = digits.indexOf(cells[at] as string)
    if (level < 0 || level > 2 * levels) return null
    reference.field[at] = ((level - levels) / levels) * scale
  }
  return reference
}
