/** `marsad evaluate`: detections against truth, with pictures of what was missed and what was false. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { Fault } from '../../base/outcome.ts'
import type { Frame } from '../../features/cameras/contract.ts'
import { openSource } from '../../features/cameras/sources/server/index.ts'
import type { Box } from '../../features/detection/contract.ts'
import { readDetections, readTruth } from '../../features/detection/evaluation/read.ts'
import { htmlReport, rate, type Shown } from '../../features/detection/evaluation/report.ts'
import {
  type ClipScore,
  type DetectedBox,
  scoreClip,
  statedClasses,
  type Totals,
  type Truth,
  totalsOf,
} from '../../features/detection/evaluation/score.ts'
import { Tone } from './tone.ts'

/** Pictures of one kind in a report: enough to see what is wrong, and a file that can be sent. */
const picturesMost = 60
/** Small pictures are enlarged to about this width, pixels. */
const pictureWidthPx = 640

/** A recording with its truth, its detections and its score. */
interface Evaluated {
  readonly truth: Truth
  readonly folder: string
  readonly lines: readonly DetectedBox[]
  readonly score: ClipScore
}

/** `marsad evaluate --truth DIR --detections DIR [--json] [--html FILE]`. */
export async function evaluate(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      truth: { type: 'string' },
      detections: { type: 'string' },
      json: { type: 'boolean' },
      html: { type: 'string' },
    },
  })
  if (!values.truth || !values.detections)
    throw new Fault('options.wrong', { why: 'evaluate needs --truth DIR and --detections DIR' })
  const evaluated = readAll(resolve(values.truth), resolve(values.detections))
  const clips = evaluated.map(({ score }) => score)
  const totals = totalsOf(clips)
  if (values.html) {
    const { missed, wrong } = await picturesOf(evaluated)
    const made = `${clips.length} recordings of ${values.truth}, detections of ${values.detections}.`
    const stated = evaluated.flatMap(({ truth, lines }) => statedClasses(truth, lines))
    writeFileSync(values.html, htmlReport(clips, totals, missed, wrong, made, stated))
  }
  console.log(values.json ? JSON.stringify({ clips, totals }, null, 1) : inWords(clips, totals))
  return 0
}

