/** Symbols of the map, drawn on a canvas in the colours of the theme: shape first, colour last. */

/** Colours of the theme, read from the tokens. */
export interface Ink {
  readonly bg0: string
  readonly bg1: string
  readonly bg2: string
  readonly line2: string
  readonly tx1: string
  readonly tx2: string
  readonly tx3: string
  readonly alarm: string
  readonly blind: string
  readonly blindSoft: string
  readonly own: string
  readonly warn: string
  readonly mapLow: string
  readonly mapHigh: string
  readonly mapLine: string
  readonly halo: string
}

/** Reads the tokens of the theme that is shown now. */
export function readInk(): Ink {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    bg0: token('--bg0'),
    bg1: token('--bg1'),
    bg2: token('--bg2'),
    line2: token('--line2'),
    tx1: token('--tx1'),
    tx2: token('--tx2'),
    tx3: token('--tx3'),
    alarm: token('--alarm'),
    blind: token('--blind'),
    blindSoft: token('--blind-soft'),
    own: token('--own'),
    warn: token('--warn'),
    mapLow: token('--map-lo'),
    mapHigh: token('--map-hi'),
    mapLine: token('--map-line'),
    halo: token('--bg0'),
  }
}

/** Which part of the label's image may be stretched around its words. */
export const LABEL_STRETCH = {
  stretchX: [[8, 16]] as [number, number][],
  stretchY: [[8, 16]] as [number, number][],
  content: [8, 6, 16, 18] as [number, number, number, number],
}

/** Drawn twice as large, so that it is sharp on dense screens. */
export const SYMBOL_RATIO = 2

function draw(size: number, paint: (brush: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * SYMBOL_RATIO
  const brush = canvas.getContext('2d')
  if (brush === null) return new ImageData(size * SYMBOL_RATIO, size * SYMBOL_RATIO)
  brush.scale(SYMBOL_RATIO, SYMBOL_RATIO)
  paint(brush)
  return brush.getImageData(0, 0, canvas.width, canvas.height)
}

/** The frame of "unknown": four leaves, never filled with a hue. This program has no symbol that judges anybody. */
const QUATREFOIL =
  'M13 3.5a4.4 4.4 0 0 1 4.4 4.4 4.7 4.7 0 1 1 0 10.2 4.4 4.4 0 0 1-8.8 0 4.7 4.7 0 1 1 0-10.2A4.4 4.4 0 0 1 13 3.5z'

function quatrefoil(stroke: string, fill: string, halo: string, dash: readonly number[]): ImageData {
  return draw(26, (brush) => {
    const path = new Path2D(QUATREFOIL)
    brush.lineWidth = 5
    brush.strokeStyle = halo
    brush.stroke(path)
    brush.fillStyle = fill
    brush.fill(path)
    brush.lineWidth = 2
    brush.setLineDash([...dash])
    brush.strokeStyle = stroke
    brush.stroke(path)
    brush.setLineDash([])
    brush.beginPath()
    brush.arc(13, 13, 1.8, 0, 7)
    brush.fillStyle = stroke
    brush.fill()
  })
}

/**
 * Sensors by their kind, in a square of 16: a geophone is a spike in the ground, a radar a dome on its mast, a contact two plates
 * that meet. None is a triangle or a circle: those are warnings and cameras.
 */
export const SENSOR_GLYPHS = {
  seismic: 'M3 3h10v4.6L8 13.5 3 7.6z',
  radar: 'M2.5 9.5a5.5 5.5 0 0 1 11 0zM8 9.5v4M5 13.5h6',
  contact: 'M2 5h4.5v6H2zM9.5 5H14v6H9.5z',
} as const

function sensor(glyph: string, stroke: string, fill: string, isStruck: boolean): ImageData {
  return draw(16, (brush) => {
    const path = new Path2D(isStruck ? `${glyph}M2 14 14 2` : glyph)
    brush.lineJoin = 'round'
    brush.lineWidth = 4
    brush.strokeStyle = fill
    brush.stroke(path)
    brush.fillStyle = fill
    brush.fill(new Path2D(glyph))
    brush.lineWidth = 1.6
    brush.strokeStyle = stroke
    brush.stroke(path)
  })
}

const HOUSE = 'M8 13 13 8.5 18 13M9.5 12.5v5h7v-5'
const ROUNDED_SQUARE = 'M5 3h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z'

/** A circle; its middle lies on the diagonal. */
function disc(at: number, radius: number): Path2D {
  const path = new Path2D()
  path.arc(at, at, radius, 0, 7)
  return path
}

/** A filled outline, and strokes over it that are filled with nothing. */
function outlined(
  size: number,
  [stroke, fill, width]: readonly [string, string, number],
  outline: Path2D,
  ...strokes: readonly Path2D[]
): ImageData {
  return draw(size, (brush) => {
    brush.lineWidth = width
    brush.strokeStyle = stroke
    brush.fillStyle = fill
    brush.fill(outline)
    for (const path of [outline, ...strokes]) brush.stroke(path)
  })
}

function hatch(colour: string, gap: number): ImageData {
  const size = gap * 2
  return draw(size, (brush) => {
    brush.strokeStyle = colour
    brush.lineWidth = 1.2
    brush.beginPath()
    for (let k = -2; k <= 4; k++) {
      brush.moveTo(k * gap, size)
      brush.lineTo(k * gap + size, 0)
    }
    brush.stroke()
  })
}

/** Every image of the map by the name that layers use. */
export function symbolsOf(ink: Ink): Readonly<Record<string, ImageData>> {
  return {
    mover: quatrefoil(ink.tx1, ink.bg2, ink.halo, []),
    'mover-coasting': quatrefoil(ink.tx1, 'rgba(0,0,0,0)', ink.halo, [3, 2]),
    'mover-old': quatrefoil(ink.blind, ink.blindSoft, ink.halo, [3, 2.5]),
    outpost: outlined(20, [ink.own, ink.bg0, 2], new Path2D(ROUNDED_SQUARE), new Path2D('M10 6v8M6 10h8')),
    camera: outlined(12, [ink.tx1, ink.bg0, 1.6], disc(6, 3.6)),
    'camera-blind': outlined(14, [ink.blind, ink.bg0, 1.6], disc(7, 3.8), new Path2D('M2.5 11.5 11.5 2.5')),
    label: draw(12, (brush) => {
      brush.beginPath()
      brush.roundRect(1, 1, 10, 10, 2)
      brush.globalAlpha = 0.9
      brush.fillStyle = ink.bg0
      brush.fill()
      brush.globalAlpha = 1
      brush.lineWidth = 1
      brush.strokeStyle = ink.line2
      brush.stroke()
    }),
    // A double ring and a house (interface.md 8).
    protected: outlined(26, [ink.tx1, ink.bg0, 1.4], disc(13, 11.5), disc(13, 9), new Path2D(HOUSE)),
    works: outlined(16, [ink.own, ink.bg0, 1.8], new Path2D('M8 2.5 13.5 8 8 13.5 2.5 8z')),
    ...Object.fromEntries(
      Object.entries(SENSOR_GLYPHS).flatMap(([kind, glyph]) => [
        [kind, sensor(glyph, ink.tx1, ink.bg0, false)],
        [`${kind}-blind`, sensor(glyph, ink.blind, ink.bg0, true)],
      ]),
    ),
    hatch: hatch(ink.blind, 5),
    veil: hatch(ink.blind, 12),
    quiet: hatch(ink.tx2, 3),
  }
}
