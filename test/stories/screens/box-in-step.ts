/** Whether the box on the screen stands on the mover of the very frame under it: measured on the pixels of both. */
import type { Page } from 'playwright-core'

export interface StepFrame {
  readonly mediaMs: number
  /** The bright mover's middle in the picture, pixels of the picture. */
  readonly bodyX: number
  /** The middle of what is drawn over it, in the same pixels; null: nothing is drawn, or not of this very frame. */
  readonly boxX: number | null
}

/** Looks at so many frames of the live picture of the page. */
export function framesInStep(page: Page, count: number): Promise<StepFrame[]> {
  return page.evaluate(
    (wanted) =>
      new Promise<StepFrame[]>((resolve) => {
        const video = document.querySelector('[data-picture] video') as HTMLVideoElement
        const over = document.querySelector('[data-picture] canvas') as HTMLCanvasElement
        const copy = document.createElement('canvas')
        copy.width = video.videoWidth
        copy.height = video.videoHeight
        const context = copy.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
        const frames: StepFrame[] = []
        const lateMs = 17
        let last = 0
        function onFrame(now: number, { mediaTime, expectedDisplayTime }: VideoFrameCallbackMetadata) {
          // A callback that is late tells of a frame while the next one may be on the screen: its pixels would not be those of its time.
          if (now - expectedDisplayTime > lateMs) return void video.requestVideoFrameCallback(onFrame)
          context.drawImage(video, 0, 0)
          const { data } = context.getImageData(0, 0, copy.width, copy.height)
          let sum = 0
          let weight = 0
          for (let pixel = 0; pixel < data.length / 4; pixel++) {
            const warmth = (data[pixel * 4] ?? 0) - 165
            if (warmth <= 0) continue
            sum += warmth * (pixel % copy.width)
            weight += warmth
          }
          const mediaMs = mediaTime * 1000
          // Frame callbacks come before this one: by now the page has drawn what belongs to the frame.
          requestAnimationFrame(() => {
            const isOfFrame = Math.abs(Number(over.dataset.boxesOf || Number.NaN) - mediaMs) < 10
            if (weight > 0 && mediaMs !== last) frames.push({ mediaMs, bodyX: sum / weight, boxX: isOfFrame ? middle() : null })
            last = mediaMs
            if (frames.length >= wanted) resolve(frames)
            else video.requestVideoFrameCallback(onFrame)
          })
        }
        /** Of all that is drawn, turned into pixels of the picture, which lies whole and in the middle of its place. */
        function middle(): number | null {
          const drawn = over.getContext('2d')?.getImageData(0, 0, over.width, over.height)
          if (drawn === undefined) return null
          let least = Number.POSITIVE_INFINITY
          let most = -1
          for (let pixel = 0; pixel < drawn.data.length / 4; pixel++) {
            if ((drawn.data[pixel * 4 + 3] ?? 0) < 128) continue
            const x = pixel % over.width
            least = Math.min(least, x)
            most = Math.max(most, x)
          }
          if (most < 0) return null
          const scale = Math.min(over.width / video.videoWidth, over.height / video.videoHeight)
          return ((least + most) / 2 - (over.width - video.videoWidth * scale) / 2) / scale
        }
        video.requestVideoFrameCallback(onFrame)
      }),
    count,
  )
}
