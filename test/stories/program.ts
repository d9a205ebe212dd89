/** The real program as a child process, for tests that start it, hurt it and look at it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
export const password = 'a-watch-in-the-desert'
export const sharedThermal = join(root, '../shared/thermal')

export interface Program {
  readonly url: string
  readonly folder: string
  readonly child: ChildProcess
  readonly startedInMs: number
  /** UTC milliseconds at which the address was printed. */
  readonly readyAtMs: number
  output(): string
  /** Clean stop; the exit code and how long it took. */
  stop(): Promise<{ code: number | null; ms: number }>
  /** As a power cut: this process and nothing else is told nothing. */
  kill(): Promise<void>
}

export interface Api {
  get(path: string): Promise<Response>
  json<T>(path: string): Promise<T>
  post(path: string, body: object): Promise<Response>
}

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'marsad-story-'))
}

/** Programs that this process started. One whose test ran out of time would outlive it and slow down all that follow. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts the program on a folder and waits for its address. Rejects with its last words when it ends instead. */
export async function startProgram(
  folder: string,
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
  within: readonly string[] = [],
): Promise<Program> {
  const began = performance.now()
  const [command = process.execPath, ...before] = [...within, process.execPath]
  const child = spawn(command, [...before, 'src/app/cli.ts', 'serve', '--data', folder, '--port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MARSAD_ADMIN_PASSWORD: password, DATABASE_URL: '', ...environment },
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let output = ''
  child.stderr.on('data', (bytes: Buffer) => {
    output += bytes
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes
      const found = /Marsad: (\S+)/.exec(output)?.[1]
      if (found) resolve(found)
    })
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)))
  })
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
  return {
    url,
    folder,
    child,
    startedInMs: performance.now() - began,
    readyAtMs: Date.now(),
    output: () => output,
    async stop() {
      const from = performance.now()
      child.kill('SIGTERM')
      return { code: await exited, ms: performance.now() - from }
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/**
 * Words before a command that give it a disk of its own at a folder, seen by it alone (and below `/proc/PID/root`); null: this
 * machine lets nobody have one.
 */
export function onOwnDisk(folder: string, megabytes: number): readonly string[] | null {
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs ${folder} && exec "$0" "$@"`
  const within = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mount]
  return spawnSync(within[0] as string, [...within.slice(1), 'true']).status === 0 ? within : null
}

/** What the program says when it does not start. */
export async function refusedStart(
  folder: string,
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  try {
    const program = await startProgram(folder, args, environment)
    await program.stop()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('it started')
}

/** Signs in and speaks HTTP as a page does. */
export async function signIn(url: string, language = 'en'): Promise<Api & { cookie: string; csrf: string }> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language },
    body: JSON.stringify({ name: 'admin', password }),
  })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { csrf } = (await answer.json()) as { csrf: string }
  const headers = { cookie, 'accept-language': language }
  return {
    cookie,
    csrf,
    get: (path) => fetch(url + path, { headers }),
    json: async (path) => (await fetch(url + path, { headers })).json() as never,
    post: (path, body) =>
      fetch(url + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'x-marsad-csrf': csrf },
        body: JSON.stringify(body),
      }),
  }
}

/** Waits until something is so; fails with what was seen last. */
export async function until<T>(look: () => Promise<T | null | undefined | false>, withinMs = 30_000, everyMs = 100): Promise<T> {
  let last: unknown
  for (const end = performance.now() + withinMs; performance.now() < end; ) {
    try {
      const seen = await look()
      if (seen) return seen
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  throw new Error(`not so within ${withinMs} ms${last ? `: ${(last as Error).message}` : ''}`)
}

/** Process numbers of the children of a process, by what their command line holds. */
export function childrenOf(pid: number, holding: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      try {
        const parent = Number(readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
        return parent === pid && readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(holding)
      } catch {
        return false // Ended between looking and reading.
      }
    })
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
