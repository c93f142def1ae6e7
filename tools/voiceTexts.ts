/** What the voices of the practice centre say: file name and sentence, for each language. */

export type VoiceTexts = Readonly<Record<string, string>>

const english: VoiceTexts = {
  greeting: 'Hello, good day.',
  yes: 'Yes, all right.',
  'are-you-there': 'Hello? Are you still there?',
  thanks: 'Thank you very much.',
  goodbye: 'Good bye.',
  'order-late-1': 'I ordered something last week, and it has not arrived.',
  'order-late-2': 'The website still says it is on its way.',
  'order-late-3': 'Can you tell me which day it will come?',
  'invoice-1': 'I have a question about my last invoice.',
  'invoice-2': 'I think I was charged twice for the same thing.',
  'invoice-3': 'Could you send me a corrected one?',
  'purchase-1': 'I would like to buy a new modem.',
  'purchase-2': 'What does it cost, and is there a discount?',
  'purchase-3': 'Good, I will take one. When can you deliver?',
  'fault-1': 'My internet connection keeps dropping.',
  'fault-2': 'I have already switched the box off and on again.',
  'fault-3': 'Can you send somebody to look at it?',
  'callee-1': 'Yes, speaking. What is it about?',
  'callee-2': 'I see, thank you for calling.',
  'colleague-1': 'Hello, how can I help?',
  'colleague-2': 'All right, put them through.',
}

const persian: VoiceTexts = {
  greeting: 'سلام، روز شما بخیر.',
  yes: 'بله، درسته.',
  'are-you-there': 'الو؟ صدای من رو دارید؟',
  thanks: 'خیلی ممنون.',
  goodbye: 'خداحافظ.',
  'order-late-1': 'هفته‌ی پیش یک سفارش دادم و هنوز نرسیده.',
  'order-late-2': 'در سایت نوشته که در راه است.',
  'order-late-3': 'می‌شه بگید چه روزی می‌رسه؟',
  'invoice-1': 'درباره‌ی آخرین صورت حساب سوال داشتم.',
  'invoice-2': 'فکر می‌کنم دو بار از حسابم کم شده.',
  'invoice-3': 'لطفاً اصلاح شده‌اش را بفرستید.',
  'purchase-1': 'می‌خواستم یک مودم جدید بخرم.',
  'purchase-2': 'قیمتش چقدره و تخفیف هم داره؟',
  'purchase-3': 'خوبه، یکی می‌خوام. کی می‌رسه؟',
  'fault-1': 'اینترنت من مدام قطع می‌شه.',
  'fault-2': 'دستگاه را هم خاموش و روشن کردم.',
  'fault-3': 'می‌تونید یک نفر را بفرستید؟',
  'callee-1': 'بله، بفرمایید.',
  'callee-2': 'متوجه شدم، ممنون از تماستون.',
  'colleague-1': 'سلام، بفرمایید.',
  'colleague-2': 'باشه، وصل کنید.',
}

export const voiceTexts: Readonly<Record<'en' | 'fa', VoiceTexts>> = { en: english, fa: persian }
