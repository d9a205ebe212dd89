/** Which part of a picture is shown, and the brackets around the mover. Pixels of the original picture. Pure. */

export type Box = readonly [x: number, y: number, width: number, height: number]

/** Width to height of the place where the picture stands on the card. */
const CARD_ASPECT = 2
/** Enlarged until the mover takes this share of the height, but never so far that the pixels say nothing. */
const MOVER_SHARE = 0.3
const ENLARGED_MOST = 4

export interface StillView {
  readonly crop: Box
  /** How many times the whole picture would be as wide as the card. */
  readonly enlarged: number
  readonly brackets: string
}

/** The part of the picture around the mover, in the shape of the card, never beyond the picture's edge where it fits. */
export function stillView(box: Box | null, width: number, height: number): StillView {
  const wholeWidth = Math.max(width, height * CARD_ASPECT)
  const wholeHeight = wholeWidth / CARD_ASPECT
  if (box === null)
    return { crop: [(width - wholeWidth) / 2, (height - wholeHeight) / 2, wholeWidth, wholeHeight], enlarged: 1, brackets: '' }
  const [x, y, boxWidth, boxHeight] = box
  const fullHeight = width / CARD_ASPECT
  const wanted = Math.max(boxHeight / MOVER_SHARE, boxWidth / MOVER_SHARE / CARD_ASPECT, fullHeight / ENLARGED_MOST)
  const cropHeight = Math.min(fullHeight, height, wanted)
  const cropWidth = cropHeight * CARD_ASPECT
  const within = (middle: number, size: number, all: number) => Math.max(0, Math.min(all - size, middle - size / 2))
  const crop: Box = [
    within(x + boxWidth / 2, cropWidth, width),
    within(y + boxHeight / 2, cropHeight, height),
    cropWidth,
    cropHeight,
  ]
  return { crop, enlarged: width / cropWidth, brackets: brackets(box, cropHeight) }
}

/** Four corners with a little air, at least so large that a mover of few pixels is found at a glance. */
function brackets([x, y, width, height]: Box, cropHeight: number): string {
  const air = cropHeight * 0.035
  const halfWidth = Math.max(width / 2 + air, cropHeight * 0.07)
  const halfHeight = Math.max(height / 2 + air, cropHeight * 0.09)
  const [middleX, middleY] = [x + width / 2, y + height / 2]
  const corner = Math.min(halfWidth, halfHeight) * 0.45
  const sides = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  return sides
    .map(([sideX, sideY]) => {
      const [cornerX, cornerY] = [middleX + sideX * halfWidth, middleY + sideY * halfHeight]
      return `M${cornerX - sideX * corner} ${cornerY}L${cornerX} ${cornerY}L${cornerX} ${cornerY - sideY * corner}`
    })
    .join('')
}
