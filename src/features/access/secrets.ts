/** What a password and a PIN must be. Length decides; rules about signs only make people write them down. */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { latinDigits, nameKey } from './names.ts'

export const passwordLeast = 12
export const pinLeast = 6
export const pinMost = 12

/** The commonest long ones of published lists, and the words of this program. */
const common = new Set(
  [
    '123456789012',
    '1234567890123',
    '12345678901234',
    '012345678901',
    'qwertyuiop12',
    'qwertyuiop123',
    'password1234',
    'password12345',
    'passwordpassword',
    'administrator',
    'administrator1',
    'marsadmarsad',
    'marsad123456',
    'letmeinletmein',
    'iloveyou1234',
    'welcome12345',
    'changemechangeme',
    '111111111111',
    '000000000000',
    'abcdefghijkl',
    'abc123abc123',
  ].map((each) => each.toLowerCase()),
)

/** Whether a person may take this password; `names`: what he is called here. */
export function checkPassword(password: string, names: readonly string[]): Outcome<string> {
  const given = password.normalize('NFC')
  if ([...given].length < passwordLeast) return refuse('password.short', { least: passwordLeast })
  const key = given.toLowerCase()
  if (names.some((name) => nameKey(name) === nameKey(given))) return refuse('password.is-name')
  if (common.has(key) || new Set(key).size < 3) return refuse('password.common')
  return accept(given)
}

/** Six digits or more, and not the first ones that anybody would try. */
export function checkPin(pin: string): Outcome<string> {
  const digits = latinDigits(pin.trim())
  if (!new RegExp(`^\\d{${pinLeast},${pinMost}}$`).test(digits)) return refuse('pin.digits', { least: pinLeast, most: pinMost })
  const steps = [...digits].slice(1).map((digit, at) => Number(digit) - Number(digits[at]))
  if (steps.every((step) => step === steps[0] && Math.abs(step) <= 1)) return refuse('pin.simple')
  return accept(digits)
}
