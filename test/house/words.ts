/** Marsad nominates nobody and judges nobody: the words for it do not occur in names, schemas or sentences. */
import type { Breach } from './walls.ts'

const words: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /hostile|enem(y|ies)|infiltrat|terroris/i, why: 'declares somebody hostile' },
  { pattern: /nominat|airstrike|\bstrikes?\b|\bengage(d|ment)?\b|\bBDA\b|weapon|munition/i, why: 'speaks of an attack' },
  { pattern: /\btargets?\b|Target(s)?\b|[a-z]Targets?\b/, why: 'makes a target of somebody; say mover, track or person' },
  { pattern: /\bsuspects?\b|suspectedPerson|watchList|threatLevel|threat_level/i, why: 'suspects a person' },
  { pattern: /(person|village|family|tribe)(Score|Rank|Risk)|(score|rank|risk)Of(Person|Village|Family)/i, why: 'scores people' },
  { pattern: /face(Recognition|Embedding|Template|Id\b)|gait(Template|Embedding)/i, why: 'recognises faces' },
  { pattern: /متسلل|إرهابي|معادٍ|معادي|أهداف|(?<![\u0600-\u06ff])هدف(?![\u0600-\u06ff])/, why: 'judges somebody, in Arabic' },
]

/** Words of the language and of libraries that have nothing to do with people. */
const allowed: readonly RegExp[] = [
  /\b(event|e|currentTarget|release)\.?(currentT|t)arget\b/gi,
  /currentTarget/g,
  /"target":/g,
  /EventTarget/g,
  /target: linkPath/g,
]

/** Files whose task is to name these words: the rules themselves, and where the promises are written down. */
const exempt = /^test\/house(\/|\.test\.ts$)|^README\.md$|^docs\/|^CONTRIBUTING\.md$|^CHANGELOG\.md$/

/** Looks through one file of ours. */
export function forbiddenWords(file: string, text: string): Breach[] {
  if (exempt.test(file)) return []
  return text.split('\n').flatMap((line, at) => {
    const bare = allowed.reduce((left, pattern) => left.replaceAll(pattern, ''), line)
    return words.filter(({ pattern }) => pattern.test(bare)).map(({ why }) => ({ file, line: at + 1, message: why }))
  })
}