/** Every `*.truth.json` below `truthDir`, with the detections file of the same name. */
function readAll(truthDir: string, detectionsDir: string): Evaluated[] {
  if (!existsSync(truthDir) || !statSync(truthDir).isDirectory()) throw new Fault('evaluation.no-folder', { path: truthDir })
  const files = readdirSync(truthDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.truth.json'))
    .sort()
  if (files.length === 0) throw new Fault('evaluation.no-truth', { path: truthDir })
  return files.map((name) => {
    const path = join(truthDir, name)
    const truth = readTruth(readFileSync(path, 'utf8'), path)
    const detections = join(detectionsDir, `${truth.clip}.ndjson`)
    if (!existsSync(detections)) throw new Fault('evaluation.no-detections', { file: detections, clip: truth.clip })
    const lines = readDetections(readFileSync(detections, 'utf8'), detections, truth)
    return { truth, folder: dirname(path), lines, score: scoreClip(truth, lines) }
  })
}

/** What to look at: one picture from the middle of each missed event and of each false track. */
async function picturesOf(evaluated: readonly Evaluated[]): Promise<{ missed: Shown[]; wrong: Shown[] }> {
  const missed: Shown[] = []
  const wrong: Shown[] = []
  for (const { truth, folder, lines, score } of evaluated) {
    const wants: { frame: number; box: Box; colour: string; caption: string; list: Shown[] }[] = []
    for (const event of score.events) {
      if (!event.isRequired || event.isFound) continue
      const of = truth.events.find(({ id }) => id === event.id)
      const keys = Object.keys(of?.boxes ?? {}).map(Number)
      const frame = keys[keys.length >> 1]
      if (of === undefined || frame === undefined) continue
      const caption = `${event.class}, frames ${of.first_frame} to ${of.last_frame}, not found; frame ${frame}`
      wants.push({ frame, box: of.boxes[String(frame)] as Box, colour: '#3ad17a', caption, list: missed })
    }
    for (const track of score.falseTracks) {
      const boxes = lines.filter((line) => line.track === track && line.confirmed)
      const middle = boxes[boxes.length >> 1] as DetectedBox
      const caption = `track ${track}, frames ${boxes[0]?.frame} to ${boxes.at(-1)?.frame}, on nothing true; frame ${middle.frame}`
      wants.push({ frame: middle.frame, box: middle.box, colour: '#ff8a3c', caption, list: wrong })
    }
    const room = wants.filter(({ list }) => list.length < picturesMost)
    if (room.length === 0) continue
    const frames = await framesOf(truth, folder, new Set(room.map(({ frame }) => frame)))
    for (const { frame, box, colour, caption, list } of room) {
      const seen = frames.get(frame)
      list.push({ clip: truth.clip, caption, picture: seen ? await drawn(seen, box, colour) : null })
    }
  }
  return { missed, wrong }
}

/** The wanted frames of a recording; empty where the recording is not beside its truth. */
async function framesOf(truth: Truth, folder: string, wanted: ReadonlySet<number>): Promise<Map<number, Frame>> {
  const frames = new Map<number, Frame>()
  const address = join(folder, truth.file ?? '')
  if (truth.file === undefined || !existsSync(address)) return frames
  const stop = new AbortController()
  const source = await openSource({ address, login: null, name: null, isLooped: false, rate: 'max' }, stop.signal)
  try {
    for await (const frame of source.frames(stop.signal)) {
      if (wanted.has(frame.index)) frames.set(frame.index, { ...frame, pixels: frame.pixels.slice() })
      if (frames.size === wanted.size) break
    }
  } finally {
    await source.close()
  }
  return frames
}

async function drawn({ width, height, bits, pixels, tMs }: Frame, [x, y, w, h]: Box, colour: string): Promise<string> {
  const times = Math.max(1, Math.round(pictureWidthPx / width))
  const grey = Uint8Array.from(new Tone(width * height, bits).grey(pixels, tMs))
  const mark = `<svg xmlns="http://www.w3.org/2000/svg" width="${width * times}" height="${height * times}"><rect x="${(x - 1) * times}" y="${(y - 1) * times}" width="${(w + 2) * times}" height="${(h + 2) * times}" fill="none" stroke="${colour}" stroke-width="2"/></svg>`
  const jpeg = await sharp(grey, { raw: { width, height, channels: 1 } })
    .resize(width * times, height * times, { kernel: 'nearest' })
    .toColourspace('srgb')
    .composite([{ input: Buffer.from(mark) }])
    .jpeg({ quality: 82 })
    .toBuffer()
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`
}

function inWords(clips: readonly ClipScore[], totals: Totals): string {
  const lines = clips.map(({ clip, kind, falseTracks, events }) => {
    const required = events.filter(({ isRequired }) => isRequired)
    const missed = required.filter(({ isFound }) => !isFound).map(({ class: name }) => name)
    return `${clip.padEnd(26)} ${kind.padEnd(6)} ${`${required.length - missed.length}/${required.length}`.padStart(5)}  false ${falseTracks.length}${missed.length > 0 ? `  missed: ${missed.join(', ')}` : ''}`
  })
  const share = totals.boxes > 0 ? (totals.boxesHit / totals.boxes).toFixed(2) : '–'
  return [
    ...lines,
    '',
    `events found      ${totals.found}/${totals.events} (${totals.foundBounds.map((of) => of.toFixed(2)).join('…')})`,
    `delay s           median ${totals.delayMedianS?.toFixed(2) ?? '–'}, P90 ${totals.delayP90S?.toFixed(2) ?? '–'}`,
    `boxes hit         ${totals.boxesHit}/${totals.boxes} = ${share}`,
    `identity changes  ${totals.identityChanges}`,
    `false tracks      ${rate(totals.falseTracks)}`,
    `  on quiet ones   ${rate(totals.falseOnQuiet)}`,
  ].join('\n')
}
