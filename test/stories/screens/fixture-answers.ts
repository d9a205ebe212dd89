/** What the invented site answers on each address beside the alerts, pictures and the session. */
import type { Rows } from '../../../src/app/live.ts'
import type { AlertView, AnnouncementView } from '../../../src/features/alerts/contract.ts'
import { OFFICER, type Scene } from './fixture.ts'
import * as desk from './fixture-desk.ts'
import * as eyes from './fixture-eyes.ts'
import * as night from './fixture-night.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  readonly scene: Scene
  readonly watch: night.WatchState
  readonly rows: Rows
  readonly picture: Buffer
}

/** The answer, or undefined: nobody knows this address. */
export function answerTo({ method, path, query, body, scene, watch, rows, picture }: Asked): unknown {
  const now = Date.now()
  const isEmpty = scene === 'empty'
  const one = /^\/api\/(\w+)\/([^/]+)(?:\/(\w+))?$/.exec(path)
  switch (`${method} ${path}`) {
    case 'GET /api/shifts/current':
      return night.watchOf(now, isEmpty ? 'none' : watch)
    case 'GET /api/shifts/items':
      return { items: isEmpty ? [] : night.itemsOf(now), sha256: '' }
    case 'GET /api/log':
      return { entries: isEmpty ? [] : night.bookOf(now), next: null, searchedTo: null }
    case 'POST /api/log':
      return {}
    case 'GET /api/alerts':
      return { alerts: isEmpty ? [] : night.historyOf(now), next: null, searchedTo: null }
    case 'POST /api/alerts':
    case 'POST /api/alerts/test':
      return { alert: rows.alerts[0] ?? null }
    case 'POST /api/announcements':
      return announcementOf(body, now)
    case 'GET /api/hygiene':
      return night.hygieneFigures(query.get('from') ?? '', query.get('to') ?? '')
    case 'GET /api/people':
      return { people: desk.peopleOf(now) }
    case 'GET /api/areas':
      return { areas: desk.areas }
    case 'GET /api/sessions':
      return { sessions: desk.sessionsOf(now, query.get('of') === 'all') }
    case 'GET /api/feeds':
      return isEmpty ? { feeds: [], signals: [] } : eyes.feedsOf(now)
    case 'GET /api/rules':
      return { rules: isEmpty ? [] : desk.rulesOf(now) }
    case 'GET /api/nuisance':
      return desk.nuisanceOf(isEmpty, now)
    case 'POST /api/nuisance/forget':
      return { forgotten: 1 }
    case 'POST /api/rules/try':
      return desk.triedOf(now)
    case 'POST /api/places/import':
      return desk.previewOf(rows.places)
    case 'GET /api/cameras/discover':
    case 'POST /api/cameras/discover':
      return desk.found
    case 'POST /api/cameras/probe':
      return desk.device
    case 'POST /api/cameras/try':
      return desk.firstPicture(picture)
    case 'GET /api/recordings':
      return desk.storageOf(now, rows.cameras)
  }
  const [, kind, id = '', what] = one ?? []
  if (kind === 'shifts' && what === 'report') return night.reportOf(now)
  if (kind === 'shifts' && method === 'POST') return night.watchOf(now, watch)
  if (kind === 'alerts' && what === 'takers') return { people: desk.takers }
  if (kind === 'alerts' && what === undefined && method === 'GET') return alertAt(id, rows, now)
  const place = rows.places.find((row) => row.id === id)
  if (kind === 'places' && what === 'history' && place) return { versions: desk.versionsOf(now, place) }
  const camera = rows.cameras.find((row) => row.id === id)
  if (kind === 'cameras' && what === 'platform')
    return { fixes: scene === 'balloon' ? fixesBetween(query.get('from') ?? '', query.get('to') ?? '') : [] }
  if (kind === 'cameras' && what === 'setup' && camera) return desk.setupOf(now, camera)
  return undefined
}

/** Five a second, as the program keeps them. */
function fixesBetween(from: string, to: string) {
  const [fromMs, toMs] = [Date.parse(from), Math.min(Date.parse(to), Date.now())]
  return Array.from({ length: Math.max(0, Math.floor((toMs - fromMs) / 200)) }, (_, at) => eyes.balloonAt(fromMs + at * 200))
}

function alertAt(id: string, rows: Rows, now: number): AlertView | undefined {
  return night.historyOf(now).find((alert) => alert.id === id) ?? rows.alerts.find((alert) => alert.id === id)
}

function announcementOf(body: Readonly<Record<string, unknown>>, now: number): AnnouncementView {
  return {
    id: 'announcement-2',
    version: 1,
    what: 'own_patrol',
    name: String(body.name ?? 'SAQR-3'),
    cameraIds: ['camera-7'],
    placeId: null,
    from: new Date(now).toISOString(),
    until: new Date(now + 3_600_000).toISOString(),
    area: 'outpost-7',
    by: OFFICER,
    endedAt: null,
  }
}
