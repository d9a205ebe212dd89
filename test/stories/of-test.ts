/** What a test starts ends with it, however it ends. */
import { onTestFinished } from 'vitest'
import { freshFolder, type Program, removeFolder, startProgram } from './program.ts'

/** A folder for as long as the test runs. */
export function folderOfTest(): string {
  const folder = freshFolder()
  onTestFinished(() => removeFolder(folder))
  return folder
}

/** A program that is killed, if it still runs, when the test is over. */
export async function programOfTest(...given: Parameters<typeof startProgram>): Promise<Program> {
  const program = await startProgram(...given)
  onTestFinished(() => program.kill())
  return program
}
