/** Tries a rule on what really moved: the stored tracks of the last hours, through the very rule and grouping, in small pieces. */
import { setImmediate as breathe } from 'node:timers/promises'
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import { belongs } from '../../features/alerts/grouping.ts'
import { judgeBy } from '../../features/alerts/rules/index.ts'
import type { RuleContent, RuleTried } from '../../features/alerts/rules/record.ts'
import { likelyClass, type RuleInForce, type Scene, saidClass } from '../../features/alerts/rules/rule.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { followGround } from '../../features/tracks/ground.ts'
import { readKept } from '../../features/tracks/kept.ts'
import { isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { viewTable } from '../../journal/server/views.ts'
import type { Ports } from '../../platform/ports.ts'
import type { SiteState, StoredCamera } from './state.ts'

/** After so much work in one piece others are let in. */
const pieceMs = 15
const rowsAtOnce = 200
/** Alerts told one by one; the number is that of all. */
const alertsTold = 50
const tracksTold = 20
/** Tracks of before looks were kept: their points are told in a picture of this size. */
const oldPicture = { width: 640, height: 512 }
const noClass = { person: 0, vehicle: 0, animal: 0, other: 0, unknown: 1 }

interface Row {
  readonly id: string
  readonly camera: string
  readonly first_at: Date
  readonly kept: string | null
  readonly points: string | null
  readonly last_at: Date
}

interface Found {
  readonly track: TrackView
  readonly atMs: number
}

type Tried = RuleTried['alerts'][number]

export interface RuleTryNeeds {
  readonly journal: Journal
  readonly state: SiteState
  readonly ports: Ports
  readonly timeZone: string
  /** Tracks that are in view now. */
  live(): readonly TrackView[]
  /** Whether a camera's pictures of that stretch are there. */
  hasRecording(cameraId: string, fromMs: number, toMs: number): Promise<boolean>
}

export type RuleTry = (rule: RuleContent, hours: number, signal: AbortSignal) => Promise<Outcome<RuleTried>>

/** One try at a time: the disk is shared with the watch. */
export function createRuleTry({ journal, state, ports, timeZone, live, hasRecording }: RuleTryNeeds): RuleTry {
  const { sql, site } = journal
  let isBusy = false

  async function attempt(rule: RuleContent, hours: number, signal: AbortSignal): Promise<RuleTried> {
    const untilMs = ports.clock.nowMs()
    const fromMs = untilMs - hours * 3_600_000
    // Whether it is switched on yet, and from when on it shall hold, is not what is asked.
    const record: RuleInForce = { ...rule, id: '', version: 0, isOn: true, validFrom: null, validUntil: null }
    const cameras = [...state.cameraRows.values()].filter(({ id }) => rule.where.on === 'place' || rule.where.cameraId === id)
    const sceneByCamera = new Map(cameras.map((camera) => [camera.id, sceneOf(camera)]))
    const found: Found[] = []
    const judged = { tracks: 0, withoutClass: 0 }
    let pieceBegan = performance.now()

    const look = (states: Iterable<TrackView>): void => {
      for (const track of states) {
        const atMs = Date.parse(track.lastSeenAt)
        const scene = sceneByCamera.get(track.cameraId)
        if (atMs < fromMs || scene === undefined || judgeBy(record, track, scene) === null) continue
        found.push({ track: { ...track, trail: [], trailMs: [] }, atMs })
        return
      }
    }
    const pause = async (): Promise<void> => {
      if (performance.now() - pieceBegan < pieceMs) return
      await breathe()
      signal.throwIfAborted()
      pieceBegan = performance.now()
    }

    const bounds = boundsOf(rule)
    const ids = [...sceneByCamera.keys()]
    let after = { lastAt: new Date(fromMs - 1), id: '00000000-0000-0000-0000-000000000000' }
    for (;;) {
      signal.throwIfAborted()
      const rows = await sql<Row[]>`
        select id, camera, first_at, last_at, kept, case when kept is null then points end as points from signal.track
        where site = ${site} and camera = any(${ids}::uuid[])
          and (last_at, id) > (${after.lastAt}, ${after.id}::uuid) and last_at >= ${new Date(fromMs)}
        order by last_at, id limit ${rowsAtOnce}`
      pieceBegan = performance.now()
      for (const row of rows) {
        const kept = row.kept === null ? null : readKept(row.kept)
        judged.tracks++
        if (kept === null) {
          judged.withoutClass++
          look(statesOf(row))
        } else if (bounds === null || kept.isIn(bounds)) look(kept.states())
        await pause()
      }
      const last = rows.at(-1)
      if (last === undefined || rows.length < rowsAtOnce) break
      after = { lastAt: last.last_at, id: last.id }
    }
    for (const track of live()) {
      if (!sceneByCamera.has(track.cameraId)) continue
      judged.tracks++
      look([track])
    }

    const alerts = group(found, rule)
    const told = alerts.slice(-alertsTold).reverse()
    for (const alert of told) {
      signal.throwIfAborted()
      const atMs = Date.parse(alert.at)
      alert.hasRecording = await hasRecording(alert.cameraId, atMs - 10_000, Math.min(atMs + 10_000, untilMs))
    }
    return {
      from: isoTime(fromMs),
      until: isoTime(untilMs),
      ...judged,
      times: alerts.length,
      alerts: told,
      given: await givenBy(rule, fromMs),
    }
  }

  function sceneOf({ id, code, name, pose }: StoredCamera): Scene {
    return { places: state.places(), camera: { id, code, name, pose }, rules: { records: [], timeZone } }
  }

  /** What never came into a zone cannot have been an alert of it; null: every track is looked at. */
  function boundsOf({ where }: RuleContent): [number, number, number, number] | null {
    const geometry = where.on === 'place' ? state.placeRows.get(where.placeId)?.geometry : undefined
    if (geometry?.kind !== 'zone') return null
    const [lons, lats] = [geometry.ring.map(([lon]) => lon), geometry.ring.map(([, lat]) => lat)]
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
  }

  /** A track of before looks were kept: its boxes, placed by where the camera looks now; its class was not kept. */
  function statesOf({ id, camera, first_at, points }: Row): TrackView[] {
    const ground = followGround(state.cameraRows.get(camera)?.pose ?? null, oldPicture)
    const states: TrackView[] = []
    let firstMs: number | null = null
    let nextMs = 0
    for (const line of (points ?? '').split('\n')) {
      if (line === '') continue
      const [tMs = 0, x = 0, y = 0, w = 0, h = 0] = JSON.parse(line) as number[]
      firstMs ??= tMs
      const now = ground.see([x, y, w, h], tMs)
      if (tMs - firstMs < nextMs) continue
      nextMs = tMs - firstMs + 2000
      states.push({
        id,
        cameraId: camera,
        joinedWith: [],
        state: 'confirmed',
        classProbabilities: noClass,
        contrast: 'warm',
        box: [x, y, w, h],
        ...now,
        trail: [...now.trail],
        trailMs: [...now.trailMs],
        picture: [oldPicture.width, oldPicture.height],
        evidence: null,
        firstSeenAt: first_at.toISOString(),
        lastSeenAt: isoTime(first_at.getTime() + tMs - firstMs),
      })
    }
    return states
  }

  /** Alerts that movers really gave in that time. */
  async function givenBy(rule: RuleContent, fromMs: number): Promise<RuleTried['given']> {
    const { where } = rule
    const [row] = await sql.unsafe<{ all: number; here: number }[]>(
      `select count(*)::int as all, count(*) filter (where data->${where.on === 'place' ? "'placeIds'" : "'cameraIds'"} ? $3)::int as here
       from ${viewTable(alertsView)} where site = $1 and data->>'kind' = 'detection' and data->>'firstAt' >= $2`,
      [site, isoTime(fromMs), where.on === 'place' ? where.placeId : where.cameraId],
    )
    return row ?? { all: 0, here: 0 }
  }

  return async (rule, hours, signal) => {
    if (isBusy) return refuse('rule.busy')
    isBusy = true
    try {
      return accept(await attempt(rule, hours, signal))
    } finally {
      isBusy = false
    }
  }
}

/** What one officer would have seen: movers that belong together are one alert. */
function group(found: Found[], rule: RuleContent): Tried[] {
  const groups: { alert: Tried; member: Parameters<typeof belongs>[0] }[] = []
  for (const { track, atMs } of found.sort((a, b) => a.atMs - b.atMs)) {
    const groupClass = saidClass(track)
    const at = isoTime(atMs)
    const candidate = { ruleId: rule.kind, groupClass, cameraId: track.cameraId, place: track.place, atMs }
    const known = groups.findLast(({ member }) => belongs(member, candidate))
    const told = { id: track.id, cameraId: track.cameraId, at }
    if (known !== undefined) {
      known.alert.tracksInAll++
      known.alert.until = at
      if (known.alert.tracks.length < tracksTold) known.alert.tracks.push(told)
      const cameraIds = [...new Set([...known.member.cameraIds, track.cameraId])]
      known.member = { ...known.member, lastAt: at, cameraIds }
      continue
    }
    groups.push({
      alert: {
        at,
        until: at,
        priority: rule.priority,
        cameraId: track.cameraId,
        position: track.place?.position ?? null,
        class: likelyClass(track),
        tracks: [told],
        tracksInAll: 1,
        hasRecording: false,
      },
      member: {
        ruleId: rule.kind,
        groupClass,
        cameraIds: [track.cameraId],
        place: track.place,
        firstAt: at,
        lastAt: at,
        disposition: 'open',
      },
    })
  }
  return groups.map(({ alert }) => alert)
}
