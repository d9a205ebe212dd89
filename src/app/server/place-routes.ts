/** HTTP of places: what is on the map, drawing and taking away, the history of each, files of others. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { uuidFromDigest } from '../../base/ids.ts'
import { accept, type Outcome, type Refusal, refuse } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { placeRetire, placeSet, placeVersion, placeView } from '../../features/places/contract.ts'
import { retirePlace, setPlace } from '../../features/places/decide.ts'
import type { PlaceSet } from '../../features/places/events.ts'
import * as exchange from '../../features/places/exchange/contract.ts'
import { toGeoJson } from '../../features/places/exchange/geojson.ts'
import { toKml } from '../../features/places/exchange/kml.ts'
import { previewFile } from '../../features/places/exchange/preview.ts'
import { lift, type PlaceRow, presentPlace } from '../../features/places/fold.ts'
import { latLonOf, pointsOf } from '../../features/places/measure.ts'
import { cleanName } from '../../features/places/names.ts'
import { hlcMs } from '../../journal/clock.ts'
import { type Actor, type Entry, isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { placeAreaOf, siteAreaOf } from './areas.ts'
import type { Guard } from './guard.ts'
import type { SiteState } from './state.ts'

/** What these routes need of the server they stand on. */
export interface PlaceRouteNeeds {
  readonly journal: Journal
  readonly state: SiteState
  readonly ports: Ports
  readonly guard: Guard
  /** The part of a route's options that names its action. */
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
  /** A refusal in the words of who asks. */
  words(request: FastifyRequest, code: string, facts: Refusal['facts']): string
  nameOf(accountId: string): string
}

type StoredPlace = PlaceRow & { readonly id: string; readonly version: number }

const idParams = z.object({ id: z.uuid() })
const refused = { '4xx': problemSchema, '5xx': problemSchema }
const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) })
/** A file as JSON text is longer than itself; beyond this nothing is even read. */
const importBodyLimit = 2 * exchange.fileLengthMax

