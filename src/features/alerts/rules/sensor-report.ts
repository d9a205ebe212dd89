import { isWatchZone } from '../../places/contract.ts'
import { likelyClass, type Rule } from './rule.ts'

/** Words of a sensor that wind, light and animals often make: they are shown, and do not hurry anybody. */
const lowWeight: ReadonlySet<string> = new Set(['motion'])

/**
 * A sensor that is no picture of ours says that something is there. One that places its movers is judged by lines and zones like a
 * camera, where there are any; one that can only say "here" speaks for itself.
 */
export const sensorReport: Rule = {
  id: 'sensor-report',
  version: 1,
  settings: {},
  judge(track, values, scene) {
    const { sensor } = track
    if (!sensor) return null
    const tellsWay = sensor.kind === 'radar' || track.travelM !== null
    const hasLineOrZone = scene.places.some(({ geometry }) => geometry.kind === 'line' || isWatchZone(geometry))
    if (tellsWay && track.place?.position && hasLineOrZone) return null
    const said = { sensed: sensor.sensed, code: sensor.code, name: scene.camera.name }
    return {
      ruleId: 'sensor-report',
      ruleVersion: 1,
      ruleValues: values,
      priority: lowWeight.has(sensor.sensed) ? 'P3' : 'P2',
      title: { text: 'alert.title.sensor', values: { ...said, cls: likelyClass(track) } },
      reasons: [],
      placeIds: [],
      distanceToLineM: null,
    }
  },
}
