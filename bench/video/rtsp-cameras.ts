/** Cameras of a bench in a process of their own, so that what they cost is not counted as the program's. */
import { type ChildProcess, fork } from 'node:child_process'
import { desertClip } from './clip.ts'

export interface RtspCameras {
  readonly urls: readonly string[]
  /** Pictures sent by all of them so far. */
  framesSent(): Promise<number>
  /** When the pictures of the first camera left, UTC milliseconds. */
  sentAt(): Promise<number[]>
  close(): void
}

/** Starts so many cameras that send rendered desert at 9 pictures a second, with a key picture every 128. */
export async function startRtspCameras(count: number, folder: string): Promise<RtspCameras> {
  const clip = await desertClip(folder)
  const child: ChildProcess = fork(`${import.meta.dirname}/rtsp-process.ts`, [clip, String(count)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const hear = <T>() => new Promise<T>((resolve) => child.once('message', resolve as (message: unknown) => void))
  const urls = await hear<string[]>()
  return {
    urls,
    framesSent() {
      const answer = hear<number>()
      child.send('sent')
      return answer
    },
    sentAt() {
      const answer = hear<number[]>()
      child.send('sentAt')
      return answer
    },
    close() {
      child.kill()
    },
  }
}
