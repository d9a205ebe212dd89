/** Sheets of the page of sensors: a feed, its end, a sensor. */
import { type ReactNode, useState } from 'react'
import { Field } from '../../../features/access/web/fields.tsx'
import { csrf } from '../../../features/access/web/session.ts'
import { type FeedKind, type FeedView, feedKinds, type SensorKind, type SensorView } from '../../../features/sensors/contract.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Sheet, Tick, Ticks } from '../../../platform/web/parts/sheet.tsx'
import { randomId } from '../../../platform/web/random-id.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { problemWords } from '../duty/problem-words.ts'
import { Choice } from '../places/fields.tsx'
import { useWatch } from '../shell/watch.tsx'
import css from './sensors.module.css'

interface SheetProps {
  readonly onBack: () => void
  readonly onDone: () => void
}

/** Sends one command of a sheet; what is refused stays in words until the next try. */
function useSend(onDone: () => void) {
  const speaker = useSpeaker()
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  // A lost answer may be asked for again: the same command is the same wish.
  const [commandId, setCommandId] = useState(randomId)
  async function send(path: string, body: object): Promise<void> {
    setIsBusy(true)
    setProblem(null)
    try {
      await request('POST', path, { body: { commandId, ...body }, csrf: csrf() })
      onDone()
    } catch (thrown) {
      if (!(thrown instanceof RequestProblem)) throw thrown
      setProblem(problemWords(speaker, thrown))
      if (thrown.status > 0) setCommandId(randomId())
      setIsBusy(false)
    }
  }
  return { isBusy, problem, send: (path: string, body: object) => void send(path, body) }
}

function useCameras(): readonly { readonly value: string; readonly name: string }[] {
  const { pick } = useSpeaker()
  const { facts } = useWatch()
  return [...facts.cameras.values()]
    .filter(({ isRemoved }) => !isRemoved)
    .sort((a, b) => a.code.localeCompare(b.code))
    .map(({ id, code, name }) => ({ value: id, name: `${code} ${pick(name)}` }))
}

/** A broker, a Frigate, or a camera of ours that speaks. */
export function AddFeed({ onBack, onDone }: SheetProps): ReactNode {
  const { say } = useSpeaker()
  const cameras = useCameras()
  const { isBusy, problem, send } = useSend(onDone)
  const [kind, setKind] = useState<FeedKind>('mqtt')
  const [name, setName] = useState({ ar: '', en: '' })
  const [address, setAddress] = useState('mqtt://')
  const [topic, setTopic] = useState('')
  const [login, setLogin] = useState({ user: '', password: '' })
  const [cameraId, setCameraId] = useState(cameras[0]?.value ?? '')
  const names = { ar: name.ar.trim() || name.en.trim(), en: name.en.trim() || name.ar.trim() }
  const add = () =>
    send(
      '/api/feeds',
      kind === 'onvif'
        ? { kind, name: names, cameraId }
        : { kind, name: names, address, ...(topic.trim() ? { topic } : {}), ...(login.user.trim() ? { login } : {}) },
    )
  return (
    <Sheet
      title={say('sensor.feed.add')}
      doText={say('sensor.save')}
      isBusy={isBusy}
      problem={problem}
      onSend={add}
      onBack={onBack}
    >
      <Choice
        label={say('sensor.feed.kind')}
        value={kind}
        options={feedKinds.map((value) => ({ value, name: say(`sensor.feed.kind.${value}`) }))}
        onChange={setKind}
      />
      <Field title={say('sensor.name.ar')} value={name.ar} onChange={(ar) => setName({ ...name, ar })} isFirst />
      <Field title={say('sensor.name.en')} value={name.en} onChange={(en) => setName({ ...name, en })} />
      {kind === 'onvif' ? (
        <Choice label={say('sensor.feed.camera')} value={cameraId} options={cameras} onChange={setCameraId} />
      ) : (
        <>
          <Field title={say('sensor.feed.address')} value={address} onChange={setAddress} type="url" />
          <Field
            title={say('sensor.feed.topic')}
            help={<bdi dir="ltr">{kind === 'mqtt' ? 'marsad/sensors' : 'frigate'}</bdi>}
            value={topic}
            onChange={setTopic}
          />
          <Field title={say('sensor.feed.user')} value={login.user} onChange={(user) => setLogin({ ...login, user })} />
          <Field
            title={say('sensor.feed.password')}
            value={login.password}
            type="password"
            autoComplete="new-password"
            onChange={(password) => setLogin({ ...login, password })}
          />
        </>
      )}
    </Sheet>
  )
}

/** Asks once more. */
export function RemoveFeed({ feed, onBack, onDone }: SheetProps & { readonly feed: FeedView }): ReactNode {
  const { say } = useSpeaker()
  const { isBusy, problem, send } = useSend(onDone)
  return (
    <Sheet
      title={say('sensor.feed.remove.sure', { name: feed.name })}
      doText={say('sensor.feed.remove')}
      isBusy={isBusy}
      problem={problem}
      onSend={() => send(`/api/feeds/${feed.id}/remove`, { basedOn: feed.version })}
      onBack={onBack}
    >
      {null}
    </Sheet>
  )
}

