/** Nothing needs a person: said with its proofs, each with its age, never as emptiness (interface.md 1.12). */
import type { ReactNode } from 'react'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Icon, type IconName } from '../../../platform/web/parts/icon.tsx'
import type { SoundState } from '../../../platform/web/sound.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { Seen } from '../../cameras/web/health.ts'
import type { Assurance } from '../contract.ts'
import css from './quiet.module.css'

export interface QuietProps {
  readonly assurance: Assurance | null
  readonly seen: readonly Seen[]
  readonly nowMs: number
  readonly silentMs: number
  readonly sound: { readonly state: SoundState; readonly heardMsAgo: number | null }
  /** The newest test alarm: when it was raised, and whether somebody took it; null: none is known. */
  readonly testAlarm: { readonly atMs: number; readonly isTaken: boolean } | null
  /** Names of places that no camera watches now. */
  readonly notWatched: readonly string[]
}

interface Proof {
  readonly id: string
  readonly icon: IconName
  readonly state: 'good' | 'bad' | 'unknown'
  readonly text: ReactNode
  readonly ageMs: number | null
}

/** In this order on the screen. The contract's own list would bring its schemas into the page. */
const parts = ['seen', 'shown', 'saved', 'clock', 'reachable'] as const satisfies readonly (keyof Assurance)[]

const icons = { seen: 'camera', shown: 'eye', saved: 'lock', clock: 'clock', reachable: 'person' } as const satisfies Record<
  keyof Assurance,
  IconName
>

/** The quiet screen, or the screen of a site without cameras, which is not the same. */
export function Quiet(props: QuietProps): ReactNode {
  const { assurance, seen, notWatched } = props
  const { say } = useSpeaker()
  const counted = seen.filter(({ sight }) => sight !== 'out')
  const isWhole =
    assurance !== null &&
    assurance.seen.state === 'good' &&
    assurance.saved.state === 'good' &&
    counted.every(({ sight }) => sight === 'sees') &&
    notWatched.length === 0
  return (
    <>
      <section className={css.calm} aria-label={say(seen.length === 0 ? 'quiet.nothing-watched' : 'quiet.title')}>
        <h2>{say(seen.length === 0 ? 'quiet.nothing-watched' : 'quiet.title')}</h2>
        {seen.length === 0 ? <EmptySite /> : <p>{say(isWhole ? 'quiet.sees' : 'quiet.partly')}</p>}
      </section>
      <section className={css.proofs}>
        <header className={css.head}>
          <h3>{say('quiet.proofs')}</h3>
          <span>{say('quiet.proofs.rate')}</span>
        </header>
        <ul>
          {proofsOf(props, say).map((proof) => (
            <li key={proof.id} className={proof.state === 'good' ? '' : css[proof.state]}>
              <Icon name={proof.icon} />
              <span>{proof.text}</span>
              <span className={css.age}>{proof.ageMs === null ? say('proof.never') : <Age ms={proof.ageMs} />}</span>
            </li>
          ))}
        </ul>
      </section>
      {notWatched.length === 0 ? null : (
        <p className={css.gaps}>
          <Text text="watched.not.list" values={{ places: notWatched.join('، ') }} />
        </p>
      )}
    </>
  )
}

function EmptySite(): ReactNode {
  const { say } = useSpeaker()
  return (
    <div className={css.how}>
      {say('quiet.nothing-watched.how')}
      <code>npm start -- --camera rtsp://192.0.2.10/stream</code>
    </div>
  )
}

function proofsOf(
  { assurance, seen, nowMs, silentMs, sound, testAlarm }: QuietProps,
  say: (id: string) => string,
): readonly Proof[] {
  const counted = seen.filter(({ sight }) => sight !== 'out')
  const judged = counted.filter(({ sight }) => sight === 'sees' || sight === 'poor')
  const ages = judged.flatMap(({ ageMs }) => (ageMs === null ? [] : [ageMs]))
  const proofs = parts.map((part): Proof => {
    const { state, provedAt, because } = assurance?.[part] ?? { state: 'unknown' as const, provedAt: null, because: undefined }
    const provedMs = provedAt === null ? null : Math.max(0, nowMs - Date.parse(provedAt))
    const text =
      state === 'unknown' || (part === 'seen' && counted.length === 0) ? (
        <Text text="proof.unknown" values={{ what: say(`proof.name.${part}`) }} />
      ) : part === 'seen' ? (
        <Text text="proof.seen" values={{ n: judged.length, all: counted.length }} />
      ) : (
        say(state === 'bad' ? `proof.${part}.bad${because === undefined ? '' : `.${because}`}` : `proof.${part}`)
      )
    const isShort = part === 'seen' && judged.length < counted.length
    return {
      id: part,
      icon: icons[part],
      state: state === 'good' && isShort ? 'bad' : part === 'seen' && counted.length === 0 ? 'unknown' : state,
      text,
      ageMs: part === 'seen' && ages.length > 0 ? Math.max(...ages) : provedMs,
    }
  })
  const heard: Proof = {
    id: 'sound',
    icon: sound.state === 'on' ? 'sound' : 'soundOff',
    state: sound.state === 'on' ? (sound.heardMsAgo === null ? 'unknown' : 'good') : 'bad',
    text: say(
      sound.state !== 'on' ? `proof.sound.${sound.state}` : sound.heardMsAgo === null ? 'proof.sound.unheard' : 'proof.sound',
    ),
    ageMs: sound.heardMsAgo,
  }
  const link: Proof = { id: 'link', icon: 'link', state: 'good', text: say('proof.link'), ageMs: silentMs }
  return [...proofs.slice(0, 4), link, heard, testOf(testAlarm, nowMs, say), walkOf(seen, nowMs, say), ...proofs.slice(4)]
}

function testOf(test: QuietProps['testAlarm'], nowMs: number, say: (id: string) => string): Proof {
  const text = test === null ? 'proof.test.none' : test.isTaken ? 'proof.test' : 'proof.test.open'
  const state = test === null ? 'unknown' : test.isTaken ? 'good' : 'bad'
  return { id: 'test', icon: 'alarmOutline', state, text: say(text), ageMs: test && nowMs - test.atMs }
}

/** The newest walk before any camera; each camera's own stands on its page. */
function walkOf(seen: readonly Seen[], nowMs: number, say: (id: string) => string): Proof {
  const [last] = seen
    .flatMap(({ camera }) => (camera.walkTest ? [{ code: camera.code, ...camera.walkTest }] : []))
    .sort((a, b) => b.at.localeCompare(a.at))
  if (last === undefined) return { id: 'walk', icon: 'person', state: 'unknown', text: say('proof.walk.none'), ageMs: null }
  const isFound = last.tracks > 0
  return {
    id: 'walk',
    icon: 'person',
    state: isFound ? 'good' : 'bad',
    text: <Text text={isFound ? 'proof.walk' : 'proof.walk.missed'} values={{ code: last.code }} />,
    ageMs: nowMs - Date.parse(last.at),
  }
}
