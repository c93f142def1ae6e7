/** What a desk process that will be killed is told: where its files are, which CRM, and where to begin. */
import type { openConnector } from '#main/crm/connector/openConnector'

/** As JSON, the one argument. */
export interface WriterOrder {
  readonly folder: string
  readonly config: Parameters<typeof openConnector>[0]
  readonly secrets: Parameters<typeof openConnector>[1]
  /** The first record's number; `null`: none is finished, and the process ends when nothing waits. */
  readonly from: number | null
}

/** People whose records must keep their order. */
export const peopleCount = 5
