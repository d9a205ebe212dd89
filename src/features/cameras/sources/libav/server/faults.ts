/** libav's codes said in ours. Facts hold the address as it is shown, never the one with the login. */
import {
  AVERROR_DECODER_NOT_FOUND,
  AVERROR_EOF,
  AVERROR_EXIT,
  AVERROR_HTTP_FORBIDDEN,
  AVERROR_HTTP_UNAUTHORIZED,
  AVERROR_INVALIDDATA,
} from 'node-av/constants'
import { FFmpegError } from 'node-av/lib'
import { Fault } from '../../../../../base/outcome.ts'
import type { StreamAddress } from './stream-reader.ts'

const RETRY_AFTER_MS = 2000
/** −ETIMEDOUT on Linux; libav passes numbers of the system through with the sign turned. */
const TIMED_OUT = -110

/** Why a stream could not be opened. A file was looked into before: what libav then refuses is damaged, not unknown. */
export function faultOfOpening(address: StreamAddress, code: number): Fault {
  const path = address.shown
  const reason = FFmpegError.strerror(code)
  if (!address.isLive) {
    if (code === AVERROR_DECODER_NOT_FOUND) return new Fault('source.unsupported', { path, reason: 'codec' })
    return new Fault('source.damaged', { path, reason })
  }
  const retry = { retryAfterMs: RETRY_AFTER_MS }
  if (code === AVERROR_HTTP_UNAUTHORIZED || code === AVERROR_HTTP_FORBIDDEN) return new Fault('source.login', { path }, retry)
  if (code === TIMED_OUT || code === AVERROR_EXIT) return new Fault('source.silent', { path }, retry)
  if (code === AVERROR_INVALIDDATA) return new Fault('source.unsupported', { path, reason }, retry)
  return new Fault('source.refused', { path, reason }, retry)
}

/** Why a stream that was open gives no more. */
export function faultOfRead(address: StreamAddress, code: number): Fault {
  const path = address.shown
  const reason = FFmpegError.strerror(code)
  if (!address.isLive) return new Fault('source.damaged', { path, reason })
  const retry = { retryAfterMs: RETRY_AFTER_MS }
  if (code === TIMED_OUT || code === AVERROR_EXIT) return new Fault('source.silent', { path }, retry)
  if (code === AVERROR_EOF) return new Fault('source.ended', { path }, retry)
  return new Fault('source.ended', { path, reason }, retry)
}
