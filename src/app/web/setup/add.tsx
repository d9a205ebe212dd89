/** Adding a camera: found on the network or by its address, seen before it is added. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { mayDo } from '../../../features/access/policy.ts'
import { csrf } from '../../../features/access/web/session.ts'
import type { CameraView } from '../../../features/cameras/contract.ts'
import type { DeviceProfile, DeviceReport, FoundDevice, SearchState, Tried } from '../../../features/cameras/onvif/contract.ts'
import { SKEW_HINT_MS } from '../../../features/cameras/onvif/limits.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { randomId } from '../../../platform/web/random-id.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { takeRows } from '../live/world.ts'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import css from './add.module.css'
import { LoginFields, Section, WordField } from './fields.tsx'
import { wordsOf } from './problem.ts'
import setup from './setup.module.css'

/** A device is asked several questions, each with its own end; a picture may need a slow camera's next key picture. */
const SLOW_MS = 60_000
const LOOK_EVERY_MS = 400

/** The page at `/cameras/new`. */
export default function AddCamera(): ReactNode {
  const { say } = useSpeaker()
  const { view } = useWatch()
  if (mayDo(view.rights, 'camera.configure')) return <Adding />
  return (
    <main id="main" className={css.notice} tabIndex={-1}>
      <h1>{say('setup.no-permission')}</h1>
      <p>{say('setup.no-permission.who')}</p>
      <Link href={addresses.wall}>{say('setup.to-cameras')}</Link>
    </main>
  )
}

type Busy = 'ask' | 'try' | 'add' | null

