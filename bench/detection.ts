/**
 * How well the detector sees, and what it costs: `npm run bench detection [speed|clips|classes|invariance|peers|identity|ladder|quiet …]`. Prints, never asserts.
 * The clips lie beside the repository and are left out with one line where they are absent.
 */
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { buildKernels } from '../kernels/build.ts'
import { benchClasses } from './detection/classes.ts'
import { benchClips } from './detection/clips.ts'
import { benchIdentity } from './detection/identity.ts'
import { benchInvariance } from './detection/invariance.ts'
import { benchLadder } from './detection/ladder.ts'
import { benchPeers } from './detection/peers.ts'
import { benchQuiet } from './detection/quiet.ts'
import { benchSpeed } from './detection/speed.ts'

const parts: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  speed: benchSpeed,
  clips: benchClips,
  classes: benchClasses,
  invariance: benchInvariance,
  peers: benchPeers,
  identity: benchIdentity,
  ladder: benchLadder,
  quiet: benchQuiet,
}

/** Runs the named parts, or all of them. */
export async function run(args: string[]): Promise<void> {
  const wanted = args.filter((arg) => arg in parts)
  await buildKernels()
  console.log(
    `detection bench · ${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length} · Node ${process.version} · commit ${commit()}`,
  )
  for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
    console.log(`\n== ${name}`)
    await parts[name]!(args)
  }
}

function commit(): string {
  try {
    const short = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
    const changed = execFileSync(
      'git',
      ['status', '--porcelain', '--', 'src/features/detection', 'src/features/tracks', 'kernels'],
      {
        encoding: 'utf8',
      },
    )
    return changed.trim() === '' ? short : `${short} with changes`
  } catch {
    return 'unknown'
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.slice(2))
