/** The camera's picture with what the pose means in it: horizon, ranges, bearings; with points and masks to be moved by hand. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Mask, Pose } from '../../../features/cameras/contract.ts'
import type { PictureSize, Pixel } from '../../../features/cameras/pose.ts'
import { bearingMarks, horizonLine, rangeLine } from '../../../features/cameras/sight-lines.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import type { MatchedPoint } from './draft.ts'
import css from './setup.module.css'

const PICTURE_EVERY_MS = 1000
const RANGES_M = [100, 200, 500, 1000, 2000, 5000]

export interface PicturePaneProps {
  readonly cameraId: string
  readonly code: string
  readonly hasPicture: boolean
  /** Why there is none, in words. */
  readonly words: ReactNode
  readonly pose: Pose | null
  readonly masks: readonly Mask[]
  readonly points: readonly MatchedPoint[]
  readonly wrongPoints: ReadonlySet<number>
  readonly size: PictureSize
  /** The next press marks a point. */
  readonly isMarking: boolean
  readonly chosenMaskId: string | null
  readonly onSize: (size: PictureSize) => void
  readonly onMark: (pixel: { x: number; y: number }) => void
  readonly onPoint: (id: number, pixel: { x: number; y: number }) => void
  readonly onMask: (id: string, ring: Mask['ring']) => void
  readonly onChooseMask: (id: string | null) => void
}

