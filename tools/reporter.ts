/** Prints what failed as it fails, and as the last line what a machine can read: `N passed, N failed`. */
import type { Reporter, TestCase, TestModule } from 'vitest/node'

export default class PlainReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    if (test.result().state !== 'failed') return
    console.log(`✗ ${test.module.relativeModuleId} › ${test.fullName}`)
    for (const error of test.result().errors ?? []) console.log(indent(error.stack ?? error.message))
  }

  onTestModuleEnd(module: TestModule): void {
    const tests = [...module.children.allTests()]
    const failed = tests.filter((test) => test.result().state === 'failed').length
    const seconds = (module.diagnostic().duration / 1000).toFixed(1)
    console.log(
      `${failed === 0 && module.errors().length === 0 ? '✓' : '✗'} ${module.relativeModuleId} (${tests.length}, ${seconds} s)`,
    )
    for (const error of module.errors()) console.log(indent(error.stack ?? error.message))
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly { message: string; stack?: string }[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    for (const error of errors) console.log(indent(error.stack ?? error.message))
    const broken = modules.reduce((sum, module) => sum + module.errors().length, 0) + errors.length
    console.log(`${count('passed')} passed, ${count('failed') + count('skipped') + broken} failed`)
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}
