/** Sensors on an open map: drawn, named under the pointer and by keys, and kept as they are now. Outside React. */
import { sensorSources } from '../../../features/sensors/web/sensor-layers.ts'
import { type Stand, sensorShapes } from '../../../features/sensors/web/sensor-shapes.ts'
import type { Speaker } from '../../../platform/speak.ts'
import { openNotes } from '../../../platform/web/map/notes.ts'
import type { Stage } from '../../../platform/web/map/stage.ts'
import { sensors, startSensors } from '../live/sensors.ts'
import css from './notes.module.css'

export interface SensorMarks {
  /** To be called when the map can draw. */
  draw(): void
  close(): void
}

/** `isOld`: the link is cut, and nothing is known of any of them. */
export function openSensorMarks(stage: Stage, speaker: Speaker, isOld: boolean): SensorMarks {
  const { say, pick, language } = speaker
  const notes = openNotes(stage.map, say('sensor.page'), language === 'ar' ? 'rtl' : 'ltr', css)

  function linesOf({ code, kind, name, reachM, hearing }: Stand): string[] {
    const kindWord = say('sensor.mark.kind', { kind })
    return [
      `\u2066${code}\u2069 ${pick(name)}`,
      isOld ? kindWord : `${kindWord}: ${say('sensor.mark.hearing', { hearing })}`,
      ...(reachM === null ? [] : [say('sensor.mark.reach', { metres: reachM })]),
    ]
  }

  function draw(): void {
    if (!stage.isLoaded()) return
    const stands = sensors.get()
    const shapes = sensorShapes(stands, isOld)
    for (const source of sensorSources) stage.put(source, shapes[source])
    notes.show(stands.map((stand) => ({ key: stand.id, at: stand.position, lines: linesOf(stand) })))
  }

  const stops = [startSensors(), sensors.subscribe(draw)]
  return {
    draw,
    close() {
      for (const stop of stops) stop()
    },
  }
}
