/** Writes the contacts of the import bench to a file, one card a line: `crmImportExport.ts FILE COUNT`. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { contactAt } from '#bench/crmImportContacts'

const [path = '', count = '0'] = process.argv.slice(2)
const linesAtOnce = 500

const file = openSync(path, 'w')
for (let at = 0; at < Number(count); at += linesAtOnce) {
  const some = Array.from({ length: Math.min(linesAtOnce, Number(count) - at) }, (_, more) => at + more)
  writeSync(file, some.map((each) => `${JSON.stringify(contactAt(each))}\n`).join(''))
}
closeSync(file)
