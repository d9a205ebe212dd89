/** The architecture in one screen: which feature may know which. A pull request that widens it is a discussion. */
export const features: Readonly<Record<string, readonly string[]>> = {
  access: [],
  places: [],
  cameras: ['places'],
  recordings: ['cameras'],
  detection: ['cameras'],
  sensors: ['cameras'],
  tracks: ['cameras', 'detection', 'sensors'],
  coverage: ['cameras', 'places', 'tracks'],
  alerts: ['cameras', 'coverage', 'detection', 'places', 'sensors', 'tracks'],
  shifts: ['alerts', 'cameras'],
}

/** What others may import of a feature. Pages of the app may also take its `web/` parts, and the app composes all of it. */
const faces = ['contract.ts', 'events.ts', 'text.ts']

export interface Breach {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Checks one import: from a file, to a path within the tree or the name of a package. Null: it is fine. */
export function wallBetween(file: string, target: string): string | null {
  const from = zoneOf(file)
  if (!target.startsWith('src/') && !target.startsWith('kernels/') && !target.startsWith('sim/') && !target.startsWith('test/')) {
    if (target.startsWith('node:') && from.runs !== 'server')
      return `is ${from.runs} code and may not use ${target}; take it as a port`
    return null
  }
  if (target.startsWith('sim/')) return 'imports the simulation; it is a program of its own, started and never imported'
  if (target.startsWith('test/')) return 'imports from the tests; nobody does'
  if (target.startsWith('kernels/'))
    return from.room === 'detection' && from.runs === 'server' ? null : 'opens a kernel; only detection/server does'
  const to = zoneOf(target)
  if (from.runs === 'pure' && to.runs !== 'pure') return `is pure and imports ${to.runs} code (${target})`
  if (from.runs === 'web' && to.runs === 'server') return `is for the browser and imports server code (${target})`
  if (from.runs === 'server' && to.runs === 'web') return `is for the server and imports browser code (${target})`
  if (from.level === 'app') return null
  if (to.level === 'app') return `imports the app (${target}); what must know two features is composed there, nobody imports it`
  const order = ['base', 'journal', 'platform', 'feature', 'app']
  const isJournalStorage = from.level === 'journal' && from.runs === 'server' && to.level === 'platform'
  const isPorts = target === 'src/platform/ports.ts' || target === 'src/platform/text.ts'
  if (order.indexOf(to.level) > order.indexOf(from.level) && !isJournalStorage && !isPorts)
    return `reaches up from ${from.level} to ${to.level} (${target})`
  if (from.level !== 'feature' || to.level !== 'feature' || from.room === to.room) return null
  if (to.room === 'tips') return 'imports tips; no feature does'
  if (!features[from.room]?.includes(to.room)) return `${from.room} may not know ${to.room}; see test/house/walls.ts`
  const rest = target.slice(`src/features/${to.room}/`.length)
  const isWebPart = from.runs === 'web' && rest.startsWith('web/')
  if (!faces.includes(rest) && !isWebPart) return `reaches into ${to.room}/${rest}; only ${to.room}/contract.ts is public`
  return null
}

interface Zone {
  readonly level: 'base' | 'journal' | 'platform' | 'feature' | 'app'
  readonly room: string
  readonly runs: 'pure' | 'server' | 'web'
}

function zoneOf(file: string): Zone {
  const parts = file.split('/')
  const top = parts[1] ?? ''
  const level = top === 'features' ? 'feature' : (top as Zone['level'])
  const isServer = parts.includes('server') || file === 'src/app/cli.ts' || file.startsWith('src/app/worker/')
  return { level, room: parts[2] ?? '', runs: isServer ? 'server' : parts.includes('web') ? 'web' : 'pure' }
}
