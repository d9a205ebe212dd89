/** Site time of stream times: when a picture was really taken, by this machine's clock. UTC milliseconds. */
export interface SiteTime {
  /** Of a frame that has just arrived. */
  of(tMs: number, arrivedMs: number): number
  /** Of any instant of the stream. */
  at(tMs: number): number
}

/** Later than this by all of so many pictures, the stream itself has lost time: a pause that is not made up for. */
const lostMs = 1000
const lostPictures = 30

/**
 * Maps the stream's time to this machine's: the least delay seen so far is taken as none. A recording that is read as
 * fast as possible has no time of its own here and gets that of its arrival.
 */
export function siteTime(isPaced: boolean): SiteTime {
  let anchorMs = Number.POSITIVE_INFINITY
  let late = 0
  let leastLateMs = Number.POSITIVE_INFINITY
  return {
    of(tMs, arrivedMs) {
      if (!isPaced) return arrivedMs
      // The anchor may creep forward, so that a slow drift of the camera's clock does not add up over days.
      anchorMs = Math.min(anchorMs + 0.05, arrivedMs - tMs)
      const lateMs = arrivedMs - tMs - anchorMs
      late = lateMs > lostMs ? late + 1 : 0
      leastLateMs = late === 0 ? Number.POSITIVE_INFINITY : Math.min(leastLateMs, lateMs)
      if (late >= lostPictures) {
        // Else every picture from now on would seem old, though it is not.
        anchorMs += leastLateMs
        late = 0
        leastLateMs = Number.POSITIVE_INFINITY
      }
      return anchorMs + tMs
    },
    // Packets come before their picture: the first one is dated by its own arrival.
    at: (tMs) => (Number.isFinite(anchorMs) ? anchorMs + tMs : Date.now()),
  }
}
