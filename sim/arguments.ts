/** `--name value` arguments of the simulation's own commands. */
export function argumentOf(args: readonly string[], name: string): string | null {
  const at = args.indexOf(`--${name}`)
  return at < 0 ? null : (args[at + 1] ?? null)
}

/** A number between limits, or `otherwise` when it is not given. Throws a plain sentence for whoever typed it. */
export function numberOf(args: readonly string[], name: string, otherwise: number, least: number, most: number): number {
  const text = argumentOf(args, name)
  if (text === null) return otherwise
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) {
    throw new Error(`--${name} takes a number from ${least} to ${most}`)
  }
  return value
}
