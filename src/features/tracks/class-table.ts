/**
 * What the measures of people, vehicles and animals look like: mean and standard deviation of each measure after `scaled` of
 * `verify.ts`. Written by `tools/fit-classes.ts` from 645 looks at simulated tracks in 60 scenes; not edited by hand.
 */
export const classTable = {
  person: {
    height: [0.463, 0.164],
    shape: [-0.993, 0.25],
    speed: [0.283, 0.4],
    steadiness: [0.028, 0.2],
    straightness: [0.94, 0.2],
    rhythm: [0.616, 0.274],
    contrast: [0.069, 0.2],
  },
  vehicle: {
    height: [0.163, 0.5],
    shape: [0.791, 0.517],
    speed: [1.832, 0.584],
    steadiness: [0.044, 0.2],
    straightness: [0.914, 0.2],
    rhythm: [0.156, 0.25],
    contrast: [0.047, 0.2],
  },
  animal: {
    height: [0.048, 0.419],
    shape: [0.201, 0.25],
    speed: [0.366, 0.52],
    steadiness: [0.032, 0.2],
    straightness: [0.902, 0.2],
    rhythm: [0.184, 0.25],
    contrast: [0.031, 0.2],
  },
} as const

/** What the logarithms of likelihood are multiplied by, because the measures are not independent of each other. */
export const temper = 1
