import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Fault } from '../../base/outcome.ts'
import { type Pose, pose } from '../../features/cameras/contract.ts'
import { openSource } from '../../features/cameras/sources/server/index.ts'
import { runDetect } from './detect.ts'

/** `marsad detect --input PATH --out FILE.ndjson [--camera CAMERA.json]`: the last line on standard output says what it cost. */
export async function detect(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { input: { type: 'string' }, out: { type: 'string' }, camera: { type: 'string' }, kernels: { type: 'string' } },
  })
  if (!values.input || !values.out) throw new Fault('options.wrong', { why: 'detect needs --input PATH and --out FILE.ndjson' })
  const cost = await runDetect(
    {
      input: resolve(values.input),
      out: resolve(values.out),
      pose: values.camera ? poseOf(resolve(values.camera)) : null,
    },
    openSource,
    values.kernels === 'plain' ? 'plain' : 'simd',
  )
  console.log(JSON.stringify(cost))
  return 0
}

/** The pose of a camera file as `marsad simulate` writes it: `{code, pose}`. Null: it names a camera that has none. */
function poseOf(path: string): Pose | null {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Fault('options.wrong', { why: `--camera ${path}: ${(error as Error).message}` })
  }
  const parsed = z.object({ pose: pose.nullable().optional() }).safeParse(read)
  if (!parsed.success) throw new Fault('options.wrong', { why: `--camera ${path}: ${z.prettifyError(parsed.error)}` })
  return parsed.data.pose ?? null
}