const kindsOf = (feed: FeedKind): readonly SensorKind[] =>
  feed === 'frigate' ? ['camera'] : ['seismic', 'radar', 'contact', 'power']
const numberOf = (text: string): number | null => {
  const number = Number(text.replace(',', '.'))
  return text.trim() === '' || !Number.isFinite(number) ? null : number
}

interface SensorSheetProps extends SheetProps {
  readonly feed: FeedView
  /** Null: a new one. */
  readonly sensor: SensorView | null
}

/** What it is, what it is called on the feed, and what its word is placed by. */
export function SensorSheet({ feed, sensor, onBack, onDone }: SensorSheetProps): ReactNode {
  const { say } = useSpeaker()
  const cameras = useCameras()
  const { isBusy, problem, send } = useSend(onDone)
  const [kind, setKind] = useState<SensorKind>(sensor?.kind ?? kindsOf(feed.kind)[0] ?? 'seismic')
  const [name, setName] = useState<{ ar: string; en: string }>(sensor?.name ?? { ar: '', en: '' })
  const [key, setKey] = useState(sensor?.key ?? '')
  const [lat, setLat] = useState(String(sensor?.position?.lat ?? ''))
  const [lon, setLon] = useState(String(sensor?.position?.lon ?? ''))
  const [reach, setReach] = useState(String(sensor?.reachM ?? ''))
  const [cameraId, setCameraId] = useState(sensor?.cameraId ?? (kind === 'camera' ? (cameras[0]?.value ?? '') : ''))
  const [width, setWidth] = useState(String(sensor?.picture?.[0] ?? ''))
  const [height, setHeight] = useState(String(sensor?.picture?.[1] ?? ''))
  const [poweredCameraIds, setPowered] = useState<readonly string[]>(sensor?.poweredCameraIds ?? [])
  const isCamera = kind === 'camera'
  const isPower = kind === 'power'
  const isPlaced = !isCamera && !isPower
  function save() {
    const [latDeg, lonDeg, w, h] = [numberOf(lat), numberOf(lon), numberOf(width), numberOf(height)]
    const content = {
      kind,
      name: { ar: name.ar.trim() || name.en.trim(), en: name.en.trim() || name.ar.trim() },
      key: key.trim(),
      position: !isPlaced || latDeg === null || lonDeg === null ? null : { lat: latDeg, lon: lonDeg },
      reachM: !isPlaced || kind === 'radar' ? null : numberOf(reach),
      cameraId: isCamera && cameraId !== '' ? cameraId : null,
      picture: isCamera && w !== null && h !== null ? [Math.round(w), Math.round(h)] : null,
      // A camera that was taken away since cannot hang on it any more.
      poweredCameraIds: isPower ? poweredCameraIds.filter((id) => cameras.some(({ value }) => value === id)) : [],
    }
    send(`/api/feeds/${feed.id}/sensors`, { basedOn: feed.version, sensorId: sensor?.id ?? null, sensor: content })
  }
  return (
    <Sheet
      title={sensor === null ? say('sensor.add') : say('sensor.change')}
      about={sensor === null ? null : sensor.code}
      doText={say('sensor.save')}
      isBusy={isBusy}
      problem={problem}
      onSend={save}
      onBack={onBack}
    >
      {isCamera ? null : (
        <Choice
          label={say('sensor.kind')}
          value={kind}
          options={kindsOf(feed.kind).map((value) => ({ value, name: say(`sensor.kind.${value}`) }))}
          onChange={setKind}
        />
      )}
      <Field title={say('sensor.key')} value={key} onChange={setKey} isFirst />
      <Field title={say('sensor.name.ar')} value={name.ar} onChange={(ar) => setName({ ...name, ar })} />
      <Field title={say('sensor.name.en')} value={name.en} onChange={(en) => setName({ ...name, en })} />
      {isCamera ? (
        <>
          <Choice label={say('sensor.ours')} value={cameraId} options={cameras} onChange={setCameraId} />
          <div className={css.pair}>
            <Field title={say('sensor.picture.width')} value={width} onChange={setWidth} isDigits />
            <Field title={say('sensor.picture.height')} value={height} onChange={setHeight} isDigits />
          </div>
        </>
      ) : isPower ? (
        <Ticks title={say('sensor.powered')}>
          {cameras.map(({ value, name: word }) => (
            <Tick
              key={value}
              word={word}
              isOn={poweredCameraIds.includes(value)}
              onChange={(isOn) => setPowered([...poweredCameraIds.filter((id) => id !== value), ...(isOn ? [value] : [])])}
            />
          ))}
        </Ticks>
      ) : (
        <>
          <div className={css.pair}>
            <Field title={say('sensor.lat')} value={lat} onChange={setLat} isDigits />
            <Field title={say('sensor.lon')} value={lon} onChange={setLon} isDigits />
          </div>
          {kind === 'radar' ? null : <Field title={say('sensor.reach')} value={reach} onChange={setReach} isDigits />}
        </>
      )}
      {sensor === null ? null : (
        <Button
          isSmall
          look="quiet"
          onPress={() => send(`/api/feeds/${feed.id}/sensors/remove`, { basedOn: feed.version, sensorId: sensor.id })}
        >
          {say('sensor.remove')}
        </Button>
      )}
    </Sheet>
  )
}
