/** The sentences the customer book is made of, in Persian and English: orders, issues, contacts, notes. */

export interface CustomerTexts {
  readonly products: readonly string[]
  readonly issues: readonly string[]
  readonly contacts: readonly string[]
  readonly notes: readonly string[]
  readonly campaigns: readonly string[]
  readonly authors: readonly string[]
  readonly extraNames: readonly [string, string, string, string]
  readonly tiers: readonly string[]
  readonly channels: readonly string[]
  readonly cities: readonly string[]
}

export const persianTexts: CustomerTexts = {
  products: [
    'قهوه‌ساز خانگی',
    'مودم فیبر نوری',
    'لپ‌تاپ ۱۴ اینچ',
    'هدست بی‌سیم',
    'اشتراک سالانه',
    'چاپگر لیزری',
    'گوشی همراه',
    'یخچال دو در',
    'صندلی اداری',
    'دوربین مداربسته',
    'کیبورد مکانیکی',
    'جاروبرقی',
  ],
  issues: [
    'سفارش از هفته پیش نرسیده است',
    'مبلغ صورت‌حساب دو بار کسر شده',
    'مودم روزی چند بار قطع می‌شود',
    'منتظر تماس بخش فنی است',
    'درخواست مرجوعی هنوز تأیید نشده',
    'نشانی تحویل اشتباه ثبت شده است',
    'گارانتی دستگاه فعال نشده است',
    'رسید پرداخت را دریافت نکرده است',
  ],
  contacts: [
    'پیگیری زمان ارسال',
    'پرسش درباره صورت‌حساب',
    'راهنمایی نصب دستگاه',
    'درخواست فاکتور رسمی',
    'تغییر نشانی تحویل',
    'شکایت از تأخیر پیک',
    'سفارش تلفنی',
    'تمدید اشتراک',
    'پرسش درباره گارانتی',
  ],
  notes: [
    'ترجیح می‌دهد عصرها تماس بگیریم.',
    'مشتری قدیمی است؛ با حوصله توضیح داده شود.',
    'شماره همسرش را هم برای تحویل داده است.',
    'قول داده شد تا پنجشنبه خبر بدهیم.',
    'در تماس قبلی ناراضی بود، عذرخواهی شد.',
    'برای خرید عمده پیشنهاد قیمت خواسته است.',
    'فاکتور رسمی به نام شرکت صادر شود.',
  ],
  campaigns: ['جشنواره پاییزه', 'باشگاه وفاداری', 'ارتقای اینترنت', 'بازگشت مشتری'],
  authors: ['مینا رحیمی', 'امید کریمی', 'رضا مرادی', 'نیلوفر حسینی', 'سارا احمدی'],
  extraNames: ['سطح باشگاه', 'کانال ترجیحی', 'شهر', 'کد مشتری'],
  tiers: ['برنزی', 'نقره‌ای', 'طلایی', 'پلاتینی'],
  channels: ['تلفن', 'پیامک', 'ایمیل'],
  cities: ['تهران', 'مشهد', 'اصفهان', 'شیراز', 'تبریز', 'کرج', 'رشت', 'یزد', 'اهواز', 'قم'],
}

export const englishTexts: CustomerTexts = {
  products: [
    'Espresso machine',
    'Fibre modem',
    '14-inch laptop',
    'Wireless headset',
    'Annual plan',
    'Laser printer',
    'Smartphone',
    'Double-door fridge',
    'Office chair',
    'Security camera',
    'Mechanical keyboard',
    'Vacuum cleaner',
  ],
  issues: [
    'Order has not arrived since last week',
    'Charged twice for one invoice',
    'Modem drops several times a day',
    'Waiting for a call back from engineering',
    'Return request not yet approved',
    'Delivery address was wrong',
    'Warranty was never activated',
    'Did not get the payment receipt',
  ],
  contacts: [
    'Asked when the parcel will arrive',
    'Question about an invoice',
    'Help with installation',
    'Asked for a tax invoice',
    'Changed the delivery address',
    'Complaint about a late courier',
    'Ordered by telephone',
    'Renewed the plan',
    'Question about the warranty',
  ],
  notes: [
    'Prefers to be called in the evening.',
    'Long-standing customer, take the time to explain.',
    'Gave a second number for deliveries.',
    'We promised an answer by Thursday.',
    'Was unhappy last time; we apologised.',
    'Asked for a quote for a bulk order.',
    'Invoices go to the company, not to the person.',
  ],
  campaigns: ['Autumn offer', 'Loyalty club', 'Faster internet', 'Win-back'],
  authors: ['Anna Schmidt', 'James Carter', 'Mina Rahimi', 'Daniel Weber', 'Sara Ahmadi'],
  extraNames: ['Club level', 'Preferred channel', 'City', 'Customer code'],
  tiers: ['Bronze', 'Silver', 'Gold', 'Platinum'],
  channels: ['Telephone', 'Text message', 'E-mail'],
  cities: [
    'Tehran',
    'London',
    'Berlin',
    'Dubai',
    'Istanbul',
    'Toronto',
    'Milan',
    'Paris',
    'Isfahan',
    'Shiraz',
  ],
}
