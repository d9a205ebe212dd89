/** What the air and the sensor do to a picture. Temperatures in degrees Celsius, noise in kelvin. */

export interface Weather {
  readonly airC: number
  readonly groundC: number
  /** Overhead; near the horizon the sky is nearly as warm as the air. */
  readonly skyC: number
  /** Share of radiation that a kilometre of air takes away. */
  readonly lossPerKm: number
  /** Noise of one pixel in one frame (NETD). */
  readonly noiseK: number
  /** Leftover of the flat-field correction that stands still between two shutter events. */
  readonly patternK: number
  /** How far the whole picture creeps between two shutter events. */
  readonly driftK: number
  readonly shutterEveryS: number
}

export const weathers = {
  /** A clear night: cold ground, warm people. */
  night: { airC: 17, groundC: 14.5, skyC: -10, lossPerKm: 0.12, noiseK: 0.06, patternK: 0.03, driftK: 0.35, shutterEveryS: 180 },
  /** Towards morning with haze: everything is pale. */
  haze: { airC: 19, groundC: 17.5, skyC: -5, lossPerKm: 0.55, noiseK: 0.08, patternK: 0.04, driftK: 0.3, shutterEveryS: 180 },
  /** After a day of sun: ground warmer than people. */
  day: { airC: 36, groundC: 44, skyC: -8, lossPerKm: 0.2, noiseK: 0.06, patternK: 0.03, driftK: 0.6, shutterEveryS: 120 },
} as const satisfies Record<string, Weather>
