/** Certificate and key of the program: read with clear words, and taken anew when they were renewed, without losing the port. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Fault } from '../../base/outcome.ts'
import type { Ports } from '../../platform/ports.ts'

export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly endsAtMs: number
}

/** How often the files are looked at. */
const LOOK_EVERY_MS = 10_000
const WARN_BEFORE_MS = 30 * 86_400_000
const DAY_MS = 86_400_000

/** Faults: `tls.unreadable`, `tls.no-certificate`, `tls.no-key`, `tls.not-a-pair`, each with the file. */
export function readCertificate(files: CertificateFiles): Certificate {
  const cert = textOf(files.cert)
  const key = textOf(files.key)
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(cert)
  } catch (cause) {
    throw new Fault('tls.no-certificate', { file: files.cert }, { cause })
  }
  let secret: KeyObject
  try {
    secret = createPrivateKey(key)
  } catch (cause) {
    throw new Fault('tls.no-key', { file: files.key }, { cause })
  }
  if (!certificate.checkPrivateKey(secret)) throw new Fault('tls.not-a-pair', { cert: files.cert, key: files.key })
  return { cert, key, endsAtMs: Date.parse(certificate.validTo) }
}

/**
 * Looks at the files from time to time and hands a renewed pair on. Half a renewal, or a pair that does not fit, changes nothing
 * and is said once; so is a certificate that ends soon, once a day.
 */
export function watchCertificate(
  files: CertificateFiles,
  first: Certificate,
  ports: Pick<Ports, 'clock' | 'timers'>,
  hear: { taken(certificate: Certificate): void; warn(facts: Fault['facts'], words: string): void },
): { cancel(): void } {
  let known = stampOf(files)
  let now = first
  let warnedAtMs = Number.NEGATIVE_INFINITY
  const look = () => {
    const stamp = stampOf(files)
    if (stamp !== known) {
      known = stamp
      try {
        now = readCertificate(files)
        warnedAtMs = Number.NEGATIVE_INFINITY
        hear.taken(now)
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault
        hear.warn({ ...fault.facts, code: fault.code }, 'the renewed certificate is not taken; the one before goes on')
      }
    }
    const atMs = ports.clock.nowMs()
    if (now.endsAtMs - atMs < WARN_BEFORE_MS && atMs - warnedAtMs >= DAY_MS) {
      warnedAtMs = atMs
      hear.warn({ ends: new Date(now.endsAtMs).toISOString() }, 'the certificate ends soon or has ended: renew it')
    }
  }
  look()
  return ports.timers.every(LOOK_EVERY_MS, look)
}

/** Changes when a file is written or replaced; a file that is away for a moment has a stamp, too. */
function stampOf({ cert, key }: CertificateFiles): string {
  return [cert, key]
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found === undefined ? 'none' : `${found.ino} ${found.mtimeMs} ${found.size}`
    })
    .join(' | ')
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Fault('tls.unreadable', { file, why: (cause as Error).message }, { cause })
  }
}