/** Adds the routes below `/api/places`. */
export function addPlaceRoutes(app: FastifyInstance, needs: PlaceRouteNeeds): void {
  const { journal, state, guard, act, actor } = needs
  const idOf = (request: FastifyRequest) => (request.params as z.infer<typeof idParams>).id

  app.get('/api/places', { ...act('place.read'), schema: { response: { 200: collection, ...refused } } }, async (request) =>
    toGeoJson(visible(request)),
  )
  app.get(
    '/api/places.geojson',
    { ...act('place.read'), schema: { response: { 200: collection, ...refused } } },
    async (request, reply) =>
      reply.header('content-disposition', 'attachment; filename="places.geojson"').send(toGeoJson(visible(request))),
  )
  app.get('/api/places.kml', { ...act('place.read') }, async (request, reply) =>
    reply
      .type('application/vnd.google-earth.kml+xml; charset=utf-8')
      .header('content-disposition', 'attachment; filename="places.kml"')
      .send(toKml(visible(request))),
  )
  app.post(
    '/api/places',
    { ...act('place.configure'), schema: { body: placeSet, response: { 200: placeView, ...refused } } },
    async (request, reply) => {
      const { commandId, id, basedOn, name, geometry } = request.body as z.infer<typeof placeSet>
      const known = id === null ? undefined : state.placeRows.get(id)
      const area = known?.area ?? siteAreaOf(state)
      if (!guard.canSee(request, area)) return needs.problem(request, reply, known === undefined ? 'not-allowed' : 'not-found')
      const subject = id ?? newId(commandId)
      const done = await set(commandId, subject, basedOn, { name, geometry }, actor(request))
      return done.ok ? done.value : needs.refuse(request, reply, done.refusal)
    },
  )
  app.post(
    '/api/places/:id/retire',
    {
      ...act('place.configure'),
      schema: { params: idParams, body: placeRetire, response: { 200: placeView, ...refused } },
    },
    async (request, reply) => {
      const { commandId, basedOn } = request.body as z.infer<typeof placeRetire>
      const id = idOf(request)
      const input = { id, basedOn }
      const done = await journal.run(retirePlace, { commandId, subject: id, actor: actor(request), input })
      return done.ok ? presentPlace(done.value.row as unknown as StoredPlace) : needs.refuse(request, reply, done.refusal)
    },
  )
  app.get(
    '/api/places/:id/history',
    {
      ...act('place.read'),
      schema: { params: idParams, response: { 200: z.object({ versions: z.array(placeVersion) }), ...refused } },
    },
    async (request, reply) => {
      const versions = await historyOf(idOf(request))
      return versions.length > 0 ? { versions } : needs.refuse(request, reply, refuse('place.not-found').refusal)
    },
  )
  app.post(
    '/api/places/import',
    {
      ...act('place.configure'),
      bodyLimit: importBodyLimit,
      schema: { body: exchange.importFile, response: { 200: exchange.importPreview, ...refused } },
    },
    async (request, reply) => {
      const { text } = request.body as z.infer<typeof exchange.importFile>
      const places = guard.only(request, state.placesEver(), ({ area }) => area)
      const read = previewFile(
        text,
        new Map(places.map((place) => [place.id, place])),
        (id) => !state.placeRows.has(id),
        anchor(),
        (code, facts) => needs.words(request, code, facts),
      )
      return read.ok ? read.preview : needs.refuse(request, reply, refuse(read.code).refusal)
    },
  )
  app.post(
    '/api/places/import/apply',
    {
      ...act('place.configure'),
      bodyLimit: importBodyLimit,
      schema: { body: exchange.importApply, response: { 200: exchange.importDone, ...refused } },
    },
    async (request, reply) => {
      const { commandId, isWhole, items } = request.body as z.infer<typeof exchange.importApply>
      const who = actor(request)
      if (items.some(({ id }) => !guard.canSee(request, state.placeRows.get(id ?? '')?.area ?? siteAreaOf(state))))
        return needs.problem(request, reply, 'not-allowed')
      const steps = items.map((item, index) => ({
        ...item,
        step: newId(`${commandId} ${index}`),
        subject: item.id ?? newId(`${commandId} ${index} place`),
        place: { name: item.name, geometry: item.geometry },
      }))
      const nos: { n: number; why: string; code: string }[] = []
      const no = (index: number, { code, facts }: Refusal) =>
        nos.push({ n: index + 1, code, why: needs.words(request, code, namesIn(facts)) })
      if (isWhole) {
        // Everything is decided once without writing; what is refused stops all of it.
        for (const [index, { subject, basedOn, place }] of steps.entries()) {
          const row = state.placeRows.get(subject) as unknown as StoredPlace | undefined
          const isDone = row !== undefined && row.version > basedOn && items[index]?.id === null
          const tried = isDone ? accept([]) : tryOn(row, subject, basedOn, place, who)
          if (!tried.ok) no(index, tried.refusal)
        }
        const [first] = nos
        if (first !== undefined)
          return needs.refuse(request, reply, {
            code: 'place.import-refused',
            facts: { n: nos.length, first: first.n, why: first.why },
          })
      }
      const done = await Promise.all(steps.map(({ step, subject, basedOn, place }) => set(step, subject, basedOn, place, who)))
      for (const [index, one] of done.entries()) if (!one.ok) no(index, one.refusal)
      return { set: done.filter(({ ok }) => ok).length, refused: nos.map(({ n, why }) => ({ n, why })) }
    },
  )

  function newId(seed: string): string {
    return uuidFromDigest(createHash('sha256').update(`${journal.site} place ${seed}`).digest())
  }

  /** Where the site is, as far as it is known: what lies very far from there was mistyped. */
  function anchor() {
    for (const { isRemoved, pose } of state.cameraRows.values()) if (!isRemoved && pose !== null) return pose.position
    for (const { geometry } of state.places()) return latLonOf(pointsOf(geometry)[0])
    return null
  }

  function visible(request: FastifyRequest) {
    return guard.only(request, state.places(), ({ area }) => area)
  }

  function inputOf(id: string, basedOn: number, place: PlaceSet): Outcome<Parameters<typeof setPlace.decide>[1]> {
    const name = { ar: cleanName(place.name.ar), en: cleanName(place.name.en) }
    if (name.ar === '' || name.en === '') return refuse('place.name')
    return accept({
      id,
      area: state.placeRows.get(id)?.area ?? placeAreaOf(state, id, { name, geometry: place.geometry }),
      basedOn,
      place: { name, geometry: lift(place.geometry) },
      anchor: state.placeRows.has(id) ? null : anchor(),
    })
  }

  function tryOn(row: StoredPlace | undefined, id: string, basedOn: number, place: PlaceSet, who: Actor): Outcome<unknown> {
    const input = inputOf(id, basedOn, place)
    return input.ok ? setPlace.decide(row, input.value, { nowMs: needs.ports.clock.nowMs(), actor: who, newId: () => '' }) : input
  }

  async function set(commandId: string, id: string, basedOn: number, place: PlaceSet, who: Actor) {
    const input = inputOf(id, basedOn, place)
    if (!input.ok) return input
    const done = await journal.run(setPlace, { commandId, subject: id, actor: who, input: input.value })
    return done.ok ? accept(presentPlace(done.value.row as unknown as StoredPlace)) : done
  }

  function namesIn({ byId, ...facts }: Refusal['facts']): Refusal['facts'] {
    return typeof byId === 'string' ? { ...facts, by: needs.nameOf(byId) } : facts
  }

  async function historyOf(id: string): Promise<z.infer<typeof placeVersion>[]> {
    const rows = await journal.sql<{ text: string }[]>`
      select text from journal.entry
      where site = ${journal.site} and subject = ${id} and type in ('place.set', 'place.retired') order by seq`
    return rows.map(({ text }, index) => {
      const entry = JSON.parse(text) as Entry
      const { name, geometry } = entry.body as unknown as PlaceSet
      return {
        version: index + 1,
        at: isoTime(hlcMs(entry.hlc)),
        by: entry.actor.kind === 'person' ? needs.nameOf(entry.actor.id) : '',
        what: entry.type === 'place.set' ? ('set' as const) : ('retired' as const),
        name,
        geometry: lift(geometry),
      }
    })
  }
}
