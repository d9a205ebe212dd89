/**
 * What the demo costs, and what reading a source costs: `npm run bench simulation [render|live|decode …]`. Prints, never asserts.
 * The yardstick is copying the bytes of one picture in memory, in the same run.
 */
import { execFileSync, fork } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CameraRenderer } from '../sim/render/renderer.ts'
import { demoWorld } from '../sim/scenarios/demo.ts'
import { demoSector } from '../sim/sector.ts'
import { FRAMES_PER_SECOND, PICTURE } from '../sim/world/world.ts'
import { ClipWriter } from '../src/features/cameras/sources/libav/server/clip-writer.ts'
import { libavSource } from '../src/features/cameras/sources/libav/server/source.ts'
import { openSimulated } from '../src/features/cameras/sources/simulated/server/source.ts'

const pixelCount = PICTURE.width * PICTURE.height
const parts: Readonly<Record<string, () => Promise<void>>> = { render: benchRender, live: benchLive, decode: benchDecode }

/** Runs the named parts, or all of them. */
export async function run(args: string[]): Promise<void> {
  const wanted = args.filter((arg) => arg in parts)
  console.log(
    `simulation bench · ${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length} · Node ${process.version} · commit ${commit()}`,
  )
  for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
    console.log(`\n== ${name}`)
    await parts[name]?.()
  }
}

/** Milliseconds of copying one picture of 640 × 512 × 16 bits. */
function copyMs(): number {
  const [from, to] = [new Uint16Array(pixelCount).fill(7), new Uint16Array(pixelCount)]
  const rounds = 2000
  const startMs = performance.now()
  for (let round = 0; round < rounds; round += 1) to.set(from)
  return (performance.now() - startMs) / rounds
}

async function benchRender(): Promise<void> {
  const world = demoWorld(7, 10)
  const copy = copyMs()
  const pixels = new Uint16Array(pixelCount)
  console.log('camera   background ms   ms/frame   × memory copy')
  let total = 0
  for (const camera of world.cameras) {
    const beganMs = performance.now()
    const renderer = new CameraRenderer(world, camera)
    const backgroundMs = performance.now() - beganMs
    for (let frame = 0; frame < 20; frame += 1) renderer.render(frame, pixels)
    const frames = 300
    const startMs = performance.now()
    for (let frame = 0; frame < frames; frame += 1) renderer.render(1000 + frame * 7, pixels)
    const perFrame = (performance.now() - startMs) / frames
    total += perFrame
    console.log(
      `${camera.code}   ${backgroundMs.toFixed(0).padStart(14)}   ${perFrame.toFixed(2).padStart(8)}   ${(perFrame / copy).toFixed(1).padStart(13)}`,
    )
  }
  const share = (total * FRAMES_PER_SECOND) / 10
  console.log(
    `six cameras at ${FRAMES_PER_SECOND} fps: ${share.toFixed(1)} % of one core for rendering (copy of one picture: ${copy.toFixed(3)} ms)`,
  )
}

/** The whole way: the simulation as its own process, six readers in this one. */
async function benchLive(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'marsad-bench-'))
  const socketPath = join(folder, 'sim.sock')
  const program = fileURLToPath(new URL('../sim/server.ts', import.meta.url))
  const simulation = fork(program, ['--socket', socketPath, '--pace', '10'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  await new Promise((resolve) => simulation.once('message', resolve))
  const stop = new AbortController()
  const sources = await Promise.all(demoSector.cameras.map(({ address }) => openSimulated(address, socketPath, stop.signal)))
  const counts = sources.map(() => 0)
  const reading = sources.map(async (source, which) => {
    for await (const _ of source.frames(stop.signal)) counts[which] = (counts[which] ?? 0) + 1
  })
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const seconds = 20
  const before = {
    frames: counts.reduce((sum, each) => sum + each, 0),
    theirs: await cpuMsOf(simulation.pid ?? 0),
    ours: process.cpuUsage(),
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const frames = counts.reduce((sum, each) => sum + each, 0) - before.frames
  const theirs = (await cpuMsOf(simulation.pid ?? 0)) - before.theirs
  const ours = process.cpuUsage(before.ours)
  stop.abort()
  await Promise.all(reading)
  simulation.disconnect()
  await rm(folder, { recursive: true, force: true })
  const share = (ms: number): string => `${(ms / (seconds * 10)).toFixed(1)} % of one core, ${(ms / frames).toFixed(2)} ms/frame`
  console.log(`${frames} frames in ${seconds} s for six readers (${(frames / seconds / 6).toFixed(2)} fps each)`)
  console.log(`simulation process: ${share(theirs)}`)
  console.log(`reading process:    ${share((ours.user + ours.system) / 1000)}`)
}

/** CPU time of a process so far, by the kernel's own count (hundredths of a second). */
async function cpuMsOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
}

async function benchDecode(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'marsad-bench-'))
  const world = demoWorld(7, 10)
  const [camera] = world.cameras
  if (camera === undefined) return
  const renderer = new CameraRenderer(world, camera)
  const pixels = new Uint16Array(pixelCount)
  const copy = copyMs()
  console.log('format               kB/frame   write ms   read ms (wall)   read ms (CPU)   × memory copy')
  for (const [name, bits, shown] of [
    ['deep.mkv', 16, 'FFV1 16-bit'],
    ['grey.mp4', 8, 'H.264 8-bit MP4'],
    ['grey.ts', 8, 'H.264 8-bit TS'],
  ] as const) {
    const path = join(folder, name)
    const frames = 90
    const writer = await ClipWriter.open(path, { ...PICTURE, bits, framesPerSecond: FRAMES_PER_SECOND })
    let writeMs = 0
    for (let frame = 0; frame < frames; frame += 1) {
      renderer.render(frame, pixels)
      if (bits === 8)
        for (let at = 0; at < pixels.length; at += 1) pixels[at] = Math.max(16, Math.min(235, ((pixels[at] ?? 0) - 28_400) / 5))
      const startMs = performance.now()
      await writer.write(pixels)
      writeMs += performance.now() - startMs
    }
    await writer.close()
    const bytes = (await readFile(path)).length
    const source = await libavSource.open(
      { address: path, login: null, name: null, isLooped: false, rate: 'max' },
      new AbortController().signal,
    )
    const startMs = performance.now()
    const cpu = process.cpuUsage()
    for await (const _ of source.frames(new AbortController().signal)) void _
    const readMs = (performance.now() - startMs) / frames
    const used = process.cpuUsage(cpu)
    const cpuMs = (used.user + used.system) / 1000 / frames
    const cells = [bytes / frames / 1024, writeMs / frames, readMs, cpuMs].map((each) => each.toFixed(2).padStart(12))
    console.log(`${shown.padEnd(17)} ${cells.join('  ')}  ${(cpuMs / copy).toFixed(0).padStart(12)}`)
  }
  await rm(folder, { recursive: true, force: true })
}

function commit(): string {
  try {
    const short = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
    const changed = execFileSync('git', ['status', '--porcelain', '--', 'src/features/cameras', 'sim'], { encoding: 'utf8' })
    return changed.trim() === '' ? short : `${short} with changes`
  } catch {
    return 'unknown'
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.slice(2))
