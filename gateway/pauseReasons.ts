/** The reasons for a pause a centre has until its site defines its own. */
import type { PauseReason } from '#contract/reason'

export const defaultPauseReasons: readonly PauseReason[] = [
  { id: 'lunch', kind: 'break', label: { en: 'Lunch', fa: 'ناهار' } },
  { id: 'short', kind: 'break', label: { en: 'Short break', fa: 'استراحت کوتاه' } },
  { id: 'prayer', kind: 'break', label: { en: 'Prayer', fa: 'نماز' } },
  { id: 'meeting', kind: 'notReady', label: { en: 'Meeting', fa: 'جلسه' } },
  { id: 'training', kind: 'notReady', label: { en: 'Training', fa: 'آموزش' } },
  { id: 'technical', kind: 'notReady', label: { en: 'Technical problem', fa: 'مشکل فنی' } },
]
