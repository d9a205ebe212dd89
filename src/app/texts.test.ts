import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { accessRefusals } from '../features/access/contract.ts'
import { alertRefusals, cameraCauses, closeReasons } from '../features/alerts/contract.ts'
import { cameraHealth, sourceFaults } from '../features/cameras/contract.ts'
import { shiftRefusals } from '../features/shifts/contract.ts'
import { createSpeaker, isolateNumbers, piecesOf } from '../platform/speak.ts'
import { languages, type Sentences } from '../platform/text.ts'
import { catalogues, texts } from './texts.ts'

const all: Sentences = texts
const source = fileURLToPath(new URL('..', import.meta.url))
/** Words that name people as something to be acted against, cut in two because they stand nowhere in this program. */
const FORBIDDEN = ['متس-لل', 'إرها-بي', 'هد-ف', 'معا-د', 'host-ile', 'tar-get', 'ene-my', 'infil-trator'].map((word) =>
  word.replace('-', ''),
)
const everyValue = (sentence: string) =>
  Object.fromEntries([...sentence.matchAll(/\{\s*(\w+)\s*([,}])/g)].map((match) => [match[1] ?? '', match[2] === ',' ? 3 : 'x']))

/** The branches of every plural of a message, found by walking its braces. */
function pluralBranches(sentence: string): string[][] {
  const found: string[][] = []
  for (const match of sentence.matchAll(/,\s*plural\s*,/g)) {
    const branches: string[] = []
    let depth = 0
    let word = ''
    for (let at = match.index + match[0].length; at < sentence.length; at++) {
      const letter = sentence[at] ?? ''
      if (letter === '{') {
        if (depth++ === 0) branches.push(word.trim())
        word = ''
      } else if (letter === '}') {
        if (--depth < 0) break
        word = ''
      } else if (depth === 0) word += letter
    }
    found.push(branches)
  }
  return found
}

describe('sentences', () => {
  test('no id stands in two features', () => {
    const ids = Object.values(catalogues).flatMap((catalogue) => Object.keys(catalogue))
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test.each(languages)('every sentence parses and is spoken in %s', (language) => {
    const faults: string[] = []
    const speaker = createSpeaker(all, language, (id, fault) => faults.push(`${id}: ${String(fault)}`))
    for (const [id, sentence] of Object.entries(all)) {
      expect(sentence[language].trim(), id).not.toBe('')
      speaker.say(id, everyValue(sentence[language]))
    }
    expect(faults).toEqual([])
  })

  test('every Arabic plural has all six forms', () => {
    for (const [id, sentence] of Object.entries(all))
      for (const branches of pluralBranches(sentence.ar))
        for (const form of ['zero', 'one', 'two', 'few', 'many', 'other']) expect(branches, `${id}: ${form}`).toContain(form)
  })

  test('no sentence names people as something to be acted against', () => {
    for (const [id, sentence] of Object.entries(all))
      for (const word of FORBIDDEN)
        for (const language of languages)
          expect(sentence[language].toLowerCase().includes(word), `${id} says ${word}`).toBe(false)
  })

  test('no sentence shouts', () => {
    for (const [id, sentence] of Object.entries(all)) expect(`${sentence.ar}${sentence.en}`.includes('!'), id).toBe(false)
  })

  test('every refusal, fault, reason and health has its words', () => {
    const platform = [
      'session.wrong',
      'session.rate',
      'session.expired',
      'csrf',
      'not-allowed',
      'not-found',
      'bad-request',
      'database-down',
      'disk-full',
      'internal',
    ]
    for (const code of [...accessRefusals, ...alertRefusals, ...shiftRefusals, ...sourceFaults, ...platform])
      expect(all, code).toHaveProperty([`problem.${code}`])
    for (const reason of closeReasons) expect(all).toHaveProperty([`alert.reason.${reason}`])
    for (const cause of cameraCauses) expect(all).toHaveProperty([`alert.cause.${cause}`])
    for (const health of cameraHealth.options) expect(all).toHaveProperty([`camera.health.${health}`])
    const speaker = createSpeaker(all, 'en')
    const unknown = speaker.say('alert.reason.fault', { fault: 'nothing-of-ours' })
    for (const fault of [...sourceFaults, 'worker-died'])
      expect(speaker.say('alert.reason.fault', { fault }), fault).not.toBe(unknown)
    for (const reason of closeReasons)
      expect(speaker.say('log.alert.closed', { number: 'A-0001', by: 'N', reason }), reason).not.toContain(': other')
  })

  test('every id that the page asks for by name exists', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /web\/.*\.tsx?$/.test(file))
    const missing = files.flatMap((file) =>
      [...readFileSync(`${source}/${file}`, 'utf8').matchAll(/\b(?:say|text)(?:\(|=)\s*['"]([a-z][\w.-]+)['"]/g)]
        .map((match) => match[1] ?? '')
        .filter((id) => !(id in all))
        .map((id) => `${file}: ${id}`),
    )
    expect(missing).toEqual([])
  })
})

describe('speaking', () => {
  const arabic = createSpeaker(all, 'ar')
  const plain = (text: string) => text.replaceAll(/[\u2066-\u2069\u200e]/g, '')

  test('people are counted with their verb, in all six forms', () => {
    const title = (n: number) => plain(arabic.say('alert.title.mover-approach', { cls: 'person', n }))
    expect(title(1)).toBe('شخص واحد يسير نحو الخط')
    expect(title(2)).toBe('شخصان يسيران نحو الخط')
    expect(title(3)).toBe('ثلاثة أشخاص يسيرون نحو الخط')
    expect(title(11)).toBe('11 شخصاً يسيرون نحو الخط')
    expect(title(100)).toBe('100 شخص يسيرون نحو الخط')
    expect(
      plain(arabic.say('alert.title.mover-zone', { cls: 'vehicle', n: 3, zone: { ar: 'وادي السدر', en: 'Wadi al-Sidr' } })),
    ).toBe('ثلاث عجلات دخلت منطقة «وادي السدر»')
  })

  test('a number is isolated alone, its unit stays outside', () => {
    expect(isolateNumbers('مدة 14 ث من C07')).toBe('مدة \u206814\u2069 ث من \u2068C07\u2069')
    expect(isolateNumbers('بدقة ±60 م')).toBe('بدقة \u2068±60\u2069 م')
    expect(isolateNumbers('\u206839Q VC 4525 6584\u2069، 31%')).toBe('\u206839Q VC 4525 6584\u2069، \u206831%\u2069')
  })

  test('pieces put together are the sentence without its isolates', () => {
    const sentence = isolateNumbers('رأت C07 جسماً 14 ث')
    expect(
      piecesOf(sentence)
        .map((piece) => piece.text)
        .join(''),
    ).toBe('رأت C07 جسماً 14 ث')
  })

  test('a sentence that cannot be spoken is told, and its id stands in', () => {
    const faults: string[] = []
    const speaker = createSpeaker(all, 'en', (id) => faults.push(id))
    expect(speaker.say('no.such.sentence')).toBe('no.such.sentence')
    expect(speaker.say('alert.reason.moved', {})).toBe('alert.reason.moved')
    expect(faults).toEqual(['no.such.sentence', 'alert.reason.moved'])
  })
})
