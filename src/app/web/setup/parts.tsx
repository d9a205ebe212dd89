/** The parts of the set-up page, each a section of its own. */
import { type ReactNode, useState } from 'react'
import type { LatLon } from '../../../base/geo.ts'
import type { Outcome } from '../../../base/outcome.ts'
import { csrf } from '../../../features/access/web/session.ts'
import type { CameraView, Mask, Pose } from '../../../features/cameras/contract.ts'
import { COVERED_MOST, coveredShare } from '../../../features/cameras/mask-check.ts'
import type { PictureSize } from '../../../features/cameras/pose.ts'
import type { PointResidual, PoseFit } from '../../../features/cameras/pose-fit.ts'
import type { CameraLogin, CameraSetup } from '../../../features/cameras/settings.ts'
import { PIXELS_TO, placeErrorAt, rangeOfPixels } from '../../../features/cameras/sight-lines.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import type { PlaceView } from '../../../features/places/contract.ts'
import { formatMgrs, readPosition } from '../../../features/places/web/mgrs.ts'
import { formatSpan, type SiteClock } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { randomId } from '../../../platform/web/random-id.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { CameraSignal } from '../../live.ts'
import { takeRows } from '../live/world.ts'
import type { Draft, MatchedPoint } from './draft.ts'
import { LoginFields, NumberField, Range, Section, WordField } from './fields.tsx'
import { wordsOf } from './problem.ts'
import css from './setup.module.css'

/** Names, and where it stands and looks. */
export function WherePart({
  draft,
  outposts,
  isBetween,
  hasPresets,
  onChange,
  onPose,
  onPlace,
  onPlaceAt,
}: {
  readonly draft: Draft
  /** Outposts that are on the map. */
  readonly outposts: readonly PlaceView[]
  readonly isBetween: boolean
  readonly hasPresets: boolean
  readonly onChange: (next: Partial<Draft>, step: string) => void
  readonly onPose: (next: Partial<Pose>, step: string) => void
  readonly onPlace: () => void
  readonly onPlaceAt: (position: LatLon) => void
}): ReactNode {
  const { say, pick } = useSpeaker()
  const { name, pose } = draft
  return (
    <Section title={say('setup.where')} remark={say('setup.where.how')}>
      <div className={css.pair}>
        <WordField
          label={say('setup.name.ar')}
          value={name.ar}
          direction="rtl"
          onChange={(ar) => onChange({ name: { ...name, ar } }, 'name-ar')}
          problem={name.ar.trim() === '' ? say('setup.name.empty') : null}
        />
        <WordField
          label={say('setup.name.en')}
          value={name.en}
          direction="ltr"
          onChange={(en) => onChange({ name: { ...name, en } }, 'name-en')}
          problem={name.en.trim() === '' ? say('setup.name.empty') : null}
        />
      </div>
      <label className={css.choice}>
        <span>{say('setup.outpost')}</span>
        <select
          value={draft.outpostId ?? ''}
          onChange={(event) => onChange({ outpostId: event.target.value === '' ? null : event.target.value }, 'outpost')}
        >
          <option value="">{say('setup.outpost.none')}</option>
          {outposts.map((outpost) => (
            <option key={outpost.id} value={outpost.id}>
              {pick(outpost.name)}
            </option>
          ))}
        </select>
        <small>{say('setup.outpost.help')}</small>
      </label>
      <p className={css.help}>
        {say(isBetween ? 'setup.where.between' : hasPresets ? 'setup.where.preset' : 'setup.where.fixed')}
      </p>
      {pose === null ? (
        isBetween ? null : (
          <>
            <p className={css.help}>{say('setup.where.none')}</p>
            <div className={css.fields}>
              <PositionField position={null} onPosition={onPlaceAt} />
            </div>
            <Button onPress={onPlace}>{say('setup.where.place')}</Button>
          </>
        )
      ) : (
        <div className={css.fields}>
          <PositionField position={pose.position} onPosition={(position) => onPose({ position }, 'position')} />
          <NumberField
            label={say('setup.height')}
            unit={say('setup.unit.m')}
            value={pose.heightM}
            least={0.5}
            most={500}
            digits={1}
            onChange={(heightM) => onPose({ heightM }, 'height')}
          />
          <NumberField
            label={say('setup.azimuth')}
            unit={say('setup.unit.north')}
            value={pose.azimuthTrueDeg}
            least={0}
            most={359.99}
            digits={1}
            onChange={(azimuthTrueDeg) => onPose({ azimuthTrueDeg }, 'azimuth')}
          />
          <NumberField
            label={say('setup.pitch')}
            unit="°"
            value={pose.pitchDeg}
            least={-90}
            most={30}
            digits={1}
            onChange={(pitchDeg) => onPose({ pitchDeg }, 'pitch')}
          />
          <NumberField
            label={say('setup.field')}
            unit="°"
            value={pose.horizontalFovDeg}
            least={0.5}
            most={150}
            digits={1}
            onChange={(horizontalFovDeg) => onPose({ horizontalFovDeg }, 'field')}
          />
          <NumberField
            label={say('setup.roll')}
            unit="°"
            value={pose.rollDeg}
            least={-45}
            most={45}
            digits={1}
            onChange={(rollDeg) => onPose({ rollDeg }, 'roll')}
          />
        </div>
      )}
    </Section>
  )
}

