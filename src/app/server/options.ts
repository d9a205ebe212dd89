/** The command line of `marsad serve`. */

import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../base/outcome.ts'
import { type MachineRole, roleAbilities } from './roles.ts'

export interface ServeOptions {
  readonly data: string
  readonly port: number
  readonly host: string
  readonly cameras: readonly string[]
  /** Null: with no camera known, the demo runs. */
  readonly demo: boolean | null
  readonly demoPace: number
  readonly seed: number
  readonly role: MachineRole
  readonly adopt: boolean
  readonly tlsCert: string | null
  readonly tlsKey: string | null
  readonly databaseUrl: string | null
}

export const serveHelp = `marsad serve: the program.

  --data DIR        where everything is kept (default ./data, or MARSAD_DATA)
  --port N          default 8080, or MARSAD_PORT
  --host ADDRESS    default 127.0.0.1; any other needs --tls-cert and --tls-key
  --camera SOURCE   rtsp://…, udp://… (MPEG-TS), a recording, a folder of frames, simulated:SCENE; may be given several times
                    options behind it: ?name=…&loop=1&rate=real|max
  --demo, --no-demo with no camera known the demo sector runs
  --demo-pace N     people come N times as often (default 1)
  --seed N          another night of the demo (default 1)
  --role ROLE       ${Object.keys(roleAbilities).join(', ')} (default standalone)
  --adopt           go on with a data folder that was copied from another machine
  --tls-cert FILE   certificate, and
  --tls-key FILE    its key
`

/** Reads the arguments. Fault `options.wrong` with words for the one who typed them. */
export function readServeOptions(args: readonly string[], environment: NodeJS.ProcessEnv): ServeOptions {
  let values: Record<string, string | boolean | (string | boolean)[] | undefined>
  try {
    values = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        camera: { type: 'string', multiple: true },
        demo: { type: 'boolean' },
        'demo-pace': { type: 'string' },
        seed: { type: 'string' },
        role: { type: 'string' },
        adopt: { type: 'boolean' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (cause) {
    throw new Fault('options.wrong', { why: (cause as Error).message }, { cause })
  }
  if (values.help) throw new Fault('options.help')
  const text = (name: string) => (values[name] as string | undefined) ?? null
  const number = (name: string, fallback: string, least: number, most: number) => {
    const value = Number(text(name) ?? fallback)
    if (!Number.isFinite(value) || value < least || value > most)
      throw new Fault('options.wrong', { why: `--${name} takes a number from ${least} to ${most}` })
    return value
  }
  const role = (text('role') ?? 'standalone') as MachineRole
  if (!(role in roleAbilities))
    throw new Fault('options.wrong', { why: `--role is one of ${Object.keys(roleAbilities).join(', ')}` })
  // Set to nothing is not set.
  const given = (name: string) => environment[name]?.trim() || null
  // Where the command was typed: npm starts scripts in the project's folder.
  const startedFrom = environment.INIT_CWD ?? process.cwd()
  const host = text('host') ?? '127.0.0.1'
  const file = (name: string) => {
    const given = text(name)
    return given === null ? null : resolve(startedFrom, given)
  }
  const [tlsCert, tlsKey] = [file('tls-cert'), file('tls-key')]
  if ((tlsCert === null) !== (tlsKey === null)) throw new Fault('options.wrong', { why: '--tls-cert and --tls-key go together' })
  if (!isLoopback(host) && (tlsCert === null || tlsKey === null)) {
    throw new Fault('options.wrong', {
      why: `--host ${host} is reached by others: that needs TLS (--tls-cert and --tls-key), or stay on 127.0.0.1`,
    })
  }
  return {
    data: resolve(startedFrom, text('data') ?? given('MARSAD_DATA') ?? './data'),
    port: number('port', given('MARSAD_PORT') ?? '8080', 0, 65_535),
    host,
    cameras: ((values.camera as string[] | undefined) ?? []).map((source) => absolute(startedFrom, source)),
    demo: (values.demo as boolean | undefined) ?? null,
    demoPace: number('demo-pace', '1', 0.1, 100),
    seed: number('seed', '1', 0, 2 ** 31),
    role,
    adopt: values.adopt === true,
    tlsCert,
    tlsKey,
    databaseUrl: given('DATABASE_URL'),
  }
}

/** A path is meant from where the command is typed; the program may be started elsewhere next time. */
function absolute(startedFrom: string, source: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(source) ? source : resolve(startedFrom, source)
}

/** Whether only this machine reaches the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
