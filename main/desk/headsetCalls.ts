/** Answers the page's calls about headsets: their state, their buttons, the button test and the raw log. */
import type { ButtonTestEvent } from '#contract/bridge'
import { done, failed } from '#contract/failure'
import type { HeadsetKey } from '#contract/headset'
import type { BridgeBase } from '#main/desk/bridgeRouter'
import { streamAll, streamLatest } from '#main/desk/eventStream'
import type { HeadsetDesk } from '#main/desk/headsets'
import type { PageId } from '#main/desk/phoneSeat'
import type { ButtonTest } from '#native/headsetService'

/** A page that many presses behind has stopped reading. */
const intentLimit = 100
const testLimit = 1000

export function createHeadsetCalls(headsets: HeadsetDesk, os: BridgeBase) {
  const { service } = headsets
  const tests = createButtonTests(headsets)
  return {
    watch: os.headset.watch.handler(({ signal }) =>
      streamLatest(() => headsets.state, headsets.onState, signal),
    ),
    reportCalls: os.headset.reportCalls.handler(({ input, context }) => {
      headsets.reportCalls(context.pageId, input)
      return null
    }),
    watchIntents: os.headset.watchIntents.handler(({ context, signal }) =>
      streamAll((listener) => headsets.onIntent(context.pageId, listener), intentLimit, signal),
    ),
    setEnabled: os.headset.setEnabled.handler(({ input }) => headsets.setEnabled(input.key, input.enabled)),
    chooseByMicrophone: os.headset.chooseByMicrophone.handler(({ input, context }) => {
      headsets.chooseByMicrophone(context.pageId, input.label)
      return null
    }),
    lookAgain: os.headset.lookAgain.handler(() => {
      service.hint()
      return null
    }),
    test: os.headset.test.handler(({ input, context, signal }) =>
      tests.run(context.pageId, input.key, signal),
    ),
    setTestLight: os.headset.setTestLight.handler(({ input, context }) => {
      const test = tests.of(context.pageId)
      test?.setLight(input.light, input.on)
      return test === null ? failed('wrong-state') : done(null)
    }),
    readLog: os.headset.readLog.handler(() => done(service.rawLog())),
    learnFromPage: os.headset.learnFromPage.handler(({ input }) =>
      service.learnFromPage(input.vendorId, input.productId, input.collections),
    ),
  }
}

interface ButtonTests {
  /** The test this page runs; null when it runs none. */
  of(page: PageId): ButtonTest | null
  run(page: PageId, key: HeadsetKey, signal: AbortSignal | undefined): AsyncGenerator<ButtonTestEvent, void>
}

/** The service runs one test at a time; a second one ends the first. */
function createButtonTests({ service }: HeadsetDesk): ButtonTests {
  let running: { readonly page: PageId; readonly test: ButtonTest } | null = null

  const begin = (page: PageId, key: HeadsetKey, listener: (event: ButtonTestEvent) => void): (() => void) => {
    const started = service.startButtonTest(key, listener)
    if (!started.ok) {
      listener({ kind: 'refused', failure: started.failure })
      return () => undefined
    }
    const mine = { page, test: started.value }
    running = mine
    return () => {
      if (running === mine) running = null
      mine.test.stop()
    }
  }

  return {
    of: (page) => (running?.page === page ? running.test : null),
    async *run(page, key, signal) {
      for await (const event of streamAll<ButtonTestEvent>(
        (each) => begin(page, key, each),
        testLimit,
        signal,
      )) {
        yield event
        if (event.kind === 'ended' || event.kind === 'refused') return
      }
    },
  }
}