function Adding(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [, go] = useLocation()
  const [search, again] = useSearch()
  const [chosen, setChosen] = useState<FoundDevice | null>(null)
  const [address, setAddress] = useState('')
  const [login, setLogin] = useState({ user: '', password: '' })
  const [report, setReport] = useState<DeviceReport | null>(null)
  const [analysed, setAnalysed] = useState<string | null>(null)
  const [recorded, setRecorded] = useState<string | null>(null)
  const [tried, setTried] = useState<Tried | null>(null)
  const [name, setName] = useState({ ar: '', en: '' })
  const [busy, setBusy] = useState<Busy>(null)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const command = useRef(randomId())

  const isDevice = address !== '' && !/^(rtsps?:|\/|\.|~|simulated:)/i.test(address.trim())
  const given = login.user === '' && login.password === '' ? undefined : login
  const source = isDevice ? (report?.profiles.find(({ token }) => token === analysed)?.stream ?? null) : address.trim() || null
  const record = isDevice ? (report?.profiles.find(({ token }) => token === recorded)?.stream ?? null) : null

  const begin = (next: string) => {
    setAddress(next)
    setReport(null)
    setTried(null)
    setProblem(null)
    command.current = randomId()
  }

  async function doing<T>(what: Exclude<Busy, null>, work: () => Promise<T>): Promise<T | null> {
    if (busy !== null) return null
    setBusy(what)
    setProblem(null)
    try {
      return await work()
    } catch (fault) {
      if (!(fault instanceof RequestProblem)) throw fault
      setProblem(fault)
      return null
    } finally {
      setBusy(null)
    }
  }
  const post = (path: string, body: object) => request('POST', path, { body, csrf: csrf(), patienceMs: SLOW_MS })

  const askDevice = async () => {
    setReport(null)
    setTried(null)
    const told = (await doing('ask', () =>
      post('/api/cameras/probe', { address: address.trim(), ...(given ? { login: given } : {}) }),
    )) as DeviceReport | null
    if (told === null) return
    setReport(told)
    const [small, large] = bySize(told.profiles)
    setAnalysed(small?.token ?? null)
    setRecorded(large && large !== small ? large.token : null)
    if (name.ar === '' && name.en === '') {
      const found = chosen?.name || told.model
      setName({ ar: found, en: found })
    }
  }
  const tryPicture = async () => {
    if (source === null) return
    setTried(null)
    setTried((await doing('try', () => post('/api/cameras/try', { source, ...(given ? { login: given } : {}) }))) as Tried | null)
  }
  const add = async (allowSame: boolean) => {
    if (source === null) return
    const isNamed = name.ar.trim() !== '' && name.en.trim() !== ''
    const camera = (await doing('add', () =>
      post('/api/cameras', {
        commandId: command.current,
        source,
        ...(given ? { login: given } : {}),
        ...(isNamed ? { name } : {}),
        recordSource: record,
        ...(report?.control && report.presets.length > 0
          ? { control: report.control, presets: report.presets.map((preset) => ({ ...preset, pose: null, masks: [] })) }
          : {}),
        ...(allowSame ? { allowSame } : {}),
      }),
    )) as CameraView | null
    if (camera === null) return
    takeRows({ cameras: [camera] })
    go(addresses.setup(camera.id))
  }

  usePageKeys(
    {
      Escape: () => {
        go(addresses.wall)
        return true
      },
    },
    [{ key: 'Esc', text: 'keys.back.short' }],
  )
  const stopped = source !== null ? null : say(isDevice ? 'add.need-asking' : 'add.need-address')

  return (
    <main id="main" className={css.add} tabIndex={-1}>
      <section className={css.find} aria-label={say('add.page')} data-region>
        <h1 className={css.title}>{say('add.page')}</h1>
        <Section title={say('add.search')} remark={<SearchWords search={search} />}>
          {search?.state === 'searching' ? (
            <progress className={css.progress} max={search.ofMs} value={search.elapsedMs} aria-label={say('add.search')} />
          ) : null}
          <ul className={css.devices}>
            {search?.devices.map((device) => (
              <li key={device.id}>
                <button
                  type="button"
                  className={css.device}
                  aria-pressed={chosen?.id === device.id}
                  onClick={() => {
                    setChosen(device)
                    begin(device.address)
                  }}
                >
                  <Icon name="camera" />
                  <span>
                    <b>{device.name || say('add.nameless')}</b>
                    <small>
                      <Code>{device.host}</Code> {device.hardware}
                    </small>
                  </span>
                  {device.knownAs === null ? null : (
                    <span className={css.known}>
                      <Text text="add.known" values={{ code: device.knownAs }} />
                    </span>
                  )}
                </button>
              </li>
            ))}
          </ul>
          {search?.state === 'done' && search.devices.length === 0 ? (
            <p className={setup.help}>{say('add.search.none')}</p>
          ) : null}
          {search?.state === 'no-network' ? <p className={setup.help}>{say('add.search.no-network')}</p> : null}
          <Button isSmall onPress={again} stoppedBecause={search?.state === 'searching' ? say('add.search.wait') : null}>
            {say('add.search.again')}
          </Button>
        </Section>
        <Section title={say('add.address')}>
          <p className={setup.help}>{say('add.address.help')}</p>
          <form
            className={css.form}
            onSubmit={(event) => {
              event.preventDefault()
              void (isDevice && report === null ? askDevice() : tryPicture())
            }}
          >
            <WordField
              label={say('add.address.label')}
              isCode
              lengthMax={4096}
              value={address}
              placeholder="rtsp://192.0.2.21:554/stream"
              onChange={(text) => {
                setChosen(null)
                begin(text)
              }}
            />
            <div className={css.pair}>
              <LoginFields login={login} onChange={setLogin} />
            </div>
            <p className={setup.help}>{say('setup.login.help')}</p>
            <div className={css.acts}>
              {isDevice ? (
                <Button look={report === null ? 'primary' : 'normal'} onPress={() => void askDevice()}>
                  {say(busy === 'ask' ? 'add.asking' : 'add.ask')}
                </Button>
              ) : null}
              {isDevice && report === null ? null : (
                <Button look={tried === null ? 'primary' : 'normal'} onPress={() => void tryPicture()} stoppedBecause={stopped}>
                  {say(busy === 'try' ? 'add.trying' : 'add.try')}
                </Button>
              )}
              <button type="submit" className="only-spoken" tabIndex={-1}>
                {say('add.try')}
              </button>
            </div>
          </form>
          {problem === null ? null : (
            <p className={css.problem} role="alert">
              {wordsOf(speaker, problem)}
            </p>
          )}
        </Section>
      </section>
      <section className={css.see} aria-label={say('add.seeing')} data-region>
        {report === null ? null : (
          <Section
            title={say('add.streams', {
              model: [report.maker, report.model].filter(Boolean).join(' ') || say('add.streams.device'),
            })}
            remark={
              report.skewMs !== null && Math.abs(report.skewMs) > SKEW_HINT_MS ? (
                <Text text="add.skew" values={{ seconds: Math.abs(Math.round(report.skewMs / 1000)) }} />
              ) : undefined
            }
          >
            <p className={setup.help}>{say('add.streams.help')}</p>
            <Profiles
              profiles={report.profiles}
              analysed={analysed}
              recorded={recorded}
              onAnalysed={(token) => {
                setAnalysed(token)
                setTried(null)
              }}
              onRecorded={setRecorded}
            />
            {report.presets.length === 0 ? null : (
              <p className={setup.help}>
                <Text text="add.presets" values={{ n: report.presets.length }} />
              </p>
            )}
          </Section>
        )}
        <div className={`${css.picture} ${tried !== null && tried.picture === null ? 'hatch' : ''}`} role="status">
          {tried?.picture ? (
            <img src={`data:image/jpeg;base64,${tried.picture}`} alt={say('add.seen', { seconds: tried.afterMs / 1000 })} />
          ) : (
            <p>{busy === 'try' ? say('add.trying') : tried === null ? say('add.seen.why') : <TriedWords code={tried.fault} />}</p>
          )}
        </div>
        {tried?.picture ? (
          <p className={css.figures}>
            <span>
              <Text text="add.seen" values={{ seconds: tried.afterMs / 1000 }} />
            </span>
            <span>
              <Code>
                {tried.width}×{tried.height}
              </Code>
              {tried.framesPerSecond === null ? null : (
                <>
                  {' · '}
                  <Text text="camera.card.rate" values={{ n: tried.framesPerSecond }} />
                </>
              )}
            </span>
          </p>
        ) : null}
        <Section title={say('add.names')}>
          <div className={css.pair}>
            <WordField label={say('setup.name.ar')} value={name.ar} direction="rtl" onChange={(ar) => setName({ ...name, ar })} />
            <WordField label={say('setup.name.en')} value={name.en} direction="ltr" onChange={(en) => setName({ ...name, en })} />
          </div>
          <div className={css.acts}>
            {problem?.code === 'camera.address-taken' ? (
              <Button onPress={() => void add(true)}>{say('add.anyway')}</Button>
            ) : (
              <Button look={tried?.picture ? 'primary' : 'normal'} onPress={() => void add(false)} stoppedBecause={stopped}>
                {say(busy === 'add' ? 'add.adding' : tried !== null && !tried.picture ? 'add.anyway' : 'add.add')}
              </Button>
            )}
            <span className={setup.help}>{say('add.by-name')}</span>
          </div>
        </Section>
      </section>
    </main>
  )
}

