/** A MapLibre map of the site's own data: no glyph files, no tiles, no attribution of others, nothing from outside. */
import 'maplibre-gl/dist/maplibre-gl.css'
import { type GeoJSONSource, Map as MapLibre, type StyleSpecification, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Feature } from './shapes.ts'
import { LABEL_STRETCH, SYMBOL_RATIO } from './symbols.ts'

setWorkerUrl(workerUrl)

export interface Frame {
  readonly map: MapLibre
  /** Replaces what a layer's source holds. */
  put(source: string, features: readonly Feature[]): void
  remove(): void
}

export interface Camera {
  readonly center: [number, number]
  readonly zoom: number
}

/** Opens a map in `container`. It never moves by itself, and north is always up. */
export function openFrame(
  container: HTMLElement,
  style: StyleSpecification,
  images: Readonly<Record<string, ImageData>>,
  camera: Camera | null,
  label: string,
): Frame {
  const map = new MapLibre({
    container,
    style,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    // Movement shows cause and effect, and is instant for those who asked for less of it.
    maxZoom: 18,
    minZoom: 7,
    center: camera?.center ?? [0, 0],
    zoom: camera?.zoom ?? 9,
    canvasContextAttributes: { antialias: true },
    locale: { 'Map.Title': label },
    // Symbols and letters come from here and from the fonts of the page; a missing one is our fault and must be seen.
    validateStyle: false,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  for (const [name, data] of Object.entries(images))
    map.addImage(name, data, { pixelRatio: SYMBOL_RATIO, ...(name === 'label' ? LABEL_STRETCH : {}) })
  const empty = new Set<string>()
  return {
    map,
    put(source, features) {
      // Most sources hold nothing most of the time, and putting nothing anew cuts all its tiles anew.
      if (features.length === 0 && empty.has(source)) return
      if (features.length === 0) empty.add(source)
      else empty.delete(source)
      const found = map.getSource<GeoJSONSource>(source)
      found?.setData({ type: 'FeatureCollection', features } as unknown as Parameters<GeoJSONSource['setData']>[0])
    },
    remove: () => map.remove(),
  }
}
