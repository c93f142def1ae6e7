#!/usr/bin/env node
/** `npm test`: installs what is missing, then runs every check and test on the pinned Node. */
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { installMissing, pinnedNode } from '#tools/installed.mjs'
import { root } from '#tools/root.mjs'

if (await installMissing((line) => console.error(line))) {
  const path = [dirname(pinnedNode), process.env.PATH].join(delimiter)
  const tests = spawn(pinnedNode, [join(root, 'tools/runTests.ts'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tests.kill(signal))
  process.exitCode = await new Promise((resolve) => {
    tests.on('error', () => resolve(1))
    tests.on('exit', (code) => resolve(code ?? 1))
  })
} else {
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
