/** The shared thermal clips, scored by the tool that lies beside them, all and per scene. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runDetect } from '../../src/app/worker/detect.ts'
import { openSource } from '../../src/features/cameras/sources/server/index.ts'

const CLIPS = '../shared/thermal'
const SCORER = '../shared/tools/score_detections.mjs'
const ENDINGS = ['.cptv', '.mp4']

interface ClipScore {
  clip: string
  kind: string
  minutes: number
  falseTracks: number
  events: { found: boolean; required: boolean }[]
}

/** Clips of one place: counted as one scene, because they stand or fall together. */
function sceneOf(clip: string): string {
  if (clip.startsWith('sky-')) return 'sky (one field)'
  if (clip.includes('noise')) return 'noise2 + noise3'
  return clip
}

/** Detects, scores, prints. */
export async function benchClips(): Promise<void> {
  if (!existsSync(CLIPS) || !existsSync(SCORER)) {
    console.log(`recordings absent (${CLIPS}): nothing scored`)
    return
  }
  const out = mkdtempSync(join(tmpdir(), 'marsad-bench-'))
  try {
    console.log('clip                    frames  ms decode  ms detect (CPU a frame)')
    for (const clip of readdirSync(CLIPS).sort()) {
      const input = ENDINGS.map((ending) => join(CLIPS, clip, clip + ending)).find((path) => existsSync(path))
      if (!input) continue
      const cost = await runDetect({ input, out: join(out, `${clip}.ndjson`) }, openSource)
      const columns = [
        String(cost.frames).padStart(6),
        cost.msDecode.toFixed(2).padStart(9),
        cost.msDetect.toFixed(2).padStart(10),
      ]
      console.log(`${clip.padEnd(22)}  ${columns.join('  ')}`)
    }
    const score = (...more: string[]) =>
      execFileSync(process.execPath, [SCORER, '--truth', CLIPS, '--detections', out, ...more], { encoding: 'utf8' })
    console.log(`\n${score()}`)
    printScenes(JSON.parse(score('--json')).clips ?? [])
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

function printScenes(clips: readonly ClipScore[]): void {
  const scenes = new Map<string, { found: number; events: number; falseTracks: number; minutes: number }>()
  for (const { clip, events, falseTracks, minutes } of clips) {
    const scene = scenes.get(sceneOf(clip)) ?? { found: 0, events: 0, falseTracks: 0, minutes: 0 }
    const required = events.filter((event) => event.required)
    scene.found += required.filter((event) => event.found).length
    scene.events += required.length
    scene.falseTracks += falseTracks
    scene.minutes += minutes
    scenes.set(sceneOf(clip), scene)
  }
  if (scenes.size === 0) return
  console.log('per scene             found  false  minutes')
  for (const [name, { found, events, falseTracks, minutes }] of scenes) {
    console.log(
      `${name.padEnd(20)}  ${`${found}/${events}`.padStart(5)}  ${String(falseTracks).padStart(5)}  ${minutes.toFixed(2).padStart(7)}`,
    )
  }
}
