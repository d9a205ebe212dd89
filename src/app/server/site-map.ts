/**
 * The map that a site brings along: `map/ground.pmtiles` and `map/heights.pmtiles` in the data folder. Files are taken up when they
 * come, change or go, without a restart; one that cannot be read is said so on the map and in the log, and disturbs nothing else.
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Fault } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { openTileArchive, type TileArchive, type TileKind } from '../../platform/server/pmtiles.ts'
import { type SiteMap, siteMap } from '../site-map.ts'

const layers = ['ground', 'heights'] as const
type Layer = (typeof layers)[number]

const CREDIT_MAX = 200

const mediaTypes: Readonly<Record<TileKind, string>> = {
  mvt: 'application/vnd.mapbox-vector-tile',
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
}

export interface SiteMapFiles {
  /** As the files stand now. */
  describe(): Promise<SiteMap>
  /** Null: the site has no such map, or it has no tile there. Fault `map.damaged`. */
  tile(layer: Layer, zoom: number, x: number, y: number): Promise<{ bytes: Buffer; archive: TileArchive } | null>
  close(): Promise<void>
}

interface Taken {
  readonly version: string
  /** Null: it cannot be read. */
  readonly archive: TileArchive | null
}

/** Opens nothing before it is asked. `onDamaged` is told once for each state of a file. */
export function openSiteMap(folder: string, onDamaged: (fault: unknown) => void): SiteMapFiles {
  const taken = new Map<Layer, Taken>()
  let turn: Promise<unknown> = Promise.resolve()

  /** One after another, so that a file is never opened twice. */
  function takeUp(layer: Layer): Promise<Taken | null> {
    const mine = turn.then(() => look(layer))
    turn = mine.catch(() => {}) // Whoever asked is told; the next one looks for himself.
    return mine
  }

  async function look(layer: Layer): Promise<Taken | null> {
    const path = join(folder, `${layer}.pmtiles`)
    const found = await stat(path).catch((fault: NodeJS.ErrnoException) => {
      if (fault.code === 'ENOENT' || fault.code === 'ENOTDIR') return null
      throw fault
    })
    const version = found === null ? null : `${found.mtimeMs.toString(36)}-${found.size.toString(36)}`.replaceAll('.', '_')
    const known = taken.get(layer) ?? null
    if (known?.version === version) return known
    await known?.archive?.close()
    taken.delete(layer)
    if (version === null) return null
    const archive = await openTileArchive(path).catch((fault) => {
      onDamaged(fault)
      return null
    })
    const now = { version, archive: archive !== null && fits(layer, archive) ? archive : null }
    if (archive !== null && now.archive === null) {
      onDamaged(new Fault('map.damaged', { path, what: 'kind' }))
      await archive.close()
    }
    taken.set(layer, now)
    return now
  }

  return {
    async describe() {
      const [ground, heights] = [await takeUp('ground'), await takeUp('heights')]
      const damaged = [ground && ground.archive === null && 'ground.pmtiles', heights?.archive === null && 'heights.pmtiles']
      return {
        ground: ground?.archive ? groundOf(ground.archive, ground.version) : null,
        heights: heights?.archive
          ? {
              encoding: heights.archive.notes.encoding === 'mapbox' ? 'mapbox' : 'terrarium',
              ...extentOf(heights.archive, heights.version),
            }
          : null,
        damaged: damaged.filter((name) => typeof name === 'string'),
      }
    },
    async tile(layer, zoom, x, y) {
      const archive = (taken.get(layer) ?? (await takeUp(layer)))?.archive ?? null
      const bytes = (await archive?.tile(zoom, x, y)) ?? null
      return bytes === null || archive === null ? null : { bytes, archive }
    },
    async close() {
      await turn
      for (const { archive } of taken.values()) await archive?.close()
      taken.clear()
    },
  }
}

/** Heights are read from the colours of a picture without loss; a drawing of ground may be anything that a page draws. */
function fits(layer: Layer, { kind }: TileArchive): boolean {
  return layer === 'ground' || kind === 'png' || kind === 'webp'
}

function extentOf({ minZoom, maxZoom, bounds, notes }: TileArchive, version: string) {
  return {
    minZoom,
    maxZoom,
    bounds: [...bounds] as [number, number, number, number],
    version,
    credit: creditOf(notes.attribution),
  }
}

function groundOf(archive: TileArchive, version: string): NonNullable<SiteMap['ground']> {
  const extent = extentOf(archive, version)
  return archive.kind === 'mvt'
    ? { kind: 'vector', ...extent, layers: layersOf(archive.notes.vector_layers) }
    : { kind: 'raster', ...extent }
}

function layersOf(told: unknown): string[] {
  const names = Array.isArray(told) ? told.map((one: unknown) => (one as { id?: unknown } | null)?.id) : []
  return names.filter((name) => typeof name === 'string')
}

/** Makers write links; on the screen it is words. */
function creditOf(told: unknown): string | null {
  if (typeof told !== 'string') return null
  const text = told
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&copy;', '©')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  return text === '' ? null : text.slice(0, CREDIT_MAX)
}

export interface SiteMapRouteNeeds {
  readonly files: SiteMapFiles
  act(action: Action): { config: { action: Action } }
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

const tileParams = z.object({
  layer: z.enum(layers),
  z: z.coerce.number().int().min(0).max(24),
  x: z.coerce.number().int().min(0),
  y: z.coerce.number().int().min(0),
})
const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** Where tiles are asked for. */
export const tileUrl = '/api/map/:layer/:z/:x/:y'

/** Adds `/api/map` and its tiles. */
export function addSiteMapRoutes(app: FastifyInstance, { files, act, problem }: SiteMapRouteNeeds): void {
  app.get('/api/map', { ...act('place.read'), schema: { response: { 200: siteMap, ...refused } } }, (_request, reply) => {
    reply.header('cache-control', 'private, no-cache')
    return files.describe()
  })
  app.get(tileUrl, { ...act('place.read'), schema: { params: tileParams } }, async (request, reply) => {
    const { layer, z: zoom, x, y } = request.params as z.infer<typeof tileParams>
    const found = await files.tile(layer, zoom, x, y).catch((fault: unknown) => {
      if (fault instanceof Fault) return fault
      throw fault
    })
    if (found instanceof Fault) {
      request.log.warn({ err: found }, 'a tile could not be read')
      return problem(request, reply, found.code)
    }
    reply.header('cache-control', 'private, max-age=86400')
    // An empty answer is an empty tile, which the map takes without a word; "not found" would be told as a fault for each.
    if (found === null) return reply.code(204).send()
    const { bytes, archive } = found
    if (archive.packing !== 'none') reply.header('content-encoding', archive.packing)
    return reply.type(mediaTypes[archive.kind]).send(bytes)
  })
}