/** Stills once a second below, a drawing in the picture's own pixels above. Physical: it does not mirror. */
export function PicturePane(props: PicturePaneProps): ReactNode {
  const { cameraId, code, hasPicture, words, pose, masks, points, size, isMarking } = props
  const { say, pick } = useSpeaker()
  const drawing = useRef<SVGSVGElement>(null)
  const [picture, setPicture] = useState<string | null>(null)
  const newestSize = useRef(props.onSize)
  newestSize.current = props.onSize

  useEffect(() => {
    if (!hasPicture) return
    let isGone = false
    function fetchNext() {
      const next = new Image()
      next.onload = () => {
        if (isGone) return
        setPicture(next.src)
        newestSize.current({ width: next.naturalWidth, height: next.naturalHeight })
      }
      next.onerror = () => isGone || setPicture(null)
      next.src = `/api/cameras/${cameraId}/still.jpg?t=${Date.now()}`
    }
    fetchNext()
    const timer = setInterval(fetchNext, PICTURE_EVERY_MS)
    return () => {
      isGone = true
      clearInterval(timer)
      setPicture(null)
    }
  }, [hasPicture, cameraId])

  /** Where a pointer is in the picture, 0…1 each way. */
  const shareAt = (event: { clientX: number; clientY: number }) => {
    const svg = drawing.current
    const matrix = svg?.getScreenCTM()
    if (svg === null || matrix === null || matrix === undefined) return null
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    return { x: within(at.x / size.width), y: within(at.y / size.height) }
  }
  const unit = size.width / 640
  const text = (at: Pixel, words: string, anchor: 'start' | 'middle' | 'end' = 'start', dy = 0) => (
    <text x={at.x} y={at.y + dy} fontSize={13 * unit} textAnchor={anchor} className={css.ink}>
      {words}
    </text>
  )
  const horizon = pose === null ? [] : horizonLine(pose, size)

  return (
    <div className={`${css.picture} ${hasPicture && picture !== null ? '' : 'hatch'}`} dir="ltr" data-region>
      {hasPicture && picture !== null ? (
        <img src={picture} alt={say('camera.card.picture', { code })} />
      ) : (
        <p className={css.pictureWords} dir="auto">
          {words}
        </p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing holds no HTML fieldset */}
      <svg
        ref={drawing}
        className={`${css.drawing} ${isMarking ? css.marking : ''}`}
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="xMidYMid meet"
        role="group"
        aria-label={say('setup.picture.drawing')}
        onPointerDownCapture={(event) => {
          // While a point is marked, masks and points under the pointer are only what is seen there.
          const at = isMarking ? shareAt(event) : null
          if (at === null) return
          event.stopPropagation()
          event.preventDefault()
          props.onMark(at)
        }}
        onPointerDown={(event) => {
          if (event.target === event.currentTarget) props.onChooseMask(null)
        }}
      >
        <clipPath id="whole-picture">
          <rect width={size.width} height={size.height} />
        </clipPath>
        {pose === null ? null : (
          <g clipPath="url(#whole-picture)">
            <polyline points={pathOf(horizon)} className={css.horizon} />
            {inside(horizon, size) === null
              ? null
              : text(
                  { x: size.width - 8 * unit, y: inside(horizon, size)?.y ?? 0 },
                  say('setup.picture.horizon'),
                  'end',
                  -7 * unit,
                )}
            {spaced(pose, size).map(({ rangeM, line, at }) => (
              <g key={rangeM}>
                <polyline points={pathOf(line)} className={css.rangeLine} />
                {text(
                  { x: 8 * unit, y: at.y },
                  say(rangeM >= 1000 ? 'map.km' : 'map.metres', { n: rangeM >= 1000 ? rangeM / 1000 : rangeM }),
                  'start',
                  -4 * unit,
                )}
              </g>
            ))}
            {bearingMarks(pose, size).map(({ bearingTrueDeg, pixel }) => (
              <g key={bearingTrueDeg}>
                <path d={`M${pixel.x} ${24 * unit}v${8 * unit}`} className={css.tick} />
                {text({ x: pixel.x, y: 18 * unit }, `${String(bearingTrueDeg).padStart(3, '0')}°`, 'middle')}
              </g>
            ))}
          </g>
        )}
        {masks.map((mask) => (
          <MaskShape
            key={mask.id}
            mask={mask}
            name={pick(mask.name)}
            size={size}
            unit={unit}
            isChosen={mask.id === props.chosenMaskId}
            shareAt={shareAt}
            onChoose={() => props.onChooseMask(mask.id)}
            onRing={(ring) => props.onMask(mask.id, ring)}
          />
        ))}
        {points.map((point, index) =>
          point.pixel === null ? null : (
            <Cross
              key={point.id}
              number={index + 1}
              at={{ x: point.pixel.x * size.width, y: point.pixel.y * size.height }}
              unit={unit}
              isWrong={props.wrongPoints.has(point.id)}
              label={say('setup.point.in-picture', { n: index + 1, name: point.name || '—' })}
              shareAt={shareAt}
              step={(dx, dy) => {
                const { x, y } = point.pixel ?? { x: 0, y: 0 }
                props.onPoint(point.id, { x: within(x + dx / size.width), y: within(y + dy / size.height) })
              }}
              onMove={(pixel) => props.onPoint(point.id, pixel)}
            />
          ),
        )}
      </svg>
    </div>
  )
}

function within(share: number): number {
  return Math.max(0, Math.min(1, share))
}

function pathOf(line: readonly Pixel[]): string {
  return line.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
}

/** The point of a line nearest to the right edge that lies in the picture, for its words. */
function inside(line: readonly Pixel[], size: PictureSize): Pixel | null {
  return line.findLast(({ x, y }) => x <= size.width && x >= 0 && y > size.height * 0.1 && y < size.height) ?? null
}

/** Range lines that stand far enough apart to be read. */
function spaced(pose: Pose, size: PictureSize) {
  const chosen: { rangeM: number; line: Pixel[]; at: Pixel }[] = []
  for (const rangeM of RANGES_M) {
    const line = rangeLine(pose, size, rangeM)
    const at = line.find(({ x, y }) => x >= 0 && y > size.height * 0.14 && y < size.height)
    if (at === undefined || chosen.some((other) => Math.abs(other.at.y - at.y) < size.height * 0.055)) continue
    chosen.push({ rangeM, line, at })
  }
  return chosen
}

interface Moves {
  readonly shareAt: (event: { clientX: number; clientY: number }) => { x: number; y: number } | null
}

/** Arrow keys move what has the focus: a pixel, with Shift ten. True: the key was one. */
function arrow(event: KeyboardEvent, move: (dx: number, dy: number) => void): boolean {
  const by = event.shiftKey ? 10 : 1
  const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.code]
  if (way === undefined) return false
  event.preventDefault()
  event.stopPropagation()
  move(way[0] ?? 0, way[1] ?? 0)
  return true
}

/** Holds the pointer until it is let go. */
function drag(event: PointerEvent<SVGElement>, onMove: (event: globalThis.PointerEvent) => void): void {
  event.stopPropagation()
  const element = event.currentTarget
  element.setPointerCapture(event.pointerId)
  const move = (next: Event) => onMove(next as globalThis.PointerEvent)
  const end = () => {
    element.removeEventListener('pointermove', move)
    element.removeEventListener('pointerup', end)
    element.removeEventListener('pointercancel', end)
  }
  element.addEventListener('pointermove', move)
  element.addEventListener('pointerup', end)
  element.addEventListener('pointercancel', end)
}

function Cross({
  number,
  at,
  unit,
  isWrong,
  label,
  shareAt,
  step,
  onMove,
}: Moves & {
  readonly number: number
  readonly at: Pixel
  readonly unit: number
  readonly isWrong: boolean
  readonly label: string
  readonly step: (dx: number, dy: number) => void
  readonly onMove: (pixel: { x: number; y: number }) => void
}): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a drawing that is moved by hand cannot be an HTML button
    <g
      role="button"
      tabIndex={0}
      aria-label={label}
      data-takes-keys
      className={`${css.cross} ${isWrong ? css.crossWrong : ''}`}
      transform={`translate(${at.x} ${at.y}) scale(${unit})`}
      onPointerDown={(event) =>
        drag(event, (next) => {
          const to = shareAt(next)
          if (to !== null) onMove(to)
        })
      }
      onKeyDown={(event) => arrow(event, step)}
    >
      <circle r="16" className={css.hit} />
      <circle r="6" />
      <path d="M0-13v8M0 5v8M-13 0h8M5 0h8" />
      <text x="10" y="-8" fontSize="13" className={css.ink}>
        {number}
      </text>
    </g>
  )
}

