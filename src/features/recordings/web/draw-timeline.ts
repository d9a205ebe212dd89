/** Draws the line of the past onto a canvas: clock, what is recorded, gaps with their cause, how the camera saw, alerts. */
import type { Timeline } from '../contract.ts'
import { endOf, ticksOf, type View, xOf } from './timeline-view.ts'

export interface TimelinePicture {
  readonly view: View
  readonly timeline: Timeline | null
  readonly nowMs: number
  readonly atMs: number | null
  readonly hoverMs: number | null
  readonly interval: { readonly fromMs: number; readonly toMs: number } | null
  readonly offsetMs: number
  readonly clock: (ms: number) => string
  /** Words for the cause of a gap. */
  readonly gapWords: (cause: string, fault: string | null) => string
}

/** Rows of the line, pixels from its top. */
export const ROWS = { clock: 0, alerts: 20, recorded: 42, health: 72, height: 86 } as const
const NOT_SEEING = new Set(['blind', 'down', 'frozen', 'unknown'])
/** Narrower than this a thing would not be seen at all. */
const LEAST_PX = 2

interface Colours {
  readonly [name: string]: string
}

let colours: Colours = {}
let coloursOf = ''

/** Tokens of the theme: read once for each theme, since reading them costs more than a drawing. */
function tokens(canvas: HTMLCanvasElement): Colours {
  const theme = document.documentElement.dataset.theme ?? ''
  if (theme === coloursOf) return colours
  const style = getComputedStyle(canvas)
  const names = [
    'bg0',
    'bg2',
    'bg3',
    'line2',
    'tx1',
    'tx2',
    'tx3',
    'alarm',
    'warn',
    'blind',
    'blind-fill',
    'blind-soft',
    'on-blind',
    'prot',
  ]
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
  coloursOf = theme
  return colours
}

