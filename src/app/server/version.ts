/** Which Marsad this is. */
import { createRequire } from 'node:module'

export const programVersion = (createRequire(import.meta.url)('../../../package.json') as { version: string }).version