function TriedWords({ code }: { readonly code: string | null }): ReactNode {
  const { say, has } = useSpeaker()
  const id = `problem.${code ?? ''}`
  return (
    <>
      <b>{say('add.seen.none')}</b>{' '}
      {code !== null && has(id) ? say(id) : <Text text="camera.reason" values={{ code: code ?? '' }} />}
    </>
  )
}

function SearchWords({ search }: { readonly search: SearchState | null }): ReactNode {
  if (search === null || search.state === 'none' || search.state === 'no-network') return null
  return search.state === 'searching' ? (
    <Text text="add.search.running" values={{ n: Math.round(search.elapsedMs / 1000), all: Math.round(search.ofMs / 1000) }} />
  ) : (
    <Text text="add.search.found" values={{ n: search.devices.length }} />
  )
}

function Profiles({
  profiles,
  analysed,
  recorded,
  onAnalysed,
  onRecorded,
}: {
  readonly profiles: readonly DeviceProfile[]
  readonly analysed: string | null
  readonly recorded: string | null
  readonly onAnalysed: (token: string) => void
  readonly onRecorded: (token: string | null) => void
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <table className={`${setup.table} ${css.streams}`}>
      <thead>
        <tr>
          <th scope="col">{say('add.stream')}</th>
          <th scope="col">{say('add.codec')}</th>
          <th scope="col">{say('add.size')}</th>
          <th scope="col">{say('add.rate')}</th>
          <th scope="col">{say('add.analyse')}</th>
          <th scope="col">{say('add.record')}</th>
        </tr>
      </thead>
      <tbody>
        {profiles.map((profile) => {
          const name = profile.name || profile.token
          return (
            <tr key={profile.token}>
              <td>
                <bdi>{name}</bdi>
              </td>
              <td>
                <Code>{profile.codec || '—'}</Code>
              </td>
              <td>
                <Code>{profile.width === null ? '—' : `${profile.width}×${profile.height}`}</Code>
              </td>
              <td>
                <Code>{profile.framesPerSecond ?? '—'}</Code>
              </td>
              <td>
                <input
                  type="radio"
                  name="analyse"
                  aria-label={say('add.analyse.of', { name })}
                  disabled={profile.stream === null}
                  checked={analysed === profile.token}
                  onChange={() => onAnalysed(profile.token)}
                />
              </td>
              <td>
                <input
                  type="radio"
                  name="record"
                  aria-label={say('add.record.of', { name })}
                  disabled={profile.stream === null}
                  checked={(recorded ?? analysed) === profile.token}
                  onChange={() => onRecorded(profile.token === analysed ? null : profile.token)}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The smallest and the largest stream that can be read. H.264 before others where sizes are equal: more browsers play it. */
function bySize(profiles: readonly DeviceProfile[]): [DeviceProfile | undefined, DeviceProfile | undefined] {
  const area = ({ width, height }: DeviceProfile) => (width ?? 0) * (height ?? 0)
  const readable = profiles.filter(({ stream, codec }) => stream !== null && codec !== 'JPEG')
  const sorted = [...(readable.length > 0 ? readable : profiles)].sort(
    (a, b) => area(a) - area(b) || a.codec.localeCompare(b.codec),
  )
  return [sorted[0], sorted.at(-1)]
}

/** Begins a search when the page opens, and looks how far it is. */
function useSearch(): readonly [SearchState | null, () => void] {
  const [search, setSearch] = useState<SearchState | null>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isGone = false
    const look = (method: 'GET' | 'POST') =>
      request(method, '/api/cameras/discover', method === 'POST' ? { csrf: csrf(), body: {} } : {})
        .then((answer) => {
          if (isGone) return
          const state = answer as SearchState
          setSearch(state)
          if (state.state === 'searching') timer = setTimeout(() => void look('GET'), LOOK_EVERY_MS)
        })
        // Without an answer the list stays as it is; the band over the page says that the link is cut.
        .catch(() => undefined)
    void look('POST')
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [round])
  return [search, () => setRound((now) => now + 1)]
}
