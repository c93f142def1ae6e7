/** Listens to the tags of one part of a spreadsheet as it is unpacked, in bounded memory. */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { FileRefusal } from '#main/crm/connectors/file/fileRow'

/** More letters than this between two tags are no cell of people. */
const longestText = 4_000_000

export interface XmlEar {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  close(name: string): void
}

/** Yields after each piece. Names are told without their prefix. A document type, where bombs are hidden, is refused. */
export async function* parseXml(pieces: AsyncIterable<string>, ear: XmlEar): AsyncGenerator<void> {
  const parser = new SaxesParser()
  let silent = 0
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    silent = 0
    ear.open(local(name), attributes)
  })
  parser.on('text', (text) => ear.text(text))
  parser.on('closetag', ({ name }) => {
    silent = 0
    ear.close(local(name))
  })
  parser.on('doctype', () => {
    throw new FileRefusal('damaged-spreadsheet')
  })
  parser.on('error', (error) => {
    throw new FileRefusal('damaged-spreadsheet', null, error)
  })
  for await (const piece of pieces) {
    silent += piece.length
    parser.write(piece)
    if (silent > longestText) throw new FileRefusal('too-large')
    yield
  }
  parser.close()
}
