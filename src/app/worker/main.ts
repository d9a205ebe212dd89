/**
 * The camera worker: a process that holds a few cameras. It may die at any instant; its cameras are then started again elsewhere, and
 * nothing else dies with it.
 */
import { type CameraRun, runCamera } from './camera.ts'
import type { FromCamera, FromWorker, ToWorker } from './messages.ts'
import { Turns } from './turns.ts'

/** So often it says that it goes on. */
const aliveMs = 5000

const cameras = new Map<string, CameraRun>()
const turns = new Turns()
let isLeaving = false

process.on('message', ({ camera, say }: ToWorker) => {
  if ('start' in say) {
    cameras.set(
      camera,
      runCamera(camera, say.start, turns.share(), (says) => tellOf(camera, says)),
    )
  } else if ('stop' in say) cameras.get(camera)?.stop()
  else cameras.get(camera)?.hear(say)
})
// Asked to end: the segments that are being written are closed first.
process.on('SIGTERM', stopAll)
// Ctrl+C reaches every process of the terminal, this one too; it must not be the end of an open segment.
process.on('SIGINT', stopAll)
// The server is gone: there is nobody to see for. The open segments are good as far as they are written.
process.on('disconnect', leave)
// A thread of the video library may stop for ever inside a call; whoever started this process then ends it.
setInterval(() => tell({ alive: { bytes: process.memoryUsage.rss() } }), aliveMs)

function tellOf(camera: string, says: FromCamera): void {
  tell({ camera, says })
  if (!('gone' in says)) return
  cameras.delete(camera)
  leaveWhenEmpty()
}

function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message)
}

function stopAll(): void {
  isLeaving = true
  for (const camera of cameras.values()) camera.stop()
  leaveWhenEmpty()
}

function leaveWhenEmpty(): void {
  // Let the last words out before the process goes.
  if (isLeaving && cameras.size === 0) setTimeout(leave, 50)
}

/**
 * At once, and for certain: an ordinary exit waits for libav's threads, and one of them may be waiting for this very thread to take
 * its bytes. Such a worker would stay for ever, and its cameras with it.
 */
function leave(): void {
  process.kill(process.pid, 'SIGKILL')
}
