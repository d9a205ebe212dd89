import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../base/outcome.ts'
import { openSource } from '../../features/cameras/sources/server/index.ts'
import { runDetect } from './detect.ts'

/** `marsad detect --input PATH --out FILE.ndjson`: the last line on standard output says what it cost. */
export async function detect(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { input: { type: 'string' }, out: { type: 'string' }, camera: { type: 'string' }, kernels: { type: 'string' } },
  })
  if (!values.input || !values.out) throw new Fault('options.wrong', { why: 'detect needs --input PATH and --out FILE.ndjson' })
  const cost = await runDetect(
    { input: resolve(values.input), out: resolve(values.out) },
    openSource,
    values.kernels === 'plain' ? 'plain' : 'simd',
  )
  console.log(JSON.stringify(cost))
  return 0
}
