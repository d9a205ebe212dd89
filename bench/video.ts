/**
 * Video in figures: `npm run bench video [cameras|mask|delay|wall|film|index|memory …]`. Prints, never asserts. The real program, cameras
 * of H.264 640 × 512 at 9 pictures a second and about 1 Mbit/s with a key picture every 128. `memory` takes half an hour and runs
 * only when it is named.
 */
import { heading } from './machine.ts'

const parts: Readonly<Record<string, () => Promise<{ run(): Promise<void> }>>> = {
  cameras: () => import('./video/cameras.ts'),
  mask: () => import('./video/mask.ts'),
  delay: () => import('./video/delay.ts'),
  wall: () => import('./video/wall.ts'),
  film: () => import('./video/film.ts'),
  index: () => import('./video/index-of-30-days.ts'),
  memory: () => import('./video/memory.ts'),
}

/** Runs the named parts, or all but the one that takes half an hour. */
export async function run(args: string[]): Promise<void> {
  console.log(heading('video'))
  const wanted = args.filter((arg) => arg in parts)
  const chosen = wanted.length > 0 ? wanted : Object.keys(parts).filter((name) => name !== 'memory')
  for (const name of chosen) {
    console.log(`\n== ${name}`)
    await (await parts[name]?.())?.run()
  }
}