function MaskShape({
  mask,
  name,
  size,
  unit,
  isChosen,
  shareAt,
  onChoose,
  onRing,
}: Moves & {
  readonly mask: Mask
  readonly name: string
  readonly size: PictureSize
  readonly unit: number
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly onRing: (ring: Mask['ring']) => void
}): ReactNode {
  const { say } = useSpeaker()
  const { ring } = mask
  const points = ring.map(([x, y]) => `${x * size.width},${y * size.height}`).join(' ')
  const middle = {
    x: (ring.reduce((sum, [x]) => sum + x, 0) / ring.length) * size.width,
    y: (ring.reduce((sum, [, y]) => sum + y, 0) / ring.length) * size.height,
  }
  const moveAll = (dx: number, dy: number) => {
    // The whole mask stops at the edge and keeps its shape.
    const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
    const byX = Math.max(-Math.min(...xs), Math.min(1 - Math.max(...xs), dx))
    const byY = Math.max(-Math.min(...ys), Math.min(1 - Math.max(...ys), dy))
    onRing(ring.map(([x, y]): [number, number] => [within(x + byX), within(y + byY)]))
  }
  const moveCorner = (index: number, x: number, y: number) =>
    onRing(ring.map((corner, at): [number, number] => (at === index ? [within(x), within(y)] : corner)))
  const addAfter = (index: number) => {
    const [a, b] = [ring[index], ring[(index + 1) % ring.length]]
    if (a === undefined || b === undefined || ring.length >= 40) return
    onRing([...ring.slice(0, index + 1), [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], ...ring.slice(index + 1)])
  }
  return (
    <g className={css.mask}>
      {/* biome-ignore lint/a11y/useSemanticElements: a part of a drawing that is moved by hand cannot be an HTML button */}
      <polygon
        points={points}
        className={css.maskShape}
        role="button"
        tabIndex={0}
        aria-label={say('setup.mask.shape', { name })}
        aria-pressed={isChosen}
        data-takes-keys
        onPointerDown={(event) => {
          onChoose()
          let last = shareAt(event)
          const from = ring
          const start = last
          drag(event, (next) => {
            const to = shareAt(next)
            if (to === null || start === null) return
            last = to
            const [xs, ys] = [from.map(([x]) => x), from.map(([, y]) => y)]
            const byX = Math.max(-Math.min(...xs), Math.min(1 - Math.max(...xs), last.x - start.x))
            const byY = Math.max(-Math.min(...ys), Math.min(1 - Math.max(...ys), last.y - start.y))
            onRing(from.map(([x, y]): [number, number] => [within(x + byX), within(y + byY)]))
          })
        }}
        onFocus={onChoose}
        onKeyDown={(event) => arrow(event, (dx, dy) => moveAll(dx / size.width, dy / size.height))}
      />
      <polygon points={points} className={css.maskEdge} />
      <text
        x={middle.x}
        y={middle.y}
        fontSize={13 * unit}
        textAnchor="middle"
        dominantBaseline="central"
        className={css.maskName}
      >
        {name}
      </text>
      {isChosen
        ? ring.map(([x, y], index) => (
            <g key={index}>
              {/* biome-ignore lint/a11y/useSemanticElements: a part of a drawing that is moved by hand cannot be an HTML button */}
              <circle
                role="button"
                tabIndex={0}
                aria-label={say('setup.mask.corner', { name, n: index + 1 })}
                data-takes-keys
                className={css.corner}
                cx={x * size.width}
                cy={y * size.height}
                r={7 * unit}
                onPointerDown={(event) =>
                  drag(event, (next) => {
                    const to = shareAt(next)
                    if (to !== null) moveCorner(index, to.x, to.y)
                  })
                }
                onKeyDown={(event) => {
                  if (arrow(event, (dx, dy) => moveCorner(index, x + dx / size.width, y + dy / size.height))) return
                  if (event.code === 'Delete' && ring.length > 3) onRing(ring.filter((_, at) => at !== index))
                  else if (event.code === 'Enter' || event.code === 'Insert') addAfter(index)
                  else return
                  event.preventDefault()
                  event.stopPropagation()
                }}
              />
            </g>
          ))
        : null}
    </g>
  )
}
