/**
 * The budget of cameras that share one thread. A picture is judged in one go, so who is next decides who keeps up: the camera that
 * used least of the thread lately, among those that wait. As long as there is time for all, nobody notices. When there is not, each
 * gets an even share: a camera that asks for more than its share loses pictures of its own, never those of its neighbours.
 */

/** What a camera used is forgotten by half in this time, so that a burst long ago is not held against it. */
const halfLifeMs = 2000

interface Account {
  usedMs: number
  atMs: number
}

interface Waiting {
  readonly account: Account
  go(): void
}

/** One camera's share of the thread. */
export interface Turn {
  /** Does the work, by itself on the thread, when it is this camera's turn. What it throws is thrown on. */
  take<T>(work: () => T): Promise<T>
}

/** Who is next on one thread. */
export class Turns {
  readonly #nowMs: () => number
  /** Lets what came in meanwhile be heard before the next turn. */
  readonly #rest: (then: () => void) => void
  readonly #waiting: Waiting[] = []
  #isResting = false

  constructor(nowMs = () => performance.now(), rest: (then: () => void) => void = setImmediate) {
    this.#nowMs = nowMs
    this.#rest = rest
  }

  /** A share for one more camera. */
  share(): Turn {
    const account: Account = { usedMs: 0, atMs: this.#nowMs() }
    return {
      take: (work) =>
        new Promise((resolve, reject) => {
          const go = () => {
            const beganMs = this.#nowMs()
            try {
              resolve(work())
            } catch (error) {
              reject(error)
            }
            const endMs = this.#nowMs()
            account.usedMs = usedAt(account, endMs) + (endMs - beganMs)
            account.atMs = endMs
          }
          this.#waiting.push({ account, go })
          this.#next()
        }),
    }
  }

  #next(): void {
    if (this.#isResting || this.#waiting.length === 0) return
    this.#isResting = true
    this.#rest(() => {
      this.#isResting = false
      const nowMs = this.#nowMs()
      let least = 0
      this.#waiting.forEach(({ account }, at) => {
        if (usedAt(account, nowMs) < usedAt((this.#waiting[least] as Waiting).account, nowMs)) least = at
      })
      const [next] = this.#waiting.splice(least, 1)
      next?.go()
      this.#next()
    })
  }
}

function usedAt({ usedMs, atMs }: Account, nowMs: number): number {
  return usedMs * 0.5 ** ((nowMs - atMs) / halfLifeMs)
}
