/** Draws boxes over a picture: corners in white with a dark edge, so that they are seen on hot and on cold ground. */
import { type BoxesNow, fitted } from './boxes.ts'

/** A mover of a few pixels must be found at a glance: corners stand off it, and are never smaller than this on the screen. */
const AIR_PX = 4
const LEAST_PX = 18

const drawn = new WeakMap<HTMLCanvasElement, string>()

/**
 * Draws `found` onto `canvas`, which lies over the picture. Boxes not seen in this very picture, and movers that are only
 * expected there, are dashed. What stands already is not drawn again.
 */
export function drawBoxes(
  canvas: HTMLCanvasElement,
  found: BoxesNow | null,
  picture: { readonly width: number; readonly height: number },
): void {
  const density = devicePixelRatio
  const { clientWidth, clientHeight } = canvas
  const key = found === null ? '' : `${clientWidth} ${clientHeight} ${found.isExact} ${JSON.stringify(found.picture.boxes)}`
  // What stands over the picture now, for whoever proves that it is the right one.
  canvas.dataset.boxesOf = found === null ? '' : String(found.picture.mediaMs)
  if (drawn.get(canvas) === key) return
  drawn.set(canvas, key)
  const [width, height] = [Math.round(clientWidth * density), Math.round(clientHeight * density)]
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) return
  context.setTransform(density, 0, 0, density, 0, 0)
  context.clearRect(0, 0, clientWidth, clientHeight)
  if (found === null) return
  const at = fitted({ width: clientWidth, height: clientHeight }, picture)
  for (const [trackId, x, y, boxWidth, boxHeight, state] of found.picture.boxes) {
    const isSeen = found.isExact && state === 'confirmed'
    const middleX = at.x + (x + boxWidth / 2) * at.width
    const middleY = at.y + (y + boxHeight / 2) * at.height
    const halfWidth = Math.max(LEAST_PX, boxWidth * at.width + 2 * AIR_PX) / 2
    const halfHeight = Math.max(LEAST_PX, boxHeight * at.height + 2 * AIR_PX) / 2
    const corner = Math.min(halfWidth, halfHeight) * 0.5
    context.beginPath()
    for (const [sideX, sideY] of SIDES) {
      const [cornerX, cornerY] = [middleX + sideX * halfWidth, middleY + sideY * halfHeight]
      context.moveTo(cornerX - sideX * corner, cornerY)
      context.lineTo(cornerX, cornerY)
      context.lineTo(cornerX, cornerY - sideY * corner)
    }
    context.setLineDash(isSeen ? [] : [3, 3])
    context.strokeStyle = 'rgb(0 0 0 / 0.7)'
    context.lineWidth = 4
    context.stroke()
    context.strokeStyle = '#fff'
    context.lineWidth = 1.7
    context.stroke()
    label(context, trackId, middleX, middleY - halfHeight - 4)
  }
}

const SIDES = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const

/** The end of the track's id: enough to tell two movers apart, short enough to cover nothing. */
function label(context: CanvasRenderingContext2D, trackId: string, x: number, y: number) {
  context.font = '500 10px "Plex Mono", monospace'
  context.textAlign = 'center'
  context.setLineDash([])
  context.lineWidth = 3
  context.strokeStyle = 'rgb(0 0 0 / 0.8)'
  const text = trackId.slice(-4).toUpperCase()
  context.strokeText(text, x, Math.max(10, y))
  context.fillStyle = '#fff'
  context.fillText(text, x, Math.max(10, y))
}