/** Draws all of it; some hundred marks cost well under a millisecond. */
export function drawTimeline(canvas: HTMLCanvasElement, picture: TimelinePicture): void {
  const { view, timeline, nowMs, atMs, hoverMs, interval, offsetMs, clock, gapWords } = picture
  const width = canvas.clientWidth
  const density = devicePixelRatio
  const [pixelsWide, pixelsHigh] = [Math.round(width * density), Math.round(ROWS.height * density)]
  if (canvas.width !== pixelsWide) canvas.width = pixelsWide
  if (canvas.height !== pixelsHigh) canvas.height = pixelsHigh
  const context = canvas.getContext('2d')
  if (context === null) return
  const colour = tokens(canvas)
  const paint = (name: string) => colour[name] ?? '#888'
  const x = (ms: number) => Math.max(-4, Math.min(width + 4, xOf(view, ms, width)))
  const bar = (from: number, to: number, top: number, height: number) => {
    const [left, right] = [x(from), x(to)]
    context.fillRect(left, top, Math.max(LEAST_PX, right - left), height)
    return { left, right }
  }
  const hatched = (from: number, to: number, top: number, height: number) => {
    context.fillStyle = paint('blind-soft')
    const { left, right } = bar(from, to, top, height)
    context.save()
    context.beginPath()
    context.rect(left, top, Math.max(LEAST_PX, right - left), height)
    context.clip()
    context.strokeStyle = paint('blind')
    context.globalAlpha = 0.55
    context.lineWidth = 1.5
    context.beginPath()
    for (let at = left - height - ((left - height) % 7); at < right + height; at += 7) {
      context.moveTo(at, top + height)
      context.lineTo(at + height, top)
    }
    context.stroke()
    context.restore()
    return { left, right }
  }

  context.setTransform(density, 0, 0, density, 0, 0)
  context.fillStyle = paint('bg0')
  context.fillRect(0, 0, width, ROWS.height)
  context.fillStyle = paint('bg2')
  context.fillRect(0, ROWS.recorded, width, 26)

  context.font = '500 11px "Plex Mono", monospace'
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  for (const tick of ticksOf(view, width, offsetMs)) {
    const at = xOf(view, tick, width)
    context.fillStyle = paint('line2')
    context.fillRect(at, ROWS.alerts - 2, 1, ROWS.height)
    context.fillStyle = paint('tx3')
    const text = clock(tick)
    const half = context.measureText(text).width / 2
    if (at - half > 0 && at + half < width) context.fillText(text, at, ROWS.clock + 9)
  }

  if (timeline !== null) {
    context.fillStyle = paint('tx3')
    context.globalAlpha = 0.62
    for (const span of timeline.spans) bar(Date.parse(span.from), endOf(span, nowMs), ROWS.recorded, 26)
    context.globalAlpha = 1
    context.font = '500 12px "Plex Arabic", "Plex Latin", sans-serif'
    for (const gap of timeline.gaps) {
      const { left, right } = hatched(Date.parse(gap.from), gap.to === null ? nowMs : Date.parse(gap.to), ROWS.recorded, 26)
      const words = gapWords(gap.cause, gap.fault)
      const [first, last] = [Math.max(0, left), Math.min(width, right)]
      const needs = context.measureText(words).width + 12
      if (last - first < needs) continue
      context.fillStyle = paint('blind-soft')
      context.fillRect((first + last - needs) / 2, ROWS.recorded + 4, needs, 18)
      context.fillStyle = paint('on-blind')
      context.fillText(words, (first + last) / 2, ROWS.recorded + 13)
    }
    for (const { from, to, health } of timeline.health) {
      const [first, last] = [Date.parse(from), to === null ? nowMs : Date.parse(to)]
      if (NOT_SEEING.has(health)) hatched(first, last, ROWS.health, 8)
      else {
        context.fillStyle = paint(health === 'degraded' ? 'warn' : 'bg3')
        bar(first, last, ROWS.health + (health === 'degraded' ? 2 : 0), health === 'degraded' ? 4 : 8)
      }
    }
    context.strokeStyle = paint('prot')
    context.lineWidth = 1
    for (const { from, to } of timeline.holds) {
      const [left, right] = [x(Date.parse(from)), x(Date.parse(to))]
      // The double line of what is protected.
      context.strokeRect(left + 0.5, ROWS.recorded - 1.5, Math.max(LEAST_PX, right - left), 29)
      context.strokeRect(left + 3.5, ROWS.recorded + 1.5, Math.max(LEAST_PX, right - left) - 6, 23)
    }
    for (const alert of timeline.alerts) {
      const left = xOf(view, Date.parse(alert.from), width)
      const right = Math.max(left + 3, x(alert.to === null ? nowMs : Date.parse(alert.to)))
      if (right < 0 || left > width) continue
      const isMover = alert.kind === 'detection'
      context.fillStyle = paint(isMover ? 'alarm' : 'blind')
      context.fillRect(left, ROWS.alerts + 16, right - left, 4)
      octagon(context, left, ROWS.alerts + 8, 6)
      if (isMover) context.fill()
      else {
        context.strokeStyle = paint('blind')
        context.lineWidth = 1.5
        context.stroke()
      }
    }
  }
  // The future is not a gap: it is empty.
  const nowX = xOf(view, nowMs, width)
  if (nowX < width) {
    context.fillStyle = paint('bg0')
    context.fillRect(nowX, ROWS.alerts, width - nowX, ROWS.height)
    context.fillStyle = paint('tx2')
    context.fillRect(nowX, ROWS.alerts, 1, ROWS.height)
  }
  if (interval !== null) {
    const [left, right] = [x(interval.fromMs), x(interval.toMs)]
    context.fillStyle = paint('tx1')
    context.globalAlpha = 0.16
    context.fillRect(left, ROWS.alerts, right - left, ROWS.height)
    context.globalAlpha = 1
    context.fillRect(left - 1, ROWS.alerts, 2, ROWS.height)
    context.fillRect(right - 1, ROWS.alerts, 2, ROWS.height)
  }
  if (hoverMs !== null) {
    context.fillStyle = paint('tx2')
    context.fillRect(xOf(view, hoverMs, width), ROWS.alerts - 2, 1, ROWS.height)
  }
  if (atMs !== null) {
    const at = xOf(view, atMs, width)
    context.fillStyle = paint('bg0')
    context.fillRect(at - 2.5, ROWS.alerts - 4, 5, ROWS.height)
    context.fillStyle = paint('tx1')
    context.fillRect(at - 1, ROWS.alerts - 4, 2, ROWS.height)
    context.beginPath()
    context.moveTo(at - 6, ROWS.alerts - 6)
    context.lineTo(at + 6, ROWS.alerts - 6)
    context.lineTo(at, ROWS.alerts + 2)
    context.fill()
  }
}

function octagon(context: CanvasRenderingContext2D, x: number, y: number, radius: number) {
  context.beginPath()
  for (let corner = 0; corner < 8; corner++) {
    const angle = Math.PI / 8 + (corner * Math.PI) / 4
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
  }
  context.closePath()
}