function PositionField({
  position,
  onPosition,
}: {
  /** Null: not known yet. */
  readonly position: LatLon | null
  readonly onPosition: (position: LatLon) => void
}): ReactNode {
  const { say } = useSpeaker()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = position === null ? '' : (formatMgrs(position) ?? `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}`)
  const isWrong = typed !== null && typed.trim() !== '' && readPosition(typed) === null
  return (
    <div className={css.positionField}>
      <WordField
        label={say('setup.position')}
        isCode
        lengthMax={40}
        value={typed ?? shown}
        placeholder="39Q VC 4786 6689"
        problem={isWrong ? say('setup.position.wrong') : null}
        onChange={(text) => {
          const read = readPosition(text)
          setTyped(text)
          if (read !== null && position !== null) onPosition(read)
        }}
        onDone={() => {
          const read = typed === null ? null : readPosition(typed)
          if (read !== null && position === null) onPosition(read)
          if (read !== null) setTyped(null)
        }}
      />
    </div>
  )
}

/** Ground that is never shown. */
export function MasksPart({
  masks,
  isBetween,
  chosenId,
  onChoose,
  onAdd,
  onChange,
}: {
  readonly masks: readonly Mask[]
  readonly isBetween: boolean
  readonly chosenId: string | null
  readonly onChoose: (id: string | null) => void
  readonly onAdd: () => void
  readonly onChange: (masks: readonly Mask[], step?: string) => void
}): ReactNode {
  const { say, pick } = useSpeaker()
  const share = coveredShare(masks)
  const set = (id: string, name: Mask['name']) =>
    onChange(
      masks.map((mask) => (mask.id === id ? { ...mask, name } : mask)),
      `mask-name-${id}`,
    )
  return (
    <Section
      title={say('setup.masks')}
      remark={
        masks.length === 0 ? (
          say('setup.masks.none')
        ) : (
          <Text text="setup.masks.share" values={{ percent: Math.round(share * 100) }} />
        )
      }
    >
      <p className={css.help}>{say(isBetween ? 'setup.masks.between' : 'setup.masks.help')}</p>
      {share > COVERED_MOST ? <p className={css.wrong}>{say('setup.masks.too-much')}</p> : null}
      <ul className={css.list}>
        {masks.map((mask) => (
          <li key={mask.id} className={mask.id === chosenId ? css.chosen : ''}>
            <button
              type="button"
              className={css.row}
              aria-pressed={mask.id === chosenId}
              onClick={() => onChoose(mask.id === chosenId ? null : mask.id)}
            >
              <span className={css.maskMark} aria-hidden="true" />
              {pick(mask.name)}
              <span className={css.end}>
                <Text text="setup.mask.corners" values={{ n: mask.ring.length }} />
              </span>
            </button>
            {mask.id === chosenId && !isBetween ? (
              <div className={css.maskEdit}>
                <div className={css.pair}>
                  <WordField
                    label={say('setup.name.ar')}
                    value={mask.name.ar}
                    direction="rtl"
                    onChange={(ar) => set(mask.id, { ...mask.name, ar })}
                  />
                  <WordField
                    label={say('setup.name.en')}
                    value={mask.name.en}
                    direction="ltr"
                    onChange={(en) => set(mask.id, { ...mask.name, en })}
                  />
                </div>
                <p className={css.help}>{say('setup.mask.keys')}</p>
                <Button isSmall onPress={() => onChange(masks.filter(({ id }) => id !== mask.id))}>
                  {say('setup.mask.remove')}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <Button
        isSmall
        keyName="N"
        onPress={onAdd}
        stoppedBecause={isBetween ? say('setup.masks.stopped') : masks.length >= 20 ? say('setup.masks.full') : null}
      >
        {say('setup.mask.add')}
      </Button>
    </Section>
  )
}

/** Directions that a turning camera was taught. */
export function PresetsPart({
  camera,
  setup,
  onMoved,
}: {
  readonly camera: CameraView
  readonly setup: CameraSetup | null
  readonly onMoved: () => void
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [problem, setProblem] = useState<string | null>(null)
  async function goTo(token: string): Promise<void> {
    setProblem(null)
    try {
      const next = await request('POST', `/api/cameras/${camera.id}/preset`, {
        body: { commandId: randomId(), token },
        csrf: csrf(),
      })
      takeRows({ cameras: [next as CameraView] })
      onMoved()
    } catch (fault) {
      if (!(fault instanceof RequestProblem)) throw fault
      setProblem(wordsOf(speaker, fault))
    }
  }
  return (
    <Section title={say('setup.presets')} remark={say('setup.presets.own')}>
      <ul className={css.list}>
        {camera.presets.map((preset) => {
          const isHere = preset.token === camera.presetToken
          const isAhead = preset.token === setup?.movingTo
          return (
            <li key={preset.token} className={css.presetRow}>
              <span>
                {preset.name === '' ? <Code>{preset.token}</Code> : <bdi>{preset.name}</bdi>}
                <small>
                  {isHere
                    ? say('setup.preset.here')
                    : isAhead
                      ? say('setup.preset.ahead')
                      : preset.pose === null
                        ? say('setup.preset.unposed')
                        : ''}
                </small>
              </span>
              {isHere || setup?.canTurn !== true ? null : (
                <Button
                  isSmall
                  onPress={() => void goTo(preset.token)}
                  stoppedBecause={setup.movingTo === null ? null : say('setup.preset.wait')}
                  {...(setup.movingTo === null
                    ? { label: say('setup.preset.go.to', { name: preset.name || preset.token }) }
                    : {})}
                >
                  {say('setup.preset.go')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {problem === null ? null : (
        <p className={css.wrong} role="alert">
          {problem}
        </p>
      )}
    </Section>
  )
}

/** What is read, what is recorded, and with which login. */
export function StreamsPart({
  camera,
  hasLogin,
  recordAddress,
  login,
  onRecord,
  onLogin,
}: {
  readonly camera: CameraView
  readonly hasLogin: boolean
  readonly recordAddress: string | null
  /** Undefined: as it is; null: taken away. */
  readonly login: CameraLogin | null | undefined
  readonly onRecord: (address: string | null) => void
  readonly onLogin: (login: CameraLogin | null | undefined) => void
}): ReactNode {
  const { say } = useSpeaker()
  const isStream = /^rtsps?:/.test(camera.address)
  return (
    <Section title={say('setup.streams')}>
      <p className={css.address}>
        <span>{say('setup.stream.analysed')}</span>
        <Code>{camera.address}</Code>
      </p>
      {isStream ? (
        <>
          <fieldset className={css.choice}>
            <legend>{say('setup.stream.recorded')}</legend>
            <label>
              <input type="radio" name="record" checked={recordAddress === null} onChange={() => onRecord(null)} />
              {say('setup.stream.same')}
            </label>
            <label>
              <input
                type="radio"
                name="record"
                checked={recordAddress !== null}
                onChange={() => onRecord(recordAddress ?? camera.address)}
              />
              {say('setup.stream.larger')}
            </label>
          </fieldset>
          {recordAddress === null ? null : (
            <WordField
              label={say('setup.stream.address')}
              isCode
              lengthMax={2000}
              value={recordAddress}
              onChange={onRecord}
              problem={/^rtsps?:\/\/./.test(recordAddress) ? null : say('problem.camera.record-not-stream')}
            />
          )}
          {login === undefined ? (
            <p className={css.loginRow}>
              <span>{say(hasLogin ? 'setup.login.kept' : 'setup.login.none')}</span>
              <Button isSmall onPress={() => onLogin({ user: '', password: '' })}>
                {say(hasLogin ? 'setup.login.change' : 'setup.login.add')}
              </Button>
              {hasLogin ? (
                <Button isSmall look="quiet" onPress={() => onLogin(null)}>
                  {say('setup.login.remove')}
                </Button>
              ) : null}
            </p>
          ) : (
            <div className={css.loginEdit}>
              {login === null ? (
                <p>{say('setup.login.removed')}</p>
              ) : (
                <div className={css.pair}>
                  <LoginFields login={login} onChange={onLogin} />
                </div>
              )}
              <p className={css.help}>{say('setup.login.help')}</p>
              <Button isSmall look="quiet" onPress={() => onLogin(undefined)}>
                {say('setup.login.leave')}
              </Button>
            </div>
          )}
        </>
      ) : null}
    </Section>
  )
}

/** What the camera's state means, in words and figures. */
export function HealthPart({
  seen,
  setup,
  signal,
  clock,
}: {
  readonly seen: Seen | undefined
  readonly setup: CameraSetup | null
  readonly signal: CameraSignal | null
  readonly clock: SiteClock
}): ReactNode {
  const { say } = useSpeaker()
  if (seen === undefined) return null
  const { camera, health } = seen
  const isSeeing = seen.sight === 'sees' || seen.sight === 'poor'
  const facts = Object.entries(setup?.healthFacts ?? {}).filter(([, value]) => value !== null && value !== '')
  return (
    <Section
      title={say('setup.health')}
      remark={
        <Text
          text="camera.card.since"
          values={{ health: say(`camera.health.${health}`), time: clock.short(Date.parse(camera.healthSince)) }}
        />
      }
    >
      <p className={isSeeing ? css.plain : css.blind}>
        {isSeeing ? null : <Icon name="blind" />}
        {say(`setup.health.${health}`)}
      </p>
      <dl className={css.figures}>
        {camera.healthReason === null ? null : (
          <>
            <dt>{say('setup.health.reason')}</dt>
            <dd>
              <Text text="camera.reason" values={{ code: camera.healthReason }} />
            </dd>
          </>
        )}
        <dt>{say('camera.card.judged')}</dt>
        <dd>{seen.ageMs === null ? say('setup.not-known') : <Code>{formatSpan(seen.ageMs)}</Code>}</dd>
        <dt>{say('setup.health.rate')}</dt>
        <dd>
          {signal?.framesPerSecond == null ? (
            say('setup.not-known')
          ) : (
            <Text text="camera.card.rate" values={{ n: signal.framesPerSecond }} />
          )}
        </dd>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={String(value)} />
        ))}
      </dl>
    </Section>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>
        <Code>{name}</Code>
      </dt>
      <dd>
        <Code>{value}</Code>
      </dd>
    </>
  )
}

/** What has to be so before the camera can be relied on. */
export function StepsPart({
  draft,
  size,
  hasPicture,
  pairs,
  isFitted,
}: {
  readonly draft: Draft
  readonly size: PictureSize
  readonly hasPicture: boolean
  readonly pairs: number
  readonly isFitted: boolean
}): ReactNode {
  const { say } = useSpeaker()
  const { pose, masks } = draft
  const error = pose === null ? null : placeErrorAt(pose, size, 1000)
  const steps: readonly { done: boolean; text: string; end: ReactNode }[] = [
    { done: hasPicture, text: say('setup.step.picture'), end: '' },
    {
      done: pose !== null,
      text: say('setup.step.pose'),
      end: error === null ? '' : <Text text="setup.step.pose.error" values={{ n: Math.round(error.acrossM) }} />,
    },
    {
      done: pairs >= 3 && isFitted,
      text: say('setup.step.points'),
      end: <Text text="setup.step.points.count" values={{ n: pairs }} />,
    },
    {
      done: masks.length > 0,
      text: say('setup.step.masks'),
      end: <Text text="setup.step.masks.count" values={{ n: masks.length }} />,
    },
  ]
  return (
    <Section
      title={say('setup.steps')}
      remark={<Text text="setup.steps.done" values={{ n: steps.filter(({ done }) => done).length, all: steps.length }} />}
    >
      <ol className={css.steps}>
        {steps.map(({ done, text, end }) => (
          <li key={text}>
            {done ? <Icon name="check" /> : <span className={css.ring} aria-hidden="true" />}
            <span>
              {text}
              <span className="only-spoken"> — {say(done ? 'setup.step.done' : 'setup.step.open')}</span>
            </span>
            <span className={css.end}>{end}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** How far the places that it gives can be trusted, and the points that say so. */
export function TrustPart(props: {
  readonly pose: Pose | null
  readonly size: PictureSize
  readonly points: readonly MatchedPoint[]
  readonly residuals: ReadonlyMap<number, PointResidual | null>
  readonly fit: Outcome<PoseFit> | null
  /** Ids of the whole points in the order in which they were fitted. */
  readonly order: readonly number[]
  readonly free: { readonly roll: boolean; readonly field: boolean }
  readonly onFree: (free: { roll: boolean; field: boolean }) => void
  readonly onAdd: () => void
  readonly onName: (id: number, name: string) => void
  readonly onMark: (id: number) => void
  readonly onRemove: (id: number) => void
  readonly onTake: (pose: Pose) => void
  readonly onWithout: (index: number) => void
}): ReactNode {
  const { say } = useSpeaker()
  const { pose, size, points, residuals, fit, order, free } = props
  const error = pose === null ? null : placeErrorAt(pose, size, 1000)
  const without = fit?.ok ? fit.value.without : null
  const oddNumber = without === null ? null : points.findIndex(({ id }) => id === order[without.index]) + 1
  return (
    <Section title={say('setup.trust')} remark={say('setup.computed')}>
      {pose === null ? (
        <p className={css.help}>{say('setup.trust.no-pose')}</p>
      ) : error === null ? (
        <p className={css.help}>{say('setup.trust.no-ground')}</p>
      ) : (
        <p className={css.trust}>
          <b>
            <Text text="setup.trust.across" values={{ n: Math.round(error.acrossM) }} />
          </b>
          <span>
            {error.isPoint && error.farM !== null ? (
              <Text text="setup.trust.along" values={{ near: Math.round(error.nearM), far: Math.round(error.farM) }} />
            ) : (
              say('setup.trust.bearing-only')
            )}
          </span>
        </p>
      )}
      {points.length === 0 ? (
        <p className={css.help}>{say('setup.points.none')}</p>
      ) : (
        <table className={`${css.table} ${css.points}`}>
          <thead>
            <tr>
              <th scope="col">{say('setup.points.number')}</th>
              <th scope="col">{say('setup.points.what')}</th>
              <th scope="col">{say('setup.points.range')}</th>
              <th scope="col">{say('setup.points.error')}</th>
              <th scope="col">
                <span className="only-spoken">{say('setup.points.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map((point, index) => {
              const residual = residuals.get(point.id) ?? null
              const isWrong = residual?.isSuspicious === true
              return (
                <tr key={point.id} className={isWrong ? css.suspicious : ''}>
                  <td>
                    <Code>{index + 1}</Code>
                  </td>
                  <td>
                    <input
                      className={css.pointName}
                      value={point.name}
                      maxLength={40}
                      aria-label={say('setup.point.name', { n: index + 1 })}
                      placeholder={say('setup.point.name.hint')}
                      onChange={(event) => props.onName(point.id, event.currentTarget.value)}
                    />
                    {isWrong ? <small>{say('setup.point.check')}</small> : null}
                  </td>
                  {residual === null ? (
                    <td colSpan={2}>
                      <button type="button" className={css.link} onClick={() => props.onMark(point.id)}>
                        {say(point.pixel === null ? 'setup.point.missing-picture' : 'setup.point.missing-map')}
                      </button>
                    </td>
                  ) : (
                    <>
                      <td>
                        <Range metres={residual.rangeM} />
                      </td>
                      <td>
                        <Code>{residual.deg.toFixed(2)}°</Code>{' '}
                        <small>
                          <Range metres={residual.metres} />
                        </small>
                      </td>
                    </>
                  )}
                  <td>
                    <button
                      type="button"
                      className={css.link}
                      aria-label={say('setup.point.remove.of', { n: index + 1 })}
                      onClick={() => props.onRemove(point.id)}
                    >
                      {say('setup.point.remove')}
                    </button>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {fit === null || points.length === 0 ? null : fit.ok ? (
        <p className={css.plain}>
          <Text
            text="setup.fit.says"
            values={{
              azimuth: withError(fit.value.pose.azimuthTrueDeg, fit.value.pose.errors.azimuthDeg),
              pitch: withError(fit.value.pose.pitchDeg, fit.value.pose.errors.pitchDeg),
            }}
          />
        </p>
      ) : (
        <p className={css.help}>
          <Text text={`problem.${fit.refusal.code}`} values={fit.refusal.facts as Record<string, string | number>} />
        </p>
      )}
      <div className={css.acts}>
        <Button isSmall keyName="P" onPress={props.onAdd} stoppedBecause={pose === null ? say('setup.point.no-pose') : null}>
          {say('setup.point.add')}
        </Button>
        {fit?.ok ? (
          <Button isSmall onPress={() => props.onTake(fit.value.pose)}>
            {say('setup.fit.take')}
          </Button>
        ) : null}
        {without !== null && oddNumber !== null ? (
          <Button isSmall onPress={() => props.onWithout(without.index)}>
            <Text text="setup.fit.without" values={{ n: oddNumber }} />
          </Button>
        ) : null}
      </div>
      {points.length >= 3 ? (
        <fieldset className={css.choice}>
          <legend>{say('setup.fit.also')}</legend>
          <label>
            <input
              type="checkbox"
              checked={free.roll}
              onChange={(event) => props.onFree({ ...free, roll: event.currentTarget.checked })}
            />
            {say('setup.roll')}
          </label>
          <label>
            <input
              type="checkbox"
              checked={free.field}
              onChange={(event) => props.onFree({ ...free, field: event.currentTarget.checked })}
            />
            {say('setup.field')}
          </label>
        </fieldset>
      ) : null}
    </Section>
  )
}

/** Degrees with twice their standard deviation, as one piece that no direction of writing takes apart. */
function withError(deg: number, sigmaDeg: number): string {
  // The mark of direction leads, because neither digits nor signs have one of their own.
  return `\u2068\u200e${deg.toFixed(1)}° ±${(2 * sigmaDeg).toFixed(1)}°\u2069`
}

/** How far a person fills enough pixels. */
export function SightPart({ pose, size }: { readonly pose: Pose | null; readonly size: PictureSize }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('setup.sight')} remark={say('setup.sight.from')}>
      {pose === null ? (
        <p className={css.help}>{say('setup.trust.no-pose')}</p>
      ) : (
        <dl className={css.figures}>
          {(['find', 'tell', 'carry'] as const).map((what) => {
            const rangeM = rangeOfPixels(pose, size, PIXELS_TO[what])
            return (
              <div key={what}>
                <dt>
                  <Text text={`setup.sight.${what}`} values={{ n: PIXELS_TO[what] }} />
                </dt>
                <dd>
                  {rangeM === 0 ? (
                    say('setup.sight.nowhere')
                  ) : (
                    <>
                      {say('setup.sight.to')} <Range metres={rangeM} />
                    </>
                  )}
                </dd>
              </div>
            )
          })}
        </dl>
      )}
    </Section>
  )
}
